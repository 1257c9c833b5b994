"""What would change a verdict stands under it: short, true, and never an invitation."""

from uuid import uuid4

import pytest

from tercet.clinic.intake import actions
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.facts import would_change
from tercet.clinic.treatment.views.changing import NAMED, lighter
from tercet.decisions import Decision, Finding, Verdict
from tercet.decisions.change import ANSWER, CORRECTION, REMEDY, Change, Move
from tercet.running.demo_stories import plain_answers

HEADING = "What would change this verdict"


@pytest.fixture
def shown(cast, visit, evening, monkeypatch):
    """Maria answers, and Dr Okafor opens her evaluation."""
    monkeypatch.setattr("tercet.clinic.clock.now", lambda: evening)

    def answered(*, whole=True, **other):
        said = plain_answers(**other) if whole else other
        actions.submit(cast.maria, said, once=uuid4(), by=cast.maria, now=evening)
        page = visit(cast.okafor).get(f"/patients/{cast.maria.pk}/evaluation/").content.decode()
        start = page.find(HEADING)
        return " ".join(page[start : page.find("</section>", start)].split()) if start > 0 else ""

    return answered


def move(fact, how, to="no", was="yes"):
    return Move(fact, fact, was, to, False, how)


def told(*changes, monkeypatch):
    monkeypatch.setattr("tercet.clinic.treatment.views.changing.would_change", lambda kept: changes)
    found = Finding("held", "A title", Verdict.REVIEW, "", "", "", (), (), "D", "", "", "")
    return lighter(KeptDecision(), Decision("eligibility", (found,), "k"))["lighter"]


def test_what_can_be_remedied_is_told_with_its_limit_and_what_it_is_now(shown):
    page = shown(systolic=144, diastolic=88)
    assert "Could be remedied:</b> systolic pressure: from 90 to 140 mmHg, now 144 mmHg" in page


def test_what_was_answered_changes_only_if_it_was_said_wrongly(shown):
    page = shown(aneurysm=True)
    assert "Only if it was said wrongly:</b> aneurysm: no, now yes" in page
    assert "It says what would follow, never what to say." in page


def test_what_is_not_known_is_counted_not_listed(shown):
    page = shown(whole=False, pulse=66)
    assert "suicide" not in page
    assert "To find out:</b> what is not known yet, each as its finding below asks" in page
    assert "More than 100 other ways are not listed." in page


def test_an_answer_about_suicide_is_changed_by_a_person_alone(shown):
    page = shown(suicide_thoughts=True, suicide_plan=True)
    assert "No answer changes this; a person decides" in page
    assert "said wrongly" not in page


def test_nothing_is_said_of_other_knowledge_or_of_what_passes():
    other = KeptDecision(verdict="REVIEW", knowledge="another", saw={})
    assert would_change(other) == ()
    assert would_change(KeptDecision(verdict="CAUTION", knowledge="another", saw={})) == ()


def test_what_every_way_needs_is_said_once(monkeypatch):
    every, one, other = move("a", REMEDY), move("b", CORRECTION), move("c", CORRECTION)
    change = Change(Verdict.CAUTION, ((every, one), (every, other)), unlisted=2)
    (row,) = told(change, monkeypatch=monkeypatch)
    assert row.every.remedied == ("a: no, now yes",)
    assert [way.corrected for way in row.ways] == [("b: no, now yes",), ("c: no, now yes",)]
    assert row.more == "2 other ways are not listed."


def test_many_facts_of_one_way_are_counted(monkeypatch):
    for many in (NAMED, NAMED + 1):
        moves = tuple(move(f"f{n}", ANSWER) for n in range(many))
        (row,) = told(Change(Verdict.CAUTION, (moves,)), monkeypatch=monkeypatch)
        assert len(row.every.found_out) == (NAMED if many == NAMED else 1)
        moves = tuple(move(f"f{n}", REMEDY) for n in range(many))
        (row,) = told(Change(Verdict.CAUTION, (moves,)), monkeypatch=monkeypatch)
        assert ("and 1 more facts" in row.every.remedied[-1]) is (many > NAMED)
        assert row.ways == () and row.more == ""


def test_the_answer_about_suicide_that_would_pass_is_never_put_beside_the_question(monkeypatch):
    moves = (move("suicide-thoughts", ANSWER), move("aneurysm", ANSWER))
    (row,) = told(Change(Verdict.CAUTION, (moves,)), monkeypatch=monkeypatch)
    assert row.every.found_out == ("suicide-thoughts, asked", "aneurysm: no")


def test_what_would_only_be_left_with_questions_is_not_told_beside_what_passes(monkeypatch):
    asks = Change(Verdict.ASK, ((move("a", REMEDY),),))
    passes = Change(Verdict.CAUTION, ((move("a", REMEDY), move("b", ANSWER)),))
    assert [row.verdict for row in told(asks, passes, monkeypatch=monkeypatch)] == [passes.verdict]
    assert [row.verdict for row in told(asks, monkeypatch=monkeypatch)] == [Verdict.ASK]


def test_a_search_cut_short_says_so(monkeypatch):
    short = Change(Verdict.CAUTION, ((move("a", REMEDY),),), searched=False)
    (row,) = told(short, monkeypatch=monkeypatch)
    assert row.more == "The search was cut short; there may be other ways."
    held = Change(Verdict.REVIEW, (), searched=False, held=("held", "of-no-title"))
    (row,) = told(held, monkeypatch=monkeypatch)
    assert row.held == ("A title", "of-no-title") and not row.searched
