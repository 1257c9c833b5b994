"""The screens of a dose: who is shown what, in each phase, and what a page says when it refuses."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import MORNING_AFTER, WELL, book, give_course, give_order, keep_hearing, prepare
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tercet.clinic.dosing import actions, facts
from tercet.clinic.models import Alert, DosingEvent, Heartbeat, Person
from tercet.clinic.people.actions import join_team


def minutes(number):
    return timedelta(minutes=number)


PAGES = {
    "maria": ["dosing", "my-course", "my-medicines"],
    "ana": ["support"],
    "noor": [
        "gate",
        "guide",
        "guide-live",
        "board",
        "board-rows",
        "course",
        "alerts",
        "alerts-rows",
    ],
    "okafor": ["gate", "guide", "board", "course", "plan-dose", "alerts", "medicines", "therapy"],
    "lee": ["course", "therapy", "medicines", "alerts"],
    "priya": ["course", "therapy", "medicines"],
    "dana": ["board", "course", "alerts"],
}
OF_DOSING = {"dosing", "support", "gate", "guide", "guide-live"}
OF_PATIENT = {"course", "plan-dose", "medicines", "therapy"}


def address(name, dosing):
    args = [dosing.pk] if name in OF_DOSING else [dosing.patient_id] if name in OF_PATIENT else []
    return reverse(name, args=args)


def words(answer):
    return answer.content.decode()


# ---- who is shown what ------------------------------------------------------------------------


@pytest.mark.parametrize("phase", ["planned", "holding", "working", "released"])
def test_every_page_opens_in_every_phase_for_whom_it_is(request, phase, cast, visit, at, evening):
    dosing = request.getfixturevalue(phase)
    at(evening + minutes(130))
    for who, names in PAGES.items():
        browser = visit(getattr(cast, who))
        for name in names:
            answer = browser.get(address(name, dosing))
            assert answer.status_code == 200, (who, name)


def test_nobody_else_opens_them(working, cast, visit):
    for name in sorted(OF_DOSING | OF_PATIENT):
        for person in (cast.jonas, cast.sam):
            answer = visit(person).get(address(name, working))
            assert answer.status_code in {403, 404}, (person, name)
        assert visit().get(address(name, working)).status_code == 302, name


def test_a_stranger_cannot_check_in_for_her(working, cast, visit):
    answer = visit(cast.jonas).post(
        reverse("check-in", args=[working.pk]), {"answer": "all-right", "once": uuid4()}
    )
    assert answer.status_code == 404 and not DosingEvent.objects.filter(kind="check-in").exists()


def test_the_dosing_address_sends_each_to_their_page(working, cast, visit, at, evening):
    at(evening + minutes(10))
    here = address("dosing", working)
    for person, name in ((cast.noor, "guide"), (cast.ana, "support"), (cast.lee, "course")):
        assert visit(person).get(here)["Location"] == address(name, working)
    assert visit(cast.maria).get(here).status_code == 200


# ---- her phone --------------------------------------------------------------------------------


def test_while_holding_she_reads_the_time_left_and_the_verb(holding, cast, visit, at, evening):
    at(evening + minutes(3))
    page = words(visit(cast.maria).get(address("dosing", holding)))
    assert "4:00" in page and "spit it out" in page and "I need a person now" in page
    assert 'data-theme="dark"' in page


def test_her_page_says_only_what_is_true_of_the_guide(holding, cast, visit, at, evening):
    here = address("dosing", holding)
    at(evening + minutes(3))
    assert "has not been heard yet" in words(visit(cast.maria).get(here))
    Heartbeat.objects.create(
        dosing=holding, patient=cast.maria, person=cast.noor, strand="guide", at=evening
    )
    at(evening + timedelta(seconds=60))
    assert "Noor is with you." in words(visit(cast.maria).get(here))
    at(evening + timedelta(seconds=61))
    page = words(visit(cast.maria).get(here))
    assert "Noor is with you." not in page and "was last heard" in page


def check_in(browser, dosing, answer, **more):
    return browser.post(
        reverse("check-in", args=[dosing.pk]),
        {"answer": answer, "once": str(uuid4()), **more},
        headers={"accept": "application/json"},
    )


def test_a_check_in_by_script_is_answered_with_its_own_key(working, cast, visit, at, evening):
    at(evening + minutes(10))
    once = str(uuid4())
    said = check_in(visit(cast.maria), working, "all-right", once=once)
    assert json.loads(said.content) == {"heard": once, "says": "Heard at 18:10."}


def test_a_check_in_without_script_is_answered_by_a_page(working, cast, visit, at, evening):
    at(evening + minutes(10))
    browser = visit(cast.maria)
    answer = browser.post(
        reverse("check-in", args=[working.pk]), {"answer": "sick", "once": uuid4()}, follow=True
    )
    assert answer.status_code == 200
    assert "You said “I feel sick”. Heard at 18:10." in words(answer)


@pytest.mark.parametrize("once", ["", "not a key", None])
def test_a_cry_without_a_good_key_is_heard(working, cast, visit, at, evening, once):
    at(evening + minutes(10))
    sent = {"answer": "need-a-person"} | ({"once": once} if once is not None else {})
    answer = visit(cast.maria).post(reverse("check-in", args=[working.pk]), sent)
    assert answer.status_code == 302 and Alert.objects.get().ladder == "person-needed"


@pytest.mark.parametrize(
    ("waited", "ago"), [("90", 90), ("-5", 0), ("nan", 0), ("soon", 0), ("1e300", 0), ("", 0)]
)
def test_how_long_an_answer_waited_is_believed_when_it_can_be(
    working, cast, visit, at, evening, waited, ago
):
    now = evening + minutes(12)
    at(now)
    assert check_in(visit(cast.maria), working, "sick", waited_seconds=waited).status_code == 200
    event = DosingEvent.objects.get(kind="check-in")
    assert facts.said_at(event) == now - timedelta(seconds=ago)


@pytest.mark.parametrize("answer", ["", "dancing", "x" * 100_000])
def test_an_answer_that_is_none_is_refused_in_a_sentence(working, cast, visit, answer):
    said = check_in(visit(cast.maria), working, answer)
    assert (
        said.status_code == 422 and "Choose one of the answers" in json.loads(said.content)["says"]
    )


def test_the_morning_question_waits_for_the_morning(released, cast, visit, at, evening):
    here, browser = address("dosing", released), visit(cast.maria)
    at(evening + minutes(130))
    page = words(browser.get(here))
    assert "Do not drive" in page and "Friday, 06:00" in page and "How are you this" not in page
    at(MORNING_AFTER)
    assert "How are you this morning?" in words(browser.get(here))
    sent = {"once": uuid4(), "morning": "well", "slept": "yes", "thoughts": "no", "words": ""}
    answer = browser.post(reverse("morning", args=[released.pk]), sent, follow=True)
    assert "This evening is closed" in words(answer)


def test_a_morning_half_answered_keeps_what_was_written(released, cast, visit, at):
    at(MORNING_AFTER)
    sent = {"once": uuid4(), "morning": "well", "words": "a strange dream"}
    answer = visit(cast.maria).post(reverse("morning", args=[released.pk]), sent)
    assert answer.status_code == 422
    assert "a strange dream" in words(answer) and "Choose one." in words(answer)


def test_a_morning_sent_too_early_shows_again_what_was_written(released, cast, visit, at, evening):
    at(evening + minutes(130))
    sent = {"once": uuid4(), "morning": "well", "slept": "no", "thoughts": "no", "words": "early"}
    answer = visit(cast.maria).post(reverse("morning", args=[released.pk]), sent)
    assert answer.status_code == 409 and "early" in words(answer)


# ---- the gate ---------------------------------------------------------------------------------


def gate_form(**said):
    return {"once": str(uuid4())} | {k.replace("_", "-"): v for k, v in said.items()}


def test_the_gate_says_what_is_missing_who_can_settle_it_and_why_not(
    planned, cast, visit, at, evening
):
    at(evening)
    page = words(visit(cast.noor).get(address("gate", planned)))
    assert "to find out before the dose" in page and "Settled by <b>Noor" in page
    assert "Not yet." in page and "disabled" in page


def test_what_is_said_at_the_gate_is_heard_and_the_rest_stays(planned, cast, visit, at, evening):
    at(evening)
    here = address("gate", planned)
    answer = visit(cast.noor).post(here, gate_form(systolic="124", diastolic="78", fasted="yes"))
    assert answer.status_code == 302
    said = facts.story(planned).said
    assert (said["systolic"].value, said["fasted"].value) == (124, True)
    assert "pulse" not in said


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"systolic": "1240", "diastolic": "78"}, "1240 is not possible"),
        ({"systolic": "nan", "diastolic": "78"}, "number"),
        ({"systolic": "124"}, "A blood pressure has two numbers"),
        ({"systolic": "78", "diastolic": "124"}, "must be below the upper one"),
        ({"units_on_hand": "-1"}, "-1 is not possible"),
        ({"pulse": "seventy"}, "Write a number in digits"),
        ({"fasted": "perhaps"}, "Choose yes, no or not sure"),
    ],
)
def test_an_impossible_value_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    planned, cast, visit, at, evening, said, sentence
):
    at(evening)
    form = gate_form(spo2="97", **said)
    answer = visit(cast.noor).post(address("gate", planned), form)
    assert answer.status_code == 422 and sentence in words(answer)
    assert 'value="97"' in words(answer)
    assert not DosingEvent.objects.exists()


def test_not_sure_takes_back_what_was_known(planned, cast, visit, at, evening):
    prepare(planned, cast, evening)
    at(evening)
    visit(cast.noor).post(address("gate", planned), gate_form(fasted="not-sure"))
    made, _ = actions.decide_gate(planned, now=evening)
    assert not made.verdict.passes


def test_start_from_the_page_and_start_again_by_an_old_page(planned, cast, visit, at, evening):
    prepare(planned, cast, evening)
    at(evening)
    browser, start = visit(cast.noor), reverse("start-dose", args=[planned.pk])
    assert "the dose may start" in words(browser.get(address("gate", planned)))
    once = uuid4()
    for _ in range(2):
        assert browser.post(start, {"once": once})["Location"] == address("guide", planned)
    late = browser.post(start, {"once": uuid4()})
    assert late.status_code == 409 and "already started" in words(late)


def test_postponing_without_a_reason_shows_the_form_again(planned, cast, visit, at, evening):
    at(evening)
    browser, here = visit(cast.noor), reverse("postpone-dose", args=[planned.pk])
    assert browser.post(here, {"once": uuid4(), "why": ""}).status_code == 422
    long = browser.post(here, {"once": uuid4(), "why": "x" * 4001})
    assert (
        long.status_code == 422 and "4000 characters fit" in words(long) and "xxxx" in words(long)
    )
    assert browser.post(here, {"once": uuid4(), "why": "a cold"}).status_code == 302


# ---- the guide's page ---------------------------------------------------------------------------


def test_a_checklist_that_does_not_pass_says_why_and_keeps_what_was_ticked(
    working, cast, visit, at, evening
):
    end = evening + minutes(125)
    keep_hearing(working, since=evening + minutes(10), until=end)
    at(end)
    said = {k: {True: "yes", False: "no"}.get(v, v) for k, v in {**WELL, "oriented": False}.items()}
    answer = visit(cast.noor).post(reverse("release", args=[working.pk]), {"once": uuid4()} | said)
    assert answer.status_code == 409
    assert "Not yet: Not oriented." in words(answer) and 'value="126"' in words(answer)


def test_what_is_due_and_what_is_late_stands_on_the_guides_page(working, cast, visit, at, evening):
    at(evening + minutes(22))
    page = words(visit(cast.noor).get(address("guide", working)))
    assert "Pressure <b>late: due" in page and "Check-in <b>late: due" in page


# ---- the board ----------------------------------------------------------------------------------


def another(cast, evening, number):
    """One more patient of Noor's with a dose working since the evening, or due soon."""
    person = Person.objects.create(
        email=f"p{number}@example.org", name=f"Patient {number}", role="patient", zone="UTC"
    )
    for member in (cast.noor, cast.ana):
        join_team(person, member, now=evening)
    course = give_course(person, cast, evening)
    give_order(course, cast, evening)
    book(course, evening + timedelta(hours=50, minutes=number))
    dosing = actions.plan(course, at=evening, by=cast.noor, now=evening - minutes(60))
    if number in (1, 3, 5):  # with Maria's, as many as a guide may hold
        prepare(dosing, cast, evening)
        actions.start(dosing, once=uuid4(), by=cast.noor, now=evening)
        said = {"answer": "need-a-person"}
        actions.check_in(dosing, said, once=uuid4(), by=person, now=evening + minutes(1))
    return dosing


def queries_of(browser, here):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(here).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["board", "board-rows", "alerts"])
def test_more_rows_cost_no_more_queries(working, cast, visit, at, evening, name):
    another(cast, evening, 1)
    another(cast, evening, 2)
    at(evening + minutes(9))
    browser = visit(cast.noor)
    browser.get(reverse(name))
    before = queries_of(browser, reverse(name))
    for number in range(3, 9):
        another(cast, evening, number)
    assert queries_of(browser, reverse(name)) == before


def test_worst_stands_first_and_what_is_due_last(working, planned, cast, visit, at, evening):
    calm = another(cast, evening, 2)  # due
    cry = another(cast, evening, 1)
    at(evening + minutes(9))
    page = words(visit(cast.noor).get(reverse("board-rows")))
    places = [page.index(f'id="name-{d.pk}"') for d in (cry, working, calm)]
    assert places == sorted(places)
    assert "<h1>1 needs you now</h1>" in page


def test_nobody_is_well_whose_phone_is_not_heard(working, cast, visit, at, evening):
    said = {"systolic": 120, "diastolic": 80, "pulse": 70, "spo2": 98, "sedation": 5}
    now = evening + minutes(20)
    actions.observe(working, said, once=uuid4(), by=cast.noor, now=now)
    actions.check_in(working, {"answer": "all-right"}, once=uuid4(), by=cast.maria, now=now)
    at(now)
    assert "Well</span>" in words(visit(cast.noor).get(reverse("board-rows")))
    Heartbeat.objects.create(
        dosing=working, patient=cast.maria, person=cast.maria, strand="patient", at=now - minutes(3)
    )
    page = words(visit(cast.noor).get(reverse("board-rows")))
    assert "Watch</span>" in page and "Phone not heard for 3 min" in page


def test_an_alert_is_taken_on_from_the_board_and_the_board_comes_back(
    working, cast, visit, at, evening
):
    actions.notice_silence(now=evening + minutes(15))
    at(evening + minutes(16))
    browser, alert = visit(cast.noor), Alert.objects.get()
    page = words(browser.get(reverse("board")))
    assert "No sign of life" in page and "Step 1 of 4" in page and "I can see Maria" in page
    sent = {"note": "I can see Maria", "back": reverse("board")}
    answer = browser.post(reverse("acknowledge", args=[alert.pk]), sent)
    assert answer["Location"] == reverse("board")
    alert.refresh_from_db()
    assert alert.acknowledged_by == cast.noor and alert.note == "I can see Maria"


def test_a_dose_planned_days_ago_and_never_begun_is_not_on_the_board(
    planned, cast, visit, at, evening
):
    at(evening + timedelta(hours=11))
    assert "Maria Delgado" in words(visit(cast.noor).get(reverse("board-rows")))
    at(evening + timedelta(hours=13))
    assert "Maria Delgado" not in words(visit(cast.noor).get(reverse("board-rows")))


def test_an_alert_of_the_morning_after_stands_on_the_board(released, cast, visit, at, evening):
    late = evening + timedelta(hours=37)
    actions.notice_missing_morning(released, now=late)
    at(late)
    page = words(visit(cast.noor).get(reverse("board-rows")))
    assert "has not answered on the morning after" in page


# ---- the support person ----------------------------------------------------------------------


def test_the_support_person_is_sent_to_her_when_the_ladder_reaches_them(
    working, cast, visit, at, evening
):
    from tercet.clinic.alerts.actions import climb

    here = address("support", working)
    at(evening + minutes(16))
    assert "Stay in the home" in words(visit(cast.ana).get(here))
    actions.notice_silence(now=evening + minutes(15))
    climb(now=evening + minutes(16))
    assert "Go to Maria now" in words(visit(cast.ana).get(here))
