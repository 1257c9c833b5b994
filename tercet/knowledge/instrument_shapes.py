"""The frozen values that a questionnaire is held in: items, points, bands, flags, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One answer of an item, and the points it gives."""

    score: int
    text: str  # empty where the licence keeps the words out of this repository
    loinc: str
    also: tuple[str, ...] = ()  # other codes under which the same answer is sent


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """An item is asked only where one of these was answered with at least so much, or refused."""

    items: tuple[str, ...]
    at_least: int
    ignored: bool  # answered behind a closed gate: it counts for nothing


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One question of an instrument."""

    id: str
    text: str
    loinc: str
    answers: str = "points"  # points | yes-no | true-false | range
    options: tuple[Option, ...] = ()  # all of them; empty for a range
    low: int = 0  # the least and the most that may be answered
    high: int = 0
    part: str = ""  # such as fear and avoidance of one situation
    reverse: bool = False  # counted from the other end
    na: bool = False  # "not applicable" is an answer
    refused: bool = False  # "I do not want to answer" is an answer with a meaning of its own
    only_if: Gate | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A named stretch of totals, both ends included."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class BandSet:
    """Whose bands these are, and of whom they may be used."""

    id: str
    says: str
    when: Mapping[str, str]  # context that must be known: agoraphobia = "no"
    sources: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Cutoff:
    """A total at or above which, or at or below which, something is said."""

    id: str
    at_least: float | None
    at_most: float | None
    of: str  # a subscale; empty: the total
    says: str
    sources: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """How many points between two totals mean something, and what they mean.

    A threshold reckoned from a reliability carries the deviation and the reliability it used.
    """

    id: str
    points: float
    says: str
    sources: tuple[str, ...]
    verified: str
    sd: float | None = None
    r: float | None = None
    r_kind: str = ""  # alpha | retest


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    """So many of these items (or subscales) lie between these ends."""

    items: tuple[str, ...]
    subscales: tuple[str, ...]
    count: int
    most: int | None
    at_least: float
    at_most: float | None
    lower: Mapping[str, float]  # items for which less is enough
    refused: bool  # a refusal counts as met


@dataclass(frozen=True, slots=True, eq=False)
class Flag:
    """Answers that matter whatever the total is. `item` is empty where several are read."""

    id: str
    item: str
    at_least: float
    says: str
    calls: str  # suicide | safety: a person must hear of it; empty: a finding to be read
    clauses: tuple[Clause, ...]  # all of them


@dataclass(frozen=True, slots=True, eq=False)
class Triage:
    """A name given by answers and not by a total; the first whose clauses are all met."""

    name: str
    clauses: tuple[Clause, ...]  # none: whatever is left


@dataclass(frozen=True, slots=True, eq=False)
class Subscale:
    """A part of the items, and how they are put together."""

    id: str
    kind: str  # sum | mean | percent | highest
    items: tuple[str, ...]
    alternatives: tuple[tuple[str, ...], ...]  # of each group one answer is enough
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Scoring:
    """How a total comes about."""

    kind: str  # sum | mean | percent | of-subscales | item | none
    items: tuple[str, ...]
    times: int  # the sum is multiplied by this
    band_set: str  # whose triage it is, where names come from answers


@dataclass(frozen=True, slots=True, eq=False)
class Proration:
    """What a published rule lets stand in for missing answers; never a total."""

    most_missing: int
    na: bool  # it stands in for what does not apply, and not for blanks
    rounded: bool
    says: str
    sources: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The words of one instrument in one language, by item and by answer."""

    language: str
    intro: str
    items: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]  # item -> its answers, least points first
    credit: str  # the licence, or by what right a clinic shows these words
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """One questionnaire: what may be answered, what that comes to, and what it is called."""

    id: str
    version: str  # of its file: any change to it is another
    name: str
    about: str
    answered_by: str  # patient | clinician | observer
    intro: str
    recall: str  # days | now | lifetime | trait
    recall_days: int  # 0 where it does not look back over days
    direction: str  # lower-is-better | higher-is-better | neither
    items: tuple[Item, ...]
    unscored: tuple[Item, ...]  # asked beside, and in no score
    options: tuple[Option, ...]  # of the items that have none of their own
    context: Mapping[str, tuple[str, ...]]  # what must be known of a person for some bands
    scoring: Scoring
    subscales: Mapping[str, Subscale]
    bands: Mapping[str, tuple[Band, ...]]  # named sets; the first is the one shown
    band_sets: Mapping[str, BandSet]
    triage: tuple[Triage, ...]
    cutoffs: Mapping[str, Cutoff]
    changes: Mapping[str, Change]
    flags: tuple[Flag, ...]
    proration: Proration | None
    loinc_panel: str
    loinc_total: str
    licence: str
    ships: bool  # whether the licence lets the words stand here
    wording_version: str  # where wordings differ in what an answer means
    wordings: Mapping[str, Wording]  # in other languages than English
    sources: tuple[str, ...]
    verified: str
    evidence: str
    checked_on: date
    next_check: date

    def item(self, id: str) -> Item | None:
        """The item of that id, scored or not."""
        return next((each for each in (*self.items, *self.unscored) if each.id == id), None)
