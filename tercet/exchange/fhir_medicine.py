"""Medicines of a record, as people write them: https://hl7.org/fhir/R4/medicationrequest.html,
https://hl7.org/fhir/R4/medicationstatement.html, https://hl7.org/fhir/R4/medication.html."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from tercet.decisions.medicines import by_rxnorm, recognise
from tercet.exchange.codes import codes, codings
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import MEDICINES, Word, day
from tercet.knowledge import Knowledge

NAMELESS = "a medicine the record does not name"
# Perhaps taken, perhaps not: said, never counted as taken and never as not taken.
PERHAPS = {"on-hold", "unknown", "intended", "draft", None}
ORDERED = {"order", "original-order", "reflex-order", "filler-order", "instance-order", None}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a medicine may refer to: the bundle's Medication resources by every address of theirs,
    and the knowledge that its RxNorm codes are looked up in."""

    held: Mapping[str, Place]
    known: Knowledge


def words_of(
    medicines: Iterable[Place], shelf: Shelf, *, now: datetime, as_of: bool
) -> Iterator[Word]:
    """One word: what the record lists as taken now, and when it was last added to.

    No list, or an empty one, is not "takes nothing". With `as_of`, what was written down after
    `now` is left out.
    """
    taken: dict[str, datetime | None] = {}
    perhaps: list[str] = []
    for place in medicines:
        at = _at(place)
        if as_of and at is not None and at > now:
            continue
        status = _status(place, now=now)
        if status == "taken":
            for name in _as_taken(place, shelf):
                taken[name] = max(filter(None, (taken.get(name), at)), default=None)
        elif status:
            perhaps.append(f"{' / '.join(_names(place, shelf))}, {status} {day(at)}")
    note = "perhaps also " + "; ".join(dict.fromkeys(perhaps)) if perhaps else ""
    if taken:
        latest = max(filter(None, taken.values()), default=None)
        yield Word(MEDICINES, tuple(taken), latest, note=note)
    elif note:
        yield Word(MEDICINES, None, None, note=note)


def _status(place: Place, *, now: datetime) -> str:
    """ "taken", a word for perhaps taken, or "" for not taken."""
    if place.truth("doNotPerform"):
        return ""
    status = place.text("status")
    if status in PERHAPS:
        return (status or "of unknown status").replace("-", " ")
    if status != "active" or _ended(place, now=now):
        return ""
    intent = place.text("intent")
    return "taken" if intent in ORDERED else f"a {intent}"


def _ended(place: Place, *, now: datetime) -> bool:
    period = place.part("effectivePeriod")
    end = period.text("end") if period else None
    return bool(period and end and instant(end, period.to("end")) < now)


def _at(place: Place) -> datetime | None:
    for name in ("authoredOn", "dateAsserted"):
        if text := place.text(name):
            return instant(text, place.to(name))
    return None


def _as_taken(place: Place, shelf: Shelf) -> tuple[str, ...]:
    """The names, the first with how it is to be taken where the record says so in words that can
    be read; words that cannot would only put the name itself in doubt."""
    first, *more = _names(place, shelf)
    for name in ("dosageInstruction", "dosage"):
        for dosage in place.each(name):
            fuller = f"{first}, {dosage.text('text') or ''}"
            read = recognise(fuller, shelf.known)
            if dosage.text("text") and read and not read.leftover:
                return (fuller, *more)
    return (first, *more)


def _names(place: Place, shelf: Shelf) -> tuple[str, ...]:
    """The medicine as written; never empty, so that none is lost for want of a name."""
    if concept := place.part("medicationCodeableConcept"):
        return _of_concept(concept, shelf.known)
    reference = place.part("medicationReference")
    if reference is None:
        return (NAMELESS,)
    target = reference.text("reference") or ""
    within = {f"#{one.text('id')}": one for one in place.each("contained")}
    medicine = within.get(target) or shelf.held.get(target.partition("/_history/")[0])
    if medicine and (concept := medicine.part("code")):
        return _of_concept(concept, shelf.known)
    return (reference.text("display") or NAMELESS,)


def _of_concept(concept: Place, known: Knowledge) -> tuple[str, ...]:
    """Its words, and what its RxNorm codes name beside what the words say: when the two differ,
    both count, and the line of the code is one that a person looks at."""
    every = list(codings(concept))
    written = concept.text("text") or next((shown for _, _, shown in every if shown), None)
    coded = _coded(every, known)
    if written is None:
        strange = (f"{NAMELESS} ({system}|{code})" for system, code, _ in every if code)
        return (" / ".join(coded),) if coded else (next(strange, NAMELESS),)
    read = recognise(written, known)
    said = read.ingredients if read else ()
    more = [name for name in coded if name not in said]
    return (written, *(f"{name} (by its RxNorm code)" for name in more))


def _coded(every: Iterable[tuple[str, str, str]], known: Knowledge) -> tuple[str, ...]:
    """Each ingredient, once, of the RxNorm codes that the knowledge holds."""
    rxnorm = codes().systems["rxnorm"]
    found = (by_rxnorm(code, known) or () for system, code, _ in every if system == rxnorm)
    return tuple(dict.fromkeys(name for names in found for name in names))
