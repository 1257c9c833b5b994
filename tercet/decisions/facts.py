"""Said and Facts: what a decision is shown. Each fact with its value, when, and from whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

RECORD = "record"  # somebody else's record: what its lists leave out is not denied
GIVEN = "given"  # vouched for by whoever hands the facts over, as a file on a command line is


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as someone said it. `value` None is not known; so is NaN."""

    value: Any
    at: datetime | None = None
    by: str | None = None  # a role: patient, guide, laboratory, record, derived ...
    note: str = ""  # what it was worked out from, in a few words

    def __post_init__(self) -> None:
        if isinstance(self.value, list):
            object.__setattr__(self, "value", tuple(self.value))
        if self.value != self.value:
            object.__setattr__(self, "value", None)
        if self.at is not None:
            _aware(self.at)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person at one moment. A missing name is not known."""

    said: Mapping[str, Said]
    now: datetime

    def __post_init__(self) -> None:
        _aware(self.now)
        object.__setattr__(self, "said", MappingProxyType(dict(self.said)))

    @classmethod
    def plain(cls, values: Mapping[str, Any], *, now: datetime, by: str = GIVEN) -> "Facts":
        """Facts that were all said now, by one role or as given."""
        return cls({name: Said(value, now, by) for name, value in values.items()}, now)

    def with_said(self, more: Mapping[str, Said]) -> "Facts":
        """These facts and more; what is in both is as `more` has it."""
        return Facts({**self.said, **more}, self.now)

    def without(self, *names: str) -> "Facts":
        """These facts less some: nobody ever said them."""
        return Facts({k: said for k, said in self.said.items() if k not in names}, self.now)

    def value(self, name: str) -> Any:
        """The bare value, whatever its age and whoever said it; None where nobody did."""
        said = self.said.get(name)
        return said.value if said else None


def facts_as_dict(facts: Facts) -> dict[str, Any]:
    """Plain values for JSON, names in order, instants in UTC: equal facts, equal dict."""
    said = {name: said_as_dict(facts.said[name]) for name in sorted(facts.said)}
    return {"now": _written(facts.now), "said": said}


def facts_from_dict(made: Mapping[str, Any]) -> Facts:
    """The facts that `facts_as_dict` wrote."""
    said = {name: said_from_dict(each) for name, each in made["said"].items()}
    return Facts(said, datetime.fromisoformat(made["now"]))


def said_as_dict(said: Said) -> dict[str, Any]:
    """What someone said as plain values for JSON; the note only where there is one."""
    value = said.value
    if isinstance(value, datetime):
        value = {"instant": _written(value)}
    made = {
        "value": list(value) if isinstance(value, tuple) else value,
        "at": _written(said.at) if said.at else None,
        "by": said.by,
    }
    return {**made, "note": said.note} if said.note else made


def said_from_dict(made: Mapping[str, Any]) -> Said:
    """What `said_as_dict` wrote."""
    value, at = made["value"], made["at"]
    if isinstance(value, Mapping):
        value = datetime.fromisoformat(value["instant"])
    return Said(value, datetime.fromisoformat(at) if at else None, made["by"], made.get("note", ""))


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _aware(instant: datetime) -> None:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no time zone; a time must say which it is in.")
