"""What is typed into the diary: both sides of every edge, blanks, and clocks that change."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tercet.clinic.diary.forms import (
    AFTER,
    ALONE,
    AttemptForm,
    GoalForm,
    OutcomeForm,
    PanicForm,
    StepForm,
    WorryForm,
)

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 11, 20, 1, 0, 30, tzinfo=UTC)  # 18:00:30 on 19 November in Denver


def typed(form, *, now=NOW, zone=DENVER, **fields):
    sent = {f"{form.kind}:{name}": value for name, value in fields.items()}
    return form(sent, zone=zone, now=now)


def wrong(form):
    assert not form.is_valid()
    return {name: errors[0] for name, errors in form.errors.items()}


def test_only_the_time_of_a_panic_attack_must_be_said():
    form = typed(PanicForm, when="now")
    assert form.is_valid() and form.said == {} and form.happened_at == NOW
    assert wrong(typed(PanicForm)) == {"when": "Say when it began."}


def test_everything_said_of_a_panic_attack_is_kept_and_nought_is_not_a_blank():
    form = typed(PanicForm, when="now", minutes="0", worst="0", expected="no", words=" on the bus ")
    assert form.is_valid()
    assert form.said == {"minutes": 0, "worst": 0, "expected": "no", "words": "on the bus"}


@pytest.mark.parametrize(
    ("worst", "fits"),
    [("0", True), ("100", True), ("101", False), ("-1", False), ("4.5", False), ("bad", False)],
)
def test_a_fear_is_a_whole_number_from_0_to_100(worst, fits):
    form = typed(PanicForm, when="now", worst=worst)
    assert form.is_valid() is fits
    if not fits:
        assert "from 0 to 100" in form.errors["worst"][0]


@pytest.mark.parametrize(("minutes", "fits"), [("1440", True), ("1441", False), ("-1", False)])
def test_an_attack_lasts_at_most_a_day(minutes, fits):
    form = typed(PanicForm, when="now", minutes=minutes)
    assert form.is_valid() is fits
    if not fits:
        assert "from 0 to 1440" in form.errors["minutes"][0]


@pytest.mark.parametrize(("clock", "fits"), [("18:00", True), ("18:01", False), ("00:00", True)])
def test_a_time_today_is_read_on_her_clock_and_is_not_still_to_come(clock, fits):
    form = typed(PanicForm, when="today", time=clock)
    assert form.is_valid() is fits
    if fits:
        hour, minute = map(int, clock.split(":"))
        assert form.happened_at == datetime(2026, 11, 19, hour, minute, tzinfo=DENVER)
    else:
        assert "still to come" in form.errors["time"][0]


def test_without_a_line_today_is_the_day_on_which_it_was_sent():
    sent_at = NOW - timedelta(days=2)
    form = typed(PanicForm, now=sent_at, when="today", time="09:30")
    assert form.is_valid()
    assert form.happened_at == datetime(2026, 11, 17, 9, 30, tzinfo=DENVER)


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"when": "today"}, "time", "Pick a time."),
        ({"when": "today", "time": "soon"}, "time", "such as 18:30"),
        ({"when": "day", "time": "10:00"}, "day", "Pick a day."),
        ({"when": "day", "day": "2026-11-18"}, "time", "Pick a time."),
        ({"when": "day", "day": "soon", "time": "10:00"}, "day", "such as 2026-12-04"),
        ({"when": "day", "day": "2026-11-20", "time": "10:00"}, "day", "still to come"),
        ({"when": "day", "day": "0001-01-01", "time": "10:00"}, "day", "too long ago"),
        ({"when": "day", "day": "2026-03-08", "time": "02:30"}, "time", "clocks change then"),
        ({"when": "never"}, "when", "Choose one of the answers shown."),
    ],
)
def test_a_moment_that_cannot_be_read_is_said_at_its_field(fields, field, sentence):
    assert sentence in wrong(typed(PanicForm, **fields))[field]


def test_a_time_that_comes_twice_in_the_night_of_the_clocks_is_the_first():
    form = typed(PanicForm, when="day", day="2026-11-01", time="01:30")
    assert form.is_valid()
    assert form.happened_at.astimezone(UTC) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({"when": "today"}, date(2026, 11, 19)),
        ({"when": "yesterday"}, date(2026, 11, 18)),
        ({"when": "day", "day": "2026-11-19"}, date(2026, 11, 19)),
        ({"when": "day", "day": "2026-02-28"}, date(2026, 2, 28)),
    ],
)
def test_a_worry_is_of_a_day_that_begins_where_she_lives(fields, on):
    form = typed(WorryForm, **fields)
    assert form.is_valid() and form.said == {"day": on.isoformat()}
    assert form.happened_at == datetime(on.year, on.month, on.day, tzinfo=DENVER)


def test_tomorrow_has_no_worry_yet():
    assert "still to come" in wrong(typed(WorryForm, when="day", day="2026-11-20"))["day"]
    there = typed(WorryForm, zone=ZoneInfo("Asia/Tokyo"), when="day", day="2026-11-20")
    assert there.is_valid(), "in Tokyo it is that day already"


@pytest.mark.parametrize("happened", ["no", "partly", "yes", "early"])
def test_what_came_of_a_fear_is_one_of_four(happened):
    form = typed(OutcomeForm, happened=happened)
    assert form.is_valid() and form.said == {"happened": happened}
    assert wrong(typed(OutcomeForm)) == {"happened": "Choose what fits best."}
    assert "answers shown" in wrong(typed(OutcomeForm, happened="no doubt"))["happened"]


def test_a_goal_and_a_step_need_their_words():
    assert set(wrong(typed(GoalForm))) == {"area", "words"}
    assert set(wrong(typed(GoalForm, area="social", words="  "))) == {"words"}
    assert set(wrong(typed(StepForm, expected="60"))) == {"words"}
    step = typed(StepForm, words="Say hello")
    assert step.is_valid() and step.said == {"words": "Say hello"}


def test_words_that_nobody_will_read_are_refused_with_their_length():
    assert "4,000 fit here" in wrong(typed(GoalForm, area="social", words="x" * 4001))["words"]
    assert typed(GoalForm, area="social", words="x" * 4000).is_valid()


def test_of_an_attempt_only_the_day_and_how_it_went_must_be_said():
    assert set(wrong(typed(AttemptForm))) == {"when", "did"}
    form = typed(AttemptForm, when="today", did="not-tried")
    assert form.is_valid() and form.said == {"day": "2026-11-19", "did": "not-tried"}
    whole = typed(AttemptForm, when="today", did="left", before="0", peak="100", after="30")
    assert whole.is_valid()
    assert whole.said == {"day": "2026-11-19", "did": "left", "before": 0, "peak": 100, "after": 30}


def test_nothing_that_is_left_blank_is_asked_about():
    for form in [*ALONE.values(), *AFTER.values()]:
        for bound in form(zone=DENVER, now=NOW):
            assert "data-optional" in str(bound), bound.name
