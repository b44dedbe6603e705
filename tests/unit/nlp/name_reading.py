"""The French rules with a dictionary of a few words, so that no model is loaded."""

from functools import cache

from contracts.messages import Entity
from streams.nlp.document import Paragraph
from streams.nlp.entities import ArticleNames, to_entities
from streams.nlp.gazetteer import Gazetteer, load_gazetteer
from streams.nlp.naming.listed import Shown
from streams.nlp.naming.name import Name
from streams.nlp.naming.reader import Reader
from streams.nlp.vocabulary import Vocabulary, load_vocabulary
from streams.nlp.word_classes import WordClasses

NOUNS = """
affaire affaires association avenir balai biodiversité cadre caillou chambre coton défense eau économie enquête enseignement faune
fédération finance fleuve forêt galet galets guerre laiterie littoral logistique magasin maire marine meute montagne moulin office patron
police préfecture protection rendement santé scène sport sports stade tourisme transition transport travail union urgence
"""
ADJECTIVES = """
agricole cantonale central civil correctionnel départemental écologique européen français générale intérieur local locale marchand
marchande maternel mondial national numérique primaire principal public régional socialiste sportif vivant vivante
"""
VERBS = "accuser annoncer battre demander indiquer marchander promettre retrouver soigner vivre promet bat accuse demande indique"


@cache
def vocabulary() -> Vocabulary:
    classes = WordClasses(
        frozenset(NOUNS.split()), frozenset(ADJECTIVES.split()), frozenset(VERBS.split()), frozenset({"bien"}), (("e", "er"), ("é", "er"))
    )
    return load_vocabulary(classes)


@cache
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def names_of(text: str, shown: dict[str, str] | None = None) -> list[Name]:
    return Reader(text, vocabulary(), gazetteer()).read(Shown(shown or {}))  # type: ignore[arg-type]


def read(text: str) -> list[tuple[str | None, str]]:
    return [(name.best, name.text) for name in names_of(text) if not name.nothing]


def entities_of(*paragraphs: str) -> list[Entity]:
    """The entities of an article of these paragraphs, by the rules alone."""
    start, made = 0, []
    for text in paragraphs:
        made.append(Paragraph("body", start, text))
        start += len(text) + 2
    return to_entities(ArticleNames(made, vocabulary(), gazetteer()).mentions, vocabulary(), gazetteer())


def named(*paragraphs: str) -> dict[str, list[str]]:
    found = entities_of(*paragraphs)
    return {kind: [entity.name for entity in found if entity.type == kind] for kind in ("person", "organization", "place")}
