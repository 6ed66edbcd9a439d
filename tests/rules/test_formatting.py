"""Laying out rule files: expressions become readable, and nothing else changes."""

from rules.formatting import format_rules

LONG = " OR ".join(f"@concept_number_{number}" for number in range(12))
FILE = f"""# who wrote this
signals:
  - id: freed   # a remark
    when: "@release   AND @politician"
    examples: [{{when: "@a  OR @b"}}]
  - when: >-
      SENT({LONG}) AND
      NOT TITLE(@sport)

    id: held
    # the end
"""


def _formatted(source: str) -> str:
    loaded = format_rules(source, "f.yml")
    assert loaded.item is not None, loaded.complaints
    return loaded.item


def test_a_short_expression_stands_behind_its_key() -> None:
    assert '    when: "@release AND @politician"\n' in _formatted(FILE)


def test_a_long_one_stands_below_it_with_a_branch_a_line() -> None:
    found = _formatted(FILE)
    assert "  - when: |-\n      SENT(\n        @concept_number_0 OR" in found
    assert "\n      )\n      AND NOT TITLE(@sport)\n\n    id: held\n" in found
    assert max(map(len, found.splitlines())) <= 100


def test_what_is_no_expression_is_left_as_it_was() -> None:
    found = _formatted(FILE).splitlines()
    for line in ("# who wrote this", "  - id: freed   # a remark", "    # the end"):
        assert line in found
    assert '    examples: [{when: "@a  OR @b"}]' in found


def test_formatting_twice_is_formatting_once() -> None:
    once = _formatted(FILE)
    assert _formatted(once) == once


def test_an_expression_that_does_not_parse_stays_as_it_is() -> None:
    source = 'signals:\n  - when: "@a AND ("\n'
    assert _formatted(source) == source


def test_a_file_that_is_not_yaml_is_told_with_its_place() -> None:
    loaded = format_rules("a: [", "f.yml")
    assert loaded.item is None
    assert "f.yml" in str(loaded.complaints[0])
