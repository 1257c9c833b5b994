"""The course: the score, dosing, therapy and medicines on one time line; planning the next dose."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tercet import knowledge
from tercet.clinic import clock
from tercet.clinic.dosing.models import DosingSession
from tercet.clinic.measures.actions import answer_instrument


@pytest.fixture
def at(monkeypatch):
    def set_to(now):
        monkeypatch.setattr(clock, "now", lambda: now)

    return set_to


def score(cast, now, points):
    items = knowledge.read().instruments["gad-7"].items
    answers = {item.id: points for item in items}
    answer_instrument(cast.maria, "gad-7", answers, once=uuid4(), by=cast.maria, now=now)


def test_one_page_shows_the_three_strands_and_the_score(working, cast, visit, at, evening):
    score(cast, evening - timedelta(days=3), 2)
    at(evening + timedelta(minutes=30))
    page = visit(cast.noor).get(reverse("course", args=[cast.maria.pk])).content.decode()
    for words in ("Dosing", "Therapy", "Medicine", "GAD-7", "dose 1", "100 mg", "Lee Whitman"):
        assert words in page, words


def test_before_the_first_answer_and_before_the_course_the_page_says_so(cast, visit, at, evening):
    at(evening)
    here = reverse("course", args=[cast.maria.pk])
    assert "No course has been signed." in visit(cast.noor).get(here).content.decode()
    assert "You have no course yet" in visit(cast.maria).get(reverse("my-course")).content.decode()


def test_her_own_page_speaks_plainly(planned, cast, visit, at, evening):
    score(cast, evening - timedelta(days=3), 2)
    at(evening - timedelta(hours=1))
    page = visit(cast.maria).get(reverse("my-course")).content.decode()
    assert "Thursday 19 November, 18:00" in page and "How anxious you said you were" in page


def plan(browser, patient, **sent):
    return browser.post(reverse("plan-dose", args=[patient.pk]), sent)


def test_a_dose_is_planned_on_her_clock(course, cast, visit, at, evening):
    at(evening)
    answer = plan(visit(cast.noor), cast.maria, day="2026-11-25", time="18:30")
    made = DosingSession.objects.get()
    assert answer["Location"] == reverse("gate", args=[made.pk])
    assert made.planned_at.isoformat() == "2026-11-26T01:30:00+00:00"


@pytest.mark.parametrize(
    ("day", "time", "status", "sentence"),
    [
        ("2020-01-01", "18:30", 422, "has passed"),
        ("2026-11-25", "late", 422, "Write a time"),
        ("2031-11-25", "18:30", 422, "The course ends on"),
        ("2027-03-14", "02:30", 422, "that time does not exist"),
    ],
)
def test_an_impossible_plan_is_refused_and_stays_on_the_page(
    course, cast, visit, at, evening, day, time, status, sentence
):
    at(evening)
    answer = plan(visit(cast.noor), cast.maria, day=day, time=time)
    assert answer.status_code == status and sentence in answer.content.decode()
    assert day in answer.content.decode() and not DosingSession.objects.exists()


def test_a_second_plan_is_refused_beside_the_button_and_by_the_deed(
    planned, cast, visit, at, evening
):
    at(evening - timedelta(hours=2))
    browser = visit(cast.noor)
    page = browser.get(reverse("plan-dose", args=[cast.maria.pk])).content.decode()
    assert "already planned" in page and "disabled" in page
    assert plan(browser, cast.maria, day="2026-11-25", time="18:30").status_code == 409
    assert DosingSession.objects.count() == 1
