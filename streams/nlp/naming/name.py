"""A name where it stands in a paragraph, and the votes for what it names."""

from dataclasses import dataclass, field

from contracts.messages import EntityType
from streams.nlp.vocabulary import Gender

Votes = dict[EntityType, float]


@dataclass(slots=True)
class Name:
    """One mention: words ``first`` to ``last`` (exclusive) of a paragraph, offsets ``start`` to ``end`` in it, ``key`` its folded text.

    ``votes`` are those of the rules, ``model`` those of the model.

    ``strong``: its form needs no further evidence. ``doubt``: its capital letter may mean nothing. ``located``: it stands where places
    stand (« à Florence »). ``nothing``: it is known to name no person, organization or place. ``acronym``: the short form
    given beside it.
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    votes: Votes = field(default_factory=dict)
    model: Votes = field(default_factory=dict)
    strong: bool = False
    doubt: bool = False
    gender: Gender | None = None
    civility: bool = False
    located: bool = False
    nothing: bool = False
    acronym: str | None = None

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.last - self.first

    @property
    def best(self) -> EntityType | None:
        """The type with the most votes, if any has more than none."""
        return best_of(self.votes)

    def vote(self, kind: EntityType, weight: float) -> None:
        """Add a vote."""
        self.votes[kind] = self.votes.get(kind, 0.0) + weight


def best_of(votes: Votes) -> EntityType | None:
    """The type with the most votes, if any has more than none."""
    ranked = sorted(votes, key=lambda kind: -votes[kind])
    return ranked[0] if ranked and votes[ranked[0]] > 0 else None
