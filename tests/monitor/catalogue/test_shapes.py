"""The treaty tables' selectors against a table of our own in the documented make-up; lists have
golden pages (tests/golden/test_lists.py).
"""

from datetime import date

import pytest

from monitor.extract.facts import read_facts
from tests.monitor.catalogue.shipped import shipped

SEEN_ON = date(2026, 11, 25)
TREATY = """<?xml version="1.0"?><Treaty><Header><ExternalData><Titlesect>{title}</Titlesect>
</ExternalData></Header><Participants><Table><TGroup><Thead><Rows><Row><Entry>Participant</Entry>
<Entry>Signature</Entry><Entry>Accession(a), Ratification, Succession(d)</Entry></Row></Rows>
</Thead><Tbody><Rows><Row><Entry>Kazakhstan&lt;superscript&gt;1&lt;/superscript&gt;</Entry>
<Entry>{signed}</Entry><Entry>\t{ratified}</Entry></Row>
{others}</Rows></Tbody></TGroup></Table></Participants></Treaty>"""
OTHERS = "<Row><Entry>Kenya</Entry><Entry></Entry><Entry>1 May 1972 a</Entry></Row>\n" * 20
COVENANT = "International Covenant on Civil and Political Rights"


@pytest.mark.parametrize(
    ("title", "signed", "ratified", "day"),
    [
        (f"4. {COVENANT}", "2 Dec 2003", "24 Jan  2006", date(2006, 1, 24)),
        (
            f"5. Optional Protocol to the {COVENANT}",
            "25 Sep 2007",
            "30 Jun 2009",
            date(2009, 6, 30),
        ),
        (
            f"12. Second Optional Protocol to the {COVENANT}, aiming at the abolition of the death "
            "penalty",
            "23 Sep 2020",
            "24 Mar 2022",
            date(2022, 3, 24),
        ),
    ],
)
def test_each_treaty_s_table_names_its_own_treaty_with_an_act_a_day(
    title: str, signed: str, ratified: str, day: date
) -> None:
    markup = TREATY.format(title=title, signed=signed, ratified=ratified, others=OTHERS)
    tables = shipped()["un-treaty-status-xml"].status_tables
    signature, deposit = read_facts(markup, tables, SEEN_ON).facts
    name = title.partition(". ")[2].partition(",")[0]
    said = " ".join(ratified.split())
    assert signature.line == f"Kazakhstan signed the {name} on {signed}."
    assert deposit.line == (
        f"Kazakhstan deposited its instrument of ratification of the {name} on {said}."
    )
    assert deposit.on == day
