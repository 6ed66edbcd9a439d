"""Languages told apart down to a headline."""

import pytest

from monitor.extract.language import guess_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Суд освободил политика"),
        ("ru", "Сторонники партии «Алға, Қазақстан» и в этот раз подали документы на регистрацию"),
        ("kk", "Партия митинг өткізді. Полиция не істеді? Прокуратура не деді?"),
        ("kk", "Қазақстан пактіні бекітті"),
        ("kk", "Президент заңға қол қойды"),
        ("kk", "Qazaqstan prezidenti zañğa qol qoidy, jäne ükimet qaulysyn jariialady"),
        ("kk", "Qazaqstan Respublıkasynyń Prezıdenti zańǵa qol qoıdy"),
        ("kk", "Qazaqstanda belsendiler qamauga alyndy, zhurt alangha shyqty"),
        ("en", "The court released the politician, his lawyers said on Wednesday"),
        ("en", "Kazakhstan ratifies covenant on civil rights"),
        ("uk", "Верховна Рада України ухвалила закон про медіа, його підписав президент"),
        ("be", "У Мінску затрымалі журналістаў, паведаміў урад"),
        ("ky", "Кыргызстандын өкмөтү жаңы мыйзамды кабыл алды, ал күчүнө кирди бүгүн"),
        ("tg", "Ҳукумати Тоҷикистон қонуни нав қабул кард, ки ҷорӣ мешавад"),
        ("uz", "Ўзбекистон ҳукумати янги қонун қабул қилди"),
        ("uz", "O‘zbekiston prezidenti yangi qonunni qabul qildi, bu haqda xabar berildi"),
        ("az", "Azərbaycan prezidenti yeni qanunu imzaladı, qərar qəbul edildi"),
        ("de", "Das Gericht hat den Politiker am Mittwoch freigelassen, sagten seine Anwälte"),
        ("fr", "Le tribunal a libéré l'homme politique mercredi, ont déclaré ses avocats"),
        ("und", ""),
        ("und", "12 345 — №"),
    ],
)
def test_a_text_is_told_by_its_letters_and_words(language: str, text: str) -> None:
    assert guess_language(text) == language


def test_a_quoted_name_does_not_change_a_texts_language() -> None:
    text = (
        "Партия «Әділет пен теңдік» подала документы в министерство юстиции, сообщил её лидер. "
        "Решение ждут в течение двух месяцев, после чего партия сможет участвовать в выборах."
    )
    assert guess_language(text) == "ru"


def test_a_lone_surrogate_does_not_stop_the_guess() -> None:
    assert guess_language("zzz qqq vvv \ud800") != ""


def test_a_paragraph_further_down_does_not_change_the_language() -> None:
    story = "Алматыда полиция белсендіні ұстады\n" + "Бұл туралы оның адвокаты хабарлады. " * 4
    aside = "In Belarus, police on Sunday detained people at a rally of the opposition. " * 9
    assert guess_language(f"{story}\n{aside}") == guess_language(story) == "kk"


@pytest.mark.parametrize(
    "above",
    [
        "Главная\nНовости\nКонтакты и реквизиты организации\nПоиск по сайту\nОбратная связь\nАрхив",
        "We use cookies so that this site works well for you, and to see how it is used by others.",
    ],
)
def test_what_stands_above_the_story_does_not_change_the_language(above: str) -> None:
    story = (
        "Алматы қалалық соты саясаткердің шағымын қарап, үкімді өзгеріссіз қалдырды. Адвокаты мұны "
        "жоғарғы сотқа шағымданатынын айтты, ал туыстары сот залынан шығып кетті."
    )
    assert guess_language(f"Сот шешімі\n{above}\n\n{story}") == "kk"
