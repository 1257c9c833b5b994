"""One table into one frozen value: sources, facts, rules and medicines."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tercet.knowledge.limits import KINDS, NUMERIC
from tercet.knowledge.parts import Table
from tercet.knowledge.refusals import Malformed, UnknownKind
from tercet.knowledge.shapes import Contradiction, Fact, Rule, Source

SOURCE_KINDS = (
    "label",
    "guideline",
    "regulation",
    "paper",
    "instrument",
    "page",
    "policy",
)
FACT_TYPES = ("yes-no", "whole", "number", "choice", "choices", "text", "texts", "instant")
OUTCOMES = ("caution", "review", "stop", "crisis")
_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def named(id: str, table: Table) -> str:
    """Ids are kebab-case, stable for ever."""
    if not _KEBAB.fullmatch(id):
        raise table.wrong("ids are kebab-case: small letters, digits and single hyphens")
    return id


def source(id: str, table: Table) -> Source:
    """A source that can be opened, or a policy of nobody's publication."""
    made = Source(
        id=named(id, table),
        title=table.text("title"),
        publisher=table.text("publisher"),
        url=table.text("url", ""),
        kind=table.word("kind", SOURCE_KINDS),
        year=table.whole("year", least=1900),
    )
    table.nothing_more()
    if not made.url.startswith("https://") and (made.url or made.kind != "policy"):
        raise table.wrong("`url` must begin with https:// (only a policy may have none)")
    return made


def fact(id: str, table: Table) -> Fact:
    """One word of the vocabulary."""
    fresh = table.optional_whole("fresh_minutes")
    made = Fact(
        id=named(id, table),
        label=table.text("label"),
        type=table.word("type", FACT_TYPES),
        unit=table.text("unit", ""),
        low=table.number("low"),
        high=table.number("high"),
        choices=table.words("choices", ()),
        fresh_minutes=fresh,
        from_=table.roles("from"),
        question=table.text("question", ""),
        help=table.text("help", ""),
        section=table.text("section", ""),
        asked=table.yes("asked"),
        only_if=table.optional("only_if"),
        example=table.take("example", None),
        sources=table.cited() if fresh else (),
    )
    table.nothing_more()
    _sensible_fact(made, table)
    return made


def _sensible_fact(made: Fact, table: Table) -> None:
    numeric = made.type in ("whole", "number")
    if numeric and (made.low is None or made.high is None or made.low >= made.high):
        raise table.wrong("a number needs `low` and `high`, in that order")
    if not numeric and (made.low is not None or made.high is not None or made.unit):
        raise table.wrong("only a number has `low`, `high` and `unit`")
    if (made.type in ("choice", "choices")) != bool(made.choices):
        raise table.wrong("`choices` belong to a fact of type choice or choices, and only there")
    if made.asked and not (made.question and made.section):
        raise table.wrong("a fact that is asked needs its `question` and its `section`")


def rule(id: str, table: Table, facts: Mapping[str, Fact], *, fill: Mapping[str, Any]) -> Rule:
    """One rule, its limits checked against its kind. `fill` adds limits held elsewhere."""
    kind = table.text("kind")
    if kind not in KINDS:
        raise UnknownKind(f"{table.place}: kind {kind!r} is not one of {', '.join(sorted(KINDS))}.")
    made = Rule(
        id=named(id, table),
        kind=kind,
        if_so=table.word("if_so", OUTCOMES),
        title=table.text("title"),
        says=table.text("says"),
        ask=table.text("ask"),
        who=table.roles("who"),
        **table.grounds(),
        expires=table.day("expires") if "expires" in table.rest else None,
        remedy=table.optional("remedy"),
        ladder=table.optional("ladder"),
        fresh_minutes=table.optional_whole("fresh_minutes"),
        limits=MappingProxyType({**table.rest, **fill}),
    )
    _sensible_rule(made, table, facts)
    return made


def _sensible_rule(made: Rule, table: Table, facts: Mapping[str, Fact]) -> None:
    if made.expires and made.expires < made.checked_on:
        raise table.wrong("`expires` was already past when it was checked")
    shape = KINDS[made.kind]
    missing, extra = shape.keys() - made.limits.keys(), made.limits.keys() - shape.keys()
    if missing or extra:
        keys = ", ".join(f"`{key}`" for key in sorted(missing or extra))
        raise table.wrong(f"{made.kind} rules {'need' if missing else 'do not know'} {keys}")
    for key, check in shape.items():
        complaint = check(made.limits[key], made.limits, facts)
        if complaint:
            raise table.wrong(f"`{key}` {complaint}")


def contradiction(id: str, table: Table, facts: Mapping[str, Fact]) -> Contradiction:
    """Facts that cannot all be so: at least two, each of the type its list says."""
    made = Contradiction(
        id=named(id, table),
        title=table.text("title"),
        says=table.text("says"),
        ask=table.text("ask"),
        who=table.roles("who"),
        sources=table.cited(),
        yes=table.words("yes", ()),
        no=table.words("no", ()),
        known=table.words("known", ()),
        not_below=table.words("not_below", ()),
    )
    table.nothing_more()
    for name in made.facts:
        if name not in facts:
            raise table.wrong(f"{name!r} is not a fact of facts.toml")
    _sensible_contradiction(made, table, facts)
    return made


def _sensible_contradiction(made: Contradiction, table: Table, facts: Mapping[str, Fact]) -> None:
    if len(set(made.facts)) != len(made.facts) or len(made.facts) < 2:
        raise table.wrong("a contradiction is between at least two facts, each named once")
    if any(facts[name].type != "yes-no" for name in made.yes + made.no):
        raise table.wrong("only yes-no facts can stand under `yes` and `no`")
    if len(made.not_below) not in (0, 2) or any(
        facts[name].type not in NUMERIC for name in made.not_below
    ):
        raise table.wrong("`not_below` names two numbers: the higher one, then the lower one")


def check_only_ifs(facts: Mapping[str, Fact]) -> None:
    """A fact asked only if another is yes must name a yes-no fact."""
    for made in facts.values():
        if made.only_if and (made.only_if not in facts or facts[made.only_if].type != "yes-no"):
            raise Malformed(f"facts.toml {made.id}: `only_if` must name a yes-no fact.")
