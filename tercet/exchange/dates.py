"""FHIR dates and times, whole and partial: https://hl7.org/fhir/R4/datatypes.html#dateTime."""

import re
from datetime import UTC, date, datetime

from tercet.exchange import NotUnderstood

PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
WHOLE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?")
DECEMBER = 12


def instant(text: str, path: str) -> datetime:
    """A FHIR dateTime as an instant in UTC; a partial one counts from the start of its year,
    month or day, the earliest it can mean, so that nothing looks fresher than it is."""
    try:
        if parts := PARTIAL.fullmatch(text):
            year, month, day = (int(p or 1) for p in parts.groups())
            return datetime(year, month, day, tzinfo=UTC)
        if whole := WHOLE.fullmatch(text):
            if whole.group(1) is None:
                raise NotUnderstood(f'{path} "{text}" has a time of day but no time zone.')
            return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        if isinstance(wrong, NotUnderstood):
            raise
    raise NotUnderstood(f'{path} must be a FHIR date such as 2026-11-22, not "{text:.40}".')


def span(text: str, path: str) -> tuple[date, date]:
    """The first and the last day that a FHIR date (`1970`, `1970-05`, `1970-05-17`) can mean."""
    parts = PARTIAL.fullmatch(text)
    try:
        if parts is None:
            raise ValueError
        year, month, day = (int(p) if p else None for p in parts.groups())
        first = date(year or 0, month or 1, day or 1)
        if day is not None:
            return first, first
        return first, _last_day(first.year, month or DECEMBER)
    except ValueError:
        wanted = "a FHIR date such as 1970-05-17, 1970-05 or 1970"
        raise NotUnderstood(f'{path} must be {wanted}, not "{text:.40}".') from None


def age_on(day: date, born: date) -> int:
    """Whole years lived; who was born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _last_day(year: int, month: int) -> date:
    for day in (31, 30, 29):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return date(year, month, 28)
