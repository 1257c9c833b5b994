"""A course that helps little: who looks at it, and which medicines make a weaker response likely.

Labels and work for people. Nothing here proposes a dose, and nothing takes a medicine away.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tercet.decisions.around import expected
from tercet.decisions.around.expected import REDUCED
from tercet.decisions.facts import Facts
from tercet.decisions.response.labels import NOT_ENOUGH, Progress
from tercet.decisions.response.seen import Dose, Span, beyond_percent
from tercet.knowledge import Instrument, Knowledge, Protocol, Rule

LITTLE_RESPONSE = "little-response"  # the rule of the protocol that says after how many, how little
REVIEW_COURSE = "review-the-course"
NOT_YET = "Too few doses to judge by."


@dataclass(frozen=True, slots=True)
class Review:
    """Whether the prescriber is to look at a course that helps little. None: not known."""

    so: bool | None
    do: str | None
    why: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Weaker:
    """A reason to expect a weaker response, as it is shown beside the course."""

    label: str
    rule: str
    so: bool | None  # None: not known
    says: str


def non_responder(
    instrument: Instrument, progress: Progress, *, doses: Sequence[Dose], protocol: Protocol
) -> Review:
    """After so many doses, better by less than so many per cent: the protocol says the numbers."""
    rule = protocol.course[LITTLE_RESPONSE]
    if len(doses) < rule.limits["at_least"]:
        return Review(False, None, NOT_YET, rule)
    if progress.start is None or progress.latest is None:
        return Review(None, None, progress.why or NOT_ENOUGH, rule)
    beyond = beyond_percent(
        instrument, progress.start, progress.latest, percent=rule.limits["then_below"]
    )
    less = Span(-beyond.high, -beyond.low).more_than(0)
    return Review(
        less, REVIEW_COURSE if less else None, "" if less is not None else NOT_ENOUGH, rule
    )


def weaker(facts: Facts, known: Knowledge) -> tuple[Weaker, ...]:
    """The reasons that apply to this person, and those of which it is not known."""
    return tuple(
        Weaker(f"{REDUCED}: {known.rules[each.rule].title}", each.rule, each.so, each.says)
        for each in expected(facts, known)
        if each.so is not False
    )
