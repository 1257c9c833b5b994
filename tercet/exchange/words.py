"""What a record says of one fact, word by word, and how several words become one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tercet.decisions import Facts, Said

# Who says what a file says: whoever keeps the record, a laboratory, a device, or the patient.
RECORD, LABORATORY, DEVICE, PATIENT = "record", "laboratory", "device", "patient"
MEDICINES = "medicines"


@dataclass(frozen=True, slots=True)
class Word:
    """One thing a record says of one fact. A value of None is "cannot be read", and `note` why."""

    fact: str
    value: Any
    at: datetime | None
    by: str = RECORD
    note: str = ""
    of: str = ""  # the reading it belongs to; "" when it stands alone


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was understood: the facts, what could not be read of a fact, what was left out."""

    facts: Facts
    notes: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def day(at: datetime | None) -> str:
    """A date for a sentence: "on 3 Jan 2027", or "undated"."""
    return f"on {at.day} {at:%b %Y}" if at else "undated"


def latest(words: Iterable[Word], *, now: datetime, as_of: bool) -> Iterator[Word]:
    """For each reading the words of its latest instant, at most one per fact.

    What is dated after `now` is left out when an earlier day is asked about (`as_of`); otherwise
    its date is wrong, and then the fact is not known. Undated words count only where none is
    dated. Two words of one instant that differ cancel: the fact is not known.
    """
    readings: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        if word.at is not None and word.at > now:
            if as_of:
                continue
            note = f"dated {day(word.at).removeprefix('on ')}, which is still to come: not counted"
            word = replace(word, value=None, note=note)
        readings[word.of or word.fact].append(word)
    for said in readings.values():
        newest = max((w.at for w in said if w.at is not None), default=None)
        yield from _one_each(w for w in said if w.at == newest)


def _one_each(words: Iterable[Word]) -> Iterator[Word]:
    by_fact: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_fact[word.fact].append(word)
    for said in by_fact.values():
        if all(word.value == said[0].value for word in said):
            yield said[0]
        else:
            values = " and ".join(sorted({str(w.value) for w in said if w.value is not None}))
            note = f"{values} {day(said[0].at)}, at the same moment: neither is counted"
            yield replace(said[0], value=None, note=note)


def joined(words: Iterable[Word]) -> Iterator[Word]:
    """One word per fact. A yes and a no cancel; what is in doubt later than a no undoes the no."""
    by_fact: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_fact[word.fact].append(word)
    for said in by_fact.values():
        notes = "; ".join(dict.fromkeys(word.note for word in said if word.note))
        best = max((w for w in said if w.value is not None), key=_dated, default=said[0])
        values = {w.value for w in said if w.value is not None} if len(said) > 1 else set()
        if len(values) > 1:
            notes = "; ".join(filter(None, ("the record says both yes and no", notes)))
            best = replace(best, value=None)
        elif best.value is False and any(w.value is None and _later(w, best) for w in said):
            best = replace(best, value=None)
        yield replace(best, note=notes)


def _dated(word: Word) -> datetime:
    return word.at or datetime.min.replace(tzinfo=UTC)


def _later(word: Word, than: Word) -> bool:
    return word.at is None or _dated(word) > _dated(than)


def heard(words: Iterable[Word], *, now: datetime, left_out: Iterable[str] = ()) -> Heard:
    """Words, at most one for each fact, as facts and as notes on what could not be read; of a list
    of medicines some may be read and some not."""
    said: dict[str, Said] = {}
    notes: dict[str, str] = {}
    for word in words:
        if word.value is not None:
            said[word.fact] = Said(word.value, word.at, word.by, word.note)
        if word.note and (word.value is None or word.fact == MEDICINES):
            notes[word.fact] = word.note
    return Heard(Facts(said, now), notes, tuple(left_out))
