"""Allergies as words: https://hl7.org/fhir/R4/allergyintolerance.html. None on record says no."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from tercet.exchange.codes import Allergen, code_in, codes, codings
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import Word, day

VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
OVER = {"inactive", "resolved"}
DOUBTFUL = {"unconfirmed", "presumed", "refuted"}


def words_of(allergies: Iterable[Place], *, now: datetime, as_of: bool) -> Iterator[Word]:
    """A yes for each allergy we ask about, or not known with a note where it is doubtful."""
    best: dict[str, Word] = {}
    for place in allergies:
        for allergen in codes().allergens:
            if not _is_to(place, allergen):
                continue
            word = _word(place, allergen)
            late = as_of and word is not None and word.at is not None and word.at > now
            if word and not late and (word.fact not in best or word.value is True):
                best[word.fact] = word
    yield from best.values()


def _word(place: Place, allergen: Allergen) -> Word | None:
    verification = code_in(place.part("verificationStatus"), VERIFICATION)
    if verification == "entered-in-error":
        return None
    clinical = code_in(place.part("clinicalStatus"), CLINICAL)
    doubt = verification if verification in DOUBTFUL else clinical if clinical in OVER else None
    at = next((instant(t, place.to(n)) for n in _DATES if (t := place.text(n))), None)
    shown = f"an allergy in the record {day(at)}"
    if doubt:
        return Word(allergen.fact, None, at, note=f"{shown}, marked {doubt}")
    return Word(allergen.fact, True, at, note=shown)


_DATES = ("recordedDate", "onsetDateTime", "lastOccurrence")


def _is_to(place: Place, allergen: Allergen) -> bool:
    concepts = [place.part("code")]
    concepts += [reaction.part("substance") for reaction in place.each("reaction")]
    for concept in filter(None, concepts):
        every = list(codings(concept))
        if any((system, code) in allergen.coded for system, code, _ in every):
            return True
        words = " ".join((concept.text("text") or "", *(shown for _, _, shown in every))).lower()
        if any(word in words for word in allergen.words):
            return True
    return False
