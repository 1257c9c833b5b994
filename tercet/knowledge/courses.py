"""One file into one protocol: a course's rhythm, the rules of a dosing day, who is called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tercet.knowledge.course_shapes import (
    CheckIn,
    Consent,
    Doses,
    Fate,
    FollowUp,
    Hold,
    Phase,
    Protocol,
    Review,
    Strands,
    Therapy,
    Vitals,
)
from tercet.knowledge.entries import named, rule
from tercet.knowledge.ladders import ladders
from tercet.knowledge.parts import Table
from tercet.knowledge.shapes import Fact, Rule

Facts = Mapping[str, Fact]
Fills = Mapping[str, Mapping[str, Any]]  # kind -> the limits that are held elsewhere


def protocol(id: str, table: Table, facts: Facts) -> Protocol:
    """A course: its length and rhythm, the rules of a dosing day, and who is called."""
    check_in, strands = _check_in(table.table("check_in")), _strands(table.table("strands"))
    fills = _fills(check_in, strands)
    made = Protocol(
        id=named(id, table),
        name=table.text("name"),
        **table.grounds(),
        weeks=table.whole("weeks"),
        prescriber_visits=table.whole("prescriber_visits"),
        chaperone_hours=table.whole("chaperone_hours"),
        phases=tuple(map(_phase, table.tables("phases"))),
        doses=_doses(table.table("doses")),
        therapy=_therapy(table.table("therapy")),
        check_in=check_in,
        strands=strands,
        follow_up=_follow_up(table.table("follow_up")),
        morning=table.hour("morning"),
        hold=_hold(table.table("hold")),
        fate=_fate(table.table("fate")),
        consent=_consent(table.table("consent")),
        review=_review(table.table("review"), facts),
        vitals=_vitals(table.table("vitals")),
        order=_rules(table.table("order"), facts, fills),
        gate=_rules(table.table("gate"), facts, fills),
        monitoring=_rules(table.table("monitoring"), facts, fills),
        release=_rules(table.table("release"), facts, fills),
        course=_rules(table.table("course"), facts, fills),
        ladders=ladders(table, end_outside=True),
    )
    table.nothing_more()
    _sensible_protocol(made, table)
    return made


def _sensible_protocol(made: Protocol, table: Table) -> None:
    weeks = [w for phase in made.phases for w in range(phase.from_week, phase.to_week + 1)]
    if weeks != list(range(1, made.weeks + 1)):
        raise table.wrong(f"`phases` must cover weeks 1 to {made.weeks} once, in order")
    if made.therapy.before_first_dose >= made.therapy.count:
        raise table.wrong("`therapy` leaves nothing for after the first dose")
    every = [id for part in made.parts.values() for id in part]
    if len(set(every)) != len(every):
        raise table.wrong("two rules of this protocol have the same id")
    for id in made.fate.halved_by:
        if id not in made.order:
            raise table.wrong(f"`fate` is halved by {id}, which is no rule of the order")
    for each in made.rules.values():
        if each.ladder is not None and each.ladder not in made.ladders:
            raise table.wrong(f"rule {each.id} climbs ladder {each.ladder}, which there is not")


def _fills(check_in: CheckIn, strands: Strands) -> Fills:
    """Silence begins where a check-in's rhythm says, and a guide is full at the number that the
    strands name: such a limit is not written twice."""
    return {
        "silent": {"minutes": check_in.every_minutes + check_in.grace_minutes},
        "guide_is_full": {"sessions": strands.at_most_per_guide},
    }


def _rules(table: Table, facts: Facts, fills: Fills) -> Mapping[str, Rule]:
    made = {
        id: rule(id, child, facts, fill=fills.get(str(child.rest.get("kind")), {}))
        for id, child in table.children().items()
    }
    if not made:
        raise table.wrong("needs at least one rule")
    return MappingProxyType(made)


def _phase(table: Table) -> Phase:
    made = Phase(
        table.text("id"), table.text("name"), table.whole("from_week"), table.whole("to_week")
    )
    table.nothing_more()
    return made


def _doses(table: Table) -> Doses:
    made = Doses(table.whole("count"), table.whole("spacing_hours"))
    table.nothing_more()
    return made


def _therapy(table: Table) -> Therapy:
    made = Therapy(
        table.whole("count"),
        table.whole("before_first_dose"),
        table.whole("within_hours_after_dose"),
    )
    table.nothing_more()
    return made


def _check_in(table: Table) -> CheckIn:
    made = CheckIn(table.whole("every_minutes"), table.whole("grace_minutes"))
    table.nothing_more()
    return made


def _hold(table: Table) -> Hold:
    made = Hold(table.whole("low_minutes"), table.whole("high_minutes"))
    table.nothing_more()
    if made.low_minutes > made.high_minutes:
        raise table.wrong("`low_minutes` is above `high_minutes`")
    return made


def _fate(table: Table) -> Fate:
    made = Fate(
        hydrochloride_mg=_share(table, "hydrochloride_mg", most=1000),
        base_mg=_share(table, "base_mg", most=1000),
        units_more=table.whole("units_more"),
        held_share=_share(table, "held_share", most=1),
        fill_share=_share(table, "fill_share", most=1),
        halved_by=table.words("halved_by"),
        sources=table.cited(),
        evidence=table.text("evidence"),
    )
    table.nothing_more()
    if made.base_mg > made.hydrochloride_mg:
        raise table.wrong("`base_mg` is above `hydrochloride_mg`; a salt weighs more than its base")
    return made


def _share(table: Table, key: str, *, most: float) -> float:
    value = table.number(key)
    if value is None or not 0 < value <= most:
        raise table.wrong(f"`{key}` must be a number above 0 and at most {most}, not {value!r}")
    return value


def _consent(table: Table) -> Consent:
    made = Consent(
        version=table.text("version"),
        since=table.day("since"),
        lasts_days=table.whole("lasts_days"),
        sources=table.cited(),
        evidence=table.text("evidence"),
    )
    table.nothing_more()
    return made


def _review(table: Table, facts: Facts) -> Review:
    chosen = table.table("measures")
    made = Review(
        adequate_trial=table.text("adequate_trial"),
        earliest_fill_percent=table.whole("earliest_fill_percent"),
        measures=MappingProxyType({name: chosen.text(name) for name in tuple(chosen.rest)}),
        otherwise=table.text("otherwise"),
        sources=table.cited(),
        evidence=table.text("evidence"),
    )
    table.nothing_more()
    strange = made.measures.keys() - set(facts["indication"].choices)
    if strange:
        raise chosen.wrong(f"{sorted(strange)[0]} is no choice of the fact `indication`")
    for measure in (*made.measures.values(), made.otherwise):
        if f"{measure}-total" not in facts or f"{measure}-baseline" not in facts:
            raise table.wrong(f"measure {measure} has no total and baseline in facts.toml")
    return made


def _strands(table: Table) -> Strands:
    made = Strands(table.whole("lost_after_seconds"), table.whole("at_most_per_guide"))
    table.nothing_more()
    return made


def _follow_up(table: Table) -> FollowUp:
    made = FollowUp(table.whole("due_hours"), table.whole("missing_hours"))
    table.nothing_more()
    if made.due_hours >= made.missing_hours:
        raise table.wrong("`missing_hours` must come after `due_hours`")
    return made


def _vitals(table: Table) -> Vitals:
    minutes = table.take("at_minutes")
    if not isinstance(minutes, list) or minutes != sorted({m for m in minutes if _minute(m)}):
        raise table.wrong("`at_minutes` must be whole minutes above 0, rising")
    made = Vitals(tuple(minutes), table.whole("then_every_minutes"))
    table.nothing_more()
    return made


def _minute(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
