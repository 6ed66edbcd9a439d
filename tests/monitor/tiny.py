"""A rulebook of one recommendation, so that doors are tested apart from what ships."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rules.complaints import Loaded
from rules.register import SHIPPED, Rulebook, load_rulebook
from rules.rulefolders import ChangedFile

CONCEPTS = """
concepts:
  release:
    gloss: to set free
    kind: act
    forms:
      en: [freed, "set free"]
      ru: [освобод*]
      kk: [босат*]
  arrest:
    gloss: to arrest
    kind: act
    forms:
      en: [arrest*]
      ru: [арестова*]
      kk: [қамауға*]
  editor:
    gloss: the editor
    forms:
      en: [editor]
      ru: [редактор*]
      kk: [редактор*]
"""
REPORT = """
id: tiny
title: Freedoms in a country
url: https://reports.example/2004/
published: 2004-04-05
country: KZ
languages: [en, ru, kk]
baseline: 2004-04-01
addressees: {government: The government}
order: [KZ-ZHA-1]
"""
RECOMMENDATION = """
id: KZ-ZHA-1
cite: {heading: Prisoners, position: 1}
addressees: [government]
asks: Free the editor.
clauses: {release: The editor is free}
ladder: prisoner
signals:
  - id: released
    clause: release
    toward: progress
    rung: released
    when: SENT(@release NEAR/6 @editor)
    examples:
      - {lang: en, text: "The court has freed the editor.", gives: true}
      - {lang: en, text: "The court has freed the driver.", gives: false}
      - {lang: ru, text: "Суд освободил редактора.", gives: true}
      - {lang: ru, text: "Суд освободил водителя.", gives: false}
      - {lang: kk, text: "Сот редакторды босатты.", gives: true}
      - {lang: kk, text: "Сот жүргізушіні босатты.", gives: false}
  - id: arrested
    clause: release
    toward: regression
    rung: arrested
    when: SENT(@arrest NEAR/6 @editor)
    examples:
      - {lang: en, text: "Police have arrested the editor.", gives: true}
      - {lang: en, text: "Police have arrested the driver.", gives: false}
      - {lang: ru, text: "Полиция арестовала редактора.", gives: true}
      - {lang: ru, text: "Полиция арестовала водителя.", gives: false}
      - {lang: kk, text: "Полиция редакторды қамауға алды.", gives: true}
      - {lang: kk, text: "Полиция жүргізушіні қамауға алды.", gives: false}
"""


def write_rulebook(folder: Path) -> Path:
    """The tiny rulebook in `folder`, with the cues, places and ladders that ship."""
    for name in ("cues", "places", "ladders"):
        (folder / name).symlink_to(SHIPPED / name)
    register = folder / "registers" / "tiny"
    register.mkdir(parents=True)
    (folder / "concepts").mkdir()
    (folder / "concepts" / "all.yml").write_text(CONCEPTS, encoding="utf-8")
    (register / "report.yml").write_text(REPORT, encoding="utf-8")
    (register / "KZ-ZHA-1.yml").write_text(RECOMMENDATION, encoding="utf-8")
    return folder


def loader_of(folder: Path) -> Callable[..., Loaded[Rulebook]]:
    """`load_rulebook`, with `folder` in the place of what ships."""

    def load(
        name: str | None = None,
        overlay: Path | None = None,
        _shipped: Path | None = None,
        changed: Sequence[ChangedFile] = (),
    ) -> Loaded[Rulebook]:
        return load_rulebook(name, overlay, folder, changed)

    return load
