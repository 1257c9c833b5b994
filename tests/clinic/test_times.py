"""How times are said: in the person's own zone, with "ago" where it matters, the clock told."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from tercet.clinic.templatetags import times

NOW = datetime(2026, 11, 22, 19, 4, 22, tzinfo=UTC)  # 12:04:22 in Denver


@pytest.fixture(autouse=True)
def in_denver():
    with timezone.override(ZoneInfo("America/Denver")):
        yield


def said(template: str, **context) -> str:
    text = Template("{% load look %}" + template).render(Context({"now": NOW, **context}))
    return text[text.index(">") + 1 : text.rindex("</")] if text.startswith("<time") else text


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (190, "3 min 10 s"),
     (599, "9 min 59 s"), (600, "10 min"), (7199, "119 min"), (7200, "2 h"), (7500, "2 h 5 min"),
     (172_799, "47 h 59 min"), (172_800, "2 days"), (41 * 86_400, "41 days"), (-5, "0 s")],
)  # fmt: skip
def test_a_length_of_time_is_said_as_finely_as_it_matters(seconds, words):
    assert times.lasting(seconds) == words
    assert times.lasting(timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("seconds", "shown"), [(228, "3:48"), (60, "1:00"), (59.9, "0:59"), (0, "0:00"), (-3, "0:00")]
)
def test_a_clock_counts_down_to_nothing_and_stops(seconds, shown):
    assert times.clock(seconds) == shown


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "today 12:04"), (-12, "today 00:04"), (-13, "yesterday 23:04"), (12, "tomorrow 00:04"),
     (-24 * 5, "17 November 12:04"), (-24 * 365, "22 November 2025 12:04")],
)  # fmt: skip
def test_a_moment_is_said_by_its_day_here(hours, words):
    assert said("{% moment at %}", at=NOW + timedelta(hours=hours)) == words


def test_ago_looks_both_ways():
    assert said("{% ago at %}", at=NOW - timedelta(seconds=190)) == "3 min 10 s ago"
    assert said("{% ago at %}", at=NOW + timedelta(minutes=4)) == "in 4 min"


def test_what_is_not_known_is_said_to_be_not_known():
    assert said("{% moment at %}", at=None) == "not known when"
    assert said("{% ago at %}", at=None) == "not known when"
    assert "unknown time" in said("{% as_of at %}", at=None, now=None)


def test_the_whole_instant_stands_behind_every_short_one():
    shown = Template("{% load look %}{% ago at %}").render(Context({"now": NOW, "at": NOW}))
    assert 'title="Sunday 22 November 2026, 12:04:22 MST"' in shown
    assert 'datetime="2026-11-22T19:04:22+00:00"' in shown


def test_a_page_is_as_of_a_second_and_not_called_live_by_the_server():
    shown = Template("{% load look %}{% as_of now %}").render(Context({"now": NOW}))
    assert "12:04:22" in shown and "Live" not in shown
