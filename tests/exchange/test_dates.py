"""FHIR dates, whole and partial, never look fresher than they are."""

from datetime import UTC, date, datetime

import pytest

from tercet.exchange import NotUnderstood
from tercet.exchange.dates import age_on, instant, span


@pytest.mark.parametrize(
    ("text", "is_"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-03", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-24", datetime(2026, 3, 24, tzinfo=UTC)),
        ("2026-03-24T17:35:43Z", datetime(2026, 3, 24, 17, 35, 43, tzinfo=UTC)),
        ("2026-03-24T17:35:43-05:00", datetime(2026, 3, 24, 22, 35, 43, tzinfo=UTC)),
        ("2026-03-24T17:35:43.123456789Z", datetime(2026, 3, 24, 17, 35, 43, 123456, UTC)),
    ],
)
def test_a_partial_time_counts_from_its_earliest_moment(text, is_):
    assert instant(text, "x") == is_


@pytest.mark.parametrize("text", ["", "24/03/2026", "2026-13", "2026-02-30", "0000", "soon"])
def test_what_is_not_a_date_is_refused_by_path(text):
    with pytest.raises(NotUnderstood, match=r"entry\[2\]\.resource\.birthDate"):
        span(text, "entry[2].resource.birthDate")
    with pytest.raises(NotUnderstood, match=r"entry\[2\]\.resource\.effectiveDateTime"):
        instant(text, "entry[2].resource.effectiveDateTime")


def test_a_time_of_day_without_a_zone_is_no_moment():
    with pytest.raises(NotUnderstood, match="no time zone"):
        instant("2026-03-24T17:35:43", "x")


def test_an_instant_outside_the_calendar_is_refused():
    with pytest.raises(NotUnderstood):
        instant("0001-01-01T00:00:00+14:00", "x")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1992-05-17", date(1992, 5, 17), date(1992, 5, 17)),
        ("1992-05", date(1992, 5, 1), date(1992, 5, 31)),
        ("1992-02", date(1992, 2, 1), date(1992, 2, 29)),
        ("1993-02", date(1993, 2, 1), date(1993, 2, 28)),
        ("1993-04", date(1993, 4, 1), date(1993, 4, 30)),
        ("1992", date(1992, 1, 1), date(1992, 12, 31)),
    ],
)
def test_a_partial_birth_date_spans_the_days_it_can_mean(text, first, last):
    assert span(text, "x") == (first, last)


@pytest.mark.parametrize(
    ("on", "born", "age"),
    [
        (date(2026, 5, 16), date(1992, 5, 17), 33),
        (date(2026, 5, 17), date(1992, 5, 17), 34),
        (date(2026, 2, 28), date(2008, 2, 29), 17),
        (date(2026, 3, 1), date(2008, 2, 29), 18),
    ],
)
def test_a_year_is_lived_on_the_birthday_and_not_the_day_before(on, born, age):
    assert age_on(on, born) == age
