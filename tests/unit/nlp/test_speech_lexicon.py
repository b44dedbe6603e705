"""The lexicon of reporting verbs and the forms made from it."""

import pytest

from streams.nlp.language_folder import LanguageError, read_rows
from streams.nlp.languages.fr import make_verb_forms
from streams.nlp.speech import conjugation
from streams.nlp.speech.grammar import is_infinitive
from streams.nlp.speech.lexicon import verb_forms
from streams.nlp.speech.roles import roles

FRAMES = {"that", "whether", "of", "to", "bare", "noun_phrase", "as", "quote"}
FLAGS = {"noun", "neg", "reply", "yield", "weak", "source", "object", "one", "there", "written", "attribute", "promise"}


def test_every_verb_has_known_frames_and_flags_and_stands_once() -> None:
    rows = read_rows("cues.csv")
    assert len(rows) >= 400
    assert len({row["verb"] for row in rows}) == len(rows)
    for row in rows:
        assert row["frames"].split(), row
        assert set(row["frames"].split()) <= FRAMES, row
        assert set(row["flags"].split()) <= FLAGS, row


@pytest.mark.parametrize(
    ("infinitive", "forms"),
    [
        ("annoncer", "annonce annoncent annonçait annoncera annoncé annonçant"),
        ("juger", "juge jugent jugeait jugea jugèrent jugeant"),
        ("répéter", "répète répètent répétait répétera répèterait répété"),
        ("rappeler", "rappelle rappellera rappelait rappelé"),
        ("balayer", "balaie balaye balaiera balayait"),
        ("appuyer", "appuie appuiera appuyé"),
        ("avertir", "avertit avertissent avertissait averti"),
        ("démentir", "dément démentent démentait démenti"),
        ("dire", "dit disent disait dira dirait dite disant"),
        ("écrire", "écrit écrivent écrivait écrira"),
        ("promettre", "promet promettent promit promis promettant"),
        ("reconnaître", "reconnaît reconnaissent reconnu"),
        ("prévenir", "prévient préviennent préviendra prévenu"),
        ("craindre", "craint craignent craignant"),
        ("soutenir", "soutient soutenait soutenu"),
    ],
)
def test_conjugation(infinitive: str, forms: str) -> None:
    assert set(forms.split()) <= {form.text for form in make_verb_forms.conjugate(infinitive)}


def test_the_verb_forms_are_those_of_the_verbs_of_today() -> None:
    assert make_verb_forms.FILE.read_text(encoding="utf-8") == make_verb_forms.verb_forms(), (
        "run: python -m streams.nlp.languages.fr.make_verb_forms"
    )


def test_the_forms_of_a_verb_are_read_in_order() -> None:
    forms = [form for form in conjugation.conjugate("dire") if form.text == "dit"]
    assert [(form.mood, form.number) for form in forms] == [("present", "singular"), ("past", "singular"), ("participle", None)]


def test_a_verb_without_forms_is_told() -> None:
    with pytest.raises(LanguageError, match="« gloubiboulguer »"):
        list(conjugation.conjugate("gloubiboulguer"))


@pytest.mark.parametrize("form", ["parler", "finir", "voir", "prendre", "faire", "dire", "oublier", "écrire", "être"])
def test_infinitives(form: str) -> None:
    assert is_infinitive(form)


@pytest.mark.parametrize("form", ["hier", "dossier", "avenir", "soir", "contraire", "militaire", "affaire", "salaire", "fenêtre", "guerre"])
def test_words_that_only_look_like_infinitives(form: str) -> None:
    assert not is_infinitive(form)


def test_cues_of_several_words_are_tried_first() -> None:
    assert verb_forms()["fait"][0][0].rest != ()


def test_a_noun_and_its_feminine_are_one_role() -> None:
    assert roles()["magistrate"].lemma == roles()["magistrat"].lemma
    assert (roles()["magistrate"].gender, roles()["magistrat"].gender) == ("f", "m")
    assert roles()["experts"].plural
