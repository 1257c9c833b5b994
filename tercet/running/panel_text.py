"""A panel on eighty columns: how many of each verdict, then each rule, the gravest first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tercet.decisions import Verdict
from tercet.decisions.panel import Asked, Panel, RuleTally, Tally
from tercet.knowledge import Knowledge
from tercet.running.decision_text import NOT_ADOPTED
from tercet.running.paper import COLUMNS, marked, paragraph, safe, styled


@dataclass(frozen=True, slots=True)
class Story:
    """What is told: the file, the panel it was judged with, and what it came to."""

    file: str
    panel: Panel
    tally: Tally
    unreadable: Mapping[str, int]


def lines(story: Story, known: Knowledge, *, on: date, every: bool) -> Iterator[str]:
    """The whole page; rules that nobody met are listed where `every` is asked for."""
    tally = story.tally
    yield styled(safe(story.file), bold=True)
    yield f"{_people(tally.people)}, {len(tally.facts)} facts, {len(story.panel.asked)} rules"
    yield ""
    for verdict in sorted(Verdict, reverse=True):
        count = tally.verdicts[verdict]
        yield f"{count:>12,} {_share(count, tally.people)}  {marked(verdict.name)}"
    yield ""
    yield from _rules(story, every=every)
    yield from _not_understood(story)
    yield styled("─" * COLUMNS, dim=True)
    text = f"Knowledge {known.version}. {NOT_ADOPTED}"
    yield from paragraph("", text, indent=0, width=0)
    if overdue := known.overdue(on):
        yield f"{len(overdue)} pieces of it are overdue for checking (`tercet knowledge`)."


def _rules(story: Story, *, every: bool) -> Iterator[str]:
    """A line a rule: of how many it is so, of how many not known, and whose verdict it decides."""
    yield styled(f"{'so':>12}{'not known':>12}{'decides':>12}  rule", dim=True)
    told = sorted(zip(story.panel.asked, story.tally.rules, strict=True), key=_gravest_first)
    for asked, tally in told:
        if every or tally.fired or tally.unknown:
            counts = f"{tally.fired:>12,}{tally.unknown:>12,}{tally.decided:>12,}"
            yield f"{counts}  {marked(asked.if_so.name)} {safe(asked.id)}"
    quiet = sum(not (tally.fired or tally.unknown) for _, tally in told)
    if quiet and not every:
        yield f"{quiet} more rules met nobody and are known of everybody (--all lists them)."


def _gravest_first(told: tuple[Asked, RuleTally]) -> tuple[int, int, int]:
    asked, tally = told
    return -asked.if_so, -tally.fired, -tally.unknown


def _not_understood(story: Story) -> Iterator[str]:
    """What was said and does not count, and what no column says at all."""
    spoilt = [f"{name}: {what}" for name, what in _spoilt(story)]
    absent = ", ".join(story.panel.absent)
    for label, text in (("not counted", "; ".join(spoilt)), ("no column", absent)):
        if text:
            yield ""
            yield from paragraph(label, f"{text}. Not known is not no.", indent=0, width=13)


def _spoilt(story: Story) -> Iterator[tuple[str, str]]:
    for name, fact in story.tally.facts.items():
        counts = {
            "impossible": fact.impossible,
            "too old, undated or not theirs to say": fact.set_aside,
            "not to be read": story.unreadable.get(name, 0),
        }
        if said := [f"{count:,} {why}" for why, count in counts.items() if count]:
            yield name, ", ".join(said)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _share(count: int, people: int) -> str:
    return f"{count / people:7.1%}"
