"""The patient as words: https://hl7.org/fhir/R4/patient.html. Gender says nothing of pregnancy."""

from collections.abc import Iterator
from datetime import datetime

from tercet.exchange import NotUnderstood
from tercet.exchange.dates import age_on, instant, span
from tercet.exchange.place import Place
from tercet.exchange.words import Word

AGE = "age-years"


def words_of(patient: Place, *, now: datetime) -> Iterator[Word]:
    """The age, when the birth date leaves only one; a note with both where it leaves two.

    Raises NotUnderstood for a birth date to come and for a person recorded as dead: nothing is
    decided about the dead.
    """
    _insist_alive(patient, now=now)
    text = patient.text("birthDate")
    if text is None:
        return
    path = patient.to("birthDate")
    first, last = span(text, path)
    today = now.date()
    if first > today:
        raise NotUnderstood(f"{path} {text} lies after {today.isoformat()}.")
    oldest, youngest = age_on(today, first), age_on(today, min(last, today))
    if oldest == youngest:
        yield Word(AGE, oldest, now)
    else:
        yield Word(AGE, None, now, note=f"born {text}, so {youngest} or {oldest}")


def _insist_alive(patient: Place, *, now: datetime) -> None:
    died = patient.text("deceasedDateTime")
    if died and instant(died, patient.to("deceasedDateTime")) <= now:
        where = patient.to("deceasedDateTime")
        raise NotUnderstood(f"{where}: this person is recorded as having died, {died:.10}.")
    if patient.truth("deceasedBoolean"):
        raise NotUnderstood(f"{patient.to('deceasedBoolean')}: this person is recorded as dead.")
