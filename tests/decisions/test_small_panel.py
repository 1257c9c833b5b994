"""A panel of few rules: what is let in of each column, and what each rule is counted for."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest

from tercet.decisions import Verdict
from tercet.decisions.panel import FactTally, Panel, RuleTally
from tercet.decisions.vocabulary import LONGEST_LIST, LONGEST_TEXT, Impossible
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


def test_how_old_is_counted_apart_from_what_cannot_be():
    columns = {
        "systolic": [118, 999, 118],
        "systolic@minutes": [10**6, 0, 0],
        "diastolic": [76] * 3,
    }
    told = judged(columns, "high-pressure-us").tally.facts["systolic"]
    assert (told.blank, told.impossible, told.set_aside) == (0, 1, 1)


def test_a_fact_that_a_rule_wants_fresh_and_no_column_holds_is_not_known():
    only = {"systolic": [118], "systolic@minutes": [0]}
    assert verdicts(only, "high-pressure-us", fresh_minutes=60) == ["ASK"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"sessions": [1]}, None),
        ({}, "No column is a fact."),
        ({"systolic": [True]}, "The column systolic must hold numbers, not true or false."),
        ({"systolic": ["1"]}, "The column systolic must hold numbers, not words."),
        ({"medicines": [[1]]}, "The column medicines must hold lists of words, not List."),
        ({"medicines": [1]}, "The column medicines must hold lists of words, not Int64."),
        ({"aneurysm": ["yes"]}, "The column aneurysm must hold true or false, not words."),
        (
            {"pulse": [1], "pulse@minutes": ["1"]},
            "The column pulse@minutes must hold numbers, not words.",
        ),
        ({"pulse": [1], "pulse@by": [1]}, "The column pulse@by must hold words, not Int64."),
        ({"age-years": [1], "age_years": [1]}, "age-years is given twice."),
        (
            {"age-years": [1], "age-years@by": ["record"], "age_years@by": ["record"]},
            "age-years@by is given twice.",
        ),
        ({"systolic@by": ["patient"]}, "systolic@by stands without its fact."),
    ],
)
def test_a_column_that_cannot_be_is_refused_in_just_these_words(columns, says):
    with pytest.raises(Impossible) as refused:
        judged(columns, "aneurysm")
    assert says is None or str(refused.value) == says


def told_of(type_, values, **fact):
    """What is counted of a column of a fact of this type."""
    facts = {**KNOWN.facts, "pulse": replace(KNOWN.facts["pulse"], type=type_, **fact)}
    frame = pl.DataFrame({"pulse": values, "aneurysm": [False] * len(values)})
    known = replace(knowing("aneurysm"), facts=facts)
    told = panel_of(frame, known).judge(frame).tally.facts["pulse"]
    return told.blank, told.impossible, told.set_aside


def test_words_lists_and_instants_are_let_in_as_far_as_they_can_be():
    long = "x" * LONGEST_TEXT
    assert told_of("text", [long, f"{long}x", None]) == (1, 1, 0)
    assert told_of("texts", [[long], ["a", f"{long}x"], None, []]) == (1, 1, 0)
    assert told_of("texts", [["a"] * LONGEST_LIST, ["a"] * (LONGEST_LIST + 1)]) == (0, 1, 0)
    assert told_of("texts", pl.Series([[], []], dtype=pl.List(pl.Null))) == (0, 0, 0)
    assert told_of("texts", [["a", None], ["a"]]) == (0, 1, 0)
    choices = {"choices": ("a", "b")}
    assert told_of("choices", [["a", "b"], ["a", "c"], ["b"], None], **choices) == (1, 1, 0)
    assert told_of("choices", [["a"] * (LONGEST_LIST + 1)], **choices) == (0, 1, 0)
    assert told_of("instant", [NOW, None]) == (1, 0, 0)
    assert told_of("whole", pl.Series([None, None], dtype=pl.Null)) == (2, 0, 0)
    with pytest.raises(Impossible, match="must hold instants"):
        told_of("instant", [NOW.replace(tzinfo=None)])


# --- what follows from other columns ------------------------------------------------------------


def test_an_index_follows_from_weight_and_height_unless_one_that_counts_was_said():
    columns = {
        "bmi": [None, 30.0, 999.0, None],
        "weight-kg": [74.0, 74.0, 74.0, None],
        "height-cm": [200.0] * 4,
    }
    below = {"kind": "below", "limits": {"fact": "bmi", "below": 18.6}, "if_so": "stop"}
    above = {"kind": "above", "limits": {"fact": "bmi", "above": 18.5}, "if_so": "stop"}
    made = judged(columns, "pulse-out-of-range", **below)
    assert made.people["verdict"].to_list() == ["STOP", "CLEAR", "STOP", "ASK"]
    assert verdicts(columns, "pulse-out-of-range", **above) == ["CLEAR", "STOP", "CLEAR", "ASK"]
    told = made.tally.facts["bmi"]
    assert (told.blank, told.impossible, told.set_aside) == (2, 1, 0)


def test_an_index_is_as_old_as_the_weight_in_it():
    fresh = {"kind": "below", "limits": {"fact": "bmi", "below": 18}, "fresh_minutes": 60}
    tall = {"weight-kg": [80.0] * 2, "height-cm": [180.0] * 2, "height-cm@minutes": [61, 61]}
    aged = {**tall, "weight-kg@minutes": [60, 61]}
    assert verdicts(aged, "pulse-out-of-range", **fresh) == ["CLEAR", "ASK"]
    assert verdicts(tall, "pulse-out-of-range", **fresh) == ["CLEAR", "CLEAR"]


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

    assert said(60, listed=None) == ["STOP"] and said(61, listed=None) == ["CLEAR"]
    assert said(None, listed=61) == ["STOP"]


def test_what_follows_is_from_no_role_and_what_was_said_keeps_its_own():
    columns = {
        "takes-maoi": [False, True, True],
        "takes-maoi@by": ["coordinator", "given", "coordinator"],
        "medicines": [["Nardil"], ["none"], ["none"]],
    }
    assert verdicts(columns, "takes-maoi", **TAKES_MAOI) == ["STOP", "STOP", "CLEAR"]


def test_where_nobody_listed_anything_nothing_follows():
    nothing = {"medicines": pl.Series([None, None], dtype=pl.List(pl.String))}
    assert verdicts(nothing, "takes-maoi", **TAKES_MAOI) == ["ASK", "ASK"]


def test_an_amount_that_cannot_be_is_not_known_though_it_follows():
    most = int(KNOWN.facts[SUM].high // 40)
    listed = [["diazepam 40 mg daily"] * most, ["diazepam 40 mg daily"] * (most + 1)]
    assert verdicts({"medicines": listed}, "takes-maoi", **ABOVE_8) == ["REVIEW", "ASK"]


def test_a_list_makes_a_yes_of_a_no_and_no_no_of_a_yes():
    said = {"takes-maoi": [False, True, None], "medicines": [["Nardil"], ["none"], ["none"]]}
    assert verdicts(said, "takes-maoi", **TAKES_MAOI) == ["STOP", "STOP", "CLEAR"]


def test_a_list_from_a_record_denies_nothing():
    columns = {"medicines": [["none"], ["none"]], "medicines@by": ["record", "patient"]}
    assert verdicts(columns, "takes-maoi", **TAKES_MAOI) == ["ASK", "CLEAR"]


def test_what_follows_from_a_list_is_as_old_as_the_list():
    aged = {**TAKES_MAOI, "fresh_minutes": 60}
    lasting = replace(KNOWN.facts["takes-maoi"], fresh_minutes=10**6)
    columns = {"takes-maoi": [False] * 2, "medicines": [["Nardil"]] * 2}

    def told(fresh, **ages):
        known = knowing("takes-maoi", **{**aged, "fresh_minutes": fresh})
        known = replace(known, facts={**KNOWN.facts, "takes-maoi": lasting})
        beside = {f"{name.replace('_', '-')}@minutes": age for name, age in ages.items()}
        frame = pl.DataFrame({**columns, **beside})
        return panel_of(frame, known).judge(frame).people["verdict"].to_list()

    assert told(60, medicines=[60, 61]) == ["STOP", "ASK"]
    assert told(60, medicines=[60, 61], takes_maoi=[61, 0]) == ["STOP", "ASK"]
    assert told(0, takes_maoi=[61, 61]) == ["STOP", "STOP"]
    assert told(0) == ["STOP", "STOP"]


def test_what_was_said_is_as_old_as_it_was_said_beside_a_list_of_any_age():
    lasting = replace(KNOWN.facts["takes-maoi"], fresh_minutes=10**6)
    known = knowing("takes-maoi", **TAKES_MAOI, fresh_minutes=0)
    known = replace(known, facts={**KNOWN.facts, "takes-maoi": lasting})
    frame = pl.DataFrame({"takes-maoi": [True], "medicines": [["none"]], "medicines@minutes": [5]})
    assert panel_of(frame, known).judge(frame).people["verdict"].to_list() == ["STOP"]


def test_a_count_that_was_said_stands_where_it_is_higher_and_else_the_list_counts():
    count = "cns-depressants-count"
    two = {"kind": "at_least", "limits": {"fact": count, "at_least": 2}, "if_so": "stop"}
    columns = {
        count: [None, 1.0, 2.0, 3.0, 2.0],
        f"{count}@minutes": [0, 0, 50, 50, 0],
        "medicines": [["Xanax", "oxycodone 5 mg"]] * 4 + [["none"]],
    }
    lasting = replace(KNOWN.facts[count], fresh_minutes=10**6)
    known = knowing("takes-maoi", **two, fresh_minutes=10)
    known = replace(known, facts={**KNOWN.facts, count: lasting})
    frame = pl.DataFrame(columns)
    made = panel_of(frame, known).judge(frame).people["verdict"].to_list()
    assert made == ["STOP", "STOP", "STOP", "ASK", "STOP"]


def test_an_amount_that_was_said_stands_where_it_is_no_lower():
    columns = {
        SUM: [NAN, None, 10.0, 9.0],
        f"{SUM}@minutes": [50] * 4,
        "medicines": [["diazepam 10 mg daily"]] * 4,
    }
    lasting = replace(KNOWN.facts[SUM], fresh_minutes=10**6)
    known = knowing("takes-maoi", **ABOVE_8, fresh_minutes=10)
    known = replace(known, facts={**KNOWN.facts, SUM: lasting})
    frame = pl.DataFrame(columns)
    made = panel_of(frame, known).judge(frame).people["verdict"].to_list()
    assert made == ["REVIEW", "REVIEW", "ASK", "REVIEW"]


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


def test_tallies_add_up_number_by_number_and_only_of_the_same_rules():
    assert FactTally(1, 2, 3) + FactTally(4, 6, 8) == FactTally(5, 8, 11)
    assert RuleTally(1, 2, 3) + RuleTally(4, 6, 8) == RuleTally(5, 8, 11)
    columns = {"aneurysm": [True], "pregnant": [True]}
    one, two = judged(columns, "aneurysm"), judged(columns, "aneurysm", "pregnancy")
    with pytest.raises(ValueError):
        one.tally + two.tally
