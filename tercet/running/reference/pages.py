"""docs/reference as it follows from the knowledge: rules, questionnaires, notes, coverage."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tercet.knowledge import Knowledge
from tercet.running.reference import instrument_pages
from tercet.running.reference.coverage_page import coverage_page
from tercet.running.reference.limits import listed
from tercet.running.reference.published_page import published_page
from tercet.running.reference.telling import of_note, of_rule, topic

MADE = "<!-- Made by `make reference` from tercet/knowledge; change the data, not this page. -->"
SHOWN_EDGES = 6  # of each verdict; the rest stand in the file named beneath
FOLDERS = ("rules", "instruments")  # a page each
STORY = 160  # characters of a case's story


def pages(known: Knowledge) -> dict[str, str]:
    """File name under docs/reference -> its text. The same knowledge makes the same pages."""
    made = {
        f"rules/{rule.id}.md": _text(_rule(of_rule(rule, known))) for rule in known.every_rule()
    }
    made["README.md"] = _text(_index(known))
    made["notes.md"] = _text(_notes(known))
    made["published.md"] = _text(published_page(known))
    made["coverage.md"] = _text(coverage_page(known))
    made["instruments.md"] = _text(instrument_pages.index(known))
    for each in known.instruments.values():
        made[f"instruments/{each.id}.md"] = _text(instrument_pages.page(each, known))
    return made


def write(known: Knowledge, folder: Path) -> int:
    """Put every page into `folder`, take away pages of what is gone; how many there are."""
    made = pages(known)
    for inner in FOLDERS:
        (folder / inner).mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    for inner in FOLDERS:
        for left in (folder / inner).glob("*.md"):
            if f"{inner}/{left.name}" not in made:
                left.unlink()
    return len(made)


def _text(lines: Iterator[str]) -> str:
    return "\n".join([MADE, "", *lines]) + "\n"


def _rule(told: dict[str, Any]) -> Iterator[str]:
    yield f"# {told['title']}"
    yield ""
    yield f"**{told['verdict']}** if it applies · {told['topic']} · `{told['rule']}`"
    yield ""
    yield f"> {told['says']}"
    yield ""
    yield from _when(told)
    yield from _unknown(told)
    yield from _whose_word(told)
    yield from _beside(told["beside"])
    yield from _edges(told)
    yield from _cases(told["cases"])
    yield "[All rules](../README.md)"


def _when(told: dict[str, Any]) -> Iterator[str]:
    yield "## When it applies"
    yield ""
    yield f"{told['applies_when']} (`{told['kind']}`)"
    yield ""
    yield from (f"- {line}" for line in told["limits"])
    yield ""
    if told["remedy"]:
        yield f"What would lift it: {told['remedy']}"
        yield ""
    if told["ladder"]:
        yield f"It climbs the ladder `{told['ladder']}` until somebody acknowledges it."
        yield ""


def _unknown(told: dict[str, Any]) -> Iterator[str]:
    yield "## When it is not known"
    yield ""
    yield f"“{told['ask']}” Asked of: {', '.join(told['who'])}."
    yield ""
    yield "| fact | what it is | counts | said by |"
    yield "|---|---|---|---|"
    for fact in told["facts"]:
        unit = f", {fact['unit']}" if fact["unit"] else ""
        said = ", ".join(fact["from"])
        yield f"| `{fact['fact']}` | {_cell(fact['label'])}{unit} | {fact['counts']} | {said} |"
    yield ""


def _whose_word(told: dict[str, Any]) -> Iterator[str]:
    yield "## On whose word"
    yield ""
    yield from (f"- {_source(source)}" for source in told["sources"])
    yield ""
    ends = f", ends {told['expires']}" if told["expires"] else ""
    yield (
        f"{told['basis'].capitalize()}, strength {told['strength']}; {told['reached_us']}. "
        f"Evidence {told['evidence']}. Checked {told['checked_on']}, again by "
        f"{told['next_check']}{ends}."
    )
    yield ""


def _source(source: dict[str, Any]) -> str:
    section = f", {source['section']}" if source["section"] else ""
    return f"{_linked(source)}{section} ({source['publisher']}, {source['year']})"


def _linked(source: dict[str, Any]) -> str:
    return f"[{source['title']}]({source['url']})" if source["url"] else str(source["title"])


def _beside(notes: list[dict[str, Any]]) -> Iterator[str]:
    if not notes:
        return
    yield "## Also published"
    yield ""
    for note in notes:
        where = "; ".join(_linked(source) for source in note["sources"])
        yield f"- **{note['title']}.** {note['says']} ({where}; {note['reached_us']})"
    yield ""


def _edges(told: dict[str, Any]) -> Iterator[str]:
    if not told["edges"]:
        return
    yield "## Both sides"
    yield ""
    yield "| known of a person | finds |"
    yield "|---|---|"
    for verdict, cases in told["edges"].items():
        for case in cases[:SHOWN_EDGES]:
            yield f"| {_cell(listed(case))} | {verdict.upper()} |"
        if len(cases) > SHOWN_EDGES:
            yield f"| and {len(cases) - SHOWN_EDGES} more | {verdict.upper()} |"
    yield ""


def _cases(cases: list[dict[str, str]]) -> Iterator[str]:
    if not cases:
        return
    yield "## In the cases"
    yield ""
    for case in cases:
        story = case["story"]
        short = story if len(story) <= STORY else f"{story[:STORY].rpartition(' ')[0]} …"
        said = f": {_cell(short)}" if short else ""
        yield f"- {case['name']} ({case['file']}) finds {case['finds'].upper()}{said}"
    yield ""


def _cell(text: str) -> str:
    """Text that may stand in a table: one line, no bar."""
    return " ".join(text.split()).replace("|", "\\|")


def _index(known: Knowledge) -> Iterator[str]:
    yield "# What Tercet decides by"
    yield ""
    yield (
        "Each rule has its page. [Notes](notes.md) are published and decide nothing; "
        "[questionnaires](instruments.md) have theirs; "
        "[what is published of a course](published.md) is drawn beside one; "
        "[coverage](coverage.md) says where each fact of the evidence went; "
        "[sixty records](sixty-records.md) show what is said of whole people; "
        "[honesty](honesty.md) says how often the reading of a course is wrong."
    )
    yield ""
    by_topic: dict[str, list[Any]] = {}
    for rule in known.every_rule():
        by_topic.setdefault(topic(rule.id, known), []).append(rule)
    for name, rules in by_topic.items():
        yield f"## {name.replace('-', ' ').capitalize()}"
        yield ""
        yield "| rule | if it applies | on whose word |"
        yield "|---|---|---|"
        for rule in rules:
            word = f"{rule.basis}, {rule.strength}, {rule.verified}"
            yield f"| [{_cell(rule.title)}](rules/{rule.id}.md) | {rule.if_so.upper()} | {word} |"
        yield ""
    yield from _contradictions(known)


def _contradictions(known: Knowledge) -> Iterator[str]:
    yield "## Contradictions"
    yield ""
    yield "Facts that cannot all be so. Whoever said them is asked; nothing passes meanwhile."
    yield ""
    yield "| if these are all said | it asks |"
    yield "|---|---|"
    for each in known.contradictions.values():
        facts = ", ".join(f"`{name}`" for name in each.facts)
        yield f"| {_cell(each.title)}: {facts} | {_cell(each.ask)} |"
    yield ""


def _notes(known: Knowledge) -> Iterator[str]:
    yield "# Published, and deciding nothing"
    yield ""
    yield "Shown beside the rules they bear on. Where sources disagree, both stand here."
    yield ""
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for note in known.notes.values():
        by_topic.setdefault(note.topic, []).append(of_note(note, known))
    for name, notes in by_topic.items():
        yield f"## {name.replace('-', ' ').capitalize()}"
        yield ""
        for note in notes:
            yield from _note(note)


def _note(note: dict[str, Any]) -> Iterator[str]:
    yield f"### {note['title']}"
    yield ""
    yield note["says"]
    yield ""
    where = "; ".join(_source(source) for source in note["sources"])
    ends = f" Ends {note['expires']}." if note["expires"] else ""
    yield (
        f"{note['basis'].capitalize()}, strength {note['strength']}; {note['reached_us']}. "
        f"{note['evidence']}. {where}.{ends}"
    )
    yield ""
    if note["shown_beside"]:
        links = ", ".join(f"[{id}](rules/{id}.md)" for id in note["shown_beside"])
        yield f"Beside {links}."
        yield ""
