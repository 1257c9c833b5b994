"""Hearing before judging: what is said is kept whatever happens, and a cry is never refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import MORNING_AFTER, prepare

from tercet.clinic.alerts.actions import acknowledge
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.actions import hearing, judging
from tercet.clinic.errors import Denied
from tercet.clinic.models import Alert, DosingEvent, KeptDecision

CRY = {"answer": "need-a-person"}


def minutes(number):
    return timedelta(minutes=number)


def say(dosing, answer, now, *, by=None, once=None, **more):
    return actions.check_in(
        dosing, {"answer": answer}, once=once or uuid4(), by=by or dosing.patient, now=now, **more
    )


def read(dosing, cast, now, **said):
    return actions.observe(dosing, said, once=uuid4(), by=cast.noor, now=now)


def silent_after(dosing):
    dosing.refresh_from_db()
    return dosing.silent_after


def test_a_check_in_moves_the_alarm_to_a_check_in_and_its_grace_later(working, evening):
    say(working, "all-right", evening + minutes(10))
    assert silent_after(working) == evening + minutes(17)


def test_the_same_check_in_twice_is_one_event_and_moves_nothing_more(working, evening):
    once = uuid4()
    say(working, "all-right", evening + minutes(10), once=once)
    say(working, "all-right", evening + minutes(12), once=once)
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert silent_after(working) == evening + minutes(17)


def test_another_answer_under_an_old_key_is_heard(working, evening):
    """The back button shows a page whose key has been used: a cry must not vanish in it."""
    once = uuid4()
    say(working, "all-right", evening + minutes(10), once=once)
    say(working, "need-a-person", evening + minutes(11), once=once)
    say(working, "need-a-person", evening + minutes(11), once=once)
    assert DosingEvent.objects.filter(kind="check-in").count() == 2
    assert Alert.objects.get().ladder == "person-needed"


def test_when_judging_fails_it_is_kept_a_person_is_called_and_the_alarm_stays(
    working, evening, monkeypatch
):
    before = silent_after(working)
    monkeypatch.setattr(judging.monitoring, "decide", lambda *a: 1 / 0)
    kept = say(working, "all-right", evening + minutes(10))
    assert kept.verdict == "STOP"
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert Alert.objects.get().kind == "could-not-decide"
    assert silent_after(working) == before


def test_a_failure_that_goes_on_is_not_silenced_by_one_acknowledgement(
    working, cast, evening, monkeypatch
):
    monkeypatch.setattr(judging.monitoring, "decide", lambda *a: 1 / 0)
    say(working, "all-right", evening + minutes(10))
    acknowledge(Alert.objects.get(), note="", by=cast.noor, now=evening + minutes(11))
    say(working, "all-right", evening + minutes(12))
    assert Alert.objects.filter(acknowledged_at=None).count() == 1


def test_a_process_that_dies_between_hearing_and_judging_loses_nothing(
    working, evening, monkeypatch
):
    before, once = silent_after(working), uuid4()
    with monkeypatch.context() as broken:
        broken.setattr(hearing, "judge", lambda *a, **k: exec("raise SystemExit"))
        with pytest.raises(SystemExit):
            say(working, "need-a-person", evening + minutes(10), once=once)
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert silent_after(working) == before and not Alert.objects.exists()
    say(working, "need-a-person", evening + minutes(11), once=once)
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert Alert.objects.get().ladder == "person-needed"


def test_a_cry_heard_but_never_judged_is_answered_though_another_was_judged_since(
    working, cast, evening, monkeypatch
):
    once = uuid4()
    with monkeypatch.context() as broken:
        broken.setattr(hearing, "judge", lambda *a, **k: exec("raise SystemExit"))
        with pytest.raises(SystemExit):
            say(working, "need-a-person", evening + minutes(10), once=once)
    say(working, "all-right", evening + minutes(11))
    say(working, "need-a-person", evening + minutes(12), once=once)
    assert Alert.objects.get().ladder == "person-needed"


@pytest.mark.parametrize("phase", ["planned", "holding", "working", "released"])
def test_i_need_a_person_is_heard_in_every_phase(request, phase, evening):
    dosing = request.getfixturevalue(phase)
    say(dosing, "need-a-person", evening + minutes(130))
    alert = Alert.objects.get(acknowledged_at=None, ladder="person-needed")
    assert alert.steps.get().who == "guide"


def test_i_need_a_person_is_heard_after_the_evening_is_closed_and_when_postponed(
    released, cast, evening
):
    said = {"morning": "well", "slept": True, "no-new-suicidal-thoughts": True}
    actions.answer_morning(released, said, once=uuid4(), by=cast.maria, now=MORNING_AFTER)
    say(released, "need-a-person", MORNING_AFTER + minutes(5))
    assert Alert.objects.get().ladder == "person-needed"
    assert silent_after(released) is None, "nothing that is over is armed again"


def test_after_release_a_check_in_is_heard_and_does_not_arm_the_alarm(released, evening):
    say(released, "all-right", evening + minutes(130))
    assert facts.story(released).phase == "resting"
    assert silent_after(released) is None and not Alert.objects.exists()


def test_after_release_being_frightened_still_calls_a_person(released, evening):
    say(released, "frightened", evening + minutes(130))
    assert Alert.objects.get().kind == "frightened"


def test_the_support_person_can_say_how_she_is_and_a_stranger_cannot(working, cast, evening):
    say(working, "all-right", evening + minutes(10), by=cast.ana)
    for person in (cast.jonas, cast.lee, cast.sam):
        with pytest.raises(Denied):
            say(working, "all-right", evening + minutes(11), by=person)


# ---- answers that waited on a phone without a line -------------------------------------------


def test_a_late_answer_keeps_when_it_was_said_and_is_no_newer_sign_of_life(working, evening):
    say(working, "all-right", evening + minutes(10))
    armed = silent_after(working)
    say(working, "sick", evening + minutes(16), said_at=evening + minutes(9))
    event = DosingEvent.objects.order_by("pk").last()
    assert facts.said_at(event) == evening + minutes(9) and event.at == evening + minutes(16)
    assert facts.story(working).last_heard_at == evening + minutes(10)
    assert silent_after(working) == armed, "it moves the alarm neither on nor back"


def test_a_late_answer_does_not_bring_the_next_look_of_the_watch_forward(holding, evening):
    actions.notice_silence(now=evening + minutes(8))
    assert silent_after(holding) == evening + minutes(15)
    say(holding, "all-right", evening + minutes(10), said_at=evening + minutes(3))
    assert silent_after(holding) == evening + minutes(15)


def test_a_late_answer_does_not_cover_a_newer_one(working, evening):
    say(working, "need-a-person", evening + minutes(10))
    say(working, "all-right", evening + minutes(12), said_at=evening + minutes(8))
    assert facts.story(working).said["answer"].value == "need-a-person"


def test_a_late_cry_is_answered_though_a_newer_answer_was_calm(working, evening):
    say(working, "all-right", evening + minutes(12))
    say(working, "need-a-person", evening + minutes(14), said_at=evening + minutes(9))
    alert = Alert.objects.get()
    assert alert.ladder == "person-needed" and "5 minutes ago" in alert.says


def test_an_answer_from_the_future_is_one_of_now(working, evening):
    say(working, "all-right", evening + minutes(10), said_at=evening + minutes(30))
    assert facts.story(working).last_heard_at == evening + minutes(10)


# ---- alarming again, and not nagging ---------------------------------------------------------


def high(working, cast, now, systolic=165):
    read(working, cast, now, systolic=systolic, diastolic=95)


def take_all(cast, now):
    for alert in Alert.objects.filter(acknowledged_at=None):
        acknowledge(alert, note="seen", by=cast.noor, now=now)


def open_kinds():
    return set(Alert.objects.filter(acknowledged_at=None).values_list("kind", flat=True))


def test_an_acknowledged_reading_that_has_not_changed_does_not_nag(working, cast, evening):
    high(working, cast, evening + minutes(20))
    assert "pressure-high" in open_kinds()
    take_all(cast, evening + minutes(21))
    for minute in (22, 24, 26):
        say(working, "all-right", evening + minutes(minute))
    assert open_kinds() == set()


@pytest.mark.parametrize("systolic", [165, 172])
def test_a_new_reading_alarms_again_even_when_the_number_is_the_same(
    working, cast, evening, systolic
):
    high(working, cast, evening + minutes(20))
    take_all(cast, evening + minutes(21))
    high(working, cast, evening + minutes(30), systolic=systolic)
    assert "pressure-high" in open_kinds()


def test_readings_taken_while_the_alert_was_open_are_acknowledged_with_it(working, cast, evening):
    high(working, cast, evening + minutes(20))
    high(working, cast, evening + minutes(22), systolic=168)
    take_all(cast, evening + minutes(23))
    say(working, "all-right", evening + minutes(24))
    assert open_kinds() == set()


def test_the_same_cry_again_is_another_cry(working, cast, evening):
    say(working, "need-a-person", evening + minutes(10))
    take_all(cast, evening + minutes(11))
    say(working, "need-a-person", evening + minutes(12))
    assert len(open_kinds()) == 1


def test_a_role_that_may_not_say_it_does_not_cover_one_that_may(working, cast, evening):
    read(working, cast, evening + minutes(20), sedation=2)
    said = {"sedation": 5}
    actions.observe(working, said, once=uuid4(), by=cast.maria, now=evening + minutes(21))
    kept = KeptDecision.objects.filter(about="monitoring").latest("pk")
    assert kept.verdict == "CRISIS"


def test_the_baseline_is_what_was_measured_before_the_dose(planned, cast, evening):
    prepare(planned, cast, evening - minutes(5), systolic=110, diastolic=70)
    actions.start(planned, once=uuid4(), by=cast.noor, now=evening)
    read(planned, cast, evening + minutes(20), systolic=150, diastolic=80)
    assert open_kinds() == {"pressure-rise"}, "150/80 is below 160/100 and 40 above its baseline"
