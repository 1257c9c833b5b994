"""What orders rest on in law, until when, and who of the patients in a course has nothing then."""

import pytest
from an_evening import answer, give_course
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tercet.clinic.models import Person


@pytest.fixture
def law(cast, visit, evening, monkeypatch):
    """Dana asks about a day; without one, about the first day without the waiver."""
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    browser = visit(cast.dana)
    return lambda day="": browser.get(f"/law/?on={day}" if day else "/law/")


def text(page):
    return " ".join(page.content.decode().split())


def test_the_first_day_without_the_waiver_is_asked_about(cast, law, evening):
    give_course(cast.maria, cast, evening)
    page = text(law())
    assert "Everyone in a course has a basis on 1 January 2027" in page
    assert "until 31 December 2026" in page and "Not legal advice" in page


def test_who_was_never_examined_in_person_loses_the_basis_that_day(cast, law, evening):
    give_course(cast.maria, cast, evening)
    give_course(cast.jonas, cast, evening)
    answer(cast.jonas, cast.jonas, evening, seen_in_person=False)
    page = text(law())
    assert "1 of 2 patients in a course has no known basis on 1 January 2027" in page
    assert "No basis" in page and "Jonas Beck" in page and "Maria Delgado" not in page
    assert "Everyone in a course has a basis on 31 December 2026" in text(law("2026-12-31"))


def test_what_is_not_known_is_no_basis_and_is_said_to_be_not_known(cast, law, evening):
    give_course(cast.jonas, cast, evening)
    answer(cast.jonas, cast.jonas, evening, seen_in_person=None)
    page = text(law())
    assert "Whether they were examined in person is not known." in page
    assert "Not known</span>" in page and "No basis</span>" not in page


def test_nobody_in_a_course_and_no_day_at_all_are_said(law):
    assert "No patient is in a course" in text(law())
    page = law("the-day-after")
    assert page.status_code == 422 and "That is not a day" in text(page)


def test_who_may_ask(cast, visit, law, evening):
    for who, status in {"okafor": 200, "dana": 200, "noor": 403, "maria": 403, "sam": 403}.items():
        assert visit(getattr(cast, who)).get("/law/").status_code == status, who
    assert "What orders rest on in law" in text(visit(cast.dana).get("/knowledge/"))
    assert "What orders rest on in law" not in text(visit(cast.noor).get("/knowledge/"))


def test_more_patients_cost_no_more_queries(cast, law, evening):
    give_course(cast.maria, cast, evening)
    law()
    with CaptureQueriesContext(connection) as few:
        law()
    for n in range(5):
        role = Person.Role.PATIENT
        one = Person.objects.create(email=f"p{n}@example.org", name=f"P {n}", role=role)
        give_course(one, cast, evening)
        answer(one, one, evening, seen_in_person=False)
    with CaptureQueriesContext(connection) as many:
        assert "P 4" in text(law())
    assert len(many) == len(few)
