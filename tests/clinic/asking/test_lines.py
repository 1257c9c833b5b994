"""The clinic's own crisis lines: the director adds and ends them; patients are shown 988 first."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tercet.clinic.asking import actions, facts
from tercet.clinic.errors import Denied, Invalid
from tercet.clinic.models import Entry, LocalLine

DENVER = {
    "name": "Denver walk-in centre",
    "call": "303 555 0100",
    "text": "",
    "says": "For anyone in the city, by day and by night.",
}


@pytest.fixture
def dana(cast, visit):
    return visit(cast.dana)


def typed(**other):
    return DENVER | {"once": str(uuid4())} | other


def add(cast, now, **other):
    told = DENVER | other
    return actions.add_line(
        told.pop("name"), **told, once=told.pop("once", uuid4()), by=cast.dana, now=now
    )


def text(page):
    return page.content.decode()


def test_the_page_is_reached_from_the_directors_first_page_and_from_no_other(cast, dana, visit):
    assert 'href="/lines/"' in text(dana.get("/knowledge/"))
    assert 'href="/lines/"' not in text(visit(cast.okafor).get("/knowledge/"))
    assert "No crisis line of your own place yet" in text(dana.get("/lines/"))


def test_a_line_that_was_added_is_shown_to_patients_after_988_and_911(cast, dana, visit):
    maria = visit(cast.maria)
    assert "Denver walk-in" not in text(maria.get("/help-now/"))
    page = dana.post("/lines/", typed(text="741741"))
    assert (page.status_code, page["Location"]) == (302, "/lines/")
    shown = text(maria.get("/help-now/"))
    places = [shown.index(f'href="{to}"') for to in ("tel:988", "tel:911", "tel:3035550100")]
    assert places == sorted(places)
    assert 'href="sms:741741"' in shown and "by day and by night" in shown
    assert "1 crisis line of your own place" in text(dana.get("/lines/"))


def test_lines_stand_in_the_order_in_which_they_were_added(cast, evening):
    for name, call in [("First", "303 555 0101"), ("Second", "303 555 0102")]:
        add(cast, evening, name=name, call=call)
    assert [line.name for line in facts.own_lines()] == ["First", "Second"]


def test_an_ended_line_is_shown_to_nobody_and_kept(cast, dana, visit):
    dana.post("/lines/", typed())
    line = LocalLine.objects.get()
    for _ in range(2):
        assert dana.post(f"/lines/{line.pk}/end/")["Location"] == "/lines/"
    assert "Denver walk-in" not in text(visit(cast.maria).get("/help-now/"))
    assert "Denver walk-in" in text(dana.get("/lines/")) and facts.own_lines() == []
    line.refresh_from_db()
    assert line.until_by == cast.dana
    deeds = Entry.objects.filter(deed__contains="crisis line").order_by("pk")
    assert [entry.deed for entry in deeds] == ["add crisis line", "end crisis line"]


def test_sent_twice_with_one_key_it_is_added_once(dana):
    sent = typed()
    for _ in range(2):
        dana.post("/lines/", sent)
    assert LocalLine.objects.count() == 1
    assert Entry.objects.filter(deed="add crisis line").count() == 1


@pytest.mark.parametrize(
    "number", ["303 555 0100", "+1 303 555 0100", "741741", "211", "+123456789012345"]
)
def test_a_number_that_can_be_dialled_is_taken(dana, number):
    assert dana.post("/lines/", typed(call=number, text=number)).status_code == 302
    assert LocalLine.objects.get().call == LocalLine.objects.get().text == number


@pytest.mark.parametrize(
    "number",
    [
        "21",
        "1234567890123456",
        "303-CALL-NOW",
        "303+555",
        "++1 303",
        "٣٠٣٥٥٥",
        "tel:303",
        "+",
        "½½½",
    ],
)
@pytest.mark.parametrize("box", ["call", "text"])
def test_a_number_that_cannot_is_asked_back_with_all_that_was_typed(dana, number, box):
    page = dana.post("/lines/", typed(**{box: number}))
    assert page.status_code == 422
    assert "Write the number in digits" in text(page)
    assert number in text(page) and DENVER["says"] in text(page)
    assert not LocalLine.objects.exists()


@pytest.mark.parametrize("box", ["name", "call", "says"])
def test_what_is_owed_is_asked_for_in_a_sentence(dana, box):
    page = dana.post("/lines/", typed(**{box: "  "}))
    assert page.status_code == 422 and "needs another look" in text(page)
    assert not LocalLine.objects.exists()


@pytest.mark.parametrize(("box", "most"), [("name", 80), ("says", 200)])
def test_words_that_are_too_long_are_asked_back(dana, box, most):
    assert dana.post("/lines/", typed(**{box: "a" * (most + 1)})).status_code == 422
    assert dana.post("/lines/", typed(**{box: "a" * most})).status_code == 302


@pytest.mark.parametrize("call", ["988", "9 8 8", "911"])
def test_what_every_page_names_is_not_added_again(dana, call):
    page = dana.post("/lines/", typed(call=call))
    assert page.status_code == 422 and "stands on every page already" in text(page)


def test_a_number_stands_once_until_its_line_is_ended(cast, evening, dana):
    line = add(cast, evening)
    page = dana.post("/lines/", typed(call="3035550100"))
    assert page.status_code == 422 and "End that line first" in text(page)
    actions.end_line(line, by=cast.dana, now=evening)
    assert dana.post("/lines/", typed(call="3035550100")).status_code == 302


def test_without_its_key_nothing_is_kept(dana):
    page = dana.post("/lines/", typed(once=""))
    assert page.status_code == 422 and "lost its key" in text(page)
    assert not LocalLine.objects.exists()


def test_only_the_director_adds_and_ends(cast, evening):
    line = add(cast, evening)
    for person in (cast.okafor, cast.noor, cast.maria, cast.sam):
        with pytest.raises(Denied):
            actions.end_line(line, by=person, now=evening)
        with pytest.raises(Denied):
            actions.add_line(**DENVER, once=uuid4(), by=person, now=evening)
    assert [one.name for one in facts.own_lines()] == [DENVER["name"]]
    with pytest.raises(Invalid):
        add(cast, evening, call="988")


def refused(sql):
    """PostgreSQL's sentence for refusing this to the role that serves pages."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as c:
        c.execute("set local role tercet_web")
        c.execute(sql)
    return str(refusal.value)


def test_postgresql_lets_nobody_rewrite_a_line(cast, evening):
    add(cast, evening)
    for column in ("name", "call", "text", "says"):
        assert "permission denied" in refused(f"update clinic_localline set {column} = '1'")
    assert "permission denied" in refused("delete from clinic_localline")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as owner:
        owner.execute("delete from clinic_localline")
    assert LocalLine.objects.get().call == DENVER["call"]
