"""Reading one table of a file: every key known, every word of the kind it should be.

A `Table` hands out what stands under a key once, says exactly where a fault is, and
refuses keys nobody asked for, so that a misspelt limit cannot be silently ignored.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from tercet.knowledge.refusals import Malformed, Uncited
from tercet.knowledge.shapes import Source

STRENGTHS = ("A", "B", "C", "D")
BASES = ("label", "evidence", "regulation", "policy", "derived")
VERIFIED = ("read", "secondary", "memory", "policy", "derived")
ROLES = (
    "patient",
    "support",
    "guide",
    "prescriber",
    "therapist",
    "outside",
    "coordinator",
    "director",
    "laboratory",
    "device",
    "record",
    "derived",
)
_ABSENT = object()


class Table:
    """One TOML table, with its file and id for the messages."""

    def __init__(self, place: str, contents: Any, sources: Mapping[str, Source]) -> None:
        if not isinstance(contents, dict):
            raise Malformed(f"{place}: must be a table of keys, not {contents!r}.")
        self.place, self.rest, self.sources = place, dict(contents), sources

    def wrong(self, what: str) -> Malformed:
        """The fault, said with its place."""
        return Malformed(f"{self.place}: {what}.")

    def take(self, key: str, default: Any = _ABSENT) -> Any:
        """What stands under `key`; refuses if it must be there and is not."""
        value = self.rest.pop(key, default)
        if value is _ABSENT:
            raise self.wrong(f"`{key}` is missing; add it")
        return value

    def text(self, key: str, default: Any = _ABSENT) -> str:
        """Words, not empty unless the default is."""
        value = self.take(key, default)
        if not isinstance(value, str) or (not value.strip() and default is _ABSENT):
            raise self.wrong(f"`{key}` must be words, not {value!r}")
        return value

    def optional(self, key: str) -> str | None:
        """Words, or nothing at all."""
        return self.text(key) if key in self.rest else None

    def word(self, key: str, allowed: tuple[str, ...], default: Any = _ABSENT) -> str:
        """One of a closed set of words."""
        value = self.take(key, default)
        if value not in allowed:
            raise self.wrong(f"`{key}` is {value!r}; it must be one of {', '.join(allowed)}")
        return str(value)

    def words(self, key: str, default: Any = _ABSENT) -> tuple[str, ...]:
        """A list of words, none twice."""
        value = self.take(key, default)
        listed = isinstance(value, list | tuple) and all(isinstance(v, str) and v for v in value)
        if not listed or len(set(value)) != len(value):
            raise self.wrong(f"`{key}` must be a list of different words, not {value!r}")
        return tuple(value)

    def roles(self, key: str) -> tuple[str, ...]:
        """A list of at least one of the roles there are."""
        value = self.words(key)
        strange = [role for role in value if role not in ROLES]
        if strange or not value:
            raise self.wrong(f"`{key}` names {strange or 'nobody'}; roles are {', '.join(ROLES)}")
        return value

    def whole(self, key: str, *, least: int = 1) -> int:
        """A whole number of at least `least`."""
        value = self.take(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise self.wrong(f"`{key}` must be a whole number of at least {least}, not {value!r}")
        return value

    def optional_whole(self, key: str) -> int | None:
        """A whole number above zero, or nothing."""
        return self.whole(key) if key in self.rest else None

    def headed(self, heads: Mapping[str, Any]) -> "Table":
        """Itself, with what is said once for all of the file wherever it says nothing else."""
        self.rest = {**heads, **self.rest}
        return self

    def hour(self, key: str) -> time:
        """An hour of the day on whatever clock it is read by."""
        value = self.take(key)
        if not isinstance(value, time) or value.tzinfo is not None:
            raise self.wrong(f"`{key}` must be a time of day such as 06:00:00, not {value!r}")
        return value

    def number(self, key: str) -> float | None:
        """A number, or nothing."""
        value = self.take(key, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
            raise self.wrong(f"`{key}` must be a number, not {value!r}")
        return value

    def yes(self, key: str) -> bool:
        """True or false; false when it is not there."""
        value = self.take(key, False)
        if not isinstance(value, bool):
            raise self.wrong(f"`{key}` must be true or false, not {value!r}")
        return value

    def day(self, key: str, default: Any = _ABSENT) -> date:
        """A date written as a TOML date: 2026-11-22."""
        value = self.take(key, default)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"`{key}` must be a date such as 2026-11-22, not {value!r}")
        return value

    def cited(self) -> tuple[str, ...]:
        """`sources`: at least one, each of them in sources.toml."""
        cited = self.words("sources", ())
        if not cited:
            raise Uncited(f"{self.place}: cites nothing; name a source of sources.toml.")
        for citation in cited:
            if citation.partition("#")[0] not in self.sources:
                raise Uncited(f"{self.place}: cites {citation}, which sources.toml does not hold.")
        return cited

    def dates(self) -> tuple[date, date]:
        """`checked_on` and `next_check`, in that order in time."""
        checked_on, next_check = self.day("checked_on"), self.day("next_check")
        if next_check <= checked_on:
            raise self.wrong("`next_check` must come after `checked_on`")
        return checked_on, next_check

    def grounds(self, *, evidence: str | None = None) -> dict[str, Any]:
        """On whose word a piece stands: the keys that everything published carries.

        `evidence` is the row that its file names for all of its kind, where it names none itself.
        """
        checked_on, next_check = self.dates()
        basis, verified = self.word("basis", BASES), self.word("verified", VERIFIED)
        if (basis == "policy") != (verified == "policy"):
            raise self.wrong("a policy number is policy in both `basis` and `verified`")
        return {
            "sources": self.cited(),
            "strength": self.word("strength", STRENGTHS),
            "basis": basis,
            "verified": verified,
            "evidence": evidence or self.text("evidence"),
            "checked_on": checked_on,
            "next_check": next_check,
        }

    def table(self, key: str) -> "Table":
        """The table that stands under `key`."""
        return Table(f"{self.place} {key}", self.take(key), self.sources)

    def tables(self, key: str, default: Any = _ABSENT) -> "tuple[Table, ...]":
        """The list of tables that stands under `key`."""
        value = self.take(key, default)
        if not isinstance(value, list | tuple):
            raise self.wrong(f"`{key}` must be a list of tables")
        return tuple(
            Table(f"{self.place} {key} {number}", each, self.sources)
            for number, each in enumerate(value, 1)
        )

    def lists(self, key: str) -> "dict[str, tuple[Table, ...]]":
        """The table under `key` whose every entry is a list of tables."""
        parent = self.table(key)
        return {name: parent.tables(name) for name in tuple(parent.rest)}

    def children(self) -> "dict[str, Table]":
        """Every table left in this one, by its name."""
        left, self.rest = self.rest, {}
        return {k: Table(f"{self.place} {k}", v, self.sources) for k, v in left.items()}

    def nothing_more(self) -> None:
        """Refuse what nobody has asked for."""
        if self.rest:
            keys = ", ".join(f"`{key}`" for key in self.rest)
            raise self.wrong(f"{keys} is not known here; take it out or spell it as the others do")
