"""The pages of the questionnaires: an index, and one page each, as the knowledge has them."""

from collections.abc import Iterator

from tercet.exchange.csv_answers import may_be
from tercet.knowledge import Clause, Instrument, Item, Knowledge
from tercet.running.decision_text import VERIFIED

KINDS = {
    "sum": "the sum of its items",
    "mean": "the mean of its items",
    "percent": "its items, as a percentage of what they can be",
    "of-subscales": "the sum of its parts",
    "item": "no total: one item is read",
    "none": "no total",
    "highest": "the highest of its items",
}
RECALL = {"now": "now", "lifetime": "a lifetime", "trait": "a lasting habit, no window of days"}


def index(known: Knowledge) -> Iterator[str]:
    """All of them in one table."""
    yield "# Questionnaires"
    yield ""
    yield (
        "What may be answered, what it comes to, and what that is called. A total needs every "
        "answer; a blank is not a nought; a flag does not wait for a total. Where the words are "
        "not here, [a clinic supplies them](../wording.md)."
    )
    yield ""
    yield "| questionnaire | id | items | total | looks back | words here |"
    yield "|---|---|---|---|---|---|"
    for each in known.instruments.values():
        words = ", ".join(["en", *each.wordings]) if each.ships else "no"
        yield (
            f"| [{each.name}](instruments/{each.id}.md) | `{each.id}` | {len(each.items)} | "
            f"{KINDS[each.scoring.kind]} | {_recall(each)} | {words} |"
        )
    yield ""
    yield "Named in the evidence and not here: the Ketamine Side Effect Tool, whose items nobody of"
    yield "us has seen; the three-item adaptation of CADSS, which compares with nothing; the male"
    yield "form of ICIQ-LUTS and the 11 dimensions of the ASC, whose keys were not at hand."
    yield ""


def page(each: Instrument, known: Knowledge) -> Iterator[str]:
    """One questionnaire."""
    yield f"# {each.name}"
    yield ""
    yield each.about
    yield ""
    yield (
        f"`{each.id}` · version `{each.version}` · answered by the {each.answered_by} · "
        f"looks back: {_recall(each)} · {each.direction.replace('-', ' ')}"
    )
    yield ""
    yield f"Words: {'here' if each.ships else 'not here'}. {each.licence}"
    yield ""
    yield from _items(each)
    yield from _scoring(each)
    yield from _bands(each)
    yield from _lines(each)
    yield from _flags(each)
    yield from _sources(each, known)
    yield "[All questionnaires](../instruments.md)"


def _recall(each: Instrument) -> str:
    days = "a day" if each.recall_days == 1 else f"{each.recall_days} days"
    return RECALL.get(each.recall, days)


def _items(each: Instrument) -> Iterator[str]:
    yield "## Items"
    yield ""
    yield "| id | may be answered | more |"
    yield "|---|---|---|"
    for item in (*each.items, *each.unscored):
        more = _more(item) + ([] if item in each.items else ["not scored"])
        yield f"| `{item.id}` | {may_be(item)} | {'; '.join(more)} |"
    yield ""


def _more(item: Item) -> list[str]:
    said = [f"LOINC {item.loinc}"] if item.loinc else []
    if item.reverse:
        said.append("counts from the other end")
    if item.only_if:
        said.append(f"asked after {', '.join(item.only_if.items)}")
    return said


def _scoring(each: Instrument) -> Iterator[str]:
    yield "## What it comes to"
    yield ""
    times = f", times {each.scoring.times}" if each.scoring.times > 1 else ""
    yield f"Total: {KINDS[each.scoring.kind]}{times}."
    yield ""
    for scale in each.subscales.values():
        how = VERIFIED[scale.verified]
        yield f"- `{scale.id}`: {KINDS[scale.kind]}: {', '.join(scale.items)} ({how})"
    if each.subscales:
        yield ""
    if each.proration:
        how = VERIFIED[each.proration.verified]
        yield f"Prorated, and never a total: {each.proration.says} ({how})"
        yield ""


def _bands(each: Instrument) -> Iterator[str]:
    for name, bands in each.bands.items():
        yield f"## Bands `{name}`"
        yield ""
        if held := each.band_sets.get(name):
            when = " and ".join(f"{key} = {value}" for key, value in held.when.items())
            only = f" Only where {when}." if when else ""
            yield f"{held.says}{only} ({VERIFIED[held.verified]})"
            yield ""
        yield "| from | to | called |"
        yield "|---|---|---|"
        yield from (f"| {band.low} | {band.high} | {band.name} |" for band in bands)
        yield ""
    if each.triage:
        yield f"## Names `{each.scoring.band_set}`"
        yield ""
        yield "The first that is met; none as long as an earlier one may still be."
        yield ""
        for n, one in enumerate(each.triage, 1):
            met = " and ".join(map(_clause, one.clauses)) or "otherwise"
            yield f"{n}. **{one.name}**: {met}"
        yield ""


def _clause(clause: Clause) -> str:
    held = ", ".join(clause.items or clause.subscales)
    most = f" and at most {clause.most}" if clause.most is not None else ""
    ends = f" at {clause.at_least:g} or more" if clause.at_most is None else ""
    ends = ends or f" from {clause.at_least:g} to {clause.at_most:g}"
    lower = "".join(f", {id} at {n:g} or more" for id, n in clause.lower.items())
    refused = ", or refused" if clause.refused else ""
    return f"at least {clause.count}{most} of {held}{ends}{lower}{refused}"


def _lines(each: Instrument) -> Iterator[str]:
    if not each.cutoffs and not each.changes:
        return
    yield "## Lines and changes"
    yield ""
    for cut in each.cutoffs.values():
        end = f"≥ {cut.at_least:g}" if cut.at_least is not None else f"≤ {cut.at_most:g}"
        of = f" of {cut.of}" if cut.of else ""
        yield f"- `{cut.id}`: {end}{of}. {cut.says} ({VERIFIED[cut.verified]})"
    for change in each.changes.values():
        basis = f" SD {change.sd:g}, r {change.r:g} ({change.r_kind})." if change.r_kind else ""
        says = f"{change.says}{basis} ({VERIFIED[change.verified]})"
        yield f"- `{change.id}`: a change of {change.points:g}. {says}"
    yield ""


def _flags(each: Instrument) -> Iterator[str]:
    if not each.flags:
        return
    yield "## Flags"
    yield ""
    yield "Whatever the total is; not known as long as blanks may decide it."
    yield ""
    for flag in each.flags:
        calls = " **A person hears of it.**" if flag.calls else ""
        yield f"- `{flag.id}`: {' and '.join(map(_clause, flag.clauses))}. {flag.says}{calls}"
    yield ""


def _sources(each: Instrument, known: Knowledge) -> Iterator[str]:
    yield "## On whose word"
    yield ""
    parts = (*each.band_sets.values(), *each.cutoffs.values(), *each.changes.values())
    cited = [*each.sources, *(c for part in parts for c in part.sources)]
    for name in dict.fromkeys(citation.partition("#")[0] for citation in cited):
        source = known.sources[name]
        title = f"[{source.title}]({source.url})" if source.url else source.title
        yield f"- {title} ({source.publisher}, {source.year})"
    yield ""
    how = VERIFIED[each.verified].capitalize()
    yield f"{how}. Checked {each.checked_on}, again by {each.next_check}."
    yield ""
