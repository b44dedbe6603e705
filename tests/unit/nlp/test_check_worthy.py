"""The order in which a fact-checking desk finds claims, and the features behind it."""

import pytest

from contracts.messages import Modality
from streams.nlp.check_worthy import check_worthiness, features_of


def worth(text: str, modality: Modality = "asserted", *, names: tuple[str, ...] = (), dates: tuple[str, ...] = ()) -> float:
    return check_worthiness(features_of(text.lower().split(), modality, names=names, dates=dates))


def test_a_figure_of_the_past_stands_before_a_wish() -> None:
    figure = worth("le chômage a reculé de 12 % en France depuis 2019 dans les villes", names=("France",), dates=("2019",))
    plain = worth("la ville a payé la facture des travaux")
    wish = worth("il faut que la ville nous fasse confiance", "future")
    assert figure > plain > wish


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("la mairie a supprimé des postes", "la mairie a supprimé 40 postes"),
        ("la mairie a supprimé des postes", "la mairie a supprimé quarante postes"),
        ("la dette a changé en un mandat", "la dette a doublé en un mandat"),
        ("je crois que la dette a changé", "on sait que la dette a changé"),
        ("c'est vrai", "c'est vrai de la dette"),
    ],
)
def test_each_feature_counts(less: str, more: str) -> None:
    assert worth(less) < worth(more)


def test_names_dates_and_modality_count() -> None:
    text = "la dette a changé de nature"
    assert worth(text, names=("Lyon",)) > worth(text) < worth(text, dates=("2019",))
    assert worth(text) > worth(text, "conditional") > worth(text, "future")


def test_the_score_stays_between_0_and_1() -> None:
    assert worth("oui", "question") == 0.0
    most = worth("jamais 12 millions de foyers n'ont payé autant à Lyon depuis 2019 et avant", names=("Lyon",), dates=("2019",))
    assert most == 1.0
