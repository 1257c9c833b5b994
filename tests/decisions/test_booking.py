"""The first hour that can be held for a therapist, and how far a total may lie from the truth."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tercet.decisions.response import Measured, first_free, noise, within
from tests.decisions.people import KNOWN, NOW

READING, BOOKING = KNOWN.reading, KNOWN.reading.booking
DENVER, NEW_YORK = ZoneInfo("America/Denver"), ZoneInfo("America/New_York")
GREENWICH = (ZoneInfo("UTC"),)
DAY = timedelta(days=1)


def at(clock, day=19, zone=UTC):
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), zone)


def free(now, *taken, zones=GREENWICH, within=DAY, booking=BOOKING):
    return first_free(booking, now=now, until=now + within, zones=zones, taken=taken)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("07:59", "09:00"),
        ("08:00", "09:00"),
        ("08:01", "09:30"),  # an hour of notice, then the next mark a person would write
        ("10:15", "11:30"),
        ("16:00", "17:00"),  # it ends as the day ends
    ],
)
def test_the_first_hour_by_day_after_some_notice(now, begins):
    assert free(at(now)) == at(begins)


def test_seconds_are_no_mark_a_person_would_write():
    soon = at("10:15") + timedelta(seconds=20, microseconds=7)
    assert free(soon) == at("11:30")
    assert free(at("08:00") + timedelta(seconds=1)) == at("09:30")


def test_after_the_last_hour_of_the_day_it_is_tomorrow():
    assert free(at("16:01")) == at("09:00", day=20)


def test_an_hour_that_would_run_past_midnight_is_of_no_day():
    late = replace(BOOKING, from_=time(0, 0), to=time(23, 59))
    assert free(at("22:05"), booking=late) == at("00:00", day=20)


def test_an_hour_that_touches_another_is_free_and_one_that_overlaps_is_not():
    taken = at("09:00")
    assert free(at("07:00"), taken) == at("10:00")
    assert free(at("07:00"), at("10:00")) == at("09:00")
    assert free(at("07:00"), at("09:59")) == at("11:00")


def test_by_day_is_by_day_on_both_clocks():
    found = free(at("06:00"), zones=(DENVER, NEW_YORK))
    assert found == at("09:00", zone=DENVER) == at("11:00", zone=NEW_YORK)
    assert free(at("21:00"), zones=(DENVER, NEW_YORK)) == at("17:00", zone=NEW_YORK)
    assert free(at("21:01"), zones=(DENVER, NEW_YORK)) == at("09:00", day=20, zone=DENVER)


def test_at_the_last_minute_that_is_allowed_and_not_after_it():
    assert free(at("07:00"), within=timedelta(hours=2)) == at("09:00")
    assert free(at("07:00"), within=timedelta(hours=2) - timedelta(minutes=1)) is None


def test_a_day_that_is_full_gives_nothing():
    whole = [at("09:00") + n * timedelta(hours=1) for n in range(9)]
    assert free(at("07:00"), *whole, within=timedelta(hours=11)) is None


def test_where_the_two_days_never_meet_there_is_no_hour():
    assert free(at("07:00"), zones=(DENVER, ZoneInfo("Asia/Kolkata"))) is None


def test_the_noise_of_a_total_is_by_the_least_reliability_that_is_published():
    gad = noise(KNOWN.instruments["gad-7"], READING)
    assert gad.line.id == "gad-7-retest" and gad.points == pytest.approx(1.96 * 4.7 * 0.17**0.5)
    assert noise(KNOWN.instruments["now-anxiety"], READING) is None
    assert noise(KNOWN.instruments["spin"], READING) is None  # a line, and no reliability with it


@pytest.mark.parametrize(
    ("low", "high", "told"), [(10, 10, (6.2, 13.8)), (2, 2, (0, 5.8)), (18, 20, (14.2, 21))]
)
def test_the_truth_lies_within_the_noise_and_within_the_scale(low, high, told):
    gad = noise(KNOWN.instruments["gad-7"], READING)
    span = within(Measured("gad-7", NOW, None, low, high), gad, least=0, most=21)
    assert span == pytest.approx(told, abs=0.05)
