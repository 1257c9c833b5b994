"""A page on what is said of a folder of records: every finding as a prescriber would read it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tercet.decisions import Decision, Finding, Verdict
from tercet.exchange.words import Heard
from tercet.running.decision_text import NOT_ADOPTED, VERIFIED

MOST = 0.8  # of the records; an answer that more of them lack is asked for once, for all
TOLD = (Verdict.CRISIS, Verdict.STOP, Verdict.REVIEW, Verdict.CAUTION)


@dataclass(frozen=True, slots=True)
class Record:
    """One file, what was understood of it and what was decided."""

    name: str
    heard: Heard
    decision: Decision


def page(records: Sequence[Record], *, on: date) -> str:
    """The whole page as Markdown, for records decided as they stood at the end of a day."""
    asked = asked_of_most(records)
    lines = [f"# What is said of {len(records)} records", "", *_opening(records, on), ""]
    lines += [*_table(records), ""]
    lines += ["## Asked of almost everybody", "", *_asked(records, asked), ""]
    for number, record in enumerate(records, 1):
        lines += [*_record(number, record, asked), ""]
    return "\n".join(lines).rstrip() + "\n"


def asked_of_most(records: Sequence[Record]) -> frozenset[str]:
    """The rules whose answer hardly any record holds, so that they are said once for all."""
    asked = Counter(f.rule for one in records for f in one.decision.of(Verdict.ASK))
    return frozenset(rule for rule, count in asked.items() if count >= MOST * len(records))


def _opening(records: Sequence[Record], on: date) -> Iterator[str]:
    counts = Counter(one.decision.verdict for one in records)
    said = ", ".join(f"{counts[v]} {v.name}" for v in sorted(counts, reverse=True))
    yield (
        f"Decided as they stood on {on.isoformat()}, under knowledge "
        f"`{records[0].decision.knowledge}`: {said}. {NOT_ADOPTED}"
    )
    yield ""
    yield (
        "A record says what somebody wrote down. What it does not hold is asked, never taken for "
        "a no: that is why nobody here is CLEAR."
    )


def _table(records: Sequence[Record]) -> Iterator[str]:
    yield "| record | age | verdict | stop | review | caution | to find out |"
    yield "|---|---|---|---|---|---|---|"
    for number, one in enumerate(records, 1):
        made = one.decision
        counts = (len(made.of(v)) for v in (*TOLD[1:], Verdict.ASK))
        age = one.heard.facts.value("age-years")
        cells = [f"[{number}](#record-{number})", age, made.verdict.name, *counts]
        yield f"| {' | '.join('–' if cell is None else str(cell) for cell in cells)} |"


def _asked(records: Sequence[Record], asked: frozenset[str]) -> Iterator[str]:
    yield "Hardly any record holds the answer to these; who can give it stands behind each."
    yield ""
    for finding in records[0].decision.findings:
        if finding.rule in asked:
            yield f"- **{finding.title}.** {finding.ask} ({', '.join(finding.who)})"


def _record(number: int, record: Record, asked: frozenset[str]) -> Iterator[str]:
    made = record.decision
    yield f"## Record {number}"
    yield ""
    yield f"`{record.name}` · **{made.verdict.name}**"
    for verdict in TOLD:
        for finding in made.of(verdict):
            yield ""
            yield from _finding(finding)
    more = [f for f in made.of(Verdict.ASK) if f.rule not in asked]
    if more:
        yield ""
        yield "Also to find out:"
        yield ""
        for finding in more:
            yield f"- **{finding.title}.** {finding.ask} Saw: {finding.saw}."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"**{finding.verdict.name} · {finding.title}.** {finding.says}"
    how = VERIFIED.get(finding.verified, finding.verified)
    yield ""
    yield f"- Saw: {finding.saw}."
    if finding.remedy:
        yield f"- What would lift it: {finding.remedy}"
    grounds = f"{finding.basis}, strength {finding.strength}; {how}; {finding.evidence}"
    yield f"- From: {', '.join(finding.sources)} ({grounds})."
