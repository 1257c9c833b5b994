"""Silence, the ladder that climbs by itself, heartbeats, and deeds that meet at the same moment."""

import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from an_evening import prepare
from django.db import connections

from tercet.clinic.alerts.actions import acknowledge, climb
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.actions import judging
from tercet.clinic.dosing.models import DosingEvent, Heartbeat
from tercet.clinic.errors import WrongState
from tercet.clinic.models import Alert, AlertStep
from tercet.decisions.release import may_drive_from


def minutes(number):
    return timedelta(minutes=number)


def seconds(number):
    return timedelta(seconds=number)


# ---- silence --------------------------------------------------------------------------------


def test_silence_is_noticed_after_a_check_in_and_its_grace_and_not_at_it(holding, evening):
    assert actions.notice_silence(now=evening + minutes(7)) is None
    assert actions.notice_silence(now=evening + minutes(7) + seconds(1)) == holding
    alert = Alert.objects.get()
    assert (alert.kind, alert.ladder, alert.step) == ("silence", "silence", 0)


def test_one_silence_is_one_alert_however_often_the_watch_looks(holding, evening):
    for minute in (8, 16, 24):
        assert actions.notice_silence(now=evening + minutes(minute)) == holding
        assert actions.notice_silence(now=evening + minutes(minute)) is None, "re-armed"
    assert Alert.objects.count() == 1


def test_when_judging_fails_the_silence_is_raised_all_the_same(holding, evening, monkeypatch):
    monkeypatch.setattr(judging.monitoring, "decide", lambda *a: 1 / 0)
    actions.notice_silence(now=evening + minutes(8))
    assert set(Alert.objects.values_list("kind", flat=True)) == {"silence", "could-not-decide"}


def test_when_reading_the_events_fails_the_silence_is_raised_all_the_same(
    holding, evening, monkeypatch
):
    monkeypatch.setattr(facts, "story", lambda *a: 1 / 0)
    actions.notice_silence(now=evening + minutes(8))
    assert Alert.objects.get().kind == "silence"
    holding.refresh_from_db()
    assert holding.silent_after == evening + minutes(15)


def test_a_silence_that_goes_on_after_it_was_acknowledged_is_raised_again(holding, cast, evening):
    actions.notice_silence(now=evening + minutes(8))
    acknowledge(Alert.objects.get(), note="I can see her", by=cast.noor, now=evening + minutes(9))
    assert actions.notice_silence(now=evening + minutes(14)) is None
    actions.notice_silence(now=evening + minutes(16))
    assert Alert.objects.filter(acknowledged_at=None, kind="silence").count() == 1


def test_a_sign_of_life_ends_the_silence_until_the_next(holding, cast, evening):
    actions.notice_silence(now=evening + minutes(8))
    said = {"answer": "all-right"}
    actions.check_in(holding, said, once=uuid4(), by=cast.maria, now=evening + minutes(9))
    assert actions.notice_silence(now=evening + minutes(16)) is None
    assert actions.notice_silence(now=evening + minutes(17)) == holding


def test_nobody_is_watched_before_the_dose_or_after_release(planned, evening):
    assert actions.notice_silence(now=evening + minutes(600)) is None


def test_nobody_is_silent_after_release(released, evening):
    assert actions.notice_silence(now=evening + minutes(600)) is None


# ---- the ladder -----------------------------------------------------------------------------


def test_the_ladder_climbs_by_itself_to_the_second(holding, evening):
    raised = evening + minutes(8)
    actions.notice_silence(now=raised)
    for after, step in ((59, 0), (60, 1), (179, 1), (180, 2), (299, 2), (300, 3), (9999, 3)):
        while climb(now=raised + seconds(after)):
            pass
        assert Alert.objects.get().step == step, after
    reached = AlertStep.objects.order_by("step").values_list("who", flat=True)
    assert list(reached) == ["guide", "support", "prescriber", "emergency-services"]


def test_a_watch_that_was_away_takes_every_step_it_missed(holding, evening):
    actions.notice_silence(now=evening + minutes(8))
    while climb(now=evening + minutes(60)):
        pass
    assert AlertStep.objects.count() == 4


def test_an_acknowledged_alert_climbs_no_further(holding, cast, evening):
    actions.notice_silence(now=evening + minutes(8))
    acknowledge(Alert.objects.get(), note="", by=cast.noor, now=evening + minutes(8))
    assert climb(now=evening + minutes(60)) is None
    assert AlertStep.objects.count() == 1


# ---- what is due ----------------------------------------------------------------------------


def due(dosing):
    return {look.what: look.at for look in facts.next_looks(facts.story(dosing), protocol(dosing))}


def protocol(dosing):
    return facts.protocol_of(dosing)


def test_the_next_pressure_is_the_first_of_the_protocol_after_the_last_taken(
    working, cast, evening
):
    assert due(working)["pressure"] == evening + minutes(20)
    said = {"systolic": 130, "diastolic": 80}
    for taken, then in ((20, 40), (41, 60), (90, 120), (120, 150), (155, 185)):
        actions.observe(working, said, once=uuid4(), by=cast.noor, now=evening + minutes(taken))
        assert due(working)["pressure"] == evening + minutes(then), taken


def test_a_pressure_that_was_missed_stays_missed(working, cast, evening):
    said = {"systolic": 130, "diastolic": 80}
    actions.observe(working, said, once=uuid4(), by=cast.noor, now=evening + minutes(45))
    missed = facts.pressures_missed(
        facts.story(working), protocol(working), now=evening + minutes(50)
    )
    assert missed == (evening + minutes(20),)


def test_the_release_check_is_due_when_it_can_first_pass(working, evening):
    assert due(working)["release check"] == evening + minutes(120)


def test_a_strand_is_lost_a_second_after_the_protocol_allows(working, evening):
    for gone, lost in ((60, False), (61, True)):
        at = evening + minutes(30)
        beats = {"patient": at - seconds(gone)}
        (strand,) = facts.strands({"patient": "phone"}, beats, protocol=protocol(working), now=at)
        assert strand.lost is lost, gone


# ---- the morning, where clocks change ---------------------------------------------------------


@pytest.mark.parametrize(
    ("dosed", "zone", "morning"),
    [
        ("2026-03-08T01:00+00:00", "America/Denver", "2026-03-08T06:00-06:00"),
        ("2026-11-01T01:00+00:00", "America/Denver", "2026-11-01T06:00-07:00"),
        ("2026-11-01T07:30+00:00", "America/Denver", "2026-11-02T06:00-07:00"),
        ("2026-03-29T19:00+01:00", "Europe/Berlin", "2026-03-30T06:00+02:00"),
    ],
)
def test_driving_begins_on_the_local_morning_whatever_the_clocks_did(dosed, zone, morning):
    began = datetime.fromisoformat(dosed).astimezone(UTC)
    course = SimpleNamespace(protocol="at-home-low-dose")
    her = SimpleNamespace(patient=SimpleNamespace(tz=ZoneInfo(zone)), course=course)
    so_far = facts.Story(started_at=began)
    assert facts.may_drive_from(her, so_far) == datetime.fromisoformat(morning)
    made = may_drive_from(began, ZoneInfo(zone), facts.protocol_of(her))
    assert made == datetime.fromisoformat(morning)


# ---- heartbeats -----------------------------------------------------------------------------


def test_heartbeats_are_kept_in_one_go(holding, cast, evening):
    beats = [
        SimpleNamespace(
            dosing=holding.pk, patient=cast.maria.pk, person=person.pk, strand=strand, at=evening
        )
        for person, strand in ((cast.maria, "patient"), (cast.noor, "guide"))
    ]
    actions.keep_heartbeats(beats)
    assert set(Heartbeat.objects.values_list("strand", flat=True)) == {"patient", "guide"}


def test_a_page_that_failed_in_a_live_dose_calls_a_person_and_only_then(
    holding, cast, evening, monkeypatch
):
    monkeypatch.setattr(facts, "story", lambda *a: 1 / 0)
    actions.could_not_answer(holding.pk, now=evening + minutes(2))
    assert Alert.objects.get().kind == "could-not-answer"


def test_a_page_that_failed_before_the_dose_calls_nobody(planned, evening):
    actions.could_not_answer(planned.pk, now=evening)
    actions.could_not_answer(999_999, now=evening)
    assert not Alert.objects.exists()


# ---- at the same moment ------------------------------------------------------------------------


def at_once(*deeds):
    """Run each in a thread of its own, let go together; what each returned or raised."""
    ready, results = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        ready.wait()
        try:
            results[place] = deed()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.django_db(transaction=True)
def test_eight_starts_at_once_are_one_start(planned, cast, evening):
    prepare(planned, cast, evening)
    once = uuid4()
    keys = [once, once, once, once, *(uuid4() for _ in range(4))]
    results = at_once(
        *(
            lambda key=key: actions.start(planned, once=key, by=cast.noor, now=evening)
            for key in keys
        )
    )
    assert DosingEvent.objects.filter(kind="started").count() == 1
    assert all(isinstance(r, WrongState) for r in results if isinstance(r, Exception)), results
    assert any(not isinstance(r, Exception) for r in results)


@pytest.mark.django_db(transaction=True)
def test_the_same_check_in_eight_times_at_once_is_heard_once(working, cast, evening):
    once, said = uuid4(), {"answer": "need-a-person"}
    results = at_once(
        *(
            lambda: actions.check_in(
                working, said, once=once, by=cast.maria, now=evening + minutes(9)
            )
            for _ in range(8)
        )
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert Alert.objects.count() == 1 and AlertStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_watches_at_once_raise_one_alert_and_climb_one_step(holding, evening):
    now = evening + minutes(8)
    at_once(*(lambda: actions.notice_silence(now=now) for _ in range(4)))
    assert Alert.objects.count() == 1
    at_once(*(lambda: climb(now=now + seconds(61)) for _ in range(4)))
    assert Alert.objects.get().step == 1


@pytest.mark.django_db(transaction=True)
def test_a_check_in_and_the_watch_at_once_leave_her_watched(holding, cast, evening):
    now = evening + minutes(8)
    results = at_once(
        lambda: actions.notice_silence(now=now),
        lambda: actions.check_in(
            holding, {"answer": "all-right"}, once=uuid4(), by=cast.maria, now=now
        ),
    )
    assert not [r for r in results if isinstance(r, Exception)], results
    holding.refresh_from_db()
    assert holding.silent_after == now + minutes(7)


@pytest.mark.django_db(transaction=True)
def test_two_acknowledgements_at_once_are_one(holding, cast, evening):
    actions.notice_silence(now=evening + minutes(8))
    alert = Alert.objects.get()
    at_once(
        *(
            lambda by=by: acknowledge(alert, note="", by=by, now=evening + minutes(9))
            for by in (cast.noor, cast.okafor)
        )
    )
    assert Alert.objects.get().acknowledged_by in {cast.noor, cast.okafor}
