import pytest
from name_reading import entities_of, gazetteer, vocabulary

from contracts.messages import Place
from streams.nlp.places import countries_of, locate


def located(text: str) -> dict[str, Place]:
    return {place.name: place for place in locate(entities_of(text), gazetteer(), vocabulary(), text)}


def test_a_country_and_a_capital() -> None:
    found = located("Il va de Russie à Kiev, en Ukraine.")
    assert [found[name].country for name in ("Russie", "Kiev", "Ukraine")] == ["RU", "UA", "UA"]
    assert found["Kiev"].latitude == pytest.approx(50.45, abs=0.1)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("À Vienne, le chercheur autrichien dort. Il aime l'Autriche.", "AT"),
        ("Il vit à Vienne, près de Lyon, en France.", "FR"),
    ],
)
def test_a_name_of_several_towns_is_decided_by_the_other_places(text: str, country: str) -> None:
    assert located(text)["Vienne"].country == country


def test_rivers_seas_and_continents_have_no_country() -> None:
    assert countries_of(located("Il va en Afrique, en mer Noire et au bord de la Sambre.").values()) == []


def test_a_place_that_no_list_knows_stays_open() -> None:
    assert located("Il vit à Valbrune.")["Valbrune"] == Place(name="Valbrune")


def test_a_town_whose_article_stands_in_the_preposition() -> None:
    assert located("Une femme du Havre dort.")["Havre"].country == "FR"
