"""What tells Kazakh in Latin letters: letters and small words that other languages do not have."""

import re

CONSONANTS = "bcdfghjklmnpqrstvxzğǵñńŋşç"
VOWELS = "aäáəeéoöóuüúūyıiïý"
WORD = re.compile(f"(?<!\\w)[{CONSONANTS}{VOWELS}wі]++(?!\\w)")  # some mix in the Cyrillic і

_MARKED = frozenset("äáəöóüúūğǵñńıýş")
_BARE_Q = re.compile("q(?!u)|qu[qlrmnsty]")
_TELLING = re.compile(f"[ǵńğ]|{_BARE_Q.pattern}")
_STRANGE = re.compile("c(?!h)|th|ck|ph|ee|oo")
_PRESS_ONLY = re.compile("[wx]")  # letters of no Kazakh word in the other alphabets
_PRESS = re.compile(r"ï|\b(?=[^\W\d_]{0,30}w)[^\W\d_]{0,30}[qäğñöüşı]")

# Those that both languages write alike (men, pen, on, is, at, as, an, to) say nothing.
_ENGLISH_WORDS = frozenset(
    {
        *("the", "of", "and", "for", "that", "with", "by", "was", "said", "has", "have", "from"),
        *("his", "be", "are", "who", "will", "not", "its", "were", "this", "after", "their"),
        *("which", "they", "been", "would", "could", "about", "against", "into", "or", "in"),
    }
)
_KAZAKH_WORDS = frozenset(
    {
        *("jane", "zhane", "ushin", "turaly", "twralı", "boiynsha", "boyynsha", "dep", "emes"),
        *("osy", "olar", "bul", "degen", "dedi", "edi", "bolyp", "boldy", "bolady", "bolghan"),
        *("keiin", "keyin", "deiin", "deyin", "eken", "kerek", "etti", "berdi", "otyr", "jatyr"),
        *("zhatyr", "jyly", "zhyly", "kuni", "onyng", "ony", "bir", "sondai", "sonday", "basshysy"),
        *("sot", "soty", "zang", "zhanga", "prezidenti", "ukimet", "partiia", "partiya", "saylau"),
        *("memleket", "memlekettik", "jurt", "zhurt", "kazakhstannyng", "belsendi", "belsendiler"),
    }
)


def is_only_kazakh(word: str) -> bool:
    """Whether a word in lower case is written so in Kazakh, and in few other languages."""
    marked = not _MARKED.isdisjoint(word)
    return marked or word in _KAZAKH_WORDS or _BARE_Q.search(word) is not None


def is_telling(word: str) -> bool:
    """Whether a word in lower case is hardly ever written so outside Central Asia."""
    return word in _KAZAKH_WORDS or _TELLING.search(word) is not None


def is_english(word: str) -> bool:
    """Whether a word in lower case is one that English cannot do without."""
    return word in _ENGLISH_WORDS


def is_press(text: str) -> bool:
    """Whether a text in lower case is in the alphabet that has ï, w and x."""
    return _PRESS.search(text) is not None


def is_strange(word: str, press: bool) -> bool:
    """Whether a word in lower case cannot be Kazakh."""
    if word in _ENGLISH_WORDS or _STRANGE.search(word) is not None:
        return True
    return not press and _PRESS_ONLY.search(word) is not None


def lower(text: str) -> str:
    """As str.lower, but of the same length."""
    return text.replace("\u0130", "i").lower()
