"""The hours around a dose: what is asked about, held and as usual; for the team and for her."""

from datetime import timedelta
from uuid import uuid4

import pytest
from an_evening import give_order
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tercet.clinic.dosing import actions
from tercet.clinic.medicines.actions import state


@pytest.fixture
def takes(cast, evening):
    def lists(*texts, now=evening):
        for text in texts:
            state(cast.maria, text, by=cast.maria, now=now)

    return lists


@pytest.fixture
def page(cast, visit, evening, monkeypatch):
    """Dr Okafor opens Maria's plan, this evening."""
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    here = reverse("hours", args=[cast.maria.pk])
    return lambda: text(visit(cast.okafor).get(here))


@pytest.fixture
def hers(cast, visit, evening, monkeypatch):
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    return lambda: text(visit(cast.maria).get(reverse("my-hours")))


def text(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_needs_the_prescriber_stands_first(page, takes):
    takes("kratom", "sertraline 100 mg daily")
    shown = page()
    assert "1 to ask the prescriber, 7 held, 1 as usual" in shown
    parts = ("Ask the prescriber</h2>", "Held by protocol</h2>", "Taken as usual</h2>")
    order = [shown.index(each) for each in parts]
    assert order == sorted(order)


def test_of_two_lines_of_one_medicine_the_more_careful_counts(page, hers, takes):
    """The team is shown all of them; she is told the one that counts."""
    takes("amitriptyline 25 mg at night")
    shown = page()
    assert "1 to ask the prescriber, 7 held, 0 as usual" in shown
    assert shown.count("A more careful line of it counts.") == 2
    assert hers().count("<b>amitriptyline 25 mg at night</b>") == 1


def test_the_route_is_that_of_the_newest_order(page, course, cast, evening):
    assert "held in the mouth, then spat out" in page()
    give_order(course, cast, evening + timedelta(minutes=1), verb="swallow")
    assert "held in the mouth, then swallowed" in page()


def test_without_an_order_the_route_is_not_known_and_the_strongest_effect_counts(page, takes):
    takes("clarithromycin 500 mg twice daily")
    shown = page()
    assert "no order yet, so the strongest effect of all routes counts" in shown
    assert "What reaches the blood" in shown and "times as much" in shown


def test_each_line_says_on_what_it_rests_and_how_that_reached_us(page, takes):
    takes("sertraline 100 mg daily", "carbamazepine 200 mg twice a day")
    shown = page()
    assert "this programme’s own choice" in shown
    assert "read at its source" in shown and "strength B" in shown
    assert "from memory, not checked at its source" in shown


def test_a_weaker_response_is_a_label_and_no_reason_to_change_anything(page, takes):
    takes("Klonopin 0.5 mg twice a day")
    shown = page()
    assert "Reduced response expected" in shown and "20 mg a day" in shown
    assert "It is no reason to change a medicine or a dose." in shown
    assert "It is never stopped or skipped for a better response." in shown


def test_nothing_said_of_medicines_is_said_so(page, cast):
    assert f"Nobody has said what {cast.maria.first_name} takes" in page()


def test_the_hours_are_those_of_the_dose_that_is_planned(page, hers, planned, cast, evening):
    assert "next dose <time" in page()
    assert "Planned for Thursday 19 November" in hers()
    actions.postpone(planned, why="unwell", once=uuid4(), by=cast.noor, now=evening)
    assert "no dose is planned yet" in page() and "No dose is planned yet" in hers()


def test_hers_is_in_plain_words_without_numbers_of_the_blood(hers, takes):
    takes("Klonopin 0.5 mg twice a day", "clarithromycin 500 mg twice daily")
    shown = hers()
    assert "Ask before your dose" in shown and "Take as usual" in shown
    for never in ("times as much", "strength", "Reduced response", "/knowledge/", "diazepam"):
        assert never not in shown, never
    assert "Please do not stop or change a medicine because of this programme." in shown


def test_hostile_words_are_shown_as_words(page, hers, takes):
    takes("<script>alert(1)</script>")
    for shown in (page(), hers()):
        assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


def test_who_may_read_it(cast, visit, page):
    here = reverse("hours", args=[cast.maria.pk])
    told = {"noor": 200, "lee": 200, "dana": 200, "priya": 403, "maria": 403, "ana": 403}
    for who, status in told.items():
        assert visit(getattr(cast, who)).get(here).status_code == status, who
    assert visit(cast.noor).get(reverse("hours", args=[cast.jonas.pk])).status_code == 404
    assert visit(cast.noor).get(reverse("my-hours")).status_code == 403


def test_more_medicines_cost_no_more_queries(page, takes):
    takes("sertraline 100 mg daily")
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    takes("kratom", "lithium 300 mg", "zzyzx drops", "losartan 50 mg daily")
    with CaptureQueriesContext(connection) as many:
        assert "zzyzx drops" in page()
    assert len(many) == len(few)


def test_the_gate_says_how_each_line_was_decided(planned, cast, visit, evening, monkeypatch):
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)
    said = {"systolic": 150, "diastolic": 84}
    actions.observe(planned, said, once=uuid4(), by=cast.noor, now=evening)
    shown = text(visit(cast.noor).get(reverse("gate", args=[planned.pk])))
    under = shown[shown.index('id="finding-pressure-before-dose"') :]
    under = under[: under.index("</article>")]
    assert "How this was decided" in under and "Systolic pressure: <b>150 mmHg</b> · guide" in under
    assert "/knowledge/rules/pressure-before-dose/" in under and "knowledge " in under
    assert "Spravato" in under
    nobody = shown[shown.index('id="finding-units-not-on-hand"') :]
    assert "<b>not known</b> · nobody has said it" in nobody[: nobody.index("</article>")]
