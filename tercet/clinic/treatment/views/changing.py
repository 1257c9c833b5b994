"""What would change a verdict, in words a prescriber reads: the smallest sets first, a few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import would_change
from tercet.decisions import Decision, Verdict
from tercet.decisions.change import ANSWER, CORRECTION, REMEDY, Change, Move

LISTED = 3  # ways to one verdict; the rest are counted
NAMED = 5  # facts of one way and one kind; the rest are counted
COUNTED = 100  # other ways beyond this are not told one by one


@dataclass(frozen=True, slots=True)
class Way:
    """One set of facts that would do, by how each can come about."""

    remedied: tuple[str, ...]
    found_out: tuple[str, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lighter:
    """A verdict, the ways to it, and what is said where there is none."""

    verdict: Verdict
    ways: tuple[Way, ...]
    more: str  # how many ways are not listed, in words
    held: tuple[str, ...]  # the titles of what no answer changes
    searched: bool  # no: the search was cut short


def lighter(kept: KeptDecision, made: Decision) -> dict[str, Any]:
    """The ways to a verdict that passes; nothing where it passes already."""
    titles = {each.rule: each.title for each in made.findings}
    return {"lighter": [_told(each, titles) for each in would_change(kept)]}


def _told(change: Change, titles: dict[str, str]) -> Lighter:
    every = list(dict.fromkeys(_way(moves) for moves in change.sets))
    left = change.unlisted + len(change.sets) - min(len(every), LISTED)
    held = tuple(titles.get(rule, rule) for rule in change.held)
    ways, more = tuple(every[:LISTED]), _more(change, left)
    return Lighter(change.verdict, ways, more, held, change.searched)


def _way(moves: Sequence[Move]) -> Way:
    by_how = {how: [m for m in moves if m.how == how] for how in (REMEDY, ANSWER, CORRECTION)}
    return Way(
        remedied=_named(f"{m.label}: {m.to} (now {m.was})" for m in by_how[REMEDY]),
        found_out=_named(f"{m.label}: {m.to}" for m in by_how[ANSWER]),
        corrected=_named(f"{m.label}: {m.to} (now {m.was})" for m in by_how[CORRECTION]),
    )


def _named(told: Iterable[str]) -> tuple[str, ...]:
    every = list(told)
    more = len(every) - NAMED
    if more <= 1:  # "and 1 more" would take the room of the one it leaves out
        return tuple(every)
    return (*every[:NAMED], f"and {more} more facts, each as its finding below asks")


def _more(change: Change, left: int) -> str:
    if left > COUNTED:
        return f"More than {COUNTED} other ways are not listed."
    if left:
        ways = "other way is" if left == 1 else "other ways are"
        return f"{'' if change.searched else 'At least '}{left} {ways} not listed."
    return "" if change.searched else "The search was cut short; there may be other ways."
