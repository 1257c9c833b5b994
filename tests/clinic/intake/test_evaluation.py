"""The evaluation on Maria's phone: kept as typed, safe to go back in, sent once, never lost."""

from uuid import uuid4

import pytest

from tercet import knowledge
from tercet.clinic.alerts.models import Alert
from tercet.clinic.intake import actions
from tercet.clinic.intake.models import Answer, Draft
from tercet.clinic.intake.views.sheet import Sheet, sections
from tercet.clinic.record.models import KeptDecision

ABOUT = "/evaluation/about-you/"
PRESSURE = "/evaluation/blood-pressure/"


@pytest.fixture
def maria(cast, visit):
    """Maria's browser."""
    return visit(cast.maria)


def key():
    return {"once": str(uuid4())}


def text(response):
    return response.content.decode()


def test_every_asked_fact_stands_in_exactly_one_section():
    drawn = [fact for section in sections() for fact in section.facts]
    asked = [fact.id for fact in knowledge.read().facts.values() if fact.asked]
    assert sorted(drawn) == sorted([*asked, "born-on"])


def test_every_section_opens_and_asks_its_questions(maria):
    for section in sections():
        page = maria.get(f"/evaluation/{section.slug}/")
        assert page.status_code == 200
        for fact in section.facts:
            assert f'name="{fact}"' in text(page)


def test_a_section_that_is_not_there_is_not_found(maria):
    assert maria.get("/evaluation/astrology/").status_code == 404


def test_next_keeps_the_answers_and_opens_the_next_section(cast, maria):
    page = maria.post(ABOUT, {"weight-kg": "68", "pregnant": "no"})
    assert (page.status_code, page["Location"]) == (302, PRESSURE)
    assert Draft.objects.get(patient=cast.maria).typed["weight-kg"] == "68"
    assert 'value="68"' in text(maria.get(ABOUT))


def test_back_keeps_what_was_typed_even_if_it_cannot_be(cast, maria):
    page = maria.post(PRESSURE, {"systolic": "1240", "go": "back"})
    assert page["Location"] == ABOUT
    assert 'value="1240"' in text(maria.get(PRESSURE))


def test_a_draft_is_kept_exactly_as_typed_and_answered_with_nothing(cast, maria):
    page = maria.post(PRESSURE, {"systolic": " 1e9 <b>", "draft": "1"})
    assert (page.status_code, page.content) == (204, b"")
    assert Draft.objects.get(patient=cast.maria).typed["systolic"] == " 1e9 <b>"


def test_sections_drafted_one_after_another_are_all_kept(cast, maria):
    maria.post(ABOUT, {"weight-kg": "68", "draft": "1"})
    maria.post(PRESSURE, {"pulse": "70", "draft": "1"})
    typed = Draft.objects.get(patient=cast.maria).typed
    assert (typed["weight-kg"], typed["pulse"]) == ("68", "70")


def test_a_character_postgresql_cannot_hold_does_not_lose_the_rest(cast, maria):
    page = maria.post("/evaluation/medicines/", {"medicines": "sertraline\x00 100", "draft": "1"})
    assert page.status_code == 204
    assert Draft.objects.get(patient=cast.maria).typed["medicines"].startswith("sertraline")


@pytest.mark.parametrize(
    ("fact", "typed", "sentence"),
    [
        ("systolic", "1240", "1240 is not possible"),
        ("systolic", "-3", "-3 is not possible"),
        ("systolic", "nan", "number"),
        ("systolic", "inf", "not possible"),
        ("systolic", "120/80", "Write a number in digits"),
        ("systolic", "118.5", "whole number"),
        ("pulse", "<script>alert(1)</script>", "Write a number in digits"),
    ],
)
def test_an_impossible_value_is_shown_again_with_the_sentence(maria, fact, typed, sentence):
    page = maria.post(PRESSURE, {fact: typed, "diastolic": "76"})
    assert page.status_code == 422
    assert sentence in text(page)
    assert 'value="76"' in text(page)
    assert "<script>alert" not in text(page)


@pytest.mark.parametrize(
    ("born", "sentence"),
    [
        ("2027-01-01", "has not come yet"),
        ("1880-01-01", "years ago"),
        ("soon", "Write a date"),
        ("1991-02-30", "Write a date"),
    ],
)
def test_a_birth_date_that_cannot_be_is_shown_again(maria, born, sentence):
    page = maria.post(ABOUT, {"born-on": born, "weight-kg": "68"})
    assert page.status_code == 422
    assert sentence in text(page)
    assert f'value="{born}"' in text(page)


def test_both_sides_of_the_range_of_a_pressure(maria):
    fact = knowledge.read().facts["systolic"]
    for value, status in ((fact.high, 302), (fact.high + 1, 422), (fact.low, 302)):
        assert maria.post(PRESSURE, {"systolic": f"{value:g}"}).status_code == status


def test_a_note_that_is_too_long_is_shown_again_whole(maria):
    page = maria.post("/evaluation/medicines/", {"medicines": "x" * 4001})
    assert page.status_code == 422
    assert "4,001 characters" in text(page)
    assert "x" * 4001 in text(page)


def test_five_megabytes_are_refused_with_a_sentence_and_413(maria):
    page = maria.post("/evaluation/medicines/", {"medicines": "x" * 5_000_000})
    assert page.status_code == 413
    assert "still in the form" in text(page)


def test_hostile_text_is_shown_as_text(maria):
    hostile = "<img src=x onerror=alert(1)>"
    maria.post("/evaluation/medicines/", {"medicines": hostile, "draft": "1"})
    for address in ("/evaluation/medicines/", "/evaluation/send/"):
        page = text(maria.get(address))
        assert "&lt;img" in page
        assert "<img src=x" not in page


def test_the_review_names_blanks_as_blanks_and_may_be_sent(cast, maria):
    maria.post(ABOUT, {"weight-kg": "68", "pregnant": "not-sure", "draft": "1"})
    review = text(maria.get("/evaluation/send/"))
    assert "Not answered" in review
    assert "Not sure" in review
    sent = maria.post("/evaluation/send/", key())
    assert (sent.status_code, sent["Location"]) == (302, "/")
    assert list(Answer.objects.values_list("fact", "value")) == [("weight-kg", 68.0)]


def test_sending_decides_and_the_draft_is_gone(cast, maria):
    maria.post(ABOUT, {"weight-kg": "68", "draft": "1"})
    maria.post("/evaluation/send/", key())
    assert KeptDecision.objects.get().verdict == "ASK"
    assert not Draft.objects.exists()
    assert "with your care team" in text(maria.get("/evaluation/"))


def test_sent_twice_it_is_heard_once_and_decided_once(cast, maria):
    maria.post(ABOUT, {"weight-kg": "68", "draft": "1"})
    same = key()
    first, second = (maria.post("/evaluation/send/", same) for _ in range(2))
    assert first["Location"] == second["Location"] == "/"
    assert (Answer.objects.count(), KeptDecision.objects.count()) == (1, 1)


def test_the_same_key_again_with_a_draft_left_behind_hears_nothing_new(cast, maria, evening):
    once = uuid4()
    kept = actions.submit(cast.maria, {"pulse": 70}, once=once, by=cast.maria, now=evening)
    again = actions.submit(cast.maria, {"pulse": 71}, once=once, by=cast.maria, now=evening)
    assert (kept.pk, Answer.objects.get().value) == (again.pk, 70)


def test_without_its_key_nothing_is_sent_and_nothing_lost(cast, maria):
    maria.post(ABOUT, {"weight-kg": "68", "draft": "1"})
    page = maria.post("/evaluation/send/", {"once": "7"})
    assert page.status_code == 422
    assert "lost its key" in text(page)
    assert Draft.objects.exists() and not Answer.objects.exists()


def test_what_cannot_be_is_not_sent_but_pointed_at(cast, maria):
    maria.post(PRESSURE, {"systolic": "1240", "pulse": "70", "draft": "1"})
    page = maria.post("/evaluation/send/", key())
    assert page.status_code == 422
    assert "1240 is not possible" in text(page)
    assert not Answer.objects.exists()


def test_with_nothing_written_there_is_nothing_to_send(maria):
    assert "Nothing is written yet" in text(maria.get("/evaluation/send/"))
    assert maria.post("/evaluation/send/", key())["Location"] == "/evaluation/"


def test_a_crisis_answer_leads_to_the_numbers_and_to_who_was_told(cast, maria):
    maria.post("/evaluation/your-safety/", {"suicide-plan": "yes", "draft": "1"})
    sent = maria.post("/evaluation/send/", key())
    assert sent["Location"] == "/help-now/"
    page = text(maria.get("/help-now/"))
    assert "tel:988" in page and "sms:988" in page and "tel:911" in page
    assert "Not read yet" in page
    assert "not read at every hour" in page
    assert Alert.objects.get(patient=cast.maria).ladder == "suicide"


def test_an_unchanged_answer_is_not_said_again(cast, maria, evening):
    actions.submit(cast.maria, {"aneurysm": False}, once=uuid4(), by=cast.maria, now=evening)
    maria.post("/evaluation/heart-and-blood-vessels/", {"aneurysm": "no", "draft": "1"})
    assert Sheet(cast.maria, now=evening).changes() == {}


def test_a_cleared_answer_withdraws_her_own(cast, maria, evening):
    actions.submit(cast.maria, {"aneurysm": False}, once=uuid4(), by=cast.maria, now=evening)
    maria.post("/evaluation/heart-and-blood-vessels/", {"aneurysm": "not-sure", "draft": "1"})
    assert Sheet(cast.maria, now=evening).changes() == {"aneurysm": None}


def test_a_blank_never_withdraws_what_a_clinician_said(cast, maria, evening):
    maria.post("/evaluation/heart-and-blood-vessels/", {"aneurysm": "", "draft": "1"})
    actions.submit(cast.maria, {"aneurysm": False}, once=uuid4(), by=cast.okafor, now=evening)
    assert Sheet(cast.maria, now=evening).changes() == {}


def test_an_answer_too_old_to_lean_on_is_asked_again(cast, maria, evening):
    from datetime import timedelta

    fresh = timedelta(minutes=knowledge.read().facts["pulse"].fresh_minutes)
    actions.submit(cast.maria, {"pulse": 70}, once=uuid4(), by=cast.maria, now=evening - fresh)
    assert Sheet(cast.maria, now=evening).shown("pulse") == ""
    just = evening - timedelta(seconds=1)
    assert Sheet(cast.maria, now=just).shown("pulse") == "70"


def test_only_the_patient_writes_an_evaluation(cast, visit):
    for key_of in ("noor", "okafor", "ana", "sam"):
        page = visit(getattr(cast, key_of)).get("/evaluation/")
        assert page.status_code == 403
        assert "This page is for the patient." in text(page)
    assert visit().get("/evaluation/").status_code == 302


def test_signed_out_while_writing_the_words_are_shown_again(cast, visit):
    page = visit().post(ABOUT, {"weight-kg": "68"})
    assert page.status_code == 403
    assert "signed out" in text(page) and "68" in text(page)


@pytest.mark.parametrize(
    "answer", ["suicide-wish-to-be-dead", "suicide-method", "suicide-behaviour-12-months"]
)
def test_a_lesser_answer_about_suicide_reaches_a_person_too_and_once(cast, evening, answer):
    for _ in range(2):
        actions.submit(cast.maria, {answer: True}, once=uuid4(), by=cast.maria, now=evening)
    alert = Alert.objects.get(patient=cast.maria)
    assert (alert.ladder, alert.steps.get().who) == ("safety-concern", "prescriber")


def test_no_to_every_question_about_suicide_calls_nobody(cast, evening):
    names = [f.id for f in knowledge.read().facts.values() if f.id.startswith("suicide-")]
    asked = {n: False for n in names if knowledge.read().facts[n].asked}
    actions.submit(cast.maria, asked, once=uuid4(), by=cast.maria, now=evening)
    assert not Alert.objects.exists()
