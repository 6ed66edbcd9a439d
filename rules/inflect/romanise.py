"""How Cyrillic names are written in Latin letters: BGN/PCGN, the press, RFE/RL, Kazakh Latin.

`romanised` lists the spellings that people use, the likelier first; `skeleton` folds what they
disagree about, in either script, so that two spellings of one name can be held together.
"""

import re
import unicodedata

from rules.text import fold_kazakh, fold_word

# A name with many choices would have thousands of spellings; the unlikely ones are left out.
SPELLINGS_AT_MOST = 40

_VOWELS = "аәеиіоөуұүыэюя"
# What stands here is tried in this order; the first way is the likeliest, further ones cost more.
_CHOICES = tuple(
    (re.compile(pattern), tuple(ways.split()))
    for pattern, ways in (
        ("ск[иі]й$", "sky skiy skii ski"),
        ("дж", "dzh j zh"),
        ("[кқ]с", "ks x qs"),
        ("ья", "ya ia iya"),
        ("ье", "ye ie e"),
        ("(?<=[иі])я", "ya a"),
        ("[иі]й$", "iy y i ii"),
        (f"(?:^|(?<=[{_VOWELS}ьъ]))е", "ye e"),
        (f"(?<=[{_VOWELS}])с(?=[{_VOWELS}])", "s ss"),
        ("ң(?![гғкқ])", "n ng"),
        ("ж", "zh j"),
        ("х", "kh h"),
        ("ғ", "g gh"),
        ("қ", "k q"),
        ("ө", "o u"),
        ("[йы]", "y i"),
        ("ю", "yu iu"),
        ("я", "ya ia"),
    )
)


def _letters(table: str) -> dict[str, str]:
    """A table of letters, each followed by what stands for it; nothing: it is left out."""
    return {entry[0]: entry[1:] for entry in table.split()}


_PLAIN = _letters(
    "аa әa бb вv гg дd еe зz иi йy іi кk лl мm нn ңn оo өo пp рr сs тt уu ұu үu фf һh цts чch шsh"
    " щshch ъ ыy ь эe"
)
_SHARED = (
    "аa бb вv гg дd еe жj зz кk қq лl мm нn оo пp рr сs тt фf хh һh цts чch ыy эe ъ ь"  # both years
)
_SCHEMES = tuple(
    str.maketrans(_letters(f"{_SHARED} {own}"))
    for own in (
        "әá ғǵ иı йı іi ңń өó уý ұu үú шsh щshch юıý яıa",  # 2018
        "әä ғğ иi йi іı ңñ өö уu ұū үü шş щşş юiu яia",  # 2021
    )
)
_SOUNDS = str.maketrans(
    _letters(
        "аa бb вv гg дd еe жj зz иi йi кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsh ъ ыi ь"
        " эe юiu яia"
    )
)
# Written differently, meant the same; in this order.
_SAME_SOUND = {
    "dzh": "j",
    "zh": "j",
    "dj": "j",
    "kh": "h",
    "gh": "g",
    "ng": "n",
    "q": "k",
    "x": "ks",
    "w": "u",
    "y": "i",
    "ı": "i",
}
_MARKS = re.compile("[\u0300-\u036f]")
_YE = re.compile("(?:^|(?<=[aeou]))ie")
_TWICE = re.compile(r"(\w)\1+")


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters."""
    return bool(re.search("[a-zA-Z]", word))


def romanised(word: str) -> tuple[str, ...]:
    """The Latin spellings of a Cyrillic name, folded: SPELLINGS_AT_MOST and Kazakh Latin."""
    word = fold_word(word)
    ways = [(0, "")]
    position = 0
    while position < len(word):
        length, choices = _choices(word, position)
        position += length
        longer = [(cost + n, text + way) for cost, text in ways for n, way in enumerate(choices)]
        ways = sorted(set(longer))[:SPELLINGS_AT_MOST]
    return tuple(dict.fromkeys([text for _, text in ways] + list(kazakh_latin(word))))


def kazakh_latin(word: str) -> tuple[str, ...]:
    """A Kazakh word in the Latin alphabets of 2018 and 2021, folded, and with its dots lost."""
    written = [fold_word(word).translate(scheme) for scheme in _SCHEMES]
    return tuple(dict.fromkeys(written + [text.replace("ı", "i") for text in written]))


def skeleton(word: str) -> str:
    """The sound of a name, for comparing: the same for the spellings that are in use.

    Ғалымжан, Галимжан, Ghalymzhan and Galimjan have one skeleton. Too coarse to search with.
    """
    word = fold_kazakh(fold_word(word)).replace("дж", "ж").translate(_SOUNDS)
    if not word.isascii():
        word = _MARKS.sub("", unicodedata.normalize("NFKD", word))
    word = "".join(char for char in word if char.isalnum())
    for written, sound in _SAME_SOUND.items():
        word = word.replace(written, sound)
    return _YE.sub("e", _TWICE.sub(r"\1", word))


def _choices(word: str, position: int) -> tuple[int, tuple[str, ...]]:
    """How many letters are written together here, and the ways to write them."""
    for pattern, ways in _CHOICES:
        found = pattern.match(word, position)
        if found:
            return found.end() - position, ways
    return 1, (_PLAIN.get(word[position], word[position]),)
