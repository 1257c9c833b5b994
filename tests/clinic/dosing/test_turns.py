"""The turns of a dose: planned, started, released, closed, postponed; and every refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import MORNING_AFTER, WELL, give_order, keep_hearing, prepare

from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.actions import turns
from tercet.clinic.errors import Denied, Invalid, WrongState
from tercet.clinic.models import Alert, DosingEvent, KeptDecision

MORNING = {"morning": "well", "slept": True, "no-new-suicidal-thoughts": True}


def phase(dosing):
    return facts.story(dosing).phase


def minutes(number):
    return timedelta(minutes=number)


# ---- planning ------------------------------------------------------------------------------


def test_a_dose_is_planned_under_the_order_in_force(course, cast, evening):
    give_order(course, cast, evening, verb="swallow")
    planned = actions.plan(course, at=evening, by=cast.noor, now=evening - minutes(60))
    assert planned.order.verb == "swallow" and planned.number == 1 and phase(planned) == "planned"


def test_only_a_guide_or_a_prescriber_plans(course, cast, evening):
    for person in (cast.maria, cast.ana, cast.lee, cast.dana):
        with pytest.raises(Denied):
            actions.plan(course, at=evening, by=person, now=evening)


def test_a_dose_is_not_planned_in_the_past_nor_after_the_course(course, cast, evening):
    with pytest.raises(Invalid, match="has passed"):
        actions.plan(course, at=evening - minutes(1), by=cast.noor, now=evening)
    with pytest.raises(Invalid, match="ends on"):
        actions.plan(course, at=evening + timedelta(weeks=14), by=cast.noor, now=evening)


def test_one_dose_is_planned_at_a_time(planned, course, cast, evening):
    with pytest.raises(WrongState, match="already planned"):
        actions.plan(course, at=evening + minutes(60), by=cast.noor, now=evening)


def test_without_a_signed_order_nothing_is_planned(course, cast, evening, monkeypatch):
    monkeypatch.setattr(turns, "newest_order", lambda course: None)
    with pytest.raises(WrongState, match="not signed an order"):
        actions.plan(course, at=evening, by=cast.noor, now=evening - minutes(60))


def test_while_a_dose_works_no_other_is_planned(working, course, cast, evening):
    with pytest.raises(WrongState, match="working now"):
        actions.plan(course, at=evening + timedelta(days=7), by=cast.noor, now=evening + minutes(9))


def test_a_postponed_dose_is_not_counted_as_one(planned, course, cast, evening):
    actions.postpone(planned, why="a cold", once=uuid4(), by=cast.noor, now=evening)
    second = actions.plan(course, at=evening + timedelta(days=3), by=cast.noor, now=evening)
    assert facts.dose_numbers([course.pk]) == {second.pk: 1}
    assert phase(planned) == "postponed"


# ---- the gate and the start -----------------------------------------------------------------


def test_the_gate_asks_for_everything_and_stays_shut_until_it_is_known(planned, cast, evening):
    made, _ = actions.decide_gate(planned, now=evening)
    assert not made.verdict.passes
    prepare(planned, cast, evening)
    made, _ = actions.decide_gate(planned, now=evening)
    assert made.verdict.passes, [f.title for f in made.worst_first if not f.verdict.passes]


@pytest.mark.parametrize(
    "missing",
    ["systolic", "fasted", "guide-present", "support-person-taught", "units-on-hand", "sedation"],
)
def test_with_one_fact_missing_it_does_not_start(planned, cast, evening, missing):
    prepare(planned, cast, evening, **{missing.replace("-", "_"): None})
    with pytest.raises(WrongState, match="Not yet"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)
    assert phase(planned) == "planned" and planned.silent_after is None
    assert KeptDecision.objects.get(about="gate").verdict == "ASK", "what the gate saw is kept"


def test_a_pressure_counts_for_half_an_hour_and_no_longer(planned, cast, evening):
    prepare(planned, cast, evening)
    later = {"guide-present": True, "fasted": True, "support-person-present": True, "sedation": 5}
    for wait, passes in ((30, True), (31, False)):
        actions.observe(planned, later, once=uuid4(), by=cast.noor, now=evening + minutes(wait))
        made, _ = actions.decide_gate(planned, now=evening + minutes(wait))
        assert made.verdict.passes is passes, wait


def test_a_changed_order_shuts_the_gate(planned, course, cast, evening):
    prepare(planned, cast, evening)
    give_order(course, cast, evening, verb="swallow")
    with pytest.raises(WrongState, match="order"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)


def test_a_therapy_session_that_is_over_by_the_real_start_does_not_count(planned, cast, evening):
    late = evening + timedelta(hours=41)
    prepare(planned, cast, late)
    made, _ = actions.decide_gate(planned, now=late)
    assert "therapy-not-booked" in {f.rule for f in made.findings if not f.verdict.passes}


def test_medicines_confirmed_by_a_word_alone_do_not_count(planned, cast, evening):
    said = {"medicines-confirmed-today": True}
    actions.observe(planned, said, once=uuid4(), by=cast.noor, now=evening)
    made, _ = actions.decide_gate(planned, now=evening)
    assert "medicines-not-confirmed" in {f.rule for f in made.findings if not f.verdict.passes}


def test_only_the_named_guide_starts(planned, cast, evening):
    prepare(planned, cast, evening)
    for person in (cast.okafor, cast.maria, cast.ana):
        with pytest.raises(Denied, match="Noor Haddad"):
            actions.start(planned, once=uuid4(), by=person, now=evening)


def test_a_started_dose_is_watched_from_that_moment(holding, evening):
    assert phase(holding) == "holding"
    assert holding.silent_after == evening + minutes(7)


def test_the_same_start_twice_is_calm_and_another_is_refused(planned, cast, evening):
    prepare(planned, cast, evening)
    once = uuid4()
    first = actions.start(planned, once=once, by=cast.noor, now=evening)
    again = actions.start(planned, once=once, by=cast.noor, now=evening + minutes(1))
    assert again == first
    with pytest.raises(WrongState, match="already started"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening + minutes(1))
    assert DosingEvent.objects.filter(kind="started").count() == 1


def test_a_gate_that_cannot_be_decided_stays_shut(planned, cast, evening, monkeypatch):
    prepare(planned, cast, evening)
    monkeypatch.setattr(turns.gate, "decide", lambda *a: 1 / 0)
    with pytest.raises(WrongState, match="Could not be judged"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)


def test_postponing_needs_a_reason_and_the_same_form_twice_is_calm(planned, cast, evening):
    with pytest.raises(Invalid):
        actions.postpone(planned, why="  ", once=uuid4(), by=cast.noor, now=evening)
    once = uuid4()
    for _ in range(2):
        actions.postpone(planned, why="a cold", once=once, by=cast.noor, now=evening)
    with pytest.raises(WrongState):
        actions.postpone(planned, why="a cold", once=uuid4(), by=cast.noor, now=evening)
    with pytest.raises(WrongState):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)
    with pytest.raises(Denied):
        actions.postpone(planned, why="I fear it", once=uuid4(), by=cast.maria, now=evening)


# ---- the hold -------------------------------------------------------------------------------


def test_what_was_done_twice_by_the_same_form_is_one_event(holding, cast, evening):
    once = uuid4()
    for _ in range(2):
        actions.finish_holding(holding, "spit", once=once, by=cast.maria, now=evening + minutes(7))
    with pytest.raises(WrongState, match="already said at 18:07: spat out"):
        actions.finish_holding(
            holding, "spit", once=uuid4(), by=cast.noor, now=evening + minutes(8)
        )
    assert DosingEvent.objects.filter(kind="finished-holding").count() == 1
    assert not Alert.objects.exists()


def test_a_changed_verb_calls_a_person_at_once_and_only_once(holding, cast, evening):
    once = uuid4()
    for _ in range(2):
        actions.finish_holding(
            holding, "swallow", once=once, by=cast.maria, now=evening + minutes(7)
        )
    alert = Alert.objects.get()
    assert alert.kind == "changed-verb" and "swallow" in alert.says


def test_saying_later_that_it_was_swallowed_after_all_is_heard(working, cast, evening):
    actions.finish_holding(
        working, "swallow", once=uuid4(), by=cast.maria, now=evening + minutes(9)
    )
    assert Alert.objects.get().kind == "changed-verb"


# ---- release --------------------------------------------------------------------------------


def release(dosing, by, now, once=None, **but):
    said = {**WELL, **{k.replace("_", "-"): v for k, v in but.items()}}
    return actions.release_patient(dosing, said, once=once or uuid4(), by=by, now=now)


def test_release_stands_on_both_sides_of_two_hours(working, cast, evening):
    keep_hearing(working, since=evening + minutes(10), until=evening + minutes(118))
    with pytest.raises(WrongState, match="Less than 120 minutes"):
        release(working, cast.noor, evening + timedelta(minutes=119, seconds=59))
    release(working, cast.noor, evening + minutes(120))
    working.refresh_from_db()
    assert phase(working) == "resting" and working.silent_after is None


@pytest.mark.parametrize(
    "but",
    [{"oriented": False}, {"walks_unaided": None}, {"sedation": 4}, {"will_not_drive": False}],
)
def test_nobody_is_released_while_one_thing_stands(working, cast, evening, but):
    end = evening + minutes(125)
    keep_hearing(working, since=evening + minutes(10), until=end)
    with pytest.raises(WrongState, match="Not yet"):
        release(working, cast.noor, end, **but)
    assert phase(working) == "working"
    heard = facts.story(working).said
    assert heard["oriented"].at == end, "the checklist was heard all the same"


def test_release_is_refused_while_an_alert_is_open(working, cast, evening):
    end = evening + minutes(125)
    keep_hearing(working, since=evening + minutes(10), until=end)
    actions.check_in(working, {"answer": "frightened"}, once=uuid4(), by=cast.maria, now=end)
    with pytest.raises(WrongState, match="alert is open"):
        release(working, cast.noor, end + minutes(1))


def test_a_checklist_that_itself_alarms_does_not_release(working, cast, evening):
    end = evening + minutes(125)
    keep_hearing(working, since=evening + minutes(10), until=end)
    with pytest.raises(WrongState, match="alert is open"):
        release(working, cast.noor, end, systolic=185, diastolic=125)
    assert phase(working) == "working"


def test_the_same_release_twice_is_calm_and_another_is_refused(released, working, cast, evening):
    event = DosingEvent.objects.get(kind="released")
    again = release(released, cast.noor, evening + minutes(126), once=event.once)
    assert again.pk == event.detail["release"]
    with pytest.raises(WrongState, match="no dose working"):
        release(released, cast.noor, evening + minutes(126))


def test_only_those_who_guide_or_prescribe_release(working, cast, evening):
    for person in (cast.maria, cast.ana):
        with pytest.raises(Denied):
            release(working, person, evening + minutes(125))


# ---- the morning after ----------------------------------------------------------------------


def morning(dosing, by, now, once=None, **but):
    said = {**MORNING, **{k.replace("_", "-"): v for k, v in but.items()}}
    actions.answer_morning(dosing, said, once=once or uuid4(), by=by, now=now)


def test_the_morning_begins_at_six_where_she_lives(released, cast):
    six = facts.may_drive_from(released, facts.story(released))
    assert six.isoformat() == "2026-11-20T06:00:00-07:00"
    with pytest.raises(WrongState, match="from 06:00"):
        morning(released, cast.maria, six - timedelta(seconds=1))
    morning(released, cast.maria, six)
    assert phase(released) == "closed" and not Alert.objects.exists()


def test_the_same_morning_twice_is_calm_and_another_is_refused(released, cast):
    once = uuid4()
    for _ in range(2):
        morning(released, cast.maria, MORNING_AFTER, once=once)
    with pytest.raises(WrongState, match="already answered"):
        morning(released, cast.maria, MORNING_AFTER, morning="not-well")


def test_a_bad_morning_calls_a_person_and_thoughts_of_suicide_are_a_crisis(released, cast):
    morning(released, cast.maria, MORNING_AFTER, morning="not-well")
    assert Alert.objects.get().ladder == "person-needed"


@pytest.mark.parametrize("said", [False, None])
def test_on_the_morning_not_saying_no_to_suicide_is_a_crisis(released, cast, said):
    morning(released, cast.maria, MORNING_AFTER, no_new_suicidal_thoughts=said)
    assert Alert.objects.get().ladder == "crisis"


def test_only_she_answers_her_morning(released, cast):
    with pytest.raises(Denied):
        morning(released, cast.noor, MORNING_AFTER)


def test_a_morning_nobody_answered_becomes_a_task_at_thirty_six_hours_and_once(released, evening):
    assert facts.morning_is_late_at(released, facts.story(released)) == evening + timedelta(
        hours=36
    )
    first = actions.notice_missing_morning(released, now=evening + timedelta(hours=36))
    assert first.kind == "missing-morning"
    assert actions.notice_missing_morning(released, now=evening + timedelta(hours=37)) is None
