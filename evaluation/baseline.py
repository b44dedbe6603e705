"""The accepted figures of the set-aside articles: what a change of the extraction may not fall below."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evaluation.scoring import Score

FILE = Path(__file__).with_name("baseline.json")
# Less is noise: one claim of the set-aside set is 0.002.
TOLERANCE = 0.01


class Baseline(BaseModel):
    """F1 of the set-aside articles when they were last accepted, and the model that read them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    claim: float
    attributed: float
    entity: float

    @classmethod
    def of(cls, total: Score, model: str) -> "Baseline":
        """Take the figures of the whole set."""
        return cls(model=model, claim=round(total.claim.f1, 4), attributed=round(total.attributed.f1, 4), entity=round(total.entity.f1, 4))


def read_baseline() -> Baseline:
    """Read the accepted figures."""
    return Baseline.model_validate_json(FILE.read_bytes())


def write_baseline(baseline: Baseline) -> None:
    """Accept figures: from now on the tests hold the extraction to them."""
    FILE.write_text(baseline.model_dump_json(indent=1) + "\n", encoding="utf-8")


def regressions(accepted: Baseline, now: Baseline) -> list[str]:
    """Say in one sentence each which figures fell by more than ``TOLERANCE``."""
    return [
        f"{name} F1 of the set-aside articles fell from {before:.4f} to {after:.4f}"
        for name in ("claim", "attributed", "entity")
        if (after := getattr(now, name)) < (before := getattr(accepted, name)) - TOLERANCE
    ]
