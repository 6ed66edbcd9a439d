"""Whose authorities or affairs a sentence concerns."""

import pytest

from rules.matcher import Matcher
from tests.rules.books import make_document


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("The court released the politician.", True),
        ("The politician was released after a hearing in Strasbourg.", True),
        ("The politician was released, a lawyer said in Vienna.", True),
        ("In Kyrgyzstan, the politician was released.", False),
        ("A Russian court released the politician.", False),
        ("A Russian court released the Kazakh politician.", False),
        ("Kazakh police, Russian media say, released the politician.", True),
        ("A rally in Kazakhstan, politician released in Russia, and more.", False),
        ("Суд Кыргызстана освободил политика.", False),
        ("Политика освободили в Алматы.", True),
        ("Түркияда саясаткер босатылды.", False),
        ('Outside, under the sign "Shame on Russian justice", the politician was released.', True),
        ("Киев: политика освободили.", False),
    ],
)
def test_a_source_of_the_country(matcher: Matcher, text: str, inside: bool) -> None:
    language = "en" if text.isascii() else "kk" if "Түр" in text else "ru"
    assert bool(matcher.match(make_document(text, language=language))) is inside


@pytest.mark.parametrize(
    ("title", "text", "inside"),
    [
        ("", "The court in Almaty released the politician.", True),
        ("", "Zhakiyanov was released.", True),
        ("Kazakhstan", "The politician was released.", True),
        ("Central Asia", "The politician was released.", False),
        ("Kazakhstan", "Uzbekistan released a politician.", False),
        ("", "The akimat was silent.\nThe politician was released.", True),
        ("Russia", "Rain fell in Moscow. The politician was released. Astana said nothing.", False),
        (
            "Russia",
            "Rain fell in Moscow.\nThe politician was released. Astana said nothing.",
            False,
        ),
        ("", "Rain fell in Moscow. The politician was released. Astana said nothing.", True),
        ("Russia", "Rain fell in Astana. The politician was released. Moscow said nothing.", True),
    ],
)
def test_a_source_of_many_countries(matcher: Matcher, title: str, text: str, inside: bool) -> None:
    assert bool(matcher.match(make_document(text, title=title, country=None))) is inside


def test_an_addressee_s_own_country_is_not_another(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from tests.rules.books import make_matcher

    matcher = make_matcher(tmp_path_factory.mktemp("us"), addressee="us")
    text = "The U.S. Senate saw the Kazakh politician released, Washington said."
    assert matcher.match(make_document(text))
    assert not matcher.match(make_document(text.replace("Kazakh ", "")))


@pytest.mark.parametrize(
    ("title", "inside"), [("U.S. mission on detentions", True), ("Russian mission on them", False)]
)
def test_an_addressee_named_near_an_act_is_not_where_it_was_done(
    matcher: Matcher, title: str, inside: bool
) -> None:
    text = "The politician was released.\nAstana said nothing."
    assert bool(matcher.match(make_document(text, title=title))) is inside


def test_a_language_of_one_country_tells_whose_affairs_where_nothing_else_does(
    matcher: Matcher,
) -> None:
    def inside(text: str, language: str) -> bool:
        return bool(matcher.match(make_document(text, language=language, country=None)))

    assert inside("Саясаткер босатылды.", "kk")
    assert not inside("Түркияда саясаткер босатылды.", "kk")
    assert not inside("Политика освободили.", "ru")
