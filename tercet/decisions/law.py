"""What an order rests on in law on a day, until when, and what is missing. Not legal advice.

A basis holds on its days for whoever has all that it needs. The day is the one asked about: the
facts may be of today and the question of next January.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tercet.decisions import rules
from tercet.decisions.facts import Facts, Said
from tercet.decisions.seeing import counted
from tercet.decisions.words import Decision, Finding
from tercet.knowledge import Basis, Knowledge, State

HOLDS, ENDS_SOON = "legal-basis-holds", "legal-basis-ends-soon"
CONFIGURED, STATE_HOLDS = "state-configured", "state-basis-holds"
IN_PERSON, WHERE = "seen-in-person", "patient-state"
NOT_ADVICE = "Not legal advice: it needs counsel."


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order for this person stands in law on one day."""

    on: date
    bases: tuple[Basis, ...]  # every basis that holds, the longest first
    holds: bool | None  # None: a basis would hold if something not known were so
    until: date | None  # the last day of the longest one; None: no end, or no basis
    decision: Decision

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What does not pass: not known, not met, or not filled in."""
        return tuple(each for each in self.decision.worst_first if not each.verdict.passes)


@dataclass(frozen=True, slots=True)
class Loss:
    """Someone who has no legal basis on that day, and why."""

    who: str
    until: date | None  # the last day they had one; None: no basis has been known to hold
    known: bool  # False: whether they were examined in person is not known
    why: str


def legal_basis(
    facts: Facts, on: date, known: Knowledge, *, states: Mapping[str, State] | None = None
) -> Standing:
    """What an order for this person may rest on that day, until when, and what is missing."""
    shown = with_basis(facts, known, on=on, states=states)
    held = _holding(facts, on, known)
    made = rules.decide("law", known.law.rules.values(), shown, known=known)
    return Standing(on, held, shown.value(HOLDS), held[0].until if held else None, made)


def with_basis(
    facts: Facts,
    known: Knowledge,
    *,
    on: date,
    states: Mapping[str, State] | None = None,
) -> Facts:
    """These facts, and what the law makes of them on that day; a claim of it is not heard."""
    held = _holding(facts, on, known)
    holds, note = _holds(facts, held, on, known)
    made: dict[str, tuple[bool | None, str]] = {HOLDS: (holds, note)}
    made[ENDS_SOON] = _ends_soon(held, on, known) if holds is not None else (None, "")
    made |= _of_the_state(facts, on, known, states=states)
    said = {name: Said(value, facts.now, "derived", why) for name, (value, why) in made.items()}
    return facts.with_said(said)


def who_loses(people: Mapping[str, Facts], on: date, known: Knowledge) -> tuple[Loss, ...]:
    """Everyone for whom nothing is known to permit an order on that day, in the order given."""
    found = ((who, facts, legal_basis(facts, on, known)) for who, facts in people.items())
    return tuple(
        _loss(who, facts, standing, known) for who, facts, standing in found if not standing.holds
    )


def in_force(on: date, known: Knowledge) -> tuple[Basis, ...]:
    """The bases whose days include this one, whoever may lean on them."""
    return tuple(each for each in known.law.bases.values() if _runs(each, on))


def _runs(basis: Basis, on: date) -> bool:
    return _has_begun(basis, on) and (basis.until is None or on <= basis.until)


def _has_begun(basis: Basis, on: date) -> bool:
    return basis.from_ is None or basis.from_ <= on


def _holding(facts: Facts, on: date, known: Knowledge) -> tuple[Basis, ...]:
    held = [each for each in in_force(on, known) if _met(each, facts, known)]
    return tuple(sorted(held, key=lambda basis: basis.until or date.max, reverse=True))


def _met(basis: Basis, facts: Facts, known: Knowledge) -> bool | None:
    """Whether this person has all that a basis needs; None where it is not known."""
    said = [counted(name, facts, known) for name in basis.needs]
    if any(each is False for each in said):
        return False
    return None if any(each is None for each in said) else True


def _holds(
    facts: Facts, held: tuple[Basis, ...], on: date, known: Knowledge
) -> tuple[bool | None, str]:
    if held:
        return True, f"{held[0].title}{_until(held[0].until)}"
    open_ = [each for each in in_force(on, known) if _met(each, facts, known) is None]
    return (None, "") if open_ else (False, f"none on {on}")


def _until(day: date | None) -> str:
    return f", until {day}" if day else ""


def _ends_soon(held: tuple[Basis, ...], on: date, known: Knowledge) -> tuple[bool, str]:
    """Whether the longest basis ends within the days of warning, its last day included."""
    until = held[0].until if held else None
    if until is None:
        return False, ""
    left = (until - on).days
    return left <= known.law.warn_days, f"{left} days left, until {until}"


def _of_the_state(
    facts: Facts, on: date, known: Knowledge, *, states: Mapping[str, State] | None
) -> dict[str, tuple[bool | None, str]]:
    where = counted(WHERE, facts, known)
    if where is None:
        return {CONFIGURED: (None, ""), STATE_HOLDS: (None, "")}
    filled = {**known.law.states, **(states or {})}
    state = filled.get(str(where).strip().upper())
    if state is None or state.next_check <= on:
        return {CONFIGURED: (False, str(where)), STATE_HOLDS: (None, "")}
    enough = counted(IN_PERSON, facts, known) if state.in_person else True
    return {CONFIGURED: (True, f"{state.id}, {state.source}"), STATE_HOLDS: (enough, state.says)}


def _loss(who: str, facts: Facts, standing: Standing, known: Knowledge) -> Loss:
    ended = _last_day(facts, standing.on, known)
    certain = standing.holds is False
    if ended:
        why = f"{ended.title} ended with {ended.until}. {ended.says}"
    else:
        why = "No basis has been known to hold."
    unknown = "" if certain else " Whether they were examined in person is not known."
    return Loss(who, ended.until if ended else None, certain, f"{why}{unknown}")


def _last_day(facts: Facts, on: date, known: Knowledge) -> Basis | None:
    """The basis that ended last and that this person, for whom none holds, could lean on."""
    bases = known.law.bases.values()
    ended = [each for each in bases if _has_begun(each, on) and _met(each, facts, known)]
    return max(ended, key=lambda basis: basis.until or date.min, default=None)


def ending_within(
    people: Mapping[str, Facts], on: date, known: Knowledge
) -> tuple[tuple[str, date], ...]:
    """Who is still covered that day, and by a basis that ends within the days of warning."""
    found: Iterable[tuple[str, Standing]] = (
        (who, legal_basis(facts, on, known)) for who, facts in people.items()
    )
    last = on + timedelta(days=known.law.warn_days)
    return tuple((who, each.until) for who, each in found if each.until and each.until <= last)
