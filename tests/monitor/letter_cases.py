"""Letters of every kind of night, to be held against laws and looked at as pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.digests.build import Letter, build_letter, discreet
from monitor.digests.content import Coverage, DigestContent, Group, ReviewFile, Trouble, Ways
from monitor.flagviews import FlagView
from spiders.records import SourceState
from storage.records import Answer, Heading, Lane, Review
from tests.monitor.flagging import AT, make_guide, make_recommendation, make_register, make_view

ORIGIN = "https://review.example.org"
EVERYBODY = Ways(origin=ORIGIN, end=f"{ORIGIN}/letters/Vh3vXo4mGm0p1tQ0ZJ6W2rN8kYyqK5sBxC7dEfGhIjk")
ALONE = Ways(
    file=ReviewFile(name="review-2026-11-23.html", page="<p>x</p>", flags=(1, 2), waiting=9)
)
KAZAKH = (
    "Астанада сот бейбіт жиынға шыққан үш белсендіні босатты",
    "Дүйсенбі күні Астана қалалық соты бейбіт жиынға қатысқан үш белсендіні босатты. Қорғаушылар "
    "шешімді құптады, прокурор шағымданбайды.",
)
HOSTILE = (
    "</bdi></p><script>alert(1)</script><img src=//evil.example/x.png> \u202eTXET DESREVER\u202c "
    "\u2066isolate {{ 7 * 7 }} \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f525\U0001f525 "
    + "Zażółć"
    * 40
)
ASKS = (
    "Release the editor and quash the sentence.",
    "Register the parties that have applied properly.",
    "Let people assemble without asking for a permit.",
)


def group(
    views: Sequence[FlagView], *, name: str = "KZ-ZHA-1", asks: str = "", more: int = 0
) -> Group:
    """Flags of one recommendation; `more` are only counted."""
    return Group(
        recommendation=name,
        asks=asks or ASKS[0],
        count=len(views) + more,
        shown=tuple(views),
    )


def content(
    happened: Sequence[Group], coming: Sequence[Group] = (), **given: object
) -> DigestContent:
    """What a letter says of these groups."""
    shown = [view for one in happened for view in one.shown]
    tally = {way: sum(view.flag.heading is way for view in shown) for way in Heading}
    tally[Heading.PROGRESS] += sum(one.count - len(one.shown) for one in happened)
    made = DigestContent(
        register=make_register(make_recommendation(asks=ASKS[0])),
        day=date(2026, 11, 23),
        coverage=Coverage(
            sources=43, pages=1204, troubles=(_trouble(1), _trouble(2)), night=date(2026, 11, 23)
        ),
        happened=tuple(happened),
        coming=tuple(coming),
        tally=tally,
        ways=EVERYBODY,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def _trouble(number: int) -> Trouble:
    return Trouble(
        name=f"The Gazette {number}",
        state=SourceState.FAILED if number % 2 else SourceState.SUSPICIOUS,
        reason="no answer for 30 s" if number % 2 else "half as many entries as it should give",
        last_good=date(2026, 11, 20),
        cure="open its address in a browser",
    )


def ordinary() -> DigestContent:
    """A regression that a person confirmed, progress that waits, a plan; a night that was late."""
    answer = Review(number=1, flag=2, answer=Answer.REGRESSION, note="", reviewer="aru", at=AT)
    bad = replace(make_view(2, heading=Heading.REGRESSION), standing=answer)
    late = (
        "The night of 23 Nov 2026 was made up on 24 Nov 2026, 01:30 (Asia/Almaty), "
        "23 h 0 min late.",
    )
    made = content(
        [group([bad, make_view(1)], more=3), group([make_view(4)], name="KZ-ASS-2", asks=ASKS[1])],
        [group([make_view(3, lane=Lane.COMING)], name="KZ-ASS-1", asks=ASKS[2])],
        reopened=1,
    )
    return replace(made, coverage=replace(made.coverage, late=late))


def empty() -> DigestContent:
    """Nothing new, and nothing wrong."""
    return content([], coverage=Coverage(sources=43, pages=1204, nights=7))


def all_failed() -> DigestContent:
    """Every source failed: nothing new means nothing."""
    troubles = tuple(replace(_trouble(1), name=f"Source {n}") for n in range(43))
    return content([], coverage=Coverage(sources=43, pages=0, troubles=troubles))


def thousand() -> DigestContent:
    """1,000 flags on 40 recommendations."""
    shown = [make_view(n, title="Суд освободил редактора " * 9) for n in range(1, 6)]
    return content(
        [group(shown, name=f"KZ-{n}", asks=ASKS[n % 3], more=20) for n in range(40)], ways=ALONE
    )


def kazakh() -> DigestContent:
    """Kazakh beside Russian."""
    title, text = KAZAKH
    view = make_view(1, title=title, text=text)
    own = replace(view.document, document=replace(view.document.document, language="kk"))
    return content([group([replace(view, document=own), make_view(2)])])


def hostile() -> DigestContent:
    """Markup, bidi controls, emoji and a very long word wherever others write."""
    guide = make_guide(make_recommendation(asks=HOSTILE))
    view = make_view(1, guide=guide, title=HOSTILE, text=f"слово {HOSTILE}", reason=HOSTILE)
    trouble = replace(_trouble(1), name=HOSTILE, reason=HOSTILE, cure=HOSTILE)
    return content(
        [group([view], asks=HOSTILE)],
        coverage=Coverage(sources=1, pages=1, troubles=(trouble,)),
        ways=ALONE,
    )


CONTENTS = {
    "ordinary": ordinary,
    "empty": empty,
    "all-failed": all_failed,
    "thousand": thousand,
    "kazakh-russian": kazakh,
    "hostile": hostile,
}


def letters() -> Mapping[str, Letter]:
    """Every case by its name, and one that tells counts alone."""
    made = {name: build_letter(make()) for name, make in CONTENTS.items()}
    night = ordinary()
    made["link-only"] = discreet(build_letter(night), night, link_only=True)
    return made
