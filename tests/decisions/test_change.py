"""What would change a verdict: the smallest sets of facts, each tried, with no part too many."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, eligibility, rules, search
from tercet.decisions.change import what_would_change
from tercet.decisions.search import said_now
from tests.decisions.people import KNOWN, NOW, PROTOCOL, facts, many, person

SYSTOLIC, BMI = KNOWN.facts["systolic"], KNOWN.facts["bmi"]
RULES = tuple(KNOWN.rules.values())
SOME = tuple(
    KNOWN.rules[name]
    for name in (
        "aneurysm",
        "high-pressure-us",
        "pressure-uncontrolled-for-home",
        "pulse-out-of-range",
        "no-adult-in-the-home",
        "pregnancy",
        "could-be-pregnant",
        "takes-maoi",
    )
)


def fine(**but):
    """Somebody of whom all of SOME is clear, but for what is said."""
    said = {"aneurysm": False, "aneurysm-cleared": False, "systolic": 118, "diastolic": 76}
    said |= {"pulse": 68, "adult-in-the-home": True, "pregnant": False, "takes-maoi": False}
    said |= {"could-be-pregnant": False, "maoi-within-14-days": False}
    said |= {"takes-linezolid-or-methylene-blue": False}
    said |= {name.replace("_", "-"): value for name, value in but.items()}
    return Facts.plain({k: v for k, v in said.items() if v is not None}, now=NOW)


def told(shown, asked=SOME):
    """Each change: its verdict, and its sets as (fact, to, how)."""
    made = what_would_change(asked, shown, known=KNOWN)
    return {
        change.verdict.word: [[(m.fact, m.to, m.how) for m in moves] for moves in change.sets]
        for change in made
    }


def test_of_a_clear_verdict_nothing_would_change():
    assert what_would_change(SOME, fine(), known=KNOWN) == ()


def test_a_pressure_can_be_treated_though_a_rule_of_medicines_asks_for_it_too():
    asked = (*SOME, KNOWN.rules["stimulant-with-high-systolic"])
    made = told(fine(systolic=150, takes_stimulant=None), asked)
    every = [move for sets in made.values() for moves in sets for move in moves]
    assert ("systolic", "at or below 140 mmHg", "remedy") in every, made


def test_a_condition_is_lifted_by_what_it_hangs_on():
    assert told(fine(could_be_pregnant=True)) == {
        "clear": [[("could-be-pregnant", "no", "correction")]]
    }


def test_what_is_not_known_must_become_known_and_within_its_limits():
    made = told(fine(pulse=None))
    assert made == {"clear": [[("pulse", "from 50 to 110 per minute", "answer")]]}


def test_what_is_stale_is_said_to_be_and_must_be_said_again():
    old = fine().with_said({"pulse": Said(70, NOW.replace(year=2025), "patient")})
    ((move,),) = what_would_change(SOME, old, known=KNOWN)[0].sets
    assert (move.was, move.how) == ("70 per minute; counts for 7 days", "answer")


def test_a_reading_that_can_be_otherwise_is_remedied_as_its_rule_says():
    made = told(fine(systolic=165))
    assert made["review"] == [[("systolic", "at or below 159 mmHg", "remedy")]]
    assert made["clear"] == [[("systolic", "at or below 140 mmHg", "remedy")]]


def test_both_numbers_of_a_pressure_must_come_down_where_both_are_high():
    ((first, second),) = told(fine(systolic=165, diastolic=105))["clear"]
    assert first == ("systolic", "at or below 140 mmHg", "remedy")
    assert second == ("diastolic", "at or below 90 mmHg", "remedy")


def test_what_lies_in_the_past_is_only_corrected():
    assert told(fine(pregnant=True, could_be_pregnant=True))["caution"] == [
        [("pregnant", "no", "correction")]
    ]


def test_what_lies_in_the_past_is_remedied_only_by_a_yes():
    made = told(fine(aneurysm=True))
    assert made["clear"] == [
        [("aneurysm", "no", "correction")],
        [("aneurysm-cleared", "yes", "remedy")],
    ]


def test_where_any_answer_would_do_that_is_said():
    asked = [KNOWN.rules["could-be-pregnant"]]
    asked += [replace(KNOWN.rules["no-contraception"], if_so="caution")]
    could_be = Facts.plain({"could-be-pregnant": True}, now=NOW)
    assert told(could_be, asked)["caution"] == [[("contraception", "known, either way", "answer")]]


def test_where_some_choices_would_do_they_are_named():
    ill = Facts.plain({"liver-disease": True, "child-pugh": "c"}, now=NOW)
    made = told(ill, [KNOWN.rules["child-pugh-c"]])
    assert made["clear"][0][0][:2] == ("child-pugh", "a or b")


def test_a_rule_with_a_ladder_calls_nobody_while_it_only_asks():
    asked = [replace(KNOWN.rules["no-adult-in-the-home"], ladder="safety-concern")]
    assert told(fine(adult_in_the_home=None), asked) == {
        "clear": [[("adult-in-the-home", "yes", "answer")]]
    }
    assert told(fine(adult_in_the_home=False), asked) == {
        KNOWN.rules["no-adult-in-the-home"].if_so: []
    }


def test_of_a_caution_only_a_clear_verdict_is_told_and_of_a_stop_what_lies_between():
    steps = what_would_change(
        SOME, fine(adult_in_the_home=False, could_be_pregnant=True), known=KNOWN
    )
    assert [change.verdict.word for change in steps] == ["caution"]


def test_what_is_counted_as_unlisted_stands_at_the_first_verdict_only():
    made = eligibility.what_would_change(person("nobody"), KNOWN)
    assert [change.unlisted > 0 for change in made] == [True] + [False] * (len(made) - 1)


def test_of_a_medicine_only_a_correction_is_told():
    remedied = replace(KNOWN.rules["takes-maoi"], remedy="Fourteen days have passed.")
    made = told(fine(takes_maoi=True), (remedied,))
    assert made == {"clear": [[("takes-maoi", "no", "correction")]]}


def test_the_next_lighter_verdict_and_a_passing_one_are_both_told():
    made = told(fine(adult_in_the_home=False, pulse=None))
    assert list(made) == ["ask", "clear"]
    assert made["ask"] == [[("adult-in-the-home", "yes", "remedy")]]
    assert {fact for fact, _, _ in made["clear"][0]} == {"adult-in-the-home", "pulse"}
    assert made["clear"][0][-1][2] == "answer"  # what must be asked comes last


def test_no_answer_changes_a_crisis():
    made = eligibility.what_would_change(person("pat-in-crisis"), KNOWN)
    assert [(change.verdict, change.sets) for change in made] == [(Verdict.CRISIS, ())]
    assert made[0].held == ("suicide-intent-or-plan",)


def test_no_answer_changes_what_calls_a_person():
    made = eligibility.what_would_change(person("june"), KNOWN)
    assert made[0].sets == () and made[0].held == ("phq-9-item-9",)


def test_contradictory_answers_are_changed_by_either():
    shown = fine(pregnant=True)
    made = told(shown)
    assert made["clear"] == [[("pregnant", "no", "correction")]]


def test_a_change_is_written_for_programs():
    (change, *_) = what_would_change(SOME, fine(pulse=None), known=KNOWN)
    assert change.as_dict() == {
        "verdict": "clear",
        "sets": [
            [
                {
                    "fact": "pulse",
                    "label": KNOWN.facts["pulse"].label,
                    "was": "not known",
                    "to": "from 50 to 110 per minute",
                    "how": "answer",
                }
            ]
        ],
        "unlisted": 0,
        "searched": True,
        "held": [],
    }


@settings(max_examples=many(60), deadline=None)
@given(shown=facts(names=sorted({n for r in SOME for n in rules.reasoning(r).facts})))
def test_a_set_does_what_it_says_and_no_part_of_it_does(shown):
    for change in what_would_change(SOME, shown, known=KNOWN):
        for moves in change.sets:
            values = {move.fact: move.value for move in moves}
            assert decided(shown, values) is change.verdict
            for size in range(min(len(values), 4)):
                for part in combinations(values, size):
                    less = decided(shown, {name: values[name] for name in part})
                    assert less > change.verdict or len(part) == len(values)


def decided(shown, values):
    return rules.decide("x", SOME, said_now(shown, values), known=KNOWN).verdict


@settings(max_examples=many(5), deadline=None)
@given(data=st.data())
def test_the_order_of_facts_changes_nothing_told(data):
    shown = fine(systolic=165, pulse=None, aneurysm=True)
    names = data.draw(st.permutations(sorted(shown.said)))
    other = Facts({name: shown.said[name] for name in names}, NOW)
    assert what_would_change(SOME, other, known=KNOWN) == what_would_change(
        SOME, shown, known=KNOWN
    )


def test_how_far_a_number_may_rise_hangs_on_where_it_began():
    rise = next(r for r in PROTOCOL.monitoring.values() if r.kind == "pressure_rise")
    begun = {"systolic": 158, "baseline-systolic": 118, "diastolic": 76, "baseline-diastolic": 76}
    changes = told(Facts.plain(begun, now=NOW), [replace(rise, ladder=None)])
    assert [("systolic", "at or below 157 mmHg", "correction")] in changes["clear"]


def test_of_nobody_everything_must_be_answered():
    made = eligibility.what_would_change(person("nobody"), KNOWN)
    assert made[0].verdict.passes and len(made[0].sets) <= 5 and made[0].unlisted > 0
    assert {move.how for move in made[0].sets[0]} == {"answer"}


def test_a_search_that_is_cut_short_tells_one_way_and_that_there_may_be_others(monkeypatch):
    monkeypatch.setattr(search, "TRIES", 1)
    (change, *_) = what_would_change(SOME, fine(systolic=165), known=KNOWN)
    assert change.verdict is Verdict.CLEAR and not change.searched
    assert [[move.fact for move in moves] for moves in change.sets] == [["systolic"]]
    for change in what_would_change(SOME, fine(systolic=165, diastolic=105), known=KNOWN):
        assert not change.searched


def test_what_no_fact_lifts_is_held_by_its_rules(monkeypatch):
    monkeypatch.setattr(search.Search, "values", lambda self, name, moves: [])
    (change,) = what_would_change(SOME, fine(aneurysm=True, pulse=None), known=KNOWN)[-1:]
    assert change.verdict is Verdict.STOP and change.sets == ()
    assert change.held == ("aneurysm",) and change.searched is True
