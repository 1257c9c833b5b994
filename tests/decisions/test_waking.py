"""Which answers wake a person: item 9, the suicide screen, blood; and that no flag is silent."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from tercet import knowledge
from tercet.decisions import instruments, waking

KNOWN = knowledge.read()
WAKES = KNOWN.asking["at-home-low-dose"].wakes


def woken(name, **but):
    instrument = KNOWN.instruments[name]
    answers = {item.id: 0 for item in instrument.items}
    answers |= {key.removeprefix("item_"): value for key, value in but.items()}
    return waking.by_answers(WAKES, instruments.score(instrument, answers))


@pytest.mark.parametrize(("points", "called"), [(0, []), (1, ["suicide"]), (3, ["suicide"])])
def test_item_9_calls_by_the_suicide_ladder_from_one_on(points, called):
    assert [wake.ladder for wake in woken("phq-9", item_9=points)] == called


def test_an_unanswered_item_9_is_not_known_and_calls_nobody():
    assert woken("phq-9", item_9=None) == ()


@pytest.mark.parametrize("item", ["1", "2", "3", "4", "5"])
def test_each_yes_of_the_suicide_screen_calls_once(item):
    assert [wake.id for wake in woken("asq", **{f"item_{item}": 1})] == ["thoughts-asq"]
    assert [wake.crisis for wake in woken("asq", item_1=1, item_2=1)] == [True]


def test_no_to_all_of_the_screen_calls_nobody():
    assert woken("asq") == ()


def test_blood_is_looked_at_today_and_is_no_crisis():
    [wake] = woken("bladder-5", item_blood=1)
    assert (wake.ladder, wake.crisis) == ("look-today", False)


def test_a_flag_that_no_entry_names_calls_as_the_gravest_does():
    score = instruments.score(KNOWN.instruments["phq-9"], {"9": 2})
    strange = replace(score, instrument="not-in-the-plan")
    assert [wake.ladder for wake in waking.by_answers(WAKES, strange)] == ["suicide"]
    other = replace(score, flags=tuple(replace(flag, id="other") for flag in score.flags))
    assert [wake.id for wake in waking.by_answers(WAKES, other)] == ["any-other-flag"]


@pytest.mark.parametrize(
    ("calls", "ladders"), [("suicide", ["suicide"]), ("safety", ["look-today"]), ("", [])]
)
def test_a_flag_that_says_whom_it_calls_calls_those(calls, ladders):
    flag = SimpleNamespace(id="other", raised=True, calls=calls)
    score = SimpleNamespace(instrument="not-in-the-plan", flags=(flag,))
    assert [wake.ladder for wake in waking.by_answers(WAKES, score)] == ladders


def test_refusing_the_screen_calls_and_refusing_another_does_not():
    assert [wake.ladder for wake in waking.by_refusal(WAKES, "asq")] == ["safety-concern"]
    assert waking.by_refusal(WAKES, "gad-7") == ()


def test_a_refusal_rule_is_not_woken_by_an_answer():
    assert "asq-refused" not in [wake.id for wake in woken("asq", item_1=1)]
