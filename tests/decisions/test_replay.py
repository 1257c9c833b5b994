"""Kept decisions made again under other knowledge: who moves, by which rule, and why."""

from dataclasses import replace
from datetime import date

import pytest

from tercet.decisions import (
    Verdict,
    course,
    eligibility,
    facts_as_dict,
    gate,
    monitoring,
    order,
    release,
)
from tercet.decisions.replay import (
    BY_PROTOCOL,
    CannotRemake,
    Differs,
    Kept,
    again,
    differs,
    kept_from_dict,
    moved,
    remake,
)
from tests.decisions.people import KNOWN, PROTOCOL, done, person, ready, well

COURSE = PROTOCOL.id
MARIA = person("maria")
RULE = KNOWN.rules["high-pressure-us"]


def other(*, rules=None, facts=None, without=(), version="0therknowledge"):
    """The knowledge with some rules and facts changed, or without some."""
    held = {id: rule for id, rule in KNOWN.rules.items() if id not in without}
    return replace(
        KNOWN,
        version=version,
        rules={**held, **{rule.id: rule for rule in rules or ()}},
        facts={**KNOWN.facts, **{fact.id: fact for fact in facts or ()}},
    )


def stricter(limit=110):
    """The US label's pressure rule with a lower upper number."""
    return replace(RULE, limits={**RULE.limits, "systolic": limit})


def kept(facts=MARIA, *, known=KNOWN, who="7"):
    return Kept(who, "eligibility", "", facts, eligibility.decide(facts, known))


def the(changed, rule):
    return next(one for one in changed if one.rule == rule)


# --- remaking -----------------------------------------------------------------------------------


def test_under_the_same_knowledge_nobody_moves():
    for facts in (MARIA, person("nobody")):
        made = again(kept(facts), here=KNOWN, there=KNOWN)
        assert not made.moves and made.changed == () and made.at_hand
        assert made.verdict is made.kept.made.verdict


@pytest.mark.parametrize(
    ("about", "decide", "facts"),
    [
        ("order", order.decide, ready()),
        ("gate", gate.decide, ready()),
        ("monitoring", monitoring.decide, well()),
        ("release", release.decide, done()),
        ("course", course.decide, MARIA),
    ],
)
def test_each_decision_of_a_course_is_made_by_its_own_protocol(about, decide, facts):
    made = remake(about, facts, protocol=COURSE, known=KNOWN)
    assert made == decide(facts, PROTOCOL, KNOWN) and made.about == about


def test_every_part_of_a_protocol_can_be_made_again():
    assert set(BY_PROTOCOL) == set(PROTOCOL.parts)


def test_eligibility_is_made_again_from_the_medicines_as_they_were_written():
    facts = MARIA.with_said({"medicines": replace(MARIA.said["medicines"], value=("Xanax",))})
    assert remake("eligibility", facts, protocol="", known=KNOWN) == eligibility.decide(
        facts, KNOWN
    )


def test_what_nobody_decides_about_cannot_be_made_again():
    with pytest.raises(CannotRemake, match=r"^Nothing here decides about “parking”\.$"):
        remake("parking", MARIA, protocol=COURSE, known=KNOWN)


def test_a_protocol_that_is_gone_is_said_by_name():
    with pytest.raises(CannotRemake, match=r"^There is no protocol “old” in this knowledge\.$"):
        remake("gate", ready(), protocol="old", known=KNOWN)


# --- who moves, and why -------------------------------------------------------------------------


def test_a_lower_limit_moves_maria_and_says_from_what_to_what():
    made = again(kept(), here=KNOWN, there=other(rules=[stricter()]))
    assert made.moves and made.at_hand
    assert (made.kept.made.verdict, made.verdict) == (Verdict.CAUTION, Verdict.REVIEW)
    (one,) = made.changed
    assert (one.rule, one.title) == (RULE.id, RULE.title)
    assert (one.was, one.now) == (Verdict.CLEAR, Verdict.REVIEW)
    assert one.saw == one.saw_then == "118/76 mmHg · as given"
    assert one.why == (Differs("systolic", RULE.limits["systolic"], 110),)


def test_a_finding_may_change_while_the_verdict_stands():
    held = person("nobody").with_said({k: MARIA.said[k] for k in ("systolic", "diastolic")})
    softer = replace(stricter(), if_so="caution")
    made = again(kept(held), here=KNOWN, there=other(rules=[softer]))
    assert not made.moves
    (one,) = made.changed
    assert (one.was, one.now) == (Verdict.CLEAR, Verdict.CAUTION)
    assert one.why == (
        Differs("systolic", RULE.limits["systolic"], 110),
        Differs("if_so", "review", "caution"),
    )


def test_a_rule_that_is_gone_and_a_rule_that_is_new_are_both_named():
    new = replace(RULE, id="pressure-elsewhere")
    made = again(
        kept(), here=KNOWN, there=other(rules=[new], without=["arteriovenous-malformation"])
    )
    gone, come = (
        the(made.changed, "arteriovenous-malformation"),
        the(made.changed, "pressure-elsewhere"),
    )
    assert (gone.was, gone.now, gone.saw) == (Verdict.CLEAR, None, "")
    assert (gone.title, gone.saw_then) == (
        KNOWN.rules["arteriovenous-malformation"].title,
        "no · as given",
    )
    assert (come.was, come.now, come.saw_then) == (None, Verdict.CLEAR, "")
    assert come.saw == "118/76 mmHg · as given"
    assert gone.why == come.why == ()


def test_the_worst_is_told_first_and_what_is_gone_last():
    new = [replace(stricter(), id="b", if_so="caution"), replace(stricter(), id="c", if_so="stop")]
    made = again(kept(), here=KNOWN, there=other(rules=new, without=["aneurysm"]))
    assert [one.rule for one in made.changed] == ["c", "b", "aneurysm"]


def test_of_rules_that_are_gone_the_worst_stands_first():
    facts = MARIA.without("aneurysm")
    there = other(without=["aneurysm", "arteriovenous-malformation", "could-be-pregnant"])
    made = moved(eligibility.decide(facts, KNOWN), eligibility.decide(facts, there))
    assert [one.rule for one in made] == [
        "aneurysm",
        "could-be-pregnant",
        "arteriovenous-malformation",
    ]


def test_a_shorter_freshness_is_a_reason():
    fact = replace(KNOWN.facts["systolic"], fresh_minutes=1)
    made = differs(RULE, RULE, here=KNOWN, there=other(facts=[fact]))
    was = KNOWN.facts["systolic"].fresh_minutes
    assert made == (Differs("systolic fresh_minutes", was, 1),)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("type", "whole", "type"),
        ("low", 21, "low"),
        ("high", 301, "high"),
        ("choices", ("a",), "choices"),
        ("from_", ("device",), "from"),
        ("only_if", "aneurysm", "only_if"),
    ],
)
def test_whatever_decides_if_a_fact_counts_is_a_reason(field, value, told):
    fact = KNOWN.facts["diastolic"]
    if getattr(fact, field) == value:
        value = "number"
    made = differs(RULE, RULE, here=KNOWN, there=other(facts=[replace(fact, **{field: value})]))
    assert made == (Differs(f"diastolic {told}", getattr(fact, field), value),)


def test_words_and_citations_move_nobody_and_are_no_reason():
    fact = replace(KNOWN.facts["systolic"], label="upper number", question="What is it?")
    reworded = replace(RULE, says="Other words.", sources=("programme-policy",))
    assert differs(RULE, reworded, here=KNOWN, there=other(facts=[fact])) == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [("if_so", "stop"), ("fresh_minutes", 5), ("expires", date(2026, 12, 31))],
)
def test_what_else_of_a_rule_changes_a_verdict_is_a_reason(field, value):
    made = differs(RULE, replace(RULE, **{field: value}), here=KNOWN, there=KNOWN)
    assert made == (Differs(field, getattr(RULE, field), value),)


def test_another_kind_with_other_limits_and_facts_is_told_whole():
    now = replace(RULE, kind="above", limits={"fact": "pulse", "above": 100})
    quick = replace(KNOWN.facts["pulse"], fresh_minutes=3)
    made = differs(RULE, now, here=KNOWN, there=other(facts=[quick]))
    was = RULE.limits
    assert made == (
        Differs("systolic", was["systolic"], None),
        Differs("diastolic", was["diastolic"], None),
        Differs("fact", None, "pulse"),
        Differs("above", None, 100),
        Differs("kind", RULE.kind, "above"),
        Differs("pulse fresh_minutes", KNOWN.facts["pulse"].fresh_minutes, 3),
    )


def test_a_fact_that_one_side_does_not_hold_is_passed_over():
    now = replace(RULE, kind="above", limits={"fact": "pulse", "above": 100})
    fewer = replace(KNOWN, facts={k: f for k, f in KNOWN.facts.items() if k != "pulse"})
    for here, there in ((fewer, KNOWN), (KNOWN, fewer)):
        told = [one.what for one in differs(RULE, now, here=here, there=there)]
        assert told == ["systolic", "diastolic", "fact", "above", "kind"]


def test_the_limits_of_a_course_are_a_reason_too():
    rule = PROTOCOL.gate["units-not-on-hand"]
    more = replace(rule, limits={**rule.limits, "below": 3})
    longer = replace(PROTOCOL, gate={**PROTOCOL.gate, rule.id: more})
    there = replace(KNOWN, version="0ther", protocols={COURSE: longer})
    one = Kept("7", "gate", COURSE, ready(), gate.decide(ready(), PROTOCOL, KNOWN))
    made = again(one, here=KNOWN, there=there)
    assert made.moves
    assert the(made.changed, rule.id).why == (Differs("below", rule.limits["below"], 3),)


def test_of_two_protocols_the_limits_of_its_own_are_told():
    rule = PROTOCOL.gate["units-not-on-hand"]

    def holding(least, version):
        more = replace(rule, limits={**rule.limits, "below": least})
        own = replace(PROTOCOL, gate={**PROTOCOL.gate, rule.id: more})
        elsewhere = replace(rule, limits={**rule.limits, "below": 9})
        another = replace(PROTOCOL, gate={**PROTOCOL.gate, rule.id: elsewhere})
        return replace(KNOWN, version=version, protocols={COURSE: own, "another": another})

    here, there = holding(1, "0ne"), holding(3, "0ther")
    one = Kept("7", "gate", COURSE, ready(), gate.decide(ready(), here.protocols[COURSE], here))
    made = again(one, here=here, there=there)
    assert the(made.changed, rule.id).why == (Differs("below", 1, 3),)


def test_a_decision_kept_under_a_third_version_moves_without_a_guess_at_its_limits():
    made = again(kept(known=other()), here=KNOWN, there=other(rules=[stricter()]))
    assert made.moves and not made.at_hand
    assert [one.why for one in made.changed] == [()]


def test_a_course_that_only_the_other_knowledge_holds_is_compared_without_reasons():
    here = replace(KNOWN, protocols={})
    made = Kept("7", "gate", COURSE, ready(), gate.decide(ready(), PROTOCOL, KNOWN))
    gone = next(iter(PROTOCOL.gate))
    fewer = {id: rule for id, rule in PROTOCOL.gate.items() if id != gone}
    there = replace(KNOWN, protocols={COURSE: replace(PROTOCOL, gate=fewer)})
    assert [(one.rule, one.why) for one in again(made, here=here, there=there).changed] == [
        (gone, ())
    ]


# --- as it is kept ------------------------------------------------------------------------------


def line(**but):
    made = eligibility.decide(MARIA, KNOWN)
    told = {"who": 7, "about": "eligibility", "saw": facts_as_dict(MARIA), "made": made.as_dict()}
    return {**told, **but}


def test_a_kept_decision_is_read_back_as_it_was():
    made = kept_from_dict(line())
    assert (made.who, made.about, made.protocol) == ("7", "eligibility", "")
    assert facts_as_dict(made.facts) == facts_as_dict(MARIA)
    assert made.made == eligibility.decide(MARIA, KNOWN)
    assert kept_from_dict(line(protocol=COURSE)).protocol == COURSE


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"who": 7},
        line(saw={}),
        line(saw=None),
        line(saw={"now": "yesterday", "said": {}}),
        line(saw={"now": "2026-11-22T17:00:00+00:00", "said": []}),
        line(made={"about": "eligibility"}),
        line(made={"about": "eligibility", "findings": [{"rule": "x"}], "knowledge": ""}),
        {"about": "eligibility", "saw": {}, "made": {}},
    ],
)
def test_what_is_not_written_as_a_kept_decision_is_said(broken):
    with pytest.raises(CannotRemake, match=r"^It is not written as a kept decision is: .+\.$"):
        kept_from_dict(broken)
