"""A panel of few rules: what is let in of each column, and what each rule is counted for."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from tercet.decisions import Verdict
from tercet.decisions.panel import Panel
from tests.decisions.people import KNOWN, NOW

TODAY = NOW.date()
NAN = float("nan")


def knowing(*names, **changed):
    """The knowledge with these rules alone, each changed so."""
    rules = {name: replace(KNOWN.rules[name], **changed) for name in names}
    return replace(KNOWN, rules=rules, contradictions={})


TAKES_MAOI = {"kind": "yes", "limits": {"facts": ("takes-maoi",)}, "if_so": "stop"}
SUM = "diazepam-equivalent-mg-per-day"
ABOVE_8 = {"kind": "above", "limits": {"fact": SUM, "above": 8}, "if_so": "review"}


def panel_of(frame, known):
    return Panel(frame.schema, known=known, on=TODAY)


def judged(columns, *names, **changed):
    frame = pl.DataFrame(columns)
    return panel_of(frame, knowing(*names, **changed)).judge(frame)


def verdicts(columns, *names, **changed):
    return judged(columns, *names, **changed).people["verdict"].to_list()


# --- what is let in -----------------------------------------------------------------------------


def test_a_number_at_either_end_of_what_can_be_counts_and_one_past_it_does_not():
    low, high = KNOWN.facts["systolic"].span
    made = judged(
        {"systolic": [low - 1, low, high, high + 1, NAN, None], "diastolic": [76] * 6},
        "high-pressure-us",
    )
    told = made.tally.facts["systolic"]
    assert (told.blank, told.impossible, told.set_aside) == (2, 2, 0)
    assert made.people["verdict"].to_list() == ["ASK", "CLEAR", "REVIEW", "ASK", "ASK", "ASK"]


def test_a_whole_number_with_a_part_left_over_cannot_be():
    assert verdicts({"systolic": [141.0, 141.5], "diastolic": [76.0] * 2}, "high-pressure-us") == [
        "REVIEW",
        "ASK",
    ]


def test_a_choice_is_one_of_its_words_however_they_are_held():
    ill = {"liver-disease": [True, True, True]}
    for held in (pl.String, pl.Categorical, pl.Enum(["c", "d"])):
        classes = pl.Series(["c", "d", None], dtype=held)
        made = judged({**ill, "child-pugh": classes}, "child-pugh-c")
        assert made.people["verdict"].to_list() == ["STOP", "ASK", "ASK"], held
        told = made.tally.facts["child-pugh"]
        assert (told.blank, told.impossible, told.set_aside) == (1, 1, 0)


@pytest.mark.parametrize(
    ("minutes", "verdict"),
    [
        (-2, "ASK"),
        (-1, "CLEAR"),
        (0, "CLEAR"),
        (60, "CLEAR"),
        (61, "ASK"),
        (None, "ASK"),
        (NAN, "ASK"),
    ],
)
def test_a_rule_may_want_a_fact_fresher_than_it_keeps(minutes, verdict):
    columns = {"systolic": [118], "diastolic": [76], "systolic@minutes": [minutes]}
    frame = pl.DataFrame(columns, schema_overrides={"systolic@minutes": pl.Float64})
    known = knowing("high-pressure-us", fresh_minutes=60)
    made = panel_of(frame, known).judge(frame)
    assert made.people["verdict"].to_list() == [verdict]
    kept = panel_of(frame, knowing("high-pressure-us")).judge(frame)
    assert (kept.people["verdict"].to_list() == ["CLEAR"]) is (minutes in (-1, 0, 60, 61))


def test_a_rule_that_bears_an_older_fact_does_not_make_it_last():
    kept = KNOWN.facts["systolic"].fresh_minutes
    columns = {"systolic": [118] * 2, "diastolic": [76] * 2, "systolic@minutes": [kept, kept + 1]}
    assert verdicts(columns, "high-pressure-us", fresh_minutes=10 * kept) == ["CLEAR", "ASK"]


def test_what_does_not_age_counts_at_any_age_and_undated_but_not_before_its_time():
    columns = {"aneurysm": [True] * 4, "aneurysm-cleared": [False] * 4}
    ages = pl.Series([10**7, None, -1, -1.5], dtype=pl.Float64)
    assert verdicts({**columns, "aneurysm@minutes": ages}, "aneurysm") == [
        "STOP",
        "STOP",
        "STOP",
        "ASK",
    ]


def test_what_somebody_may_not_say_is_set_aside_and_so_is_what_nobody_says():
    columns = {
        "could-be-pregnant": [True] * 4,
        "could-be-pregnant@by": ["patient", "given", "coordinator", None],
    }
    made = judged(columns, "could-be-pregnant")
    assert made.people["verdict"].to_list() == ["CAUTION", "CAUTION", "ASK", "ASK"]
    told = made.tally.facts["could-be-pregnant"]
    assert (told.blank, told.impossible, told.set_aside) == (0, 0, 2)


def test_a_fact_that_no_column_holds_is_named_and_not_known():
    frame = pl.DataFrame({"aneurysm": [True, False]})
    asked = panel_of(frame, knowing("aneurysm"))
    assert asked.absent == ("aneurysm-cleared",)
    assert asked.judge(frame).people["verdict"].to_list() == ["STOP", "CLEAR"]


def test_a_column_that_no_rule_reads_is_looked_through_as_well():
    told = judged({"pulse": [70, 999], "aneurysm": [False] * 2}, "aneurysm").tally.facts
    assert (told["pulse"].blank, told["pulse"].impossible) == (0, 1)


# --- what follows from other columns ------------------------------------------------------------


def test_an_index_follows_from_weight_and_height_unless_one_that_counts_was_said():
    columns = {
        "bmi": [None, 30.0, 999.0, None],
        "weight-kg": [50.0, 50.0, 50.0, None],
        "height-cm": [200.0, 200.0, 200.0, 200.0],
    }
    thin = next(name for name, rule in KNOWN.rules.items() if rule.limits.get("fact") == "bmi")
    known = knowing(thin)
    frame = pl.DataFrame(columns)
    made = panel_of(frame, known).judge(frame)
    alone = frame.select("bmi")
    said = panel_of(alone, known).judge(pl.DataFrame({"bmi": [12.5, 30.0, 12.5, None]}))
    assert made.people["verdict"].to_list() == said.people["verdict"].to_list()
    told = made.tally.facts["bmi"]
    assert (told.blank, told.impossible, told.set_aside) == (2, 1, 0)


def test_an_index_is_as_old_as_the_weight_in_it():
    thin = next(name for name, rule in KNOWN.rules.items() if rule.limits.get("fact") == "bmi")
    kept = KNOWN.facts["weight-kg"].fresh_minutes
    heavy = {
        "weight-kg": [80.0] * 2,
        "height-cm": [180.0] * 2,
        "weight-kg@minutes": [kept, kept + 1],
    }
    assert verdicts(heavy, thin)[1] == "ASK" != verdicts(heavy, thin)[0]


def test_a_list_says_what_is_taken_for_each_person_alone():
    columns = {"medicines": [["Nardil"], ["sertraline 50 mg"], None, ["Nardil"]]}
    assert verdicts(columns, "takes-maoi", **TAKES_MAOI) == ["STOP", "CLEAR", "ASK", "STOP"]


def test_what_a_list_says_is_as_old_as_the_list_and_what_was_said_as_old_as_it_was_said():
    aged = replace(KNOWN.facts["takes-maoi"], fresh_minutes=60)
    known = knowing("takes-maoi", **TAKES_MAOI)
    known = replace(known, facts={**KNOWN.facts, "takes-maoi": aged})

    def said(age, *, listed):
        columns = {"takes-maoi": [True], "medicines": [["none"]]}
        ages = {"takes-maoi@minutes": [age]} if age is not None else {}
        ages |= {"medicines@minutes": [listed]} if listed is not None else {}
        frame = pl.DataFrame({**columns, **ages})
        return panel_of(frame, known).judge(frame).people["verdict"].to_list()

    assert said(60, listed=None) == ["STOP"] and said(61, listed=None) == ["ASK"]
    assert said(None, listed=61) == ["STOP"]


def test_what_follows_is_from_no_role_and_what_was_said_keeps_its_own():
    columns = {
        "takes-maoi": [False, True, True],
        "takes-maoi@by": ["coordinator", "given", "coordinator"],
        "medicines": [["Nardil"], ["none"], ["none"]],
    }
    assert verdicts(columns, "takes-maoi", **TAKES_MAOI) == ["STOP", "STOP", "ASK"]


def test_a_list_makes_a_yes_of_a_no_and_no_no_of_a_yes():
    said = {"takes-maoi": [False, True, None], "medicines": [["Nardil"], ["none"], ["none"]]}
    assert verdicts(said, "takes-maoi", **TAKES_MAOI) == ["STOP", "STOP", "CLEAR"]


def test_a_list_counts_for_as_long_as_it_keeps_and_from_whom_may_say_it():
    kept = KNOWN.facts["medicines"].fresh_minutes
    columns = {
        "medicines": [["Nardil"]] * 3,
        "medicines@minutes": [kept, kept + 1, 0],
        "medicines@by": ["patient", "patient", "laboratory"],
    }
    made = judged(columns, "takes-maoi", **TAKES_MAOI)
    assert made.people["verdict"].to_list() == ["STOP", "ASK", "ASK"]
    assert made.tally.facts["medicines"].set_aside == 2


def test_of_two_amounts_the_higher_counts_and_what_was_said_stands_where_it_is():
    said = {SUM: [0.0, 9.0, None, 8.0]}
    listed = [["diazepam 5 mg twice a day"], ["none"], ["none"], ["diazepam 2 mg daily"]]
    assert verdicts({**said, "medicines": listed}, "takes-maoi", **ABOVE_8) == [
        "REVIEW",
        "REVIEW",
        "ASK",
        "CLEAR",
    ]


# --- what is counted ----------------------------------------------------------------------------


def test_a_rule_decides_only_where_none_is_graver_and_only_what_it_says_itself():
    columns = {
        "pregnant": [True, False, True, None, None],
        "aneurysm": [False, True, True, False, True],
        "aneurysm-cleared": [False] * 5,
    }
    made = judged(columns, "pregnancy", "aneurysm")
    pregnancy, aneurysm = made.tally.rules
    assert (pregnancy.fired, pregnancy.unknown, pregnancy.decided) == (2, 2, 3)
    assert (aneurysm.fired, aneurysm.unknown, aneurysm.decided) == (3, 0, 3)
    assert made.tally.verdicts == {
        **dict.fromkeys(Verdict, 0),
        Verdict.STOP: 4,
        Verdict.ASK: 1,
    }


def test_a_contradiction_asks_and_holds_where_both_are_said_and_says_nothing_of_the_unsaid():
    rules = {name: KNOWN.rules[name] for name in ("pregnancy", "could-be-pregnant")}
    against = {
        name: each
        for name, each in KNOWN.contradictions.items()
        if set(each.facts) == {"pregnant", "could-be-pregnant"}
    }
    known = replace(KNOWN, rules=rules, contradictions=against)
    frame = pl.DataFrame({"pregnant": [True, False, None], "could-be-pregnant": [False] * 3})
    asked = panel_of(frame, known)
    (contradiction,) = asked.asked[2:]
    assert (contradiction.id, contradiction.title) == next(
        (name, each.title) for name, each in against.items()
    )
    told = asked.judge(frame)
    assert told.tally.rules[2].fired == 1 and told.tally.rules[2].unknown == 0
    assert told.people["verdict"].to_list() == ["STOP", "CLEAR", "CLEAR"]
    lighter = {**rules, "pregnancy": replace(rules["pregnancy"], if_so="caution")}
    held = panel_of(frame, replace(known, rules=lighter)).judge(frame)
    assert held.people["verdict"].to_list() == ["ASK", "CLEAR", "CLEAR"]
    assert held.tally.rules[2].decided == 1
    wider = replace(known, contradictions=KNOWN.contradictions)
    assert [each.id for each in panel_of(frame, wider).asked[2:]] == list(against)


def test_what_a_rule_permits_ends_the_day_after_it_expires():
    name = next(name for name, rule in KNOWN.rules.items() if rule.expires)
    rule = KNOWN.rules[name]
    frame = pl.DataFrame({"aneurysm": [True]})
    known = knowing(name)
    last = Panel(frame.schema, known=known, on=rule.expires)
    over = Panel(frame.schema, known=known, on=rule.expires + timedelta(days=1))
    assert last.judge(frame).people["verdict"].to_list() == ["ASK"]
    assert over.judge(frame).people["verdict"].to_list() == ["STOP"]
    assert (last.asked[0].id, last.asked[0].title) == (name, rule.title)
    assert last.asked[0].if_so.word == rule.if_so
    assert (over.asked[0].if_so, over.asked[0].if_unknown) == (Verdict.STOP, Verdict.STOP)


def test_a_crisis_decides_alone():
    crisis = next(name for name, rule in KNOWN.rules.items() if rule.if_so == "crisis")
    limits = {"kind": "yes", "limits": {"facts": ("aneurysm",)}}
    made = judged({"aneurysm": [True, False]}, crisis, **limits)
    assert made.people["verdict"].to_list() == ["CRISIS", "CLEAR"]
    assert made.tally.rules[0].decided == 1


def test_a_panel_of_nobody_comes_to_nothing():
    made = judged({"pregnant": pl.Series([], dtype=pl.Boolean)}, "pregnancy")
    assert made.people.height == made.tally.people == 0
    assert set(made.tally.verdicts.values()) == {0}
