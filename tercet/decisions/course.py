"""May the course go on as it is? Side effects, response, length, units, tapers: one finding a rule.

Nothing here makes a plan or proposes a dose; it looks at what others planned and at what happened.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from tercet.decisions import rules
from tercet.decisions.facts import Facts, Said
from tercet.decisions.medicines import with_derived
from tercet.decisions.words import Decision
from tercet.knowledge import Knowledge, Protocol

# What is worked out, and the facts without which it cannot be.
WORKED_OUT: Mapping[str, tuple[str, ...]] = {
    "gad-7-rise": ("gad-7-total", "gad-7-baseline"),
    "phq-9-rise": ("phq-9-total", "phq-9-baseline"),
    "percent-better": ("indication",),
    "units-mismatch": ("units-given-out", "units-logged", "units-counted"),
    "fill-sessions": ("fill-asked",),
    "fill-days": ("fill-asked",),
    "fill-days-early": ("fill-asked",),
}
NO_FILL = ("fill-sessions", "fill-days", "fill-days-early")  # nought while no fill is asked for


def decide(facts: Facts, protocol: Protocol, known: Knowledge) -> Decision:
    """One finding a rule of the course, on what was said and on what follows from it."""
    shown = with_worked_out(with_derived(facts, known), protocol, known)
    return rules.decide("course", protocol.course.values(), shown, known=known)


def with_worked_out(facts: Facts, protocol: Protocol, known: Knowledge) -> Facts:
    """The facts and the numbers that follow from them, where all that they need counts.

    One that somebody said, and that counts, stands. A number is as old as the oldest it is from.
    """
    heard = _Counting(facts, known)
    made = {
        "gad-7-rise": heard.worked_out(_rise, *WORKED_OUT["gad-7-rise"]),
        "phq-9-rise": heard.worked_out(_rise, *WORKED_OUT["phq-9-rise"]),
        "percent-better": _response(heard, protocol),
        "units-mismatch": heard.worked_out(_mismatch, *WORKED_OUT["units-mismatch"]),
        "fill-days-early": _early(heard, protocol),
    }
    if heard.value("fill-asked") is False:
        made |= {name: heard.worked_out(_nought, "fill-asked") for name in NO_FILL}
    return facts.with_said(
        {name: said for name, said in made.items() if said and heard.value(name) is None}
    )


class _Counting:
    """The facts that count, by name, and numbers worked out from several of them."""

    def __init__(self, facts: Facts, known: Knowledge) -> None:
        self.facts, self.known = facts, known

    def said(self, name: str) -> Said | None:
        seen = rules.see(self.known.facts[name], self.facts)
        return None if seen.why_not else seen.said

    def value(self, name: str) -> Any:
        said = self.said(name)
        return said.value if said else None

    def worked_out(self, how: Callable[..., float | None], *names: str) -> Said | None:
        """`how` of the values of these facts; None where one of them does not count."""
        parts = {name: said for name in names if (said := self.said(name))}
        if len(parts) < len(names):
            return None
        value = how(*(part.value for part in parts.values()))
        note = ", ".join(
            f"{self.known.facts[name].label}: {self._shown(part)}" for name, part in parts.items()
        )
        return None if value is None else Said(value, _oldest(parts.values()), "derived", note)

    def _shown(self, part: Said) -> str:
        if isinstance(part.value, bool):
            return "yes" if part.value else "no"
        return f"{part.value:g}"


def _oldest(parts: Iterable[Said]) -> datetime | None:
    return min((part.at for part in parts if part.at is not None), default=None)


def _response(heard: _Counting, protocol: Protocol) -> Said | None:
    """The fall of the one measure that this indication is judged on."""
    indication = heard.value("indication")
    if indication is None:
        return None
    measure = protocol.review.measures.get(indication, protocol.review.otherwise)
    return heard.worked_out(_percent_better, f"{measure}-total", f"{measure}-baseline")


def _early(heard: _Counting, protocol: Protocol) -> Said | None:
    """How many days before its earliest day a fill is asked for; a first fill is never early."""
    if heard.value("first-fill") is True and heard.value("fill-asked") is True:
        return heard.worked_out(_nought, "first-fill")
    if heard.value("first-fill") is None or heard.value("fill-asked") is None:
        return None
    percent = protocol.review.earliest_fill_percent

    def early(days: float, since: float) -> float:
        return max(0.0, days * percent / 100 - since)

    return heard.worked_out(early, "last-fill-days", "days-since-last-fill")


def _rise(total: float, baseline: float) -> float:
    return total - baseline


def _percent_better(total: float, baseline: float) -> float | None:
    return None if baseline == 0 else (baseline - total) / baseline * 100


def _mismatch(given_out: float, logged: float, counted: float) -> float:
    return abs(given_out - logged - counted)


def _nought(_: bool) -> float:
    return 0
