"""Promises of SAFETY.md that only a whole evening shows, told to the real deeds on PostgreSQL."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core import mail
from django.test import RequestFactory

from tercet import knowledge
from tercet.clinic.alerts.actions import acknowledge, climb
from tercet.clinic.alerts.jobs import send_notices
from tercet.clinic.dosing import actions
from tercet.clinic.errors import Denied, Expired, Refused, Stale, WrongState
from tercet.clinic.intake.actions import decide_again, submit
from tercet.clinic.measures.actions import answer_instrument
from tercet.clinic.models import Alert, AlertStep, Clinic, Course, DosingEvent, SignInLink
from tercet.clinic.people.actions import follow_sign_in_link, make_sign_in_link
from tercet.clinic.record.models import Signature
from tercet.clinic.sentences import Sentences
from tercet.clinic.treatment.actions import Plan, sign_course, why_not_sign
from tercet.decisions import monitoring
from tercet.running.demo_stories import STATED, plain_answers
from tests.clinic.an_evening import WELL, adopt, give_order, keep_hearing, prepare

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def a_clinic(clinic):
    """Not a demo: nothing here may lean on a demo's leniency."""
    return clinic


def open_alerts(dosing):
    return Alert.objects.filter(topic=actions.topic_of(dosing), acknowledged_at=None)


def ladder(name):
    return knowledge.read().protocols["at-home-low-dose"].ladders[name]


def everything_well(cast, at):
    """Maria answers all that is asked, Dr Okafor adds what a clinician says; kept."""
    answers = plain_answers(seen_in_person=False)
    for name, each in (("gad-7", 2), ("phq-9", 0)):
        points = dict.fromkeys((item.id for item in knowledge.read().instruments[name].items), each)
        answer_instrument(cast.maria, name, points, once=uuid4(), by=cast.maria, now=at)
    submit(cast.maria, answers, once=uuid4(), by=cast.maria, now=at)
    submit(cast.maria, STATED, once=uuid4(), by=cast.okafor, now=at)
    return decide_again(cast.maria, by=cast.okafor, now=at)


def plan_for(cast):
    return Plan(protocol="at-home-low-dose", therapist=cast.lee, guide=cast.noor)


def sign(kept, cast, at, **other):
    said = {"reason": "read", "confirm": cast.password, "by": cast.okafor, "now": at, **other}
    return sign_course(kept, plan_for(cast), **said)


# --- signing -------------------------------------------------------------------------------------


def test_a_course_is_signed_when_everything_is_known(cast, evening):
    adopt(cast, evening)
    kept = everything_well(cast, evening)
    assert sign(kept, cast, evening).patient == cast.maria


def test_an_answer_that_changed_since_makes_the_signature_refuse(cast, evening):
    adopt(cast, evening)
    kept = everything_well(cast, evening)
    submit(cast.maria, {"aneurysm": True}, once=uuid4(), by=cast.maria, now=evening + MINUTE)
    with pytest.raises(Stale):
        sign(kept, cast, evening + 2 * MINUTE)
    assert not Course.objects.exists()


def test_an_answer_that_grew_old_makes_the_signature_refuse(cast, evening):
    adopt(cast, evening)
    kept = everything_well(cast, evening)
    with pytest.raises(Stale):
        sign(kept, cast, evening + timedelta(days=400))


def test_a_course_is_not_signed_over_what_is_not_known(cast, evening):
    adopt(cast, evening)
    kept = decide_again(cast.maria, by=cast.okafor, now=evening)
    with pytest.raises(Refused, match="not known"):
        sign(kept, cast, evening)


def test_only_a_prescriber_signs_and_only_with_proof(cast, evening):
    adopt(cast, evening)
    kept = everything_well(cast, evening)
    before = Signature.objects.count()
    with pytest.raises(Denied):
        sign(kept, cast, evening, by=cast.noor)
    with pytest.raises(Denied):
        sign(kept, cast, evening, confirm="a guess")
    assert Signature.objects.count() == before


def test_nothing_is_signed_under_knowledge_that_nobody_adopted(cast, evening):
    kept = everything_well(cast, evening)
    assert "not adopted" in why_not_sign(cast.okafor, kept)
    adopt(cast, evening)
    assert why_not_sign(cast.okafor, kept) is None


# --- starting a dose -----------------------------------------------------------------------------


def test_a_dose_does_not_start_while_anything_is_not_known(planned, cast, evening):
    prepare(planned, cast, evening, fasted=None)
    with pytest.raises(WrongState, match="Not yet"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)
    assert not DosingEvent.objects.filter(kind="started").exists()


def test_a_dose_does_not_start_on_yesterdays_word(planned, cast, evening):
    prepare(planned, cast, evening - timedelta(days=1))
    with pytest.raises(WrongState, match="Not yet"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)


def test_the_same_dose_is_not_started_twice(holding, cast, evening):
    with pytest.raises(WrongState):
        actions.start(holding, once=uuid4(), by=cast.noor, now=evening + MINUTE)
    assert DosingEvent.objects.filter(kind="started").count() == 1


def test_the_next_dose_is_not_started_too_soon(released, course, cast, evening):
    later = evening + timedelta(hours=24)
    second = actions.plan(course, at=later, by=cast.noor, now=evening + timedelta(hours=4))
    prepare(second, cast, later)
    with pytest.raises(WrongState, match="Not yet"):
        actions.start(second, once=uuid4(), by=cast.noor, now=later)


def test_a_changed_order_stops_the_dose_planned_under_the_old_one(planned, course, cast, evening):
    give_order(course, cast, evening, verb="swallow")
    prepare(planned, cast, evening)
    with pytest.raises(WrongState, match="Not yet"):
        actions.start(planned, once=uuid4(), by=cast.noor, now=evening)


def test_only_the_guide_who_is_with_the_patient_starts(planned, cast, evening):
    prepare(planned, cast, evening)
    with pytest.raises(Denied):
        actions.start(planned, once=uuid4(), by=cast.okafor, now=evening)


# --- while it works ------------------------------------------------------------------------------


def test_swallowing_what_should_be_spat_out_calls_a_person(holding, cast, evening):
    at = evening + 7 * MINUTE
    actions.finish_holding(holding, "swallow", once=uuid4(), by=cast.maria, now=at)
    assert open_alerts(holding).filter(kind="changed-verb").exists()


def test_a_form_sent_twice_is_heard_once(working, cast, evening):
    once, at = uuid4(), evening + 10 * MINUTE
    for _ in range(2):
        actions.check_in(working, {"answer": "all-right"}, once=once, by=cast.maria, now=at)
    assert DosingEvent.objects.filter(kind="check-in").count() == 1


def test_silence_alarms_and_climbs_to_the_emergency_services(working, cast, evening):
    armed = working.silent_after
    assert actions.notice_silence(now=armed) is None
    noticed = armed + timedelta(seconds=1)
    assert actions.notice_silence(now=noticed) == working
    alert = open_alerts(working).get()
    for step in ladder("silence")[1:]:
        climb(now=noticed + timedelta(seconds=step.after_seconds))
    reached = AlertStep.objects.filter(alert=alert).order_by("step")
    assert [rung.who for rung in reached] == [step.who for step in ladder("silence")]
    assert reached.last().who == "emergency-services"


def test_an_acknowledged_alert_stops_climbing_and_an_unanswered_one_does_not(working, cast):
    noticed = working.silent_after + timedelta(seconds=1)
    actions.notice_silence(now=noticed)
    assert climb(now=noticed + timedelta(seconds=ladder("silence")[1].after_seconds))
    alert = open_alerts(working).get()
    acknowledge(alert, note="I see her.", by=cast.noor, now=noticed + 2 * MINUTE)
    assert climb(now=noticed + 60 * MINUTE) is None


def test_when_judging_fails_her_words_are_kept_a_person_is_called_and_the_alarm_stays(
    working, cast, evening, monkeypatch
):
    def broken(*_):
        raise RuntimeError("the library failed")

    monkeypatch.setattr(monitoring, "decide", broken)
    armed, at = working.silent_after, evening + 9 * MINUTE
    actions.check_in(working, {"answer": "all-right"}, once=uuid4(), by=cast.maria, now=at)
    working.refresh_from_db()
    assert DosingEvent.objects.filter(kind="check-in").count() == 1
    assert open_alerts(working).exists()
    assert working.silent_after == armed


def test_a_cry_for_help_is_heard_before_the_dose_and_after_release(released, course, cast, evening):
    said, late = {"answer": "need-a-person"}, evening + timedelta(hours=5)
    actions.check_in(released, said, once=uuid4(), by=cast.maria, now=late)
    assert open_alerts(released).exists()
    planned = actions.plan(course, at=late + timedelta(days=7), by=cast.noor, now=late)
    actions.check_in(planned, said, once=uuid4(), by=cast.maria, now=late)
    assert open_alerts(planned).exists()


def test_an_error_in_a_live_dosing_session_calls_a_person(working, evening):
    request = RequestFactory().get(f"/dosing/{working.pk}/")
    request.resolver_match = SimpleNamespace(kwargs={"dosing": working.pk})
    request.now = evening + 12 * MINUTE
    assert Sentences(None).process_exception(request, RuntimeError("a bug")) is None
    assert open_alerts(working).filter(kind="could-not-answer").exists()


def test_a_page_that_is_not_there_calls_nobody(working, evening):
    from django.http import Http404

    request = RequestFactory().get(f"/dosing/{working.pk}/nothing/")
    request.resolver_match = SimpleNamespace(kwargs={"dosing": working.pk})
    request.now = evening + 12 * MINUTE
    assert Sentences(None).process_exception(request, Http404()) is None
    assert not open_alerts(working).exists()


# --- release and the morning after ---------------------------------------------------------------


def test_nobody_is_released_too_early(working, cast, evening):
    with pytest.raises(WrongState):
        actions.release_patient(
            working, WELL, once=uuid4(), by=cast.noor, now=evening + 30 * MINUTE
        )
    assert not DosingEvent.objects.filter(kind="released").exists()


@pytest.mark.parametrize("missing", sorted(WELL))
def test_nobody_is_released_while_a_box_is_open(working, cast, evening, missing):
    end = evening + 125 * MINUTE
    keep_hearing(working, since=end, until=end)
    rest = {fact: value for fact, value in WELL.items() if fact != missing}
    with pytest.raises(WrongState):
        actions.release_patient(working, rest, once=uuid4(), by=cast.noor, now=end)


def test_a_bad_or_a_missing_morning_calls_a_person(released, cast, evening):
    morning = evening + timedelta(hours=14)
    said = {"morning": "not-well", "no-new-suicidal-thoughts": True}
    assert actions.notice_missing_morning(released, now=morning).kind == "missing-morning"
    actions.answer_morning(released, said, once=uuid4(), by=cast.maria, now=morning)
    assert open_alerts(released).filter(kind="bad-morning").exists()


# --- people --------------------------------------------------------------------------------------


def test_an_answer_about_self_harm_reaches_a_person_whatever_the_total(cast, evening):
    phq = knowledge.read().instruments["phq-9"]
    answers = {item.id: 0 for item in phq.items} | {phq.items[8].id: 1}
    answer_instrument(cast.maria, "phq-9", answers, once=uuid4(), by=cast.maria, now=evening)
    assert Alert.objects.get(patient=cast.maria).ladder == "suicide"


def test_a_suicide_answer_in_the_evaluation_calls_a_person(cast, evening):
    submit(cast.maria, {"suicide-intent": True}, once=uuid4(), by=cast.maria, now=evening)
    assert Alert.objects.filter(patient=cast.maria, ladder="suicide").exists()


def test_a_real_clinic_has_no_sign_in_links(cast, evening):
    with pytest.raises(Denied):
        make_sign_in_link(cast.maria, now=evening)
    with pytest.raises(Denied):
        follow_sign_in_link("anything", now=evening)


def test_a_demos_link_ends(cast, evening, clinic):
    Clinic.objects.filter(pk=clinic.pk).update(is_demo=True)
    token = make_sign_in_link(cast.maria, now=evening)
    assert follow_sign_in_link(token, now=evening) == cast.maria
    assert token not in SignInLink.objects.get().token_hash
    with pytest.raises(Expired):
        follow_sign_in_link(token, now=evening + timedelta(hours=12))


def test_a_mail_says_nothing_of_health(working, cast):
    noticed = working.silent_after + timedelta(seconds=1)
    actions.notice_silence(now=noticed)
    send_notices(alert=open_alerts(working).get().pk, step=0)
    sent = mail.outbox[0]
    assert sent.to == [cast.noor.email]
    for word in ("maria", "delgado", "ketamine", "dose", "silen"):
        assert word not in (sent.subject + sent.body).lower()
