"""One test a rule: a form, and what it names."""

import pytest
from name_reading import names_of, read

PERSON, ORGANIZATION, PLACE = "person", "organization", "place"


def kinds(text: str) -> dict[str, str | None]:
    return {name: kind for kind, name in read(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hier, M. Dobranu a dit", "Dobranu"),
        ("hier, Mme Paris a dit", "Paris"),
        ("la sœur de Mathilde de Saint-Aubin est là", "Mathilde de Saint-Aubin"),
        ("avec Hugo van der Linden hier", "Hugo van der Linden"),
        ("et Yassine El Khamlichi vient", "Yassine El Khamlichi"),
        ("de la Liégeoise Florence Vandermeulen, hier", "Florence Vandermeulen"),
        ("le député N-VA Joris Peetermans dort", "Joris Peetermans"),
        ("l'ancien ministre du Travail Roland Petitjean-Kahn dit", "Roland Petitjean-Kahn"),
        ("avec Tchoupi Zorglub, 58 ans, boulanger", "Tchoupi Zorglub"),
        ("ici, Zorglub, maire de la ville, dort", "Zorglub"),
    ],
)
def test_people(text: str, name: str) -> None:
    assert kinds(text)[name] == PERSON


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("le tribunal correctionnel de Béthune juge", "tribunal correctionnel de Béthune"),
        ("la préfecture du Puy-de-Dôme dit", "préfecture du Puy-de-Dôme"),
        ("le ministère de la Transition écologique promet", "ministère de la Transition écologique"),
        ("le ministère grec de la Marine marchande dit", "ministère grec de la Marine marchande"),
        ("l'Office français de la biodiversité (OFB) dit", "Office français de la biodiversité"),
        ("la Confédération française démocratique du travail (CFDT) dit", "Confédération française démocratique du travail"),
        ("de l'agence régionale de santé (ARS) hier", "agence régionale de santé"),
        ("à l'Université Grenoble Alpes hier", "Université Grenoble Alpes"),
        ("le gouvernement wallon dort", "gouvernement wallon"),
        ("le groupe Cordelle fermera", "Cordelle"),
        ("un concurrent français, Ruote Bellandi, dort", "Ruote Bellandi"),
        ("l'association « Sioule vivante » dit", "Sioule vivante"),
        ("le collectif Eau pour tous accuse", "Eau pour tous"),
        ("le comité de défense Vivre et soigner à Valbrune promet", "Vivre et soigner à Valbrune"),
        ("l'association Meute et Montagne accuse", "Meute et Montagne"),
        ("un militant, du collectif Agareb respire, dit", "Agareb respire"),
        ("la société Normandie Logistique du Littoral dément", "Normandie Logistique du Littoral"),
        ("chez Kolo Partners hier", "Kolo Partners"),
        ("face à l'AS Montargil hier", "AS Montargil"),
        ("hier l'Élysée a dit", "Élysée"),
        ("à Bercy, on dit", "Bercy"),
        ("lu dans le Monde hier", "Monde"),
        ("de la Laiterie des Trois-Puys hier", "Laiterie des Trois-Puys"),
        ("selon la FDXYZ hier", "FDXYZ"),
        ("avec Elke Van den Brandt (Zorg) hier", "Zorg"),
        ("de l'Union locale des pêcheurs à la ligne, hier", "Union locale des pêcheurs à la ligne"),
        ("de la Direction des eaux et sports hier", "Direction des eaux et sports"),
        ("chez Castelnau & Filles hier", "Castelnau & Filles"),
        ("chez Groupama-FDJ hier", "Groupama-FDJ"),
        ("les dons de la Défense européenne hier", "Défense européenne"),
        ("ici, l'Absym, le principal syndicat, dort", "Absym"),
    ],
)
def test_organizations(text: str, name: str) -> None:
    assert kinds(text).get(name) == ORGANIZATION, read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("il vit à Valbrune depuis", "Valbrune"),
        ("il va en Côte d’Ivoire hier", "Côte d’Ivoire"),
        ("dans le Puy-de-Dôme hier", "Puy-de-Dôme"),
        ("au stade des Embruns hier", "stade des Embruns"),
        ("devant la rue King hier", "rue King"),
        ("en mer Noire hier", "mer Noire"),
        ("les habitants de Zorgville dorment", "Zorgville"),
        ("dans ce café de Sion hier", "Sion"),
        ("le barrage du Nil hier", "Nil"),
        ("dans la province du Houet hier", "Houet"),
        ("né à Ustou (Ariège) hier", "Ustou"),
        ("sur la Pointe du Raz hier", "Pointe du Raz"),
        ("sur la RD192 hier", "RD192"),
        ("sur l'A36 hier", "A36"),
    ],
)
def test_places(text: str, name: str) -> None:
    assert kinds(text).get(name) == PLACE, read(text)


@pytest.mark.parametrize(
    "text",
    [
        "l'État a dit non",
        "les Brestois ont gagné",
        "la Québécoise est partie",
        "le film « La Chambre des oiseaux » sort",
        "une opération baptisée « Dauphin bleu » commence",
        "hier lundi, en Ligue 1",
        "le PIB et la TVA montent",
        "le ministre de la Protection civile dort",
        "la commissaire aux Affaires intérieures dort",
        "après Nice-Marseille et Paris-Nice",
        "le programme Horizon Zorg et la tempête Goran",
        "la Guerre mondiale dure",
    ],
)
def test_no_names(text: str) -> None:
    assert [(kind, name) for kind, name in read(text) if kind] == []


def test_the_acronym_in_parentheses_belongs_to_the_nearest_long_form() -> None:
    names = names_of("le syndicat Unia et la Société suisse des auteurs (SSA) protestent")
    assert [(name.text, name.acronym) for name in names if name.acronym] == [("Société suisse des auteurs", "SSA")]


def test_a_name_that_the_article_has_shown_is_read_again_with_its_small_words() -> None:
    names = names_of("le président de Sioule vivante dort", {"sioule vivante": "organization"})
    assert [name.text for name in names] == ["Sioule vivante"]
