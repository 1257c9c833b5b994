"""Questions sent back to Maria: only those, answered in one place, sent once."""

from uuid import uuid4

import pytest

from tercet.clinic.intake import actions
from tercet.clinic.intake.models import Answer, Question
from tercet.clinic.measures.actions import answer_instrument


@pytest.fixture
def kept(cast, evening):
    """Maria sent one answer; nearly everything is still to be asked."""
    return actions.submit(cast.maria, {"pulse": 70}, once=uuid4(), by=cast.maria, now=evening)


def send(kept, cast, now, rule):
    return actions.send_questions(kept, rule=rule, by=cast.okafor, now=now)


def test_nothing_asked_is_said_calmly(cast, visit):
    assert "No questions are waiting" in visit(cast.maria).get("/questions/").content.decode()


def test_only_the_facts_of_the_question_are_asked(cast, visit, kept, evening):
    send(kept, cast, evening, "aneurysm")
    page = visit(cast.maria).get("/questions/").content.decode()
    assert 'name="aneurysm"' in page
    assert 'name="ketamine-allergy"' not in page


def test_an_answer_closes_its_question_and_is_decided(cast, visit, kept, evening):
    send(kept, cast, evening, "aneurysm")
    page = visit(cast.maria).post("/questions/", {"aneurysm": "no", "once": str(uuid4())})
    assert page["Location"] == "/"
    assert Answer.objects.get(fact="aneurysm").value is False
    assert actions.open_questions(cast.maria) == []


def test_with_nothing_answered_the_form_says_so(cast, visit, kept, evening):
    send(kept, cast, evening, "aneurysm")
    page = visit(cast.maria).post("/questions/", {"aneurysm": "not-sure", "once": str(uuid4())})
    assert page.status_code == 422
    assert "Answer at least one" in page.content.decode()


def test_a_question_is_not_sent_twice(cast, kept, evening):
    assert len(send(kept, cast, evening, "aneurysm")) == 1
    assert send(kept, cast, evening, "aneurysm") == []
    assert Question.objects.count() == 1


def test_a_question_worded_for_a_clinician_is_not_sent_to_the_patient(cast, kept, evening):
    from tercet import knowledge

    sent = {q.rule for q in send(kept, cast, evening, "")}
    rules = knowledge.read().rules
    assert sent and all("patient" in rules[rule].who for rule in sent)


def test_an_age_is_asked_for_as_a_birth_date(cast, visit, kept, evening):
    rules = {q.rule: q.facts for q in send(kept, cast, evening, "")}
    assert ["born-on"] in rules.values()
    assert 'name="born-on"' in visit(cast.maria).get("/questions/").content.decode()


def test_a_score_is_asked_for_by_its_questionnaire(cast, visit, kept, evening):
    actions.send_questions(kept, by=cast.okafor, now=evening)
    asked = [q for q in actions.open_questions(cast.maria) if "phq-9-item-9" in q.facts]
    if not asked:
        pytest.skip("no rule asks for a score")
    assert "/measures/phq-9/" in visit(cast.maria).get("/questions/").content.decode()
    from datetime import timedelta

    answers = {str(n): 0 for n in range(1, 10)}
    later = evening + timedelta(minutes=5)
    answer_instrument(cast.maria, "phq-9", answers, once=uuid4(), by=cast.maria, now=later)
    assert not [q for q in actions.open_questions(cast.maria) if "phq-9-item-9" in q.facts]
