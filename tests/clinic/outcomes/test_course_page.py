"""The course on one page: its picture, what it comes to, and her own page in plain words."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import answer
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tercet import knowledge
from tercet.clinic import clock
from tercet.clinic.asking import actions as asking
from tercet.clinic.dosing import actions as dosing
from tercet.clinic.measures.actions import answer_instrument
from tercet.clinic.medicines.actions import state
from tercet.clinic.outcomes.actions import look_over


@pytest.fixture
def page(cast, visit):
    """The course page of Maria as somebody of her team reads it."""

    def read(who, name="course"):
        here = reverse(name, args=[] if name.startswith("my") else [cast.maria.pk])
        answer = visit(who).get(here)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return read


def score(cast, now, points):
    items = knowledge.read().instruments["gad-7"].items
    answers = {item.id: points for item in items}
    answer_instrument(cast.maria, "gad-7", answers, once=uuid4(), by=cast.maria, now=now)


def test_one_page_shows_the_three_strands_and_the_score(working, cast, page, at, evening):
    score(cast, evening - timedelta(days=3), 2)
    at(evening + timedelta(minutes=30))
    shown = page(cast.noor)
    for words in ("Dosing", "Therapy", "Medicine", "GAD-7", "dose 1", "100 mg", "Lee Whitman"):
        assert words in shown, words


def test_before_the_first_answer_and_before_the_course_the_page_says_so(cast, page, at, evening):
    at(evening)
    assert "No course has been signed." in page(cast.noor)
    assert "You have no course yet" in page(cast.maria, "my-course")


def test_a_course_without_an_answer_says_that_there_is_no_line_to_draw(
    course, cast, page, at, evening
):
    at(evening)
    assert "there is no line to draw" in page(cast.noor)
    assert "GAD-7: not enough to tell" in page(cast.noor) and "No dose has been taken." in page(
        cast.noor
    )
    assert "You have not answered a questionnaire yet." in page(cast.maria, "my-course")


def test_her_own_page_speaks_plainly(planned, cast, page, at, evening):
    score(cast, evening - timedelta(days=3), 2)
    at(evening - timedelta(hours=1))
    shown = page(cast.maria, "my-course")
    assert "Thursday 19 November, 18:00" in shown and "How you said you were" in shown
    assert "It is too early to say." in shown and "reliability" not in shown


def test_a_course_is_summed_up_by_name_with_the_line_and_its_source(answers, cast, page, at):
    answers(-2, gad_7=16)
    at(answers(24 * 14, gad_7=7))
    shown = page(cast.okafor)
    assert "GAD-7 from 16 to 7: response" in shown
    assert "Reliable improvement: from internal consistency" in shown
    labels = page(cast.okafor, "course-labels")
    assert "Change, not effect" in labels and "sums it up" in labels
    assert "Jacobson" in labels or "Clinical significance" in labels
    assert "half of where they began" in page(cast.maria, "my-course")


def test_others_are_a_quiet_band_with_all_who_began_and_no_promise(answers, cast, page, at):
    answers(-2, gad_7=16)
    at(answers(24 * 14, gad_7=12))
    answer(cast.maria, cast.okafor, clock.now(), indication="generalised-anxiety")
    shown = page(cast.okafor)
    assert (
        "62.9 of 100 who finished stood at 8 or below by week 4; 18 to 28 if all who began" in shown
    )
    assert "It says nothing of what this course will be." in shown and 'class="published"' in shown
    hers = page(cast.maria, "my-course")
    assert (
        "The quiet band is other people, not you." in hers and "of 100 who began, 18 to 28" in hers
    )


def test_from_a_low_start_no_band_is_drawn(answers, cast, page, at):
    answers(-2, gad_7=9)
    at(answers(24 * 14, gad_7=5))
    answer(cast.maria, cast.okafor, clock.now(), indication="generalised-anxiety")
    assert "It needs an answer from before the first dose" in page(cast.okafor)


def test_what_is_published_by_another_questionnaire_is_not_drawn(answers, cast, page, at):
    answers(-2, gad_7=16)
    at(answers(24 * 14, gad_7=7))
    answer(cast.maria, cast.okafor, clock.now(), indication="social-anxiety")
    assert "published by the LSAS-SR, which this course is not judged on" in page(cast.okafor)


def test_for_a_phobia_it_says_that_nothing_is_published(answers, cast, page, at):
    answers(-2, gad_7=16)
    at(answers(24 * 14, gad_7=7))
    answer(cast.maria, cast.okafor, clock.now(), indication="phobia")
    shown = page(cast.okafor)
    assert 'class="published"' not in shown and "No band of others is drawn." in shown


def test_side_effects_what_was_not_answered_and_medicines_are_marked(answers, cast, page, at):
    later = answers(24 * 3, now_anxiety=30)
    answer(cast.maria, cast.maria, later, mouth_ulcer=True, memory_complaint=False)
    asking.open_windows(cast.maria, now=later - timedelta(days=2))
    state(cast.maria, "sertraline 100 mg", by=cast.okafor, now=later, takes=False)
    state(cast.maria, "sertraline 150 mg", by=cast.okafor, now=later)
    at(later + timedelta(days=2))
    shown = page(cast.okafor, "course-table")
    label = knowledge.read().facts["mouth-ulcer"].label
    assert f"<td>Side effects</td><td>{label}</td>" in shown
    assert knowledge.read().facts["memory-complaint"].label not in shown
    assert "24 hours after the dose: not answered" in shown
    assert "sertraline 100 mg" in shown and "sertraline 150 mg" in shown


def test_what_was_not_well_in_a_dose_is_one_mark_of_that_dose(working, cast, page, at, evening):
    for minutes, word in ((5, "sick"), (10, "all-right"), (15, "sick"), (20, "frightened")):
        now = evening + timedelta(minutes=minutes)
        dosing.check_in(working, {"answer": word}, once=uuid4(), by=cast.maria, now=now)
    at(evening + timedelta(minutes=30))
    assert "dose 1: sick, frightened" in page(cast.noor)
    assert "<td>dose 1: sick, frightened</td>" in page(cast.noor, "course-table")


def test_what_was_noticed_stands_first_with_the_hour_that_is_held(answers, cast, page, at):
    answers(-2, now_anxiety=40, now_mood=40)
    answers(24, now_anxiety=65, now_mood=60)
    now = answers(48, now_anxiety=70, now_mood=60)
    [noticed] = look_over(cast.maria, now=now)
    at(now)
    shown = page(cast.lee)
    assert "Anxiety has surfaced after dose 1" in shown and "Held for Lee Whitman" in shown
    assert "Nobody has taken it on yet." in shown
    assert "a time is held for you to talk with Lee Whitman" in page(cast.maria, "my-course")
    assert "surfaced" not in page(cast.maria, "my-course")
    assert noticed.held.at > now


def test_an_outside_therapist_sees_no_lane_that_is_not_theirs(answers, cast, page, at):
    at(answers(-2, gad_7=16))
    shown = page(cast.priya)
    assert "Not answered" not in shown.replace("not answered; did not", "")
    assert "Side effects" not in shown and "Dosing" in shown


def test_the_tables_say_what_the_picture_draws_and_what_was_left_out(answers, cast, page, at):
    answers(-2, gad_7=16, now_anxiety=60)
    answers(24, now_anxiety=30)
    at(answers(24 * 14, gad_7=None))
    for shown in (page(cast.okafor, "course-table"), page(cast.maria, "my-course-table")):
        assert '16 <span class="muted">(12.2 to 19.8)</span>' in shown
        assert "incomplete, between 1 and 19" in shown
        assert '<td>24 h after</td><td class="number">30</td>' in shown


def test_without_a_course_there_are_no_tables(cast, visit, at, evening):
    at(evening)
    assert visit(cast.maria).get(reverse("my-course-table")).status_code == 404
    for name in ("course-table", "course-labels"):
        here = reverse(name, args=[cast.maria.pk])
        assert visit(cast.okafor).get(here).status_code == 404


def test_another_person_and_a_stranger_see_nothing(answers, cast, visit, at, evening):
    at(evening)
    here = reverse("course", args=[cast.maria.pk])
    assert visit(cast.jonas).get(here).status_code == 403
    assert visit(cast.sam).get(here).status_code == 403


def test_the_page_asks_the_database_as_often_for_a_long_course_as_for_a_short_one(
    answers, cast, visit, at
):
    answers(-2, gad_7=16)
    at(answers(24, now_anxiety=40))
    browser, here = visit(cast.noor), reverse("course", args=[cast.maria.pk])
    browser.get(here)
    with CaptureQueriesContext(
        connection,
    ) as few:
        browser.get(here)
    for day in range(2, 60):
        at(answers(24 * day, now_anxiety=40, gad_7=10))
    with CaptureQueriesContext(connection) as many:
        browser.get(here)
    assert len(many) <= len(few)
