"""A live dosing session's clock: silence, ladders, and when a morning begins."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tercet.decisions import Facts, Verdict, monitoring, release, rules
from tercet.decisions.words import could_not_decide
from tests.decisions.people import KNOWN, NOW, PROTOCOL, well

DENVER, LORD_HOWE = ZoneInfo("America/Denver"), ZoneInfo("Australia/Lord_Howe")


def test_silence_begins_after_a_check_in_and_its_grace():
    rhythm = PROTOCOL.check_in
    assert monitoring.silent_after(NOW, PROTOCOL) == NOW + timedelta(
        minutes=rhythm.every_minutes + rhythm.grace_minutes
    )


@pytest.mark.parametrize(("late", "verdict"), [(0, Verdict.CLEAR), (1, Verdict.STOP)])
def test_the_watch_and_the_decision_agree_on_silence(late, verdict):
    now = monitoring.silent_after(NOW, PROTOCOL) + timedelta(seconds=late)
    minutes = (now - NOW).total_seconds() / 60
    shown = Facts.plain({"minutes-since-heard": minutes}, now=now)
    rule = PROTOCOL.monitoring["silence"]
    assert rules.find(rule, shown, KNOWN).verdict is verdict


def ladder_of(**said):
    shown = well().with_said(
        Facts.plain({k.replace("_", "-"): v for k, v in said.items()}, now=NOW).said
    )
    worst = monitoring.decide(shown, PROTOCOL, KNOWN).worst_first[0]
    return monitoring.ladder(worst, PROTOCOL)


def test_each_grave_finding_climbs_its_own_ladder():
    ladders = PROTOCOL.ladders
    assert ladder_of(minutes_since_heard=9) == ladders["silence"]
    assert ladder_of(answer="need-a-person") == ladders["person-needed"]
    assert ladder_of(answer="frightened") == ladders["worse"]
    assert ladder_of(sedation=2) == ladders["crisis"]


def test_a_mild_finding_is_the_boards_alone():
    assert ladder_of(answer="sick") == ()
    assert ladder_of(sedation=4) == ()


def test_what_could_not_be_judged_climbs_too():
    failed = could_not_decide("monitoring", KNOWN).findings[0]
    assert monitoring.ladder(failed, PROTOCOL) == PROTOCOL.ladders["worse"]


def test_every_rule_of_monitoring_that_is_grave_calls_somebody():
    for rule in PROTOCOL.monitoring.values():
        assert bool(rule.ladder) == (rule.if_so != "caution"), rule.id


@pytest.mark.parametrize(
    ("dosed_at", "zone", "morning"),
    [
        # an evening in Denver: the next morning, whatever the day is in UTC
        ("2026-11-22T19:00-07:00", DENVER, "2026-11-23T06:00-07:00"),
        ("2026-11-22T23:59-07:00", DENVER, "2026-11-23T06:00-07:00"),
        # after midnight it is already tomorrow: the day after
        ("2026-11-23T00:00-07:00", DENVER, "2026-11-24T06:00-07:00"),
        # the night the clocks go forward, and the night they go back
        ("2026-03-07T19:00-07:00", DENVER, "2026-03-08T06:00-06:00"),
        ("2026-10-31T19:00-06:00", DENVER, "2026-11-01T06:00-07:00"),
        # half an hour of daylight saving
        ("2026-10-03T19:00+10:30", LORD_HOWE, "2026-10-04T06:00+11:00"),
        # told in another zone than the patient's
        ("2026-11-23T02:00+00:00", DENVER, "2026-11-23T06:00-07:00"),
    ],
)
def test_nobody_drives_before_the_next_local_morning(dosed_at, zone, morning):
    made = release.may_drive_from(datetime.fromisoformat(dosed_at), zone, PROTOCOL)
    assert made == datetime.fromisoformat(morning)
    assert made.isoformat(timespec="minutes") == morning


def test_a_morning_that_a_clock_change_skips_or_repeats_is_the_later_one():
    # Moscow in 1991 and others moved clocks at 2; a zone that moved at 6 is not to be trusted to
    # history, so one is found where a local morning was skipped whole: Apia crossed the date line.
    apia = ZoneInfo("Pacific/Apia")
    made = release.may_drive_from(datetime(2011, 12, 29, 19, 0, tzinfo=apia), apia, PROTOCOL)
    assert made == datetime(2011, 12, 30, 16, 0, tzinfo=UTC)
    assert made.isoformat() == "2011-12-31T06:00:00+14:00"


def test_a_dose_without_a_zone_is_refused():
    with pytest.raises(ValueError, match=r"^dosed_at has no time zone\.$"):
        release.may_drive_from(datetime(2026, 11, 22, 19, 0), DENVER, PROTOCOL)  # noqa: DTZ001


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["America/Denver", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]),
)
def test_a_morning_is_always_the_next_local_day_at_six(naive, name):
    zone = ZoneInfo(name)
    dosed_at = naive.replace(tzinfo=UTC)
    made = release.may_drive_from(dosed_at, zone, PROTOCOL)
    local = dosed_at.astimezone(zone)
    assert made.date() == local.date() + timedelta(days=1)
    assert (made.hour, made.minute) == (6, 0)
    assert made > dosed_at + timedelta(hours=5)
