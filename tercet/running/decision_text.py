"""A decision on eighty columns: the worst first, each with what was seen and on whose word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tercet.decisions import Decision, Finding, Verdict
from tercet.exchange.words import Heard
from tercet.knowledge import Knowledge
from tercet.running.paper import COLUMNS, marked, paragraph, safe, styled

# What a count of each verdict is called: the sentence is the interface.
COUNTED = {
    Verdict.CRISIS: "in crisis",
    Verdict.STOP: "to stop for",
    Verdict.REVIEW: "to decide",
    Verdict.ASK: "to find out",
    Verdict.CAUTION: "with care",
    Verdict.CLEAR: "clear",
}
# How a number reached us, to the end.
VERIFIED = {
    "read": "read at its source",
    "secondary": "from a second hand, not read at its source",
    "memory": "from memory, not read at its source",
    "policy": "this programme's own choice",
    "derived": "worked out from published numbers",
}
NOT_ADOPTED = (
    "Not adopted: no clinical director has signed for its use with patients. "
    "Tercet advises; a prescriber decides."
)


def decision_lines(
    file: str, decision: Decision, heard: Heard, *, every: bool, more: Iterable[str] = ()
) -> Iterator[str]:
    """One file's decision; clear findings are counted, and listed where `every` is asked for."""
    yield styled(safe(file), bold=True)
    yield f"{marked(decision.verdict.name)}  {_counts(decision)}"
    for finding in decision.worst_first:
        if finding.verdict is not Verdict.CLEAR:
            yield ""
            yield from _finding(finding)
    if every:
        yield ""
        yield from _clear(decision)
    yield from _aside("not read", _unshown(decision, heard))
    yield from _aside("left out", heard.left_out)
    yield from more
    yield styled("─" * COLUMNS, dim=True)


def closing_lines(decisions: Sequence[Decision], known: Knowledge, on: date) -> Iterator[str]:
    """What holds for all: how many of each, the sources, and what the knowledge is worth."""
    if not decisions:
        return
    shown = [f for d in decisions for f in d.findings if f.verdict is not Verdict.CLEAR]
    yield "Sources"
    yield from _sources((cited for finding in shown for cited in finding.sources), known)
    yield ""
    if len(decisions) > 1:
        each = Counter(decision.verdict for decision in decisions)
        counts = ", ".join(f"{each[verdict]} {verdict.name}" for verdict in sorted(each)[::-1])
        yield f"{len(decisions)} decided: {counts}."
    yield from paragraph("", f"Knowledge {known.version}. {NOT_ADOPTED}", indent=0, width=0)
    if overdue := known.overdue(on):
        text = f"{len(overdue)} pieces of it are overdue for checking: {', '.join(overdue)}."
        yield from paragraph("", text, indent=0, width=0)


def _counts(decision: Decision) -> str:
    numbers = [(len(decision.of(v)), COUNTED[v]) for v in sorted(Verdict, reverse=True)]
    return ", ".join(f"{n} {words}" for n, words in numbers if n) + "."


def _finding(finding: Finding) -> Iterator[str]:
    yield f"  {marked(finding.verdict.name)}  {styled(safe(finding.title), bold=True)}"
    yield from paragraph("saw", finding.saw)
    if finding.ask:  # that it is not known yet is what ASK means
        yield from paragraph("ask", f"{finding.ask} ({', '.join(finding.who)})")
    else:
        yield from paragraph("says", finding.says)
    yield from paragraph("remedy", finding.remedy or "")
    how = VERIFIED.get(finding.verified, finding.verified)
    yield from paragraph("from", ", ".join(finding.sources))
    yield from paragraph("", f"{finding.basis}, strength {finding.strength}; {how}")


def _sources(cited: Iterable[str], known: Knowledge) -> Iterator[str]:
    """Each source once, and where it can be opened: an address is never broken in two."""
    named = {reference.partition("#")[0] for reference in cited}
    for source in (known.sources[id_] for id_ in sorted(named) if id_ in known.sources):
        yield from paragraph("", f"{source.id}: {source.title}", indent=2, width=0)
        if source.url:
            yield f"    {safe(source.url)}"


def _clear(decision: Decision) -> Iterator[str]:
    for finding in decision.of(Verdict.CLEAR):
        yield f"  {marked('CLEAR')}  {safe(finding.title)}"
        yield from paragraph("saw", finding.saw)


def _unshown(decision: Decision, heard: Heard) -> list[str]:
    """What could not be read of facts that no rule asked about."""
    shown = " ".join(finding.saw for finding in decision.findings)
    return [f"{fact}: {note}" for fact, note in heard.notes.items() if note not in shown]


def _aside(label: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield ""
    for text in texts:
        yield from paragraph(label, text, indent=2, width=10)
