"""Medicines: what is taken, what no longer, confirmed for one day; nobody is told to stop."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tercet.clinic.errors import Denied, Invalid
from tercet.clinic.medicines import actions, facts
from tercet.clinic.models import MedicineStatement


def test_the_list_is_the_newest_word_on_each(cast, evening):
    for minute, (text, takes) in enumerate(
        [("sertraline 100 mg", True), ("clonazepam 1 mg", True), ("clonazepam 1 mg", False)]
    ):
        now = evening + timedelta(minutes=minute)
        actions.state(cast.maria, text, takes=takes, by=cast.maria, now=now)
    assert [row.text for row in facts.current(cast.maria)] == ["sertraline 100 mg"]
    spans = {text: (since, until) for text, since, until in facts.spans(cast.maria)}
    assert spans["sertraline 100 mg"] == (evening, None)
    assert spans["clonazepam 1 mg"][1] == evening + timedelta(minutes=2)


def test_a_confirmation_counts_on_its_own_day_where_she_lives(cast, evening):
    """18:00 in Denver: midnight there is six hours later, not at midnight in London."""
    actions.confirm(cast.maria, by=cast.noor, now=evening)
    for hours, counts in ((5.99, True), (6, False)):
        found = facts.confirmed_on_day_of(cast.maria, evening + timedelta(hours=hours))
        assert (found is not None) is counts, hours


def test_a_change_after_it_undoes_the_confirmation(cast, evening):
    actions.confirm(cast.maria, by=cast.noor, now=evening)
    later = evening + timedelta(minutes=1)
    actions.state(cast.maria, "ibuprofen", by=cast.maria, now=later)
    assert facts.confirmed_on_day_of(cast.maria, later) is None


def test_who_may_say_what_is_taken(cast, evening):
    for person in (cast.ana, cast.lee, cast.jonas, cast.dana):
        with pytest.raises(Denied):
            actions.state(cast.maria, "ibuprofen", by=person, now=evening)
    with pytest.raises(Invalid):
        actions.state(cast.maria, "   ", by=cast.maria, now=evening)


def test_she_keeps_her_list_from_her_phone(cast, visit, at, evening):
    at(evening)
    browser, here = visit(cast.maria), reverse("my-medicines")
    assert browser.post(here, {"text": "sertraline 100 mg"}).status_code == 302
    assert "sertraline 100 mg" in browser.get(here).content.decode()
    browser.post(here, {"confirm": "yes"})
    assert facts.confirmed_on_day_of(cast.maria, evening)
    browser.post(here, {"no-longer": "yes", "text": "sertraline 100 mg"})
    assert facts.current(cast.maria) == []


@pytest.mark.parametrize("text", ["", "x" * 201])
def test_a_name_missing_or_too_long_is_refused_and_kept_on_the_page(cast, visit, text):
    answer = visit(cast.maria).post(reverse("my-medicines"), {"text": text})
    assert answer.status_code == 422 and text in answer.content.decode()
    assert not MedicineStatement.objects.exists()


def test_what_is_not_recognised_is_said(cast, visit, at, evening):
    at(evening)
    for text in ("sertraline 100 mg", "zzyzx drops"):
        actions.state(cast.maria, text, by=cast.maria, now=evening)
    page = visit(cast.noor).get(reverse("medicines", args=[cast.maria.pk])).content.decode()
    assert page.count("Not recognised") == 1 and "Tercet never suggests stopping" in page


def test_each_line_says_what_it_was_read_as_and_what_was_perhaps_meant(cast, visit, at, evening):
    at(evening)
    for text in ("Klonopin 0.5 mg twice a day", "setraline 50 mg", "Percocet 5/325", "none"):
        actions.state(cast.maria, text, by=cast.maria, now=evening)
    page = visit(cast.noor).get(reverse("medicines", args=[cast.maria.pk])).content.decode()
    assert "clonazepam 0.5 mg, 2 times a day" in page and "benzodiazepine" in page
    assert "oxycodone, how much was not read" in page
    assert "Did you mean sertraline?" in page and "One line is not understood." in page
    assert page.index("setraline 50 mg") < page.index("Klonopin")  # what needs somebody is first


def test_diazepam_is_told_by_both_tables_and_only_where_there_is_any(cast, visit, at, evening):
    at(evening)
    here = reverse("medicines", args=[cast.maria.pk])
    actions.state(cast.maria, "sertraline 100 mg", by=cast.maria, now=evening)
    assert "As diazepam" not in visit(cast.noor).get(here).content.decode()
    actions.state(cast.maria, "Klonopin 0.5 mg twice a day", by=cast.maria, now=evening)
    page = visit(cast.noor).get(here).content.decode()
    assert "10 mg by VA/DoD, 20 mg by Ashton" in page and "the higher counts" in page
    assert "Not all of it could be read" not in page
    actions.state(cast.maria, "lorazepam", by=cast.maria, now=evening)
    page = visit(cast.noor).get(here).content.decode()
    assert "Not all of it could be read, so the sum is not known and may be more." in page


def test_another_patients_list_is_not_there(cast, visit):
    assert visit(cast.noor).get(reverse("medicines", args=[cast.jonas.pk])).status_code == 404
    assert visit(cast.maria).get(reverse("medicines", args=[cast.maria.pk])).status_code == 403
    assert visit(cast.ana).get(reverse("my-medicines")).status_code == 403


def test_a_therapist_reads_the_list_and_cannot_change_it(cast, visit, at, evening):
    at(evening)
    here = reverse("medicines", args=[cast.maria.pk])
    page = visit(cast.lee).get(here).content.decode()
    assert "Only the patient, a guide or a prescriber says what is taken." in page
    assert visit(cast.lee).post(here, {"text": "ibuprofen"}).status_code == 403
