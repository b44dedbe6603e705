"""What stands first: queries as people type them, on the sample articles, each with the article that must come first."""

from collections.abc import Iterator
from datetime import date

import pytest

from contracts.messages import EnrichedArticle, Published
from runtime.settings import settings
from telex.search.queries import Query, search
from tests.integration.stored_articles import namespace, seeds, store

pytestmark = pytest.mark.servers

# The query, and words of the title that must come first; None: nothing may be found.
FIRST = {
    # plain words
    "grève trains": "Trains : la grève suspendue",
    "incendie entrepôt": "Incendie d’un entrepôt au Havre",
    "loup votation": "Votation : le Jura",
    "cacao": "Côte d’Ivoire",
    "batteries voiture électrique": "Batteries : Voltarine",
    "film breton": "Le Grand Prix de Quimper",
    "vaccin paludisme": "Vaccin contre le paludisme",
    "cantine": "À Saint-Amand-le-Vieux",
    # accents and capitals
    "greve": "Trains : la grève suspendue",
    "GREVE SNCF OR GREVE TRAINS": "Trains : la grève suspendue",
    "gaspesie": "Gaspésie",
    "liege": "Liège : le bourgmestre",
    "geneve": "À Genève",
    "haiti": "Haïti : une école rouvre",
    "algerie": "Algérie : la gare d’Oran",
    "senegal": "Sénégal : le port",
    "cote d'ivoire": "Côte d’Ivoire",
    "meteo france aude": "Crues dans l’Aude",
    "noel absinthe": "Un brasseur de Fribourg",
    # elision and both apostrophes
    "l'aude": "Crues dans l’Aude",
    "d’Oran": "Algérie : la gare d’Oran",
    "l’incendie d'un entrepôt": "Incendie d’un entrepôt",
    "l'absinthe": "Un brasseur de Fribourg",
    "qu'une nouvelle grève": "Trains : la grève suspendue",
    # singular and plural, other forms
    "herbier posidonie": "Les herbiers de posidonies",
    "batterie": "Batteries : Voltarine",
    "crue": "Crues dans l’Aude",
    "pourparler": "À Genève",
    "pêcheur port": "Sénégal : le port",
    "urgence médecin": "Urgences de Montvalin",
    "canicule marine": "Les herbiers de posidonies",
    "planteur": "Côte d’Ivoire",
    "logements vacants": "Logement : la ministre",
    "coraux": "À Nouméa",
    # phrases, their quotes, their distance
    "« couloir humanitaire »": "À Genève",
    '"faux notaire"': "À Rouen",
    "“premier film”": "Le Grand Prix de Quimper",
    '"notaire faux"': None,
    '"notaire rouen"~6': "À Rouen",
    "« plan de circulation »": "Liège : le bourgmestre",
    '"mort du centre"': "Liège : le bourgmestre",
    # operators
    "grève -trains": "Inès Maurel",
    "école NOT Haïti": "À Saint-Amand-le-Vieux",
    "école SAUF cantine": "Haïti : une école rouvre",
    "(rugby OU cyclisme) entraîneur": "Rugby : Castelmary",
    "tram ET commerçants": "Liège : le bourgmestre",
    "maire (cantine OR tomates)": "À Saint-Amand-le-Vieux",
    "milliards francs": "Sénégal : le port",
    "francs -franc": None,
    # prefixes, spellings, fields
    "télétrav*": "Télétravail",
    "posidoni*": "Les herbiers de posidonies",
    "Voltarinne~": "Batteries : Voltarine",
    "Castelmari~": "Rugby : Castelmary",
    "école source:quatre": "Haïti : une école rouvre",
    "date:2022": "Crues dans l’Aude",
    "ministre date:2024-02": "Logement : la ministre",
    "gare date:2025-01..2025-02": "Algérie : la gare d’Oran",
    "lycéens date:<2024": "À Nouméa",
    # names
    "Ingrid Vauclair": "Batteries : Voltarine",
    "hendrickx": "Liège : le bourgmestre",
    "n’dri": "Côte d’Ivoire",
    "ministre du Logement": "Logement : la ministre",
    "porte-parole front du lac": "À Genève",
}


@pytest.fixture(scope="module")
def seeded(servers: None) -> Iterator[None]:
    """The sample articles, which all queries share."""
    with namespace("relevance"):
        store(*seeds())
        yield


def test_every_sample_article_is_there(seeded: None) -> None:
    assert search(settings(), Query()).total == len(seeds()) == 29


@pytest.mark.parametrize("text", FIRST)
def test_first_hit(seeded: None, text: str) -> None:
    hits = search(settings(), Query(text)).hits
    first = FIRST[text]
    # French typography puts no-break spaces before its colons.
    titles = [" ".join(hit.fields["title"].split()) for hit in hits]
    assert titles == [] if first is None else titles[0].startswith(first), titles


def test_a_new_article_comes_before_a_more_relevant_old_one_where_asked_for(line: str) -> None:
    # The old one is a little more relevant: the word is most of its title.
    store(_article("old", "Le tram", "2001-01-01"), _article("new", "Le tram roule", f"{date.today()}"))
    assert [hit.id for hit in search(settings(), Query("tram", sort="relevance")).hits] == ["old", "new"]
    assert [hit.id for hit in search(settings(), Query("tram", sort="recent")).hits] == ["new", "old"]


def _article(name: str, title: str, day: str) -> EnrichedArticle:
    return seeds()[0].model_copy(
        update={"article_id": name, "title": title, "body": "Rien.", "headings": (), "published": Published(value=day, precision="day")}
    )
