"""Planning the next dose: on her clock, and refused with a sentence where it cannot be."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tercet.clinic.dosing.models import DosingSession


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
