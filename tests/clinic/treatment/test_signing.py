"""Signing a course, a refusal, an order: read back, proved, refused in a sentence."""

from uuid import uuid4

import pytest

from tercet.clinic.intake import actions
from tercet.clinic.measures.actions import answer_instrument
from tercet.clinic.models import Answer, Clinic, Course, Declined, Order, Signature
from tercet.running.demo_stories import STATED, plain_answers


@pytest.fixture
def now(evening, monkeypatch):
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    return evening


@pytest.fixture
def kept(cast, now):
    """A demo clinic in which nothing stands in the way of Maria's course."""
    Clinic.objects.update(is_demo=True)
    for name, items in (("gad-7", 7), ("phq-9", 9)):
        answers = {str(n): 2 if n < 9 and name == "gad-7" else 0 for n in range(1, items + 1)}
        answer_instrument(cast.maria, name, answers, once=uuid4(), by=cast.maria, now=now)
    actions.submit(cast.maria, plain_answers(), once=uuid4(), by=cast.maria, now=now)
    return actions.submit(cast.maria, STATED, once=uuid4(), by=cast.okafor, now=now)


@pytest.fixture
def okafor(cast, visit):
    return visit(cast.okafor)


def at(kept, what="sign"):
    return f"/patients/{kept.patient_id}/{what}/{kept.pk}/"


def form(cast, **other):
    return {
        "asked_for": "social anxiety",
        "protocol": "at-home-low-dose",
        "therapist": cast.lee.pk,
        "guide": cast.noor.pk,
        "reason": "Two trials without response; therapy in place.",
        "confirm": cast.password,
    } | other


def text(response):
    return response.content.decode()


@pytest.fixture
def course(cast, okafor, kept):
    okafor.post(at(kept), form(cast))
    return Course.objects.get()


def test_the_form_reads_back_the_decision_before_the_signature(cast, okafor, kept):
    page = text(okafor.get(at(kept)))
    assert page.index("What this signature stands on") < page.index("Your signature")
    assert kept.knowledge in page
    assert 'autocomplete="current-password"' in page


def test_a_signature_makes_a_course_and_leads_to_it(cast, okafor, kept):
    page = okafor.post(at(kept), form(cast))
    assert page["Location"] == f"/patients/{cast.maria.pk}/course/"
    course = Course.objects.get()
    assert (course.therapist, course.guide) == (cast.lee, cast.noor)
    assert (course.signature.decision, course.signature.second_factor) == (kept, "password")


def test_signed_twice_it_is_one_course(cast, okafor, kept):
    first, second = (okafor.post(at(kept), form(cast)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (Course.objects.count(), Signature.objects.count()) == (1, 1)


def test_a_wrong_password_signs_nothing_and_loses_nothing_but_itself(cast, okafor, kept):
    page = okafor.post(at(kept), form(cast, confirm="wrong horse", reason="<b>because</b>"))
    assert page.status_code == 403
    shown = text(page)
    assert "nothing was signed" in shown
    assert "&lt;b&gt;because&lt;/b&gt;" in shown
    assert "wrong horse" not in shown
    assert f'value="{cast.lee.pk}" selected' in shown
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("reason", "  ", "Say in a few words why"),
        ("confirm", "", "Prove that it is you"),
        ("therapist", "", "Choose a therapist"),
        ("therapist", "999", "Select a valid choice"),
        ("guide", "", "Choose a trained guide"),
        ("asked_for", "", "Choose what treatment"),
        ("reason", "x" * 4001, "4,001 characters"),
    ],
)
def test_a_form_not_whole_is_shown_again(cast, okafor, kept, name, typed, sentence):
    page = okafor.post(at(kept), form(cast) | {name: typed})
    assert page.status_code == 422
    assert sentence in text(page)
    assert not Course.objects.exists()


def test_a_changed_answer_makes_the_signature_refuse(cast, okafor, kept, now):
    row = {"fact": "pulse", "value": 90, "at": now, "by": cast.maria, "once": uuid4()}
    Answer.objects.create(patient=cast.maria, **row)
    page = okafor.post(at(kept), form(cast))
    assert page.status_code == 409
    shown = text(page)
    assert "An answer changed since" in shown
    assert f"/patients/{cast.maria.pk}/evaluation/" in shown
    assert "Two trials without response" in shown
    assert not Course.objects.exists()


def test_an_older_decision_cannot_be_signed(cast, okafor, kept, now):
    actions.decide_again(cast.maria, by=cast.okafor, now=now)
    assert okafor.post(at(kept), form(cast)).status_code == 409


def test_what_is_missing_cannot_be_signed_over(cast, okafor, now):
    Clinic.objects.update(is_demo=True)
    kept = actions.submit(cast.maria, {"pulse": 70}, once=uuid4(), by=cast.maria, now=now)
    assert "not known" in text(okafor.get(at(kept)))
    page = okafor.post(at(kept), form(cast))
    assert page.status_code == 409
    assert "cannot be signed over what is not known" in text(page)


def test_knowledge_that_nobody_adopted_is_not_signed_outside_a_demo(cast, okafor, kept):
    Clinic.objects.update(is_demo=False)
    page = okafor.post(at(kept), form(cast))
    assert page.status_code == 409
    assert "has not adopted" in text(page)


def test_only_a_prescriber_signs(cast, visit, kept):
    for who in ("noor", "lee", "maria", "ana", "dana", "sam"):
        page = visit(getattr(cast, who)).post(at(kept), form(cast))
        assert page.status_code == 403
        assert "This page is for a prescriber." in text(page)


def test_another_patients_decision_is_not_found(cast, okafor, kept):
    assert okafor.get(f"/patients/{cast.jonas.pk}/sign/{kept.pk}/").status_code == 404


def test_a_refusal_is_signed_once_and_the_patient_reads_why(cast, visit, okafor, kept):
    said = {"reason": "Let us first see your heart doctor.", "confirm": cast.password}
    for _ in range(2):
        page = okafor.post(at(kept, "decline"), said)
        assert page["Location"] == f"/patients/{cast.maria.pk}/evaluation/"
    assert Declined.objects.count() == 1
    home = text(visit(cast.maria).get("/"))
    assert "Dr Okafor decided not to offer a course" in home
    assert "Let us first see your heart doctor." in home


def test_a_refusal_with_a_wrong_password_keeps_the_reason(cast, okafor, kept):
    page = okafor.post(at(kept, "decline"), {"reason": "A long thought.", "confirm": "no"})
    assert page.status_code == 403
    assert "A long thought." in text(page) and not Declined.objects.exists()


def order(**other):
    said = {"unit_mg": "25", "units": "2", "units_in_fill": "4", "made_of": "base"}
    return said | {"hold_minutes": "7", "verb": "spit"} | other


def test_an_order_is_read_back_before_it_is_signed(cast, okafor, course):
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", order(step="read-back"))
    shown = text(page)
    assert page.status_code == 200
    assert "2 units of 25 mg, in all 50 mg of ketamine base" in shown
    assert "<strong>spit it out</strong>" in shown
    assert "0.74 mg/kg" in shown
    assert not Order.objects.exists()


def test_what_the_check_found_stands_above_the_signature_worst_first(cast, okafor, course):
    shown = text(okafor.post(f"/patients/{cast.maria.pk}/order/", order(step="read-back")))
    assert shown.index("What the check of this order found") < shown.index("Your signature")
    assert "As written: a first dose above 0.5 mg/kg" in shown
    assert "If all is swallowed and one unit more is taken: a first dose above 50 mg" in shown
    assert "disabled" not in shown


def test_an_order_over_a_ceiling_is_not_signed_and_nothing_typed_is_lost(cast, okafor, course):
    said = order(step="sign", unit_mg="400", units="3", reason="A lot.", confirm=cast.password)
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", said | {"verb": "swallow"})
    shown = text(page)
    assert page.status_code == 409
    assert "outside a limit that no signature passes over" in shown
    assert "As written: above 400 mg" in shown
    assert 'name="unit_mg" value="400"' in shown and "A lot." in shown
    assert not Order.objects.exists()


def test_an_order_is_not_signed_over_what_is_not_known(cast, okafor, course, now):
    weightless = {"fact": "weight-kg", "value": None, "at": now, "by": cast.maria}
    Answer.objects.create(patient=cast.maria, once=uuid4(), **weightless)
    said = order(step="sign", reason="First order.", confirm=cast.password)
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", said)
    assert page.status_code == 409
    assert "an order cannot be signed over what is not known" in text(page)
    assert not Order.objects.exists()


def test_the_check_of_a_signed_order_is_kept_with_what_it_saw(cast, okafor, course):
    said = order(step="sign", reason="First order.", confirm=cast.password)
    okafor.post(f"/patients/{cast.maria.pk}/order/", said)
    kept = Order.objects.get().signature.decision
    assert (kept.about, kept.verdict) == ("order", "REVIEW")
    assert kept.saw["said"]["unit-mg"]["value"] == 25


def test_an_order_is_signed_once(cast, okafor, course):
    said = order(step="sign", reason="First order.", confirm=cast.password)
    for _ in range(2):
        page = okafor.post(f"/patients/{cast.maria.pk}/order/", said)
        assert page["Location"] == f"/patients/{cast.maria.pk}/course/"
    assert Order.objects.get().total_mg == 50


def test_a_changed_verb_is_another_order(cast, okafor, course):
    said = order(step="sign", reason="First order.", confirm=cast.password)
    okafor.post(f"/patients/{cast.maria.pk}/order/", said)
    okafor.post(f"/patients/{cast.maria.pk}/order/", said | {"verb": "swallow"})
    assert Order.objects.count() == 2


def test_a_wrong_password_signs_no_order_and_keeps_it(cast, okafor, course):
    said = order(step="sign", reason="First order.", confirm="no")
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", said)
    assert page.status_code == 403
    assert "nothing was signed" in text(page) and "First order." in text(page)
    assert 'name="unit_mg" value="25"' in text(page)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("unit_mg", "-25", "more than 0 mg"),
        ("unit_mg", "0", "more than 0 mg"),
        ("unit_mg", "NaN", "milligrams in digits"),
        ("unit_mg", "twenty", "milligrams in digits"),
        ("unit_mg", "", "part of every order"),
        ("units", "0", "at least one unit"),
        ("units", "1.5", "whole number"),
        ("units_in_fill", "1", "less than one dose"),
        ("units_in_fill", "", "part of every order"),
        ("hold_minutes", "31", "The hold is 1 to 30 minutes"),
        ("hold_minutes", "0", "The hold is 1 to 30 minutes"),
        ("verb", "sniff", "Select a valid choice"),
    ],
)
def test_an_order_that_cannot_be_is_shown_again(cast, okafor, course, name, typed, sentence):
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", order(step="sign") | {name: typed})
    assert page.status_code == 422
    assert sentence in text(page)
    assert not Order.objects.exists()


@pytest.mark.parametrize("minutes", ["1", "30"])
def test_a_hold_at_the_protocols_limits_is_read_back(cast, okafor, course, minutes):
    said = order(step="read-back", hold_minutes=minutes)
    assert okafor.post(f"/patients/{cast.maria.pk}/order/", said).status_code == 200


def test_change_goes_back_to_the_form_with_everything_in_it(cast, okafor, course):
    page = okafor.post(f"/patients/{cast.maria.pk}/order/", order(step="change"))
    assert page.status_code == 200
    assert 'value="25"' in text(page)


def test_without_a_course_there_is_nothing_to_order(cast, okafor, now):
    page = okafor.get(f"/patients/{cast.maria.pk}/order/")
    assert page.status_code == 409
    assert "has no course to order for" in text(page)
