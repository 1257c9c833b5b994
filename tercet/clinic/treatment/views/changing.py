"""What would change a verdict, in words a prescriber reads: the smallest sets first, a few."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import calling, would_change
from tercet.decisions import Decision, Verdict
from tercet.decisions.change import ANSWER, CORRECTION, REMEDY, Change, Move

LISTED = 3  # ways to one verdict; the rest are counted
NAMED = 5  # facts of one way and one kind; the rest are counted
COUNTED = 100  # other ways beyond this are not told one by one
NOT_KNOWN_YET = "what is not known yet, each as its finding below asks"
MORE = "and {n} more facts, each as its finding below says"
KINDS = (REMEDY, ANSWER, CORRECTION)


@dataclass(frozen=True, slots=True)
class Way:
    """Some facts that must be otherwise, by how each can come about."""

    remedied: tuple[str, ...]
    found_out: tuple[str, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lighter:
    """A verdict and the ways to it, or what is said where there is none."""

    verdict: Verdict
    every: Way  # what every way needs
    ways: tuple[Way, ...]  # and one of these, if there are any
    more: str  # how many ways are not listed, in words
    held: tuple[str, ...]  # the titles of what no answer changes
    searched: bool  # no: the search was cut short


def lighter(kept: KeptDecision, made: Decision) -> dict[str, Any]:
    """The ways to a verdict that passes; nothing where it passes already.

    A verdict that would only be left with questions is not told beside one that passes.
    """
    titles = {each.rule: each.title for each in made.findings}
    changes = would_change(kept)
    passes = any(each.verdict.passes and each.sets for each in changes)
    told = [each for each in changes if not (passes and each.verdict is Verdict.ASK)]
    return {"lighter": [_told(each, titles) for each in told]}


def _told(change: Change, titles: dict[str, str]) -> Lighter:
    sets = [_plain(moves) for moves in change.sets]
    every = [m for m in next(iter(sets), ()) if all(m in each for each in sets)]
    others = (_way([m for m in moves if m not in every]) for moves in sets)
    ways = [way for way in dict.fromkeys(others) if way != NOTHING]
    left = change.unlisted + len(sets) - max(1, min(len(ways), LISTED))
    return Lighter(
        verdict=change.verdict,
        every=_way(every),
        ways=tuple(ways[:LISTED]),
        more=_more(change, left) if sets else "",
        held=tuple(titles.get(rule, rule) for rule in change.held),
        searched=change.searched,
    )


def _plain(moves: Sequence[Move]) -> list[tuple[str, str]]:
    """Each fact of a set as how it can come about and what is said of it.

    Many that are not known yet are only counted. What may call a person is only named: the
    answer that would pass is never put beside the question.
    """
    told = [(m.how, _said(m)) for m in moves]
    asked = [said for how, said in told if how == ANSWER]
    if len(asked) <= NAMED:
        return told
    return [each for each in told if each[0] != ANSWER] + [(ANSWER, NOT_KNOWN_YET)]


def _said(move: Move) -> str:
    if move.how != ANSWER:
        return f"{move.label}: {move.to}, now {move.was}"
    return f"{move.label}, asked" if move.fact in calling() else f"{move.label}: {move.to}"


def _way(told: Sequence[tuple[str, str]]) -> Way:
    by_how = {key: [said for how, said in told if how == key] for key in KINDS}
    return Way(*(_named(by_how[key]) for key in KINDS))


NOTHING = Way((), (), ())


def _named(told: Sequence[str]) -> tuple[str, ...]:
    """Each by name; of many, the first and how many more."""
    more = len(told) - NAMED
    return tuple(told) if more <= 0 else (*told[:NAMED], MORE.format(n=more))


def _more(change: Change, left: int) -> str:
    if left > COUNTED:
        return f"More than {COUNTED} other ways are not listed."
    if left:
        ways = "other way is" if left == 1 else "other ways are"
        return f"{'' if change.searched else 'At least '}{left} {ways} not listed."
    return "" if change.searched else "The search was cut short; there may be other ways."
