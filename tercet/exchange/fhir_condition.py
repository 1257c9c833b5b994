"""Conditions as words: https://hl7.org/fhir/R4/condition.html. No diagnosis ever says no."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tercet.exchange.codes import CATEGORY, Diagnosed, code_in, codes, codings
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import Word, day

ACTIVE = {"active", "recurrence", "relapse"}
DOUBTFUL = {"unconfirmed", "provisional", "differential", "refuted"}
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
SHOWN = 60  # characters of the record's own words worth repeating
NAMED = {"snomed": "SNOMED CT", "icd10cm": "ICD-10-CM"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One condition of the record: its codes, since when, and how sure and how present it is."""

    codes: frozenset[tuple[str, str]]
    called: str  # in the record's own words, "" where it has none
    since: datetime | None  # its onset where that is told
    at: datetime | None  # when it was written down, else its onset
    active: bool | None
    doubt: str  # the word of a verification that is not a yes; "" where there is none


def words_of(conditions: Iterable[Place], *, now: datetime, as_of: bool) -> Iterator[Word]:
    """One word for each fact that any condition speaks for: yes, or not known and a note.

    With `as_of`, what was written down after `now` is left out.
    """
    best: dict[str, Word] = {}
    for diagnosis in filter(None, map(_diagnosis, conditions)):
        if as_of and diagnosis.at is not None and diagnosis.at > now:
            continue
        for rule, code in _spoken_for(diagnosis):
            word = _word(rule, diagnosis, code, now=now)
            if word.fact not in best or _worse(word, best[word.fact]):
                best[word.fact] = word
    yield from best.values()


def _diagnosis(place: Place) -> Diagnosis | None:
    verification = code_in(place.part("verificationStatus"), VERIFICATION)
    if verification == "entered-in-error":
        return None
    concept = place.part("code")
    every = list(codings(concept))
    named = [concept.text("text") if concept else None, *(display for _, _, display in every)]
    onset = _at(place, "onsetDateTime")
    return Diagnosis(
        codes=frozenset((system, code) for system, code, _ in every),
        called=next(filter(None, named), "")[:SHOWN],
        since=onset,
        at=_at(place, "recordedDate") or onset,
        active=_active(place),
        doubt=verification if verification and verification in DOUBTFUL else "",
    )


def _at(place: Place, name: str) -> datetime | None:
    text = place.text(name)
    return instant(text, place.to(name)) if text else None


def _active(place: Place) -> bool | None:
    status = code_in(place.part("clinicalStatus"), codes().systems["clinical"])
    if status is None:
        return False if place.text("abatementDateTime") else None
    return status in ACTIVE


def _spoken_for(diagnosis: Diagnosis) -> Iterator[tuple[Diagnosed, str]]:
    """Each rule that a code of the diagnosis speaks for, and that code as it is shown."""
    systems, rules = codes().systems, codes().by_code
    for system, code in sorted(diagnosis.codes):
        if system == systems["snomed"]:
            for rule in rules.get(code, ()):
                yield rule, f"{NAMED['snomed']} {code}"
        elif system == systems["icd10cm"]:
            for rule in rules.get(code[:CATEGORY], ()):
                if _under(code, rule.icd10cm):
                    over = ", in remission" if _under(code, rule.remission) else ""
                    yield rule, f"{NAMED['icd10cm']} {code}{over}"


def _under(code: str, stems: tuple[str, ...]) -> bool:
    """Whether an ICD-10-CM code, with or without its dot, is one of the stems or below one."""
    return code.replace(".", "").startswith(tuple(stem.replace(".", "") for stem in stems))


def _word(rule: Diagnosed, diagnosis: Diagnosis, code: str, *, now: datetime) -> Word:
    doubt = _why_not_a_yes(rule, diagnosis, code, now=now)
    named = f'"{diagnosis.called}" ({code})' if diagnosis.called else code
    shown = f"{named} in the record {day(diagnosis.at)}"
    if doubt:
        return Word(rule.fact, None, diagnosis.at, note=f"{shown}, {doubt}")
    return Word(rule.fact, True, diagnosis.at, note=shown)


def _why_not_a_yes(rule: Diagnosed, diagnosis: Diagnosis, code: str, *, now: datetime) -> str:
    if diagnosis.doubt:
        return f"marked {diagnosis.doubt}"
    if rule.hint:
        return "which may or may not mean this"
    if not rule.ever and (diagnosis.active is False or code.endswith("in remission")):
        return "no longer active"
    if not rule.ever and diagnosis.active is None:
        return "not said whether it is active"
    if rule.within_days is not None:
        if diagnosis.since is None:
            return "with no day on which it began"
        if diagnosis.since < now - timedelta(days=rule.within_days):
            return f"begun {day(diagnosis.since)}"
    return ""


def _worse(word: Word, than: Word) -> bool:
    """A yes outweighs a doubt; of two alike the later is the one to show."""
    if (word.value is True) != (than.value is True):
        return word.value is True
    return word.at is not None and (than.at is None or word.at > than.at)
