"""The prescriber's page: worst first, what to find out, and the sentence why not."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tercet.clinic.intake import actions
from tercet.clinic.intake.models import Answer, Question
from tercet.clinic.measures.actions import answer_instrument
from tercet.clinic.models import Clinic, Person
from tercet.clinic.record.models import KeptDecision
from tercet.running.demo_stories import STATED, plain_answers


@pytest.fixture
def now(evening, monkeypatch):
    """Every page is asked this evening."""
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    return evening


@pytest.fixture
def page(cast, visit, now):
    """Dr Okafor opens Maria's evaluation."""
    browser = visit(cast.okafor)
    return lambda: browser.get(f"/patients/{cast.maria.pk}/evaluation/")


def answered(cast, now, **other):
    return actions.submit(cast.maria, plain_answers(**other), once=uuid4(), by=cast.maria, now=now)


def text(response):
    return response.content.decode()


def test_nothing_sent_yet_is_said(page):
    assert "has not sent an evaluation yet" in text(page())


def test_the_title_counts_what_to_decide_and_what_to_find_out(cast, page, now):
    answered(cast, now, systolic=144, diastolic=88)
    made = KeptDecision.objects.get().made["findings"]
    review = sum(f["verdict"] == "review" for f in made)
    ask = sum(f["verdict"] == "ask" for f in made)
    shown = text(page())
    assert f"{review} to decide, {ask} to find out" in shown
    assert f"{review} review" in shown and f"{ask} ask" in shown


def test_what_is_also_published_stands_folded_under_its_finding(cast, page, now):
    answered(cast, now, systolic=144, diastolic=88)
    shown = text(page())
    under = shown[shown.index('id="finding-high-pressure-us"') :]
    assert "Also published" in under and "Stage 2 hypertension begins at 140" in under


def test_findings_stand_worst_first_and_clear_ones_are_folded(cast, page, now):
    answered(cast, now, systolic=144, diastolic=88, aneurysm=True)
    shown = text(page())
    assert shown.index("finding-aneurysm") < shown.index("finding-consent")
    assert "rules are clear. See what each one saw" in shown
    assert 'id="finding-ketamine-allergy"' not in shown


def test_a_finding_shows_what_was_seen_and_on_whose_word(cast, page, now):
    answered(cast, now, systolic=144, diastolic=88)
    shown = text(page())
    assert "144/88 mmHg · patient" in shown
    assert "Strength A · label" in shown
    assert "taken second-hand" in shown


def test_what_is_not_known_cannot_be_signed_and_says_so(cast, page, now):
    Clinic.objects.update(is_demo=True)
    answered(cast, now)
    shown = text(page())
    assert "a course cannot be signed over what is not known" in shown
    assert "disabled" in shown


def test_one_question_is_sent_and_said_to_be_sent(cast, visit, page, now):
    actions.submit(cast.maria, {"pulse": 66}, once=uuid4(), by=cast.maria, now=now)
    browser = visit(cast.okafor)
    sent = browser.post(f"/patients/{cast.maria.pk}/evaluation/ask/", {"rule": "aneurysm"})
    assert sent.status_code == 302
    assert Question.objects.get().rule == "aneurysm"
    assert "Sent to Maria by Dr Okafor" in text(page())


def test_all_questions_are_sent_at_once_and_not_again(cast, visit, now):
    actions.submit(cast.maria, {"pulse": 66}, once=uuid4(), by=cast.maria, now=now)
    browser, address = visit(cast.okafor), f"/patients/{cast.maria.pk}/evaluation/ask/"
    browser.post(address)
    many = Question.objects.count()
    again = browser.post(address, follow=True)
    assert many > 10
    assert Question.objects.count() == many
    assert "Nothing was sent" in text(again)


def test_a_clinician_states_a_fact_and_it_is_decided_again(cast, visit, now):
    answered(cast, now)
    said = {"rule": "diagnosis-not-confirmed", "diagnosis-confirmed": "yes", "once": str(uuid4())}
    rules = {
        f["rule"] for f in KeptDecision.objects.get().made["findings"] if f["verdict"] == "ask"
    }
    said["rule"] = next(r for r in rules if "diagnosis" in r)
    for _ in range(2):
        page = visit(cast.okafor).post(f"/patients/{cast.maria.pk}/evaluation/answer/", said)
        assert page.status_code == 302
    assert Answer.objects.get(fact="diagnosis-confirmed").by == cast.okafor
    assert KeptDecision.objects.count() == 2


def test_an_impossible_statement_is_shown_again(cast, visit, now):
    answered(cast, now, systolic=144, diastolic=88)
    found = KeptDecision.objects.get().made["findings"]
    rule = next(f["rule"] for f in found if f["verdict"] == "review")
    said = {"rule": rule, "systolic": "1240", "diastolic": "80", "once": str(uuid4())}
    page = visit(cast.okafor).post(f"/patients/{cast.maria.pk}/evaluation/answer/", said)
    assert page.status_code == 422
    assert "1240 is not possible" in text(page)
    assert 'value="80"' in text(page)


def test_an_empty_statement_is_shown_again(cast, visit, now):
    answered(cast, now)
    said = {"rule": "aneurysm", "once": str(uuid4())}
    page = visit(cast.okafor).post(f"/patients/{cast.maria.pk}/evaluation/answer/", said)
    assert page.status_code == 422


def test_hostile_words_are_shown_as_words(cast, page, now):
    answered(cast, now, medicines=["<script>alert(1)</script>"])
    shown = text(page())
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_an_answer_since_is_said_and_decided_again(cast, visit, page, now):
    answered(cast, now)
    row = {"fact": "pulse", "value": 90, "at": now, "by": cast.maria, "once": uuid4()}
    Answer.objects.create(patient=cast.maria, **row)
    assert "An answer changed since" in text(page())
    visit(cast.okafor).post(f"/patients/{cast.maria.pk}/evaluation/again/")
    assert "An answer changed since" not in text(page())


def test_who_may_read_it(cast, visit, now):
    answered(cast, now)
    address = f"/patients/{cast.maria.pk}/evaluation/"
    told = {"noor": 200, "okafor": 200, "lee": 200, "dana": 200, "maria": 403, "ana": 403}
    told |= {"priya": 403, "sam": 403, "jonas": 403}
    for who, status in told.items():
        assert visit(getattr(cast, who)).get(address).status_code == status, who


def test_a_strangers_patient_is_not_found(cast, visit, now):
    other = Person.objects.create(email="x@example.org", name="Other Guide", role="guide")
    assert visit(other).get(f"/patients/{cast.maria.pk}/evaluation/").status_code == 404
    assert visit(cast.okafor).get("/patients/99999/evaluation/").status_code == 404


def test_a_therapist_reads_but_states_nothing(cast, visit, now):
    answered(cast, now)
    assert "State it yourself" not in text(
        visit(cast.lee).get(f"/patients/{cast.maria.pk}/evaluation/")
    )
    said = {"rule": "aneurysm", "aneurysm": "no", "once": str(uuid4())}
    page = visit(cast.lee).post(f"/patients/{cast.maria.pk}/evaluation/answer/", said)
    assert page.status_code == 403
    ask = visit(cast.lee).post(f"/patients/{cast.maria.pk}/evaluation/ask/")
    assert ask.status_code == 403


def test_the_list_of_patients_costs_no_query_a_row(cast, visit, now):
    browser = visit(cast.okafor)
    answered(cast, now)
    browser.get("/patients/")
    with CaptureQueriesContext(connection) as few:
        browser.get("/patients/")
    for n in range(20):
        one = Person.objects.create(email=f"p{n}@example.org", name=f"P {n}", role="patient")
        actions.submit(one, {"pulse": 70}, once=uuid4(), by=one, now=now)
    with CaptureQueriesContext(connection) as many:
        page = browser.get("/patients/")
    assert "P 19" in text(page)
    assert len(many) == len(few)


def test_the_gravest_waiting_evaluation_stands_first(cast, visit, now):
    answered(cast, now)
    actions.submit(cast.jonas, plain_answers(aneurysm=True), once=uuid4(), by=cast.jonas, now=now)
    shown = text(visit(cast.okafor).get("/patients/"))
    assert shown.index("Jonas Beck") < shown.index("Maria Delgado")
    assert "2 waiting for a decision" in shown


def test_a_patient_is_found_by_name_and_nobody_is_said(cast, visit, now):
    browser = visit(cast.okafor)
    assert "Jonas" not in text(browser.get("/patients/?name=maria"))
    assert "Nobody by that name" in text(browser.get("/patients/?name=%3Cb%3E"))


def test_a_guide_sees_only_the_patients_of_their_team(cast, visit, now):
    shown = text(visit(cast.noor).get("/patients/"))
    assert "Maria" in shown and "Jonas" not in shown


def test_knowledge_nobody_adopted_cannot_be_signed_for_a_real_patient(cast, page, now):
    answered(cast, now)
    assert "has not adopted this version of the knowledge" in text(page())


def test_when_everything_is_known_the_way_to_the_signature_is_open(cast, visit, page, now):
    Clinic.objects.update(is_demo=True)
    for name, items in (("gad-7", 7), ("phq-9", 9)):
        answers = {str(n): 1 for n in range(1, items + 1)} | ({"9": 0} if items > 8 else {})
        answer_instrument(cast.maria, name, answers, once=uuid4(), by=cast.maria, now=now)
    answered(cast, now)
    kept = actions.submit(cast.maria, STATED, once=uuid4(), by=cast.okafor, now=now)
    shown = text(page())
    assert "Not yet." not in shown
    assert f"/patients/{cast.maria.pk}/sign/{kept.pk}/" in shown
