"""Medicines of a record, as people write them: https://hl7.org/fhir/R4/medicationrequest.html,
https://hl7.org/fhir/R4/medicationstatement.html, https://hl7.org/fhir/R4/medication.html."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tercet.exchange.codes import codings
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import MEDICINES, Word, day

NAMELESS = "a medicine the record does not name"
# Perhaps taken, perhaps not: said, never counted as taken and never as not taken.
PERHAPS = {"on-hold", "unknown", "intended", "draft", None}
ORDERED = {"order", "original-order", "reflex-order", "filler-order", "instance-order", None}


def words_of(
    medicines: Iterable[Place], held: Mapping[str, Place], *, now: datetime, as_of: bool
) -> Iterator[Word]:
    """One word: what the record lists as taken now, and when it was last added to.

    `held`: the Medication resources of the bundle by every reference to them. No list, or an empty
    one, is not "takes nothing". With `as_of`, what was written down after `now` is left out.
    """
    taken: dict[str, datetime | None] = {}
    perhaps: list[str] = []
    for place in medicines:
        at = _at(place)
        if as_of and at is not None and at > now:
            continue
        status = _status(place, now=now)
        if status == "taken":
            name = _name(place, held)
            taken[name] = max(filter(None, (taken.get(name), at)), default=None)
        elif status:
            perhaps.append(f"{_name(place, held)}, {status} {day(at)}")
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


def _name(place: Place, held: Mapping[str, Place]) -> str:
    """The medicine's name as written; never empty, so that none is lost for want of a name."""
    if concept := place.part("medicationCodeableConcept"):
        return _of_concept(concept)
    reference = place.part("medicationReference")
    if reference is None:
        return NAMELESS
    target = reference.text("reference") or ""
    within = {f"#{one.text('id')}": one for one in place.each("contained")}
    medicine = within.get(target) or held.get(target.partition("/_history/")[0])
    if medicine and (concept := medicine.part("code")):
        return _of_concept(concept)
    return reference.text("display") or NAMELESS


def _of_concept(concept: Place) -> str:
    if text := concept.text("text"):
        return text
    every = list(codings(concept))
    displays = (display for _, _, display in every if display)
    coded = (f"{NAMELESS} ({system}|{code})" for system, code, _ in every if code)
    return next(displays, None) or next(coded, NAMELESS)
