"""An outlet with something to tell on most days, and a register of its own that asks about it.

Day by day it is known what each article tells, without asking the rules: of which recommendation,
pointing where, done or coming, in what language. The feed lists the articles of five days.
"""

import random
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from storage.records import Heading, Lane
from tests.night.newsstand import Newsstand

LISTED = 5  # days that the feed goes back
EDITOR, RALLIES = "KZ-EDI-1", "KZ-RAL-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an article tells. title: as it is printed; {name} is somebody new each time."""

    recommendation: str
    heading: Heading
    lane: Lane
    language: str
    title: str


FREED = Told(
    recommendation=EDITOR,
    heading=Heading.PROGRESS,
    lane=Lane.HAPPENED,
    language="en",
    title="Court in Kazakhstan has freed the editor {name}",
)
HELD = Told(
    recommendation=EDITOR,
    heading=Heading.REGRESSION,
    lane=Lane.HAPPENED,
    language="ru",
    title="Полиция в Казахстане арестовала редактора: {name}",
)
PLANNED = Told(
    recommendation=EDITOR,
    heading=Heading.PROGRESS,
    lane=Lane.COMING,
    language="en",
    title="Court in Kazakhstan will free the editor {name} next month",
)
BANNED = Told(
    recommendation=RALLIES,
    heading=Heading.REGRESSION,
    lane=Lane.HAPPENED,
    language="en",
    title="Mayor of Kostanay in Kazakhstan has banned rallies of the {name} union",
)
# Of what a week tells; on the days that are left out the outlet writes of roads alone.
WEEK: dict[int, tuple[Told, ...]] = {
    0: (FREED,),
    1: (HELD, BANNED),
    3: (PLANNED,),
    4: (BANNED,),
    6: (HELD,),
}


def told_on(day: int) -> dict[int, Told]:
    """What the articles of a day tell, by their numbers."""
    return {day * 10 + n: told for n, told in enumerate(WEEK.get(day % 7, ()), start=1)}


def numbers_of(day: int) -> tuple[int, ...]:
    """The articles of a day; the last is of roads."""
    return (*told_on(day), day * 10)


class Press(Newsstand):
    """The outlet. gate: articles are given once it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Event()
        self.gate.set()
        self.given = 0

    def listed(self) -> list[int]:
        """The articles that the feed lists now, the newest first."""
        days = range(self.day, max(0, self.day - LISTED), -1)
        return [number for day in days for number in numbers_of(day)]

    def answer(self, path: str) -> tuple[str, str] | None:
        if not path.startswith("/article/"):
            return super().answer(path)
        self.given += 1
        self.gate.wait(60)
        return "text/html; charset=utf-8", article(int(path.rpartition("/")[2]))

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{_title(number)}</title>"
            f"<link>http://{self.host}/article/{number}</link></item>"
            for number in self.listed()
        )
        return (
            '<?xml version="1.0"?><rss version="2.0"><channel><title>Press</title>'
            f"<link>http://{self.host}/</link>{items}</channel></rss>"
        )


def article(number: int) -> str:
    """An article as a page. No two have a sentence in common but what a person would repeat."""
    told = told_on(number // 10).get(number)
    language = told.language if told else "en"
    title = _title(number)
    lead = f"{title}, {'по словам адвоката' if language == 'ru' else 'a lawyer said'}."
    body = "".join(f"<p>{_filler(number, n, language)}</p>" for n in range(3))
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1><p>{lead}</p>{body}</article></body></html>"
    )


def _title(number: int) -> str:
    told = told_on(number // 10).get(number)
    if told is None:
        return f"Roads of the town, part {number}"
    return told.title.format(name=_name(number))


FIRST = ("Arman", "Bolat", "Daulet", "Erlan", "Galym", "Ilyas", "Kanat", "Marat", "Nurlan")
LAST = ("Akhmet", "Bekov", "Chalov", "Dosov", "Esimov", "Ganiev", "Isaev", "Kairov", "Omar")


def _name(number: int) -> str:
    chosen = random.Random(number)
    return f"{chosen.choice(FIRST)} {chosen.choice(LAST)}{chosen.choice('abdeiklnorstu')}n"


WORDS = {
    "en": "bridge river school winter coal wagon market street garden window teacher harvest "
    "engine letter copper village doctor morning library station corner paper summer horse "
    "tractor kitchen museum concert forest valley bakery circle ladder mirror needle orchard "
    "pocket quarter ribbon saddle ticket uncle velvet whistle yellow zebra anchor basket",
    "ru": "мост река школа зима уголь вагон рынок улица сад окно учитель урожай двигатель письмо "
    "медь село врач утро библиотека станция угол бумага лето лошадь трактор кухня музей концерт "
    "лес долина пекарня круг лестница зеркало игла карман четверть лента седло билет дядя бархат "
    "свисток якорь корзина погода дорога поезд",
}
BETWEEN = {
    "en": ("stands by the", "is older than the", "was painted like a", "lies behind the"),
    "ru": ("стоит там, где", "старше, чем", "похож на", "лежит за словом"),
}


def _filler(number: int, part: int, language: str) -> str:
    chosen = random.Random(number * 100 + part)
    words, between = WORDS[language].split(), BETWEEN[language]
    sentences = []
    for _ in range(4):
        one, two, three = chosen.sample(words, 3)
        opening = "The" if language == "en" else "Этот"
        sentences.append(f"{opening} {one} {chosen.choice(between)} {two} and {three}.")
    text = " ".join(sentences)
    return text.replace(" and ", " и ") if language == "ru" else text


SETTINGS = """\
register = "press"
baseline = 2004-04-05
smtp_host = "localhost"
smtp_port = {port}
smtp_security = "none"
smtp_from = "recwatch@example.org"
"""


def press_settings(port: int) -> str:
    """Lines of settings: the register of the press, and a mail server on this machine."""
    return SETTINGS.format(port=port)


CONCEPTS = """
concepts:
  press_free: {gloss: to set free, kind: act, forms: {en: [freed, free], ru: [освобод*]}}
  press_arrest: {gloss: to arrest, kind: act, forms: {en: [arrested], ru: [арестова*]}}
  press_ban: {gloss: to ban, kind: act, forms: {en: [banned], ru: [запрети*]}}
  press_allow: {gloss: to allow, kind: act, forms: {en: [allowed], ru: [разреши*]}}
  press_editor: {gloss: the editor, forms: {en: [editor], ru: [редактор*]}}
  press_rallies: {gloss: rallies, forms: {en: [rallies], ru: [митинг*]}}
"""
REPORT = f"""
id: press
title: Freedoms as the press tells of them
url: https://reports.example/press/
published: 2004-04-05
country: KZ
languages: [en, ru]
baseline: 2004-04-01
addressees: {{government: The government}}
order: [{EDITOR}, {RALLIES}]
"""
ASKED = """
id: {id}
cite: {{heading: Press, position: {position}}}
addressees: [government]
asks: {asks}
clauses: {{it: {asks}}}
ladder: {ladder}
signals:
  - id: eased
    clause: it
    toward: progress
    when: SENT(@{good} NEAR/6 @{matter})
    examples:
      - {{lang: en, text: "{en} has {good_en} the {matter_en}.", gives: true}}
      - {{lang: en, text: "{en} has {good_en} the parade.", gives: false}}
      - {{lang: ru, text: "{ru} {good_ru} {matter_ru}.", gives: true}}
      - {{lang: ru, text: "{ru} {good_ru} парад.", gives: false}}
  - id: worsened
    clause: it
    toward: regression
    when: SENT(@{bad} NEAR/6 @{matter})
    examples:
      - {{lang: en, text: "{en} has {bad_en} the {matter_en}.", gives: true}}
      - {{lang: en, text: "{en} has {bad_en} the parade.", gives: false}}
      - {{lang: ru, text: "{ru} {bad_ru} {matter_ru}.", gives: true}}
      - {{lang: ru, text: "{ru} {bad_ru} парад.", gives: false}}
"""
ASKINGS = (
    {
        "id": EDITOR,
        "position": 1,
        "asks": "Free the editors.",
        "ladder": "prisoner",
        "good": "press_free",
        "bad": "press_arrest",
        "matter": "press_editor",
        "en": "The court",
        "ru": "Суд",
        "good_en": "freed",
        "bad_en": "arrested",
        "matter_en": "editor",
        "good_ru": "освободил",
        "bad_ru": "арестовал",
        "matter_ru": "редактора",
    },
    {
        "id": RALLIES,
        "position": 2,
        "asks": "Let rallies be held.",
        "ladder": "law",
        "good": "press_allow",
        "bad": "press_ban",
        "matter": "press_rallies",
        "en": "The mayor",
        "ru": "Аким",
        "good_en": "allowed",
        "bad_en": "banned",
        "matter_en": "rallies",
        "good_ru": "разрешил",
        "bad_ru": "запретил",
        "matter_ru": "митинги",
    },
)


def write_register(home: Path) -> None:
    """The register of the press, in the overlay of a home."""
    register = home / "registers" / "press"
    register.mkdir(parents=True)
    (home / "concepts").mkdir()
    (home / "concepts" / "press.yml").write_text(CONCEPTS, encoding="utf-8")
    (register / "report.yml").write_text(REPORT, encoding="utf-8")
    for asking in ASKINGS:
        text = ASKED.format_map(asking)
        (register / f"{asking['id']}.yml").write_text(text, encoding="utf-8")
