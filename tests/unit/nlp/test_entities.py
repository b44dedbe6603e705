import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from name_reading import entities_of, named


def test_last_names_first_names_and_titles_are_one_person() -> None:
    found = entities_of("Régis Cotterel, 58 ans, a parlé.", "M. Cotterel encourt trois ans. Cotterel se tait, puis Régis sort.")
    assert [(entity.type, entity.name) for entity in found] == [("person", "Régis Cotterel")]
    assert [mention.text for mention in found[0].mentions] == ["Régis Cotterel", "Cotterel", "Cotterel", "Régis"]


def test_people_of_one_family_are_told_apart_by_the_form_of_address() -> None:
    found = entities_of("Philippe Rose et Isabelle Rose sont là.", "Mme Rose parle, M. Rose écoute.")
    assert {entity.name: len(entity.mentions) for entity in found} == {"Philippe Rose": 2, "Isabelle Rose": 2}


def test_a_person_named_like_a_town_and_the_town() -> None:
    found = named("Florence Amherd, 47 ans, parle.", "« Je n'ai jamais mis les pieds à Florence », dit Florence.")
    assert found == {"person": ["Florence Amherd"], "organization": [], "place": ["Florence"]}


def test_an_acronym_and_its_long_form_are_one_organization() -> None:
    found = entities_of("L'Office français de la biodiversité (OFB) enquête.", "L'OFB conclut.")
    assert [(entity.name, len(entity.mentions)) for entity in found] == [("Office français de la biodiversité", 3)]


def test_a_known_acronym_finds_its_long_form() -> None:
    found = named("L'Organisation des Nations unies se tait.", "Pour l'ONU, rien ne presse.")
    assert found["organization"] == ["Organisation des Nations unies"]


def test_an_acronym_that_spells_the_head_of_a_longer_name() -> None:
    found = named("Le Centre hospitalier universitaire de Liège se tait.", "Il va au CHU de Liège.")
    assert found["organization"] == ["Centre hospitalier universitaire de Liège"]


def test_the_club_is_meant_where_nothing_speaks_of_the_town() -> None:
    assert named("Le RC Lens a gagné.", "Toulouse bat Lens.")["organization"] == ["RC Lens"]
    assert named("Le RC Lens a gagné.", "Il vit à Lens.")["place"] == ["Lens"]


def test_a_sentence_start_is_no_entity() -> None:
    assert named("Guerre ou paix. Retrouver un lieu. Urgence partout.") == {"person": [], "organization": [], "place": []}


def test_the_same_name_in_capitals_and_without_accents() -> None:
    found = entities_of("Étienne Pradelle parle.", "ETIENNE PRADELLE se tait. Etienne Pradelle part.")
    assert [(entity.name, len(entity.mentions)) for entity in found] == [("Étienne Pradelle", 3)]


def test_the_middle_of_a_full_name_names_its_person() -> None:
    assert named("Armel Fokou Tchinda parle.", "M. Fokou se tait.")["person"] == ["Armel Fokou Tchinda"]


def test_the_first_names_and_one_last_name_are_the_person_with_two() -> None:
    assert named("Anne Dolma Favre parle.", "Anne Dolma se tait.")["person"] == ["Anne Dolma Favre"]


def test_a_swiss_is_no_country() -> None:
    assert named("On y trouve le Suisse Paul Caduff.") == {"person": ["Paul Caduff"], "organization": [], "place": []}


def test_a_shop_is_not_its_owner() -> None:
    found = named("Thibault Delmarcq parle.", "On achète chez Delmarcq.")
    assert (found["person"], found["organization"]) == (["Thibault Delmarcq"], ["Delmarcq"])


def test_a_town_without_its_article_is_the_town() -> None:
    assert named("Il vit au Portel.", "Le Portel dort.")["place"] == ["Le Portel"]


@pytest.mark.parametrize(
    ("short", "long"),
    [("Saint-Sauveur", "Saint-Sauveur-en-Puisaye"), ("Chalon", "Chalon-sur-Saône"), ("Rochefort", "Rochefort-en-Terre")],
)
def test_the_first_part_of_a_hyphened_town_names_it(short: str, long: str) -> None:
    assert named(f"Il vit à {long}.", f"À {short}, on dort.")["place"] == [long]


@pytest.mark.parametrize(("whole", "short"), [("île d'Anjouan", "Anjouan"), ("îles de Houat", "Houat"), ("atoll de Zorg", "Zorg")])
def test_an_island_and_its_name_are_one(whole: str, short: str) -> None:
    assert len(named(f"Il vit dans l'{whole}.", f"Il va à {short}.")["place"]) == 1


def test_a_town_that_begins_another_is_not_it() -> None:
    assert named("Il vit à Clermont-Ferrand.", "Elle vit à Clermont.")["place"] == ["Clermont-Ferrand", "Clermont"]


@pytest.mark.parametrize("short", ["HBC", "HC"])
def test_the_letters_of_a_club_stand_for_its_kind(short: str) -> None:
    assert named("Le Handball Club Rochevieille gagne.", f"Le {short} Rochevieille dort.")["organization"] == ["Handball Club Rochevieille"]


def test_only_the_last_word_of_a_site_names_it() -> None:
    found = named("La ravine des Galets déborde.", "Il va aux Galets.")["place"]
    assert found == ["ravine des Galets"]
    found = named("Il vit à Zorg-sur-Gazeille.", "Le pont enjambe la Gazeille.")["place"]
    assert "Gazeille" in found


@pytest.mark.parametrize(
    ("sentence", "kind", "name"),
    [
        ("Une société établie aux Zorgs dort.", "place", "Zorgs"),
        ("Rien ne va, selon Tourisme Wallonie.", "organization", "Tourisme Wallonie"),
        ("Il siège avec un élu socialiste de Zorg.", "place", "Zorg"),
        ("Il y a des fêtes dans le hameau de Paul Zorgba.", "place", "Paul Zorgba"),
        ("Il bat Zorg. Fondée à La Ciotat, Levazur dort.", "organization", "Levazur"),
    ],
)
def test_what_stands_around_a_name_says_what_it_names(sentence: str, kind: str, name: str) -> None:
    assert name in named(sentence)[kind]


PIECES = st.sampled_from(
    [
        "le ",
        "La ",
        "d'",
        "de ",
        "Jean ",
        "Dupont",
        "(",
        ")",
        "OFB",
        " », ",
        "« ",
        "tribunal ",
        "à ",
        "Lyon",
        ".",
        "\u00a0",
        "’",
        "groupe ",
        "M. ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40).map("".join))
def test_every_mention_stands_in_the_text_and_nothing_raises(text: str) -> None:
    for entity in entities_of(text):
        assert entity.mentions
        assert all(text[mention.start : mention.end] == mention.text for mention in entity.mentions)
