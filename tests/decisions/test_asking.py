"""Which questions open when: both sides of every instant, clock changes, journeys, the night."""

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from tercet import knowledge
from tercet.decisions import asking
from tercet.decisions.asking import Anchor, Stay
from tercet.knowledge import Reminding, Round

DENVER, TOKYO, NEW_YORK = map(ZoneInfo, ("America/Denver", "Asia/Tokyo", "America/New_York"))
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
AT_HOME = (Stay(ALWAYS, DENVER),)
EVENING = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)  # 19:00 in Denver, the day before
FAR = EVENING + timedelta(days=400)
RHYTHM = Reminding(time(21), time(8), tries=3, again_minutes=15, not_now_minutes=60)
ONE = timedelta(microseconds=1)


def a_round(**but):
    said = {
        "id": "asked",
        "name": "Asked",
        "title": "How are you?",
        "asks": ("now-anxiety",),
        "facts": (),
        "after": "dose",
        "unit": "hours",
        "count": 24,
        "at": None,
        "every_days": None,
        "times": None,
        "opens_minutes_before": 60,
        "due_minutes_after": 120,
        "closes_minutes_after": 240,
        "remind_minutes": (0,),
        "at_night": False,
    }
    return Round(**said | but)


def windows(*rounds, anchor=None, stays=AT_HOME, ends_at=FAR, condition="gad-7"):
    plan = SimpleNamespace(rounds=rounds)
    anchors = [anchor or Anchor("dose:1", "dose", EVENING)]
    return asking.windows(plan, anchors, stays=stays, ends_at=ends_at, condition=condition)


def hours_after(*windows):
    return [(w.target_at - EVENING) / timedelta(hours=1) for w in windows]


def the_plan():
    return knowledge.read().asking["at-home-low-dose"]


def test_after_a_dose_they_come_at_2_24_48_and_72_hours_and_7_days():
    made = windows(*[r for r in the_plan().rounds if r.id.startswith("dose-")])
    assert hours_after(*made) == [2, 24, 48, 72, 7 * 24]


def test_the_condition_is_measured_at_both_ends_of_the_course_at_cycle_ends_and_long_after():
    whole = [r.id for r in the_plan().rounds if "condition" in r.asks]
    assert whole == ["baseline", "cycle-end", "course-end", "month-1", "month-3", "month-6"]


def test_the_condition_is_its_own_instrument_and_is_not_asked_twice():
    made = windows(a_round(asks=("condition", "phq-9")), condition="phq-9")
    assert made[0].asks == ("phq-9",)
    assert windows(a_round(asks=("condition", "phq-9")))[0].asks == ("gad-7", "phq-9")


def test_a_window_opens_before_its_target_is_due_after_it_and_then_closes():
    [window] = windows(a_round())
    target = EVENING + timedelta(hours=24)
    assert window.target_at == target
    assert window.opens_at == target - timedelta(minutes=60)
    assert window.due_at == target + timedelta(minutes=120)
    assert window.closes_at == target + timedelta(minutes=240)
    assert window.zone == "America/Denver"
    assert window.key == ("asked", "dose:1", 1)


def test_a_round_is_asked_only_of_its_own_kind_of_anchor():
    assert windows(a_round(after="contact")) == ()


def test_windows_stand_in_the_order_of_their_targets():
    made = windows(a_round(id="late", count=48), a_round(id="soon", count=2))
    assert [w.round for w in made] == ["soon", "late"]


@pytest.mark.parametrize(
    ("at", "answered", "declined", "state"),
    [
        ("opens_at", False, False, "open"),
        ("before opens_at", False, False, "not-yet"),
        ("due_at", False, False, "open"),
        ("after due_at", False, False, "late"),
        ("before closes_at", False, False, "late"),
        ("closes_at", False, False, "missed"),
        ("closes_at", True, False, "answered"),
        ("closes_at", False, True, "declined"),
        ("opens_at", True, True, "answered"),
    ],
)
def test_how_a_window_stands_on_both_sides_of_each_instant(at, answered, declined, state):
    [window] = windows(a_round())
    side, _, name = at.rpartition(" ")
    now = getattr(window, name) + {"before": -ONE, "after": ONE, "": timedelta()}[side]
    instants = (window.opens_at, window.due_at, window.closes_at)
    assert asking.state(*instants, answered=answered, declined=declined, now=now) == state


def test_an_answer_at_the_due_instant_is_not_late_and_one_after_it_is():
    [window] = windows(a_round())
    assert not asking.is_late(window.due_at, window.due_at)
    assert asking.is_late(window.due_at, window.due_at + ONE)


def local(window, zone):
    return window.target_at.astimezone(zone).strftime("%d %H:%M")


def test_hours_are_hours_over_a_change_of_the_clocks_and_days_keep_the_clock():
    evening = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)  # 19:00 in Denver; at 02:00 clocks go back
    anchor = Anchor("dose:1", "dose", evening)
    [hours] = windows(a_round(), anchor=anchor)
    [days] = windows(a_round(unit="days", count=1), anchor=anchor)
    assert hours.target_at - evening == timedelta(hours=24)
    assert local(hours, DENVER) == "01 18:00"
    assert days.target_at - evening == timedelta(hours=25)
    assert local(days, DENVER) == "01 19:00"


def test_an_hour_that_the_clocks_skip_comes_an_hour_later_and_is_not_lost():
    morning = asking.local(AT_HOME, date(2026, 3, 8), time(2, 30))
    assert morning.astimezone(DENVER).strftime("%H:%M") == "03:30"


def test_an_hour_that_comes_twice_is_asked_at_its_first():
    twice = asking.local(AT_HOME, date(2026, 11, 1), time(1, 30))
    assert twice == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_who_travels_is_asked_by_the_clock_of_the_place_and_the_question_stays_the_same():
    moved = (*AT_HOME, Stay(EVENING + timedelta(days=3), TOKYO))
    asked = a_round(unit="days", count=7, at=time(10))
    [home], [away] = windows(asked), windows(asked, stays=moved)
    assert (local(home, DENVER), local(away, TOKYO)) == ("09 10:00", "09 10:00")
    assert home.key == away.key
    assert (home.zone, away.zone) == ("America/Denver", "Asia/Tokyo")
    [hours] = windows(a_round(count=168), stays=moved)
    assert hours_after(hours) == [168]


def test_a_stay_begins_at_its_instant():
    stays = (*AT_HOME, Stay(EVENING, TOKYO))
    assert asking.zone_at(stays, EVENING) == TOKYO
    assert asking.zone_at(stays, EVENING - ONE) == DENVER
    two = (Stay(EVENING, TOKYO), Stay(FAR, NEW_YORK))
    assert asking.zone_at(two, EVENING - ONE) == TOKYO


def test_without_an_hour_of_its_own_a_day_keeps_the_hour_of_the_dose_where_it_was_taken():
    moved = (*AT_HOME, Stay(EVENING + timedelta(days=3), NEW_YORK))
    [window] = windows(a_round(unit="days", count=7), stays=moved)
    assert local(window, NEW_YORK) == "09 19:00"


def test_months_go_by_the_calendar_and_end_with_a_shorter_month():
    end = Anchor("course-end:1", "course-end", datetime(2026, 11, 30, 7, tzinfo=UTC))
    asked = [a_round(id=f"m{n}", after="course-end", unit="months", count=n) for n in (1, 2, 3, 13)]
    days = [w.target_at.astimezone(DENVER).date() for w in windows(*asked, anchor=end)]
    assert days == [
        date(2026, 12, 30),
        date(2027, 1, 30),
        date(2027, 2, 28),
        date(2027, 12, 30),
    ]


def test_facts_are_asked_beside_and_instants_are_told_in_utc():
    [window] = windows(a_round(facts=("systolic", "diastolic"), unit="days", count=1, at=time(9)))
    assert window.facts == ("systolic", "diastolic")
    assert window.target_at.tzinfo is UTC


def test_what_is_asked_so_many_times_is_asked_so_many_times():
    made = windows(a_round(unit="days", count=1, at=time(9), every_days=1, times=3))
    assert [w.number for w in made] == [1, 2, 3]
    assert [local(w, DENVER) for w in made] == ["03 09:00", "04 09:00", "05 09:00"]


def test_hours_asked_again_by_the_day_come_whole_days_later():
    assert hours_after(*windows(a_round(count=2, every_days=1, times=2))) == [2, 26]


def test_what_is_asked_until_the_course_ends_is_asked_on_its_last_instant_and_not_after():
    weekly = a_round(unit="days", count=7, every_days=7)
    ends = EVENING + timedelta(days=28)
    assert hours_after(*windows(weekly, ends_at=ends)) == [168, 336, 504, 672]
    assert hours_after(*windows(weekly, ends_at=ends - ONE)) == [168, 336, 504]


def reminded(*, opens_at, closes_at=None, not_now=(), **but):
    made = asking.reminders(
        a_round(**but),
        opens_at,
        closes_at or opens_at + timedelta(days=2),
        stays=AT_HOME,
        rhythm=RHYTHM,
        not_now=not_now,
    )
    return [(step, at.astimezone(DENVER).strftime("%d %H:%M")) for step, at in made]


def at(hour, minute=0, day=3):
    return datetime(2026, 6, day, hour, minute, tzinfo=DENVER)


@pytest.mark.parametrize(
    ("opens", "sent"),
    [
        (at(20, 59), "03 20:59"),
        (at(21, 0), "04 08:00"),
        (at(23, 30), "04 08:00"),
        (at(0, 0), "03 08:00"),
        (at(7, 59), "03 08:00"),
        (at(8, 0), "03 08:00"),
        (at(8, 1), "03 08:01"),
    ],
)
def test_nobody_is_reminded_at_night(opens, sent):
    assert reminded(opens_at=opens) == [(0, sent)]


def test_an_evening_that_is_shared_with_a_guide_may_be_reminded_of_at_night():
    assert reminded(opens_at=at(23, 30), at_night=True) == [(0, "03 23:30")]


def test_what_falls_together_in_the_morning_is_sent_once():
    assert reminded(opens_at=at(22), remind_minutes=(0, 60, 720)) == [
        (0, "04 08:00"),
        (2, "04 10:00"),
    ]


def test_a_reminder_after_closing_is_left_out():
    opens, closes = at(10), at(12)
    kept = reminded(opens_at=opens, closes_at=closes, remind_minutes=(0, 119, 120))
    assert kept == [(0, "03 10:00"), (1, "03 11:59")]


def test_not_now_is_quiet_for_as_long_as_the_plan_says():
    opens, said = at(10), at(11, 30)
    kept = reminded(opens_at=opens, remind_minutes=(0, 120, 240), not_now=[said])
    assert kept == [(0, "03 10:00"), (1, "03 12:30"), (2, "03 14:00")]


def test_not_now_at_the_very_instant_moves_that_reminder():
    kept = reminded(opens_at=at(10), remind_minutes=(60,), not_now=[at(11, 30), at(11)])
    assert kept == [(0, "03 12:30")]
    assert reminded(opens_at=at(10), remind_minutes=(60,), not_now=[at(11) + ONE]) == [
        (0, "03 11:00")
    ]
