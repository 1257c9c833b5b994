"""Therapy sessions: booked inside the course, one therapist in one place, and cancelled."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tercet.clinic import clock
from tercet.clinic.errors import Denied, Invalid, WrongState
from tercet.clinic.models import TherapySession
from tercet.clinic.therapy import actions


@pytest.fixture
def here(cast, monkeypatch, evening):
    monkeypatch.setattr(clock, "now", lambda: evening)
    return reverse("therapy", args=[cast.maria.pk])


def book(course, at, by, now):
    return actions.book(course, at=at, kind="therapy", by=by, now=now)


def test_a_session_is_in_the_future_and_inside_the_course(course, cast, evening):
    book(course, evening + timedelta(hours=1), cast.lee, evening)
    for at in (evening, evening - timedelta(hours=1), evening + timedelta(weeks=14)):
        with pytest.raises(Invalid):
            book(course, at, cast.lee, evening)


def test_a_therapist_is_in_one_place_at_a_time(course, cast, evening):
    at = evening + timedelta(hours=1)
    first = book(course, at, cast.lee, evening)
    with pytest.raises(WrongState, match="already has a session"):
        book(course, at, cast.lee, evening)
    actions.cancel(first, why="ill", by=cast.lee, now=evening)
    book(course, at, cast.lee, evening)


def test_only_the_team_books_and_cancels(course, cast, evening):
    session = book(course, evening + timedelta(hours=1), cast.noor, evening)
    for person in (cast.maria, cast.ana, cast.priya):
        with pytest.raises(Denied):
            book(course, evening + timedelta(hours=2), person, evening)
        with pytest.raises(Denied):
            actions.cancel(session, why="no", by=person, now=evening)


def test_a_time_is_read_on_her_own_clock(course, cast, visit, here):
    sent = {"kind": "integration", "day": "2026-11-25", "time": "18:30"}
    assert visit(cast.lee).post(here, sent).status_code == 302
    booked = TherapySession.objects.order_by("pk").last()
    assert booked.at.isoformat() == "2026-11-26T01:30:00+00:00", "18:30 in Denver"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"day": "2026-11-25"}, "Pick a time."),
        ({"day": "soon", "time": "18:30"}, "Write a date"),
        ({"day": "2020-01-01", "time": "18:30"}, "has passed"),
        ({"day": "2030-01-01", "time": "18:30"}, "The course ends on"),
        ({"day": "2027-03-14", "time": "02:30"}, "that time does not exist"),
    ],
)
def test_an_impossible_time_is_refused_and_stays_on_the_page(
    course, cast, visit, here, sent, sentence
):
    answer = visit(cast.lee).post(here, {"kind": "therapy"} | sent)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert sent["day"] in answer.content.decode()
    assert TherapySession.objects.count() == 1


def test_cancelling_needs_a_reason_and_stays_on_the_page_as_cancelled(course, cast, visit, here):
    session, browser = TherapySession.objects.get(), visit(cast.lee)
    assert browser.post(here, {"cancel": "yes", "therapy": session.pk}).status_code == 422
    sent = {"cancel": "yes", "therapy": session.pk, "why": "Lee is ill"}
    assert browser.post(here, sent).status_code == 302
    assert browser.post(here, sent).status_code == 409
    page = browser.get(here).content.decode()
    assert "Lee is ill" in page and "Nothing is booked" in page


def test_a_session_of_another_patient_cannot_be_cancelled_here(course, cast, visit, here):
    other = reverse("therapy", args=[cast.jonas.pk])
    session = TherapySession.objects.get()
    sent = {"cancel": "yes", "therapy": session.pk, "why": "x"}
    assert visit(cast.okafor).post(other, sent).status_code == 404
    assert visit(cast.lee).get(other).status_code == 404


def test_without_a_course_nothing_can_be_booked(cast, visit, here):
    sent = {"kind": "therapy", "day": "2026-11-25", "time": "18:30"}
    assert visit(cast.lee).post(here, sent).status_code == 409
