"""One file into one plan of asking: its rounds, reminders, what wakes a person, lines to call."""

from collections.abc import Collection, Mapping

from tercet.knowledge.course_shapes import Protocol
from tercet.knowledge.entries import named
from tercet.knowledge.ladders import ladders
from tercet.knowledge.parts import Table
from tercet.knowledge.sampling_shapes import CONDITION, Line, Plan, Reminding, Round, Wake

ANCHORS = ("planned-dose", "dose", "contact", "course-start", "course-end")
CALLS = ("suicide", "safety")
UNITS = ("hours", "days", "months")


def plan(id: str, table: Table, *, instruments: Collection[str], facts: Collection[str]) -> Plan:
    """A plan whose questions exist and whose windows open, are due and close in order."""
    made = Plan(
        id=named(id, table),
        name=table.text("name"),
        **table.grounds(),
        evaluation=table.words("evaluation"),
        reminding=_reminding(table.table("reminding")),
        rounds=tuple(map(_round, table.tables("rounds"))),
        wakes=tuple(map(_wake, table.tables("wakes"))),
        ladders=ladders(table, end_outside=False),
        lines=tuple(map(_line, table.tables("lines"))),
    )
    table.nothing_more()
    _sensible(made, table, instruments, facts)
    return made


def check_beside(made: Plan, protocols: Mapping[str, Protocol]) -> str | None:
    """What does not fit the protocol it is a plan of; None when all does."""
    own = protocols.get(made.id)
    if own is None:
        return f"there is no protocol {made.id}"
    for wake in made.wakes:
        if wake.ladder not in own.ladders and wake.ladder not in made.ladders:
            return f"{wake.id} climbs ladder {wake.ladder}, which there is not"
    twice = own.ladders.keys() & made.ladders.keys()
    return f"ladders {sorted(twice)} stand in the protocol already" if twice else None


def _sensible(
    made: Plan, table: Table, instruments: Collection[str], facts: Collection[str]
) -> None:
    for kind in (made.rounds, made.wakes, made.lines):
        ids = [each.id for each in kind]
        if not ids or len(set(ids)) != len(ids):
            raise table.wrong("rounds, wakes and lines need at least one each, and different ids")
    asked = {name for each in made.rounds for name in each.asks} | set(made.evaluation)
    named_by_wakes = {wake.instrument for wake in made.wakes if wake.instrument}
    if strange := sorted((asked | named_by_wakes) - {CONDITION} - set(instruments)):
        raise table.wrong(f"{strange[0]} is no instrument of instruments/")
    if strange := sorted({f for each in made.rounds for f in each.facts} - set(facts)):
        raise table.wrong(f"{strange[0]} is no fact of facts.toml")
    if {wake.calls for wake in made.wakes if wake.on == "flag"} - {""} != set(CALLS):
        raise table.wrong("`wakes` must say who is called for a flag that no entry names")


def _reminding(table: Table) -> Reminding:
    made = Reminding(
        quiet_from=table.hour("quiet_from"),
        quiet_to=table.hour("quiet_to"),
        tries=table.whole("tries"),
        again_minutes=table.whole("again_minutes"),
        not_now_minutes=table.whole("not_now_minutes"),
    )
    table.nothing_more()
    if made.quiet_from <= made.quiet_to:
        raise table.wrong("quiet hours begin in the evening and end in the morning")
    return made


def _round(table: Table) -> Round:
    unit, count = _distance(table)
    made = Round(
        id=table.text("id"),
        name=table.text("name"),
        title=table.text("title"),
        asks=table.words("asks", ()),
        facts=table.words("facts", ()),
        after=table.word("after", ANCHORS),
        unit=unit,
        count=count,
        at=table.hour("at") if "at" in table.rest else None,
        every_days=table.optional_whole("every_days"),
        times=table.optional_whole("times"),
        opens_minutes_before=table.whole("opens_minutes_before", least=0),
        due_minutes_after=table.whole("due_minutes_after"),
        closes_minutes_after=table.whole("closes_minutes_after"),
        remind_minutes=_minutes(table),
        at_night=table.yes("at_night"),
    )
    table.nothing_more()
    _sensible_round(made, table)
    return made


def _sensible_round(made: Round, table: Table) -> None:
    if not made.asks and not made.facts:
        raise table.wrong("asks nothing")
    if made.closes_minutes_after <= made.due_minutes_after:
        raise table.wrong("`closes_minutes_after` must come after `due_minutes_after`")
    if made.at is not None and made.unit == "hours":
        raise table.wrong("`at` is an hour of a day; what is counted in hours has none")
    if made.times is not None and made.every_days is None:
        raise table.wrong("`times` says how often; say `every_days` too")


def _distance(table: Table) -> tuple[str, int]:
    said = [unit for unit in UNITS if unit in table.rest]
    if len(said) != 1:
        raise table.wrong(f"needs one of {', '.join(UNITS)}")
    count = table.take(said[0])
    if not isinstance(count, int) or isinstance(count, bool):
        raise table.wrong(f"`{said[0]}` must be a whole number, not {count!r}")
    return said[0], count


def _minutes(table: Table) -> tuple[int, ...]:
    value = table.take("remind_minutes")
    fine = isinstance(value, list) and all(type(m) is int and m >= 0 for m in value)
    if not fine or not value or value != sorted(set(value)):
        raise table.wrong("`remind_minutes` must be whole minutes from 0 on, rising")
    return tuple(value)


def _wake(table: Table) -> Wake:
    made = Wake(
        id=table.text("id"),
        instrument=table.text("instrument", ""),
        on=table.word("on", ("flag", "refused")),
        flag=table.text("flag", ""),
        calls=table.word("calls", CALLS) if "calls" in table.rest else "",
        kind=table.text("kind"),
        ladder=table.text("ladder"),
        crisis=table.yes("crisis"),
        says=table.text("says"),
    )
    table.nothing_more()
    if bool(made.calls) == bool(made.instrument):
        raise table.wrong("names either an `instrument` or what a flag `calls`")
    return made


def _line(table: Table) -> Line:
    made = Line(
        table.text("id"),
        table.text("name"),
        table.text("call"),
        table.text("text", ""),
        table.text("says"),
    )
    table.nothing_more()
    return made
