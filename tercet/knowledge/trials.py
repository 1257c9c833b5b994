"""trials.toml into frozen values: definitions, dose ranges, therapies, resistance, staging."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tercet.knowledge.entries import named
from tercet.knowledge.instrument_shapes import Band
from tercet.knowledge.parts import Table
from tercet.knowledge.shapes import Fact
from tercet.knowledge.trial_shapes import (
    Cited,
    Definition,
    DoseRange,
    Enough,
    Failure,
    LowerMaximum,
    Maudsley,
    Points,
    Range,
    Resistance,
    TalkTherapy,
    TrialRules,
)

Facts = Mapping[str, Fact]
OUTCOMES = ("no-response", "partial", "response", "intolerance", "not-taken")
COUNTED = ("any", "antidepressants", "first_line_medicines", "first_line_therapies")


def trial_rules(table: Table, facts: Facts) -> TrialRules:
    """All of the file. Indications are choices of the fact `indication`."""
    indications = facts["indication"].choices
    doses, maxima = table.table("doses"), table.table("maxima")
    ranges = _doses(doses, maxima, indications)
    listed = table.table("antidepressants")
    made = TrialRules(
        failure=_failure(table.table("failure")),
        definitions=MappingProxyType(_definitions(table.table("definitions"))),
        doses=MappingProxyType(ranges),
        doses_cited=_cited(doses, evidence=", ".join(each.evidence for each in ranges.values())),
        maxima_cited=_cited(maxima),
        antidepressants=frozenset(listed.words("ingredients")),
        antidepressants_cited=_cited(listed),
        therapies=MappingProxyType(_therapies(table.table("therapies"), indications)),
        resistance=MappingProxyType(_resistances(table.table("resistance"), indications)),
        maudsley=_maudsley(table.table("maudsley"), indications),
    )
    for part in (doses, maxima, listed, table):
        part.nothing_more()
    return made


def _cited(table: Table, *, evidence: str | None = None) -> Cited:
    return Cited(**table.grounds(evidence=evidence))


def _failure(table: Table) -> Failure:
    made = Failure(_outcomes(table, "outcomes"), table.text("says"), _cited(table))
    table.nothing_more()
    return made


def _outcomes(table: Table, key: str) -> tuple[str, ...]:
    words = table.words(key)
    strange = [word for word in words if word not in OUTCOMES]
    if strange:
        raise table.wrong(f"`{key}` names {strange[0]}; outcomes are {', '.join(OUTCOMES)}")
    return words


def _definitions(table: Table) -> dict[str, Definition]:
    made = {}
    for id, each in table.children().items():
        made[id] = Definition(
            id=named(id, each),
            name=each.text("name"),
            least_weeks=each.whole("least_weeks"),
            not_counted=_outcomes(each, "not_counted"),
            says=each.text("says"),
            cited=_cited(each),
        )
        each.nothing_more()
    return made


def _doses(doses: Table, maxima: Table, indications: tuple[str, ...]) -> dict[str, DoseRange]:
    """Each medicine with its range and its maximum; a medicine has both or neither."""
    most, lower = maxima.table("mg_per_day"), maxima.table("lower").children()
    made = {}
    for id, each in doses.table("medicines").children().items():
        less = lower.pop(id, None)
        made[id] = DoseRange(
            ingredient=named(id, each),
            mg_per_day=MappingProxyType(_ranges(each.table("mg_per_day"), indications)),
            us_maximum=_positive(most, id),
            lower_maximum=_lower(less) if less else None,
            evidence=each.text("evidence"),
        )
        each.nothing_more()
    most.nothing_more()
    if lower:
        raise maxima.wrong(f"`lower` names {min(lower)}, which has no range")
    return made


def _lower(table: Table) -> LowerMaximum:
    made = LowerMaximum(_positive(table, "mg_per_day"), table.whole("above_age"))
    table.nothing_more()
    return made


def _ranges(table: Table, indications: tuple[str, ...]) -> dict[str, Range]:
    made = {}
    for indication in tuple(table.rest):
        _known(table, indication, indications)
        ends = table.take(indication)
        fine = isinstance(ends, list) and len(ends) == 2 and all(_mass(end) for end in ends)
        if not fine or ends[0] >= ends[1]:
            raise table.wrong(f"{indication} must be [low, high] in mg, not {ends!r}")
        made[indication] = (ends[0], ends[1])
    return made


def _known(table: Table, indication: str, indications: tuple[str, ...]) -> str:
    if indication not in indications:
        raise table.wrong(f"{indication} is no choice of the fact `indication`")
    return indication


def _mass(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _positive(table: Table, key: str) -> float:
    value = table.number(key)
    if value is None or value <= 0:
        raise table.wrong(f"`{key}` must be a number above 0, not {value!r}")
    return value


def _therapies(table: Table, indications: tuple[str, ...]) -> dict[str, TalkTherapy]:
    made = {}
    for id, each in table.children().items():
        made[id] = TalkTherapy(
            id=named(id, each),
            name=each.text("name"),
            called=each.words("called"),
            indication=_known(each, each.text("indication"), indications),
            enough=tuple(map(_enough, each.tables("enough"))),
            first_line=each.yes("first_line"),
            says=each.text("says"),
            cited=_cited(each),
        )
        each.nothing_more()
    return made


def _enough(table: Table) -> Enough:
    made = Enough(
        *(table.number(key) for key in ("sessions", "minutes", "weeks", "hours", "hours_above"))
    )
    table.nothing_more()
    if made.therapy_sessions is made.hours is made.hours_above is None:
        raise table.wrong("needs `sessions`, `hours` or `hours_above`")
    return made


def _resistances(table: Table, indications: tuple[str, ...]) -> dict[str, Resistance]:
    made = {}
    for id, each in table.children().items():
        for_ = tuple(_known(each, one, indications) for one in each.words("indications"))
        numbers = {key: each.optional_whole(key) or 0 for key in COUNTED}
        made[id] = Resistance(
            id=named(id, each),
            name=each.text("name"),
            indications=for_,
            this_episode=each.yes("this_episode"),
            says=each.text("says"),
            cited=_cited(each),
            **numbers,
        )
        each.nothing_more()
        if not any(numbers.values()):
            raise each.wrong(f"counts nothing; name one of {', '.join(COUNTED)}")
    return made


def _maudsley(table: Table, indications: tuple[str, ...]) -> Maudsley:
    severity = table.take("severity")
    made = Maudsley(
        name=table.text("name"),
        indications=tuple(_known(table, one, indications) for one in table.words("indications")),
        severity=(severity[0], severity[1]),
        months=_points(table, "months"),
        antidepressants=_points(table, "antidepressants"),
        augmentation=table.whole("augmentation"),
        ect=table.whole("ect"),
        bands=tuple(map(_band, table.tables("bands"))),
        cited=_cited(table),
    )
    table.nothing_more()
    return made


def _points(table: Table, key: str) -> tuple[Points, ...]:
    """Rising steps; the last one has no end."""
    made = []
    for each in table.tables(key):
        made.append(Points(each.number("up_to"), each.whole("points")))
        each.nothing_more()
    ends = [each.up_to for each in made[:-1]]
    if not made or made[-1].up_to is not None or None in ends or ends != sorted(set(ends)):  # type: ignore[type-var]
        raise table.wrong(f"`{key}` must rise by `up_to`, and the last has none")
    return tuple(made)


def _band(table: Table) -> Band:
    made = Band(table.text("name"), table.whole("low"), table.whole("high"))
    table.nothing_more()
    return made
