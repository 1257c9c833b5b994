"""The course on one page: its picture, what it comes to, and her own page in plain words."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tercet import knowledge
from tercet.clinic import clock
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
    assert "Thursday 19 November, 18:00" in page and "How you said you were" in page
