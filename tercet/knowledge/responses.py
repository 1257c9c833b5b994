"""response.toml into frozen values; a reliable change not given by its own numbers is refused."""

from collections.abc import Callable, Collection, Iterable, Mapping
from math import ceil, sqrt
from types import MappingProxyType
from typing import Any, TypeVar

from tercet.knowledge.entries import named
from tercet.knowledge.parts import Table
from tercet.knowledge.response_shapes import (
    Benefit,
    Booking,
    Counting,
    Deterioration,
    Emergent,
    Entry,
    Reading,
    Relapse,
    Reliable,
    Remission,
    Response,
    SideEffects,
    SummingUp,
    Sustained,
    Threshold,
)

FOR_ALL = ("checked_on", "next_check", "evidence")  # said once, at the head of the file
R_KINDS = ("alpha", "retest", "not stated")
NOT_STATED = R_KINDS[-1]
CRITICAL = 1.96  # of the normal curve: Jacobson and Truax reckon at 95 %
Made = TypeVar("Made")


def reading(table: Table, facts: Collection[str]) -> Reading:
    """All of the file. Refuses two starts for one instrument, and a line that nobody published."""
    heads = {key: table.take(key) for key in FOR_ALL}
    parts = {key: each.headed(heads) for key, each in table.children().items()}
    take = _Parts(table, parts)
    made = Reading(
        counting=take.one("counting", _counting),
        deterioration=take.one("deterioration", _deterioration),
        sustained=take.one("sustained", _sustained),
        relapse=take.one("relapse", _relapse),
        benefit=take.one("benefit", _benefit),
        emergent=take.each("emergent", _emergent, heads),
        booking=take.one("booking", _booking),
        side_effects=take.one("side-effects", _side_effects),
        entries=take.each("entry", _entry, heads),
        responses=take.each("response", _response, heads),
        remissions=take.each("remission", _remission, heads),
        reliables=take.each("reliable", _reliable, heads),
        summing_up=take.one("summing-up", _summing_up),
    )
    if parts:
        raise table.wrong(f"`{next(iter(parts))}` is not known here")
    _whole(made, table)
    for unknown in [fact for fact in made.side_effects.facts if fact not in facts]:
        raise table.wrong(f"side-effects: there is no fact {unknown}")
    return made


class _Parts:
    """The tables of the file, each handed out once."""

    def __init__(self, table: Table, parts: dict[str, Table]) -> None:
        self.table, self.parts = table, parts

    def _taken(self, key: str) -> Table:
        if key not in self.parts:
            raise self.table.wrong(f"`{key}` is missing; add it")
        return self.parts.pop(key)

    def one(self, key: str, made: Callable[[str, Table], Made]) -> Made:
        return _finished(made, key, self._taken(key))

    def each(
        self, key: str, made: Callable[[str, Table], Made], heads: Mapping[str, Any]
    ) -> Mapping[str, Made]:
        parent = self._taken(key)
        for head in heads:
            parent.rest.pop(head)
        children = parent.children().items()
        return MappingProxyType(
            {id: _finished(made, id, each.headed(heads)) for id, each in children}
        )


def _finished(made: Callable[[str, Table], Made], id: str, table: Table) -> Made:
    held = made(id, table)
    table.nothing_more()
    return held


def _grounded(id: str, table: Table) -> dict[str, Any]:
    return {"id": named(id, table), "says": table.text("says"), **table.grounds()}


def _above_nought(key: str, table: Table) -> float:
    value = table.number(key)
    if value is None or value <= 0:
        raise table.wrong(f"`{key}` must be a number above 0")
    return value


def _part_of(key: str, table: Table, *, most: float) -> float:
    value = _above_nought(key, table)
    if value > most:
        raise table.wrong(f"`{key}` is at most {most:g}, not {value:g}")
    return value


def _counting(id: str, table: Table) -> Counting:
    return Counting(
        least_share=_part_of("least_share", table, most=1),
        baseline_within_days=table.whole("baseline_within_days"),
        hours_after_dose=table.whole("hours_after_dose", least=0),
        **_grounded(id, table),
    )


def _deterioration(id: str, table: Table) -> Deterioration:
    return Deterioration(crossings=table.whole("crossings"), **_grounded(id, table))


def _sustained(id: str, table: Table) -> Sustained:
    made = Sustained(
        sustained_days=table.whole("sustained_days"),
        recovery_days=table.whole("recovery_days"),
        **_grounded(id, table),
    )
    if made.recovery_days <= made.sustained_days:
        raise table.wrong("`recovery_days` must be more than `sustained_days`")
    return made


def _relapse(id: str, table: Table) -> Relapse:
    lines = table.table("lines")
    return Relapse(
        crossings=table.whole("crossings"),
        apart_days=table.whole("apart_days", least=0),
        lines=MappingProxyType({k: _above_nought(k, lines) for k in tuple(lines.rest)}),
        **_grounded(id, table),
    )


def _benefit(id: str, table: Table) -> Benefit:
    return Benefit(
        percent=_part_of("percent", table, most=100),
        least_before=_above_nought("least_before", table),
        measures=table.words("measures"),
        **_grounded(id, table),
    )


def _emergent(id: str, table: Table) -> Emergent:
    mood = table.optional("mood")
    return Emergent(
        anxiety=table.text("anxiety"),
        anxiety_points=_above_nought("anxiety_points", table),
        mood=mood,
        mood_points=_above_nought("mood_points", table) if mood else 0,
        crossings=table.whole("crossings"),
        first_dose_only=table.yes("first_dose_only"),
        within_hours=table.whole("within_hours"),
        **_grounded(id, table),
    )


def _booking(id: str, table: Table) -> Booking:
    made = Booking(
        from_=table.hour("from"),
        to=table.hour("to"),
        minutes=table.whole("minutes"),
        notice_minutes=table.whole("notice_minutes", least=0),
        apart_minutes=table.whole("apart_minutes"),
        **_grounded(id, table),
    )
    if made.from_ >= made.to:
        raise table.wrong("`from` must be before `to`")
    return made


def _side_effects(id: str, table: Table) -> SideEffects:
    return SideEffects(
        answers=table.words("answers"), facts=table.words("facts"), **_grounded(id, table)
    )


def _line(id: str, table: Table) -> dict[str, Any]:
    made = {"instrument": table.text("instrument"), "set": table.text("set")}
    if made["set"] not in table.sources:
        raise table.wrong(f"`set` is {made['set']!r}; name a source of sources.toml")
    return {**made, **_grounded(id, table)}


def _entry(id: str, table: Table) -> Entry:
    return Entry(at_least=_above_nought("at_least", table), **_line(id, table))


def _response(id: str, table: Table) -> Response:
    percent = _part_of("percent", table, most=100)
    return Response(percent=percent, more_than=table.yes("more_than"), **_line(id, table))


def _remission(id: str, table: Table) -> Remission:
    return Remission(at_most=_above_nought("at_most", table), **_line(id, table))


def _reliable(id: str, table: Table) -> Reliable:
    made = Reliable(
        points=_above_nought("points", table),
        sd=table.number("sd"),
        r=table.number("r"),
        r_kind=table.word("r_kind", R_KINDS, NOT_STATED),
        **_line(id, table),
    )
    if (made.sd is None) != (made.r is None) or (made.r is None) != (made.r_kind == NOT_STATED):
        raise table.wrong("`sd`, `r` and `r_kind` stand together or not at all")
    if made.sd is not None and made.r is not None:
        worked_out = ceil(CRITICAL * made.sd * sqrt(2 * (1 - made.r)))
        if worked_out != made.points:
            raise table.wrong(f"`points` is {made.points:g}; `sd` and `r` give {worked_out}")
    return made


def _summing_up(id: str, table: Table) -> SummingUp:
    counted = table.table("counted")
    return SummingUp(
        counted=MappingProxyType({k: counted.words(k) for k in tuple(counted.rest)}),
        **_grounded(id, table),
    )


def _whole(made: Reading, table: Table) -> None:
    """One start for an instrument; one line of each kind that counts, and each its own."""
    starts = [each.instrument for each in made.entries.values()]
    if twice := [each for each in starts if starts.count(each) > 1]:
        raise table.wrong(f"{twice[0]} has two starts; keep one")
    every: Mapping[str, Threshold] = {**made.responses, **made.remissions, **made.reliables}
    for instrument, ids in made.summing_up.counted.items():
        lines = [every[id] for id in ids if id in every]
        if len(lines) != len(ids) or any(line.instrument != instrument for line in lines):
            raise table.wrong(f"summing-up: {instrument} counts by a line it does not have")
        if len({type(line) for line in lines}) != len(lines):
            raise table.wrong(f"summing-up: {instrument} counts by two lines of one kind")
    for unsummed in _named_by(every.values()) - made.summing_up.counted.keys():
        raise table.wrong(f"summing-up: {unsummed} has lines and none that counts")


def _named_by(lines: Iterable[Threshold]) -> set[str]:
    return {line.instrument for line in lines}
