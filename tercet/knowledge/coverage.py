"""coverage.toml: every fact id of the evidence, and where it went: into what, or why nowhere.

What carries an id in its `evidence` is found by itself. The file holds the ids there are, the
places of numbers that carry none, and honest reasons for what is left out.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tercet.knowledge.loader import HERE, read
from tercet.knowledge.parts import Table
from tercet.knowledge.pieces import pieces
from tercet.knowledge.refusals import Malformed

DECIDES_NOTHING = ("note", "published course")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where each fact id of the evidence went."""

    ids: tuple[str, ...]
    encoded: Mapping[str, tuple[str, ...]]  # id -> ids of what decides by it, and named places
    shown: Mapping[str, tuple[str, ...]]  # id -> ids of notes, and of courses that are published
    not_encoded: Mapping[str, str]  # id -> why

    def state(self, id: str) -> str:
        """encoded | information | not encoded | forgotten. What decides counts before notes."""
        if self.encoded.get(id):
            return "encoded"
        if self.shown.get(id):
            return "information"
        return "not encoded" if id in self.not_encoded else "forgotten"


def coverage(folder: Path = HERE) -> Coverage:
    """Raises `Malformed` for a range that is none, or an id told of twice."""
    try:
        written = tomllib.loads((folder / "coverage.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Malformed(f"coverage.toml: cannot be read: {fault}.") from fault
    table = Table("coverage.toml", written, {})
    ids = tuple(_ids(table.table("ids")))
    places, not_encoded = _words(table.table("places")), _words(table.table("not_encoded"))
    table.nothing_more()
    strange = [id for id in (*places, *not_encoded) if id not in ids]
    if strange:
        raise Malformed(f"coverage.toml: {strange[0]} is no id of the evidence.")
    known = read(folder)
    carried: dict[str, list[str]] = {id: [] for id in ids}
    noted: dict[str, list[str]] = {id: [] for id in ids}
    for piece in pieces(known):
        told = noted if piece.shape in DECIDES_NOTHING else carried
        for id in piece.evidence:
            told.setdefault(id, []).append(piece.id)
    for id, place in places.items():
        carried[id] += place.split("; ")
    return Coverage(ids, _frozen(carried), _frozen(noted), MappingProxyType(not_encoded))


def _frozen(told: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({id: tuple(dict.fromkeys(each)) for id, each in told.items()})


def _ids(table: Table) -> Iterator[str]:
    """`EL = "001-011, 020"` is EL-001 to EL-011, and EL-020."""
    for prefix in tuple(table.rest):
        for part in table.text(prefix).split(","):
            first, _, last = part.strip().partition("-")
            if not first.isdecimal() or not (last or first).isdecimal():
                raise table.wrong(f"`{prefix}` must be numbers and ranges, not {part!r}")
            yield from (f"{prefix}-{n:03d}" for n in range(int(first), int(last or first) + 1))


def _words(table: Table) -> dict[str, str]:
    return {id: table.text(id) for id in tuple(table.rest)}
