"""The word by which a page in the home notices that the evening took a turn."""

from datetime import timedelta

from django.urls import reverse

from tercet.clinic.alerts.actions import acknowledge, climb, raise_alert
from tercet.clinic.dosing.actions import topic_of


def word(browser, dosing):
    answer = browser.get(reverse("turn", kwargs={"dosing": dosing.pk}))
    return answer.status_code, answer.content.decode()


def test_the_word_is_the_phase_the_evening_is_in(cast, visit, working):
    assert word(visit(cast.maria), working) == (200, "working")
    assert word(visit(cast.ana), working) == (200, "working")


def test_before_the_dose_it_is_planned_and_after_the_start_it_is_not(cast, visit, planned):
    assert word(visit(cast.maria), planned) == (200, "planned")


def test_a_call_for_help_that_reached_the_support_person_turns_their_page(
    cast, visit, working, evening
):
    before = word(visit(cast.ana), working)
    alert = raise_alert(
        cast.maria,
        kind="silence",
        topic=topic_of(working),
        says="No sign of life.",
        ladder="silence",
        now=evening,
    )
    assert word(visit(cast.ana), working) == before  # the guide is called first
    climb(now=evening + timedelta(minutes=2))
    called = word(visit(cast.ana), working)
    assert called != before
    assert word(visit(cast.maria), working) == (200, "working")
    alert.refresh_from_db()
    acknowledge(alert, note="", by=cast.noor, now=evening + timedelta(minutes=3))
    assert word(visit(cast.ana), working) == before


def test_a_stranger_is_not_told_how_the_evening_stands(cast, visit, working):
    assert word(visit(cast.jonas), working)[0] == 404
    assert word(visit(cast.sam), working)[0] in {403, 404}
