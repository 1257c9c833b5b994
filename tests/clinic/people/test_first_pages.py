"""The first page of each role, the demo's way in, and whether the house answers."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tercet.clinic import clock
from tercet.clinic.intake import actions
from tercet.clinic.models import Clinic
from tercet.clinic.people.actions import make_sign_in_link


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("who", "where"),
    [("noor", "/board/"), ("okafor", "/patients/"), ("dana", "/knowledge/")],
)
def test_staff_begin_where_their_day_begins(cast, visit, who, where):
    assert visit(getattr(cast, who)).get("/")["Location"] == where


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ("maria", "Some questions about you"),
        ("ana", "what to do stands here"),
        ("lee", "No sessions are booked"),
        ("priya", "1 shared patient"),
        ("sam", "there is nothing here for you yet"),
    ],
)
def test_everyone_else_is_told_what_is_next(cast, visit, who, says):
    page = visit(getattr(cast, who)).get("/")
    assert page.status_code == 200
    assert says in text(page)


def test_nobody_is_asked_to_sign_in(db, visit):
    assert visit().get("/")["Location"] == "/account/login/?next=/"


def test_after_the_evaluation_the_questionnaires_are_next(cast, visit, evening):
    once = uuid4()
    actions.submit(cast.maria, {"pulse": 70}, once=once, by=cast.maria, now=clock.now())
    assert "GAD-7" in text(visit(cast.maria).get("/"))


def test_a_question_comes_before_everything_else(cast, visit):
    now = clock.now()
    kept = actions.submit(cast.maria, {"pulse": 70}, once=uuid4(), by=cast.maria, now=now)
    actions.send_questions(kept, rule="aneurysm", by=cast.okafor, now=now)
    assert "Your care team asks you something" in text(visit(cast.maria).get("/"))


def test_a_demo_link_signs_in_whose_link_it_is(cast, visit):
    Clinic.objects.update(is_demo=True)
    token = make_sign_in_link(cast.noor, now=clock.now())
    browser = visit()
    assert browser.get(f"/demo/{token}/")["Location"] == "/"
    assert browser.get("/")["Location"] == "/board/"


def test_a_link_takes_over_from_whoever_was_signed_in(cast, visit):
    Clinic.objects.update(is_demo=True)
    browser = visit(cast.maria)
    browser.get(f"/demo/{make_sign_in_link(cast.dana, now=clock.now())}/")
    assert browser.get("/")["Location"] == "/knowledge/"


@pytest.mark.parametrize(("ago", "status"), [(11, 302), (13, 410)])
def test_a_link_expires(cast, visit, ago, status):
    Clinic.objects.update(is_demo=True)
    token = make_sign_in_link(cast.noor, now=clock.now() - timedelta(hours=ago))
    page = visit().get(f"/demo/{token}/")
    assert page.status_code == status
    if status == 410:
        assert "expired" in text(page) and "tercet links" in text(page)


def test_a_link_that_never_was_has_expired_too(cast, visit):
    Clinic.objects.update(is_demo=True)
    assert visit().get("/demo/abc/").status_code == 410


def test_outside_a_demo_there_are_no_links(cast, visit):
    page = visit().get("/demo/abc/")
    assert page.status_code == 403
    assert "only in a demo" in text(page)


def test_ready_is_said_to_anyone(db, visit):
    assert visit().get("/ready").content == b"ok"


def test_help_now_is_the_patients_and_promises_no_watching(cast, visit):
    page = text(visit(cast.maria).get("/help-now/"))
    assert "988" in page and "911" in page and "not read at every hour" in page
    assert visit(cast.noor).get("/help-now/").status_code == 403


def test_times_are_told_in_the_readers_own_zone(cast, visit, evening, monkeypatch):
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    actions.submit(cast.maria, {"pulse": 70}, once=uuid4(), by=cast.maria, now=evening)
    assert "today 18:00" in text(visit(cast.maria).get("/evaluation/"))
    assert "today 20:00" in text(visit(cast.okafor).get("/patients/"))
