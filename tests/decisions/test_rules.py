"""What may count: fresh enough, from someone who may say it, possible; and what was seen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tercet.decisions import Facts, Said, Verdict, eligibility, gate, rules
from tercet.decisions.sight import Seen, in_words
from tests.decisions.people import KNOWN, NOW, PROTOCOL, person

PULSE = KNOWN.rules["pulse-out-of-range"]
WEEK = timedelta(minutes=KNOWN.facts["pulse"].fresh_minutes)


def found(rule, said, now=NOW):
    return rules.find(rule, Facts(said, now), KNOWN)


def pulse(at, by="patient", value=70):
    return found(PULSE, {"pulse": Said(value, at, by)})


def test_a_fact_counts_until_its_last_minute_and_not_after():
    assert pulse(NOW - WEEK).verdict is Verdict.CLEAR
    assert pulse(NOW - WEEK - timedelta(seconds=1)).verdict is Verdict.ASK


def test_what_was_seen_says_how_old_and_for_how_long_it_counts():
    stale = pulse(NOW - timedelta(days=41))
    assert stale.saw == "70 per minute · patient, 41 days ago; counts for 7 days"
    assert stale.says == "Not known yet, so it cannot pass."
    assert stale.ask == PULSE.ask


def test_a_rule_may_want_a_fact_fresher_than_the_vocabulary_does():
    rule = PROTOCOL.gate["pulse-forbids-dose"]
    limit = timedelta(minutes=rule.fresh_minutes)
    assert found(rule, {"pulse": Said(70, NOW - limit, "guide")}).verdict is Verdict.CLEAR
    late = found(rule, {"pulse": Said(70, NOW - limit - timedelta(seconds=1), "guide")})
    assert late.verdict is Verdict.ASK
    assert late.saw == "70 per minute · guide, 30 min ago; counts for 30 min"


def test_a_rule_cannot_make_a_fact_last_longer_than_the_vocabulary_does():
    fact = KNOWN.facts["pulse"]
    stale = Facts({"pulse": Said(70, NOW - WEEK - timedelta(minutes=1), "guide")}, NOW)
    assert rules.see(fact, stale, fact.fresh_minutes * 2).why_not == "counts for 7 days"


def test_a_fact_that_does_not_age_is_not_aged_by_a_rule():
    fact = KNOWN.facts["baseline-systolic"]
    said = Facts({fact.id: Said(118, NOW - timedelta(hours=3), "guide")}, NOW)
    assert rules.see(fact, said).why_not is None
    assert rules.see(fact, said, 30).why_not is None


def test_a_fact_counts_only_from_a_role_that_may_say_it():
    told = pulse(NOW, by="therapist")
    assert told.verdict is Verdict.ASK
    assert told.saw == (
        "70 per minute · therapist, just now; only patient, support person, guide, prescriber,"
        " a device or imported record may say this"
    )


def test_a_single_role_is_named_alone():
    rule = PROTOCOL.gate["no-doses-left"]
    told = found(rule, {"doses-left": Said(3, NOW, "patient")})
    assert told.saw == "3 doses · patient, just now; only worked out may say this"


def test_nobodys_word_does_not_count():
    assert pulse(NOW, by=None).verdict is Verdict.ASK
    assert pulse(NOW, by=None).saw.startswith("70 per minute · from nobody named, just now; only")


def test_what_is_given_is_vouched_for_by_whoever_gives_it():
    assert pulse(NOW, by="given").verdict is Verdict.CLEAR
    assert pulse(NOW, by="given").saw == "70 per minute · as given"


def test_an_undated_word_counts_only_where_age_does_not_matter():
    assert pulse(None).verdict is Verdict.ASK
    assert pulse(None).saw == "70 per minute · patient; nobody said when"
    ever = KNOWN.rules["brain-haemorrhage"]
    undated = found(ever, {ever.id: Said(False, None, "patient")})
    assert undated.verdict is Verdict.CLEAR
    assert undated.saw == "no · patient"


def test_two_clocks_may_differ_by_a_minute_and_no_more():
    assert pulse(NOW + timedelta(minutes=1)).verdict is Verdict.CLEAR
    ahead = pulse(NOW + timedelta(minutes=1, seconds=1))
    assert ahead.verdict is Verdict.ASK
    assert ahead.saw == "70 per minute · patient, 1 min ahead; dated in the future"


def test_an_impossible_value_does_not_count():
    told = pulse(NOW, value=700)
    assert told.verdict is Verdict.ASK
    assert "700 is not possible: it is between 20 and 250 per minute" in told.saw


def test_nothing_said_is_not_known():
    assert found(PULSE, {}).saw == "not known"
    assert found(PULSE, {"pulse": Said(None, NOW, "patient")}).saw == "not known"


def test_a_clear_finding_says_nothing_and_asks_nothing():
    clear = pulse(NOW)
    assert (clear.verdict, clear.says, clear.ask) == (Verdict.CLEAR, "", "")
    assert clear.remedy is None


def test_a_met_rule_says_what_it_says_and_asks_nothing():
    met = found(KNOWN.rules["takes-maoi"], {"takes-maoi": Said(True, NOW, "prescriber")})
    assert (met.verdict, met.says, met.ask) == (
        Verdict.REVIEW,
        KNOWN.rules["takes-maoi"].says,
        "",
    )


def test_a_finding_carries_everything_its_rule_is_published_with():
    rule = KNOWN.rules["heart-attack-within-6-weeks"]
    made = found(rule, {"heart-attack-within-6-weeks": Said(True, NOW, "patient")})
    for name in (
        "title",
        "who",
        "sources",
        "strength",
        "basis",
        "verified",
        "evidence",
        "remedy",
        "says",
    ):
        assert getattr(made, name) == getattr(rule, name)
    assert made.rule == rule.id


def test_pressure_is_one_reading_where_both_halves_were_said_together():
    rule, at = KNOWN.rules["high-pressure-us"], NOW - timedelta(minutes=12)
    both = {"systolic": Said(144, at, "patient"), "diastolic": Said(88, at, "patient")}
    assert found(rule, both).saw == "144/88 mmHg · patient, 12 min ago"
    later = {**both, "diastolic": Said(88, NOW - timedelta(minutes=2), "patient")}
    assert found(rule, later).saw == (
        "systolic pressure: 144 mmHg · patient, 12 min ago; "
        "diastolic pressure: 88 mmHg · patient, 2 min ago"
    )
    other = {**both, "diastolic": Said(88, at, "guide")}
    assert found(rule, other).saw.count("·") == 2


def test_half_a_reading_is_shown_as_half_a_reading():
    half = {"systolic": Said(140, NOW, "guide")}
    assert found(KNOWN.rules["high-pressure-us"], half).saw == (
        "systolic pressure: 140 mmHg · guide, just now; not known: diastolic pressure"
    )
    half = {"diastolic": Said(90, NOW, "guide")}
    assert found(KNOWN.rules["high-pressure-us"], half).saw == (
        "diastolic pressure: 90 mmHg · guide, just now; not known: systolic pressure"
    )


def test_only_a_choice_loses_its_hyphens():
    noted = replace(KNOWN.facts["medicines"], id="noted", type="text")
    seen = Seen(noted, Said("half-dose", NOW, "guide"), None)
    assert in_words([seen], NOW) == "half-dose · guide, just now"


def test_a_rise_shows_both_readings():
    rule, before = PROTOCOL.monitoring["pressure-rise"], NOW - timedelta(minutes=40)
    said = {
        "systolic": Said(160, NOW, "guide"),
        "diastolic": Said(90, NOW, "guide"),
        "baseline-systolic": Said(118, before, "guide"),
        "baseline-diastolic": Said(76, before, "guide"),
    }
    assert found(rule, said).saw == (
        "160/90 mmHg · guide, just now; before the dose 118/76 mmHg · guide, 40 min ago"
    )


def test_what_shares_its_origin_is_said_together_and_blanks_come_last():
    rule = KNOWN.rules["suicide-intent-or-plan"]
    at = NOW - timedelta(hours=3)
    both = {name: Said(False, at, "patient") for name in ("suicide-intent", "suicide-plan")}
    assert found(rule, both).saw == (
        "intention to act in the past month: no, plan to act in the past month: no"
        " · patient, 3 h ago"
    )
    half = {"suicide-plan": both["suicide-plan"]}
    assert found(rule, half).saw == (
        "plan to act in the past month: no · patient, 3 h ago; "
        "not known: intention to act in the past month"
    )
    assert found(rule, {}).saw == (
        "not known: intention to act in the past month, plan to act in the past month"
    )


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(days=-3), "3 days ahead"),
        (timedelta(minutes=-1), "1 min ahead"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min ago"),
        (timedelta(minutes=119), "119 min ago"),
        (timedelta(minutes=120), "2 h ago"),
        (timedelta(hours=47, minutes=59), "47 h ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(days=41), "41 days ago"),
        (timedelta(days=60), "60 days ago"),
        (timedelta(days=60, hours=12), "60 days ago"),
        (timedelta(days=61), "2 months ago"),
        (timedelta(days=-92), "3 months ahead"),
        (timedelta(days=730), "23 months ago"),
        (timedelta(days=731), "2 years ago"),
        (timedelta(days=2812), "7 years ago"),
    ],
)
def test_an_age_is_said_in_the_unit_that_tells(age, said):
    assert rules.sight.ago(age) == said


def test_lists_choices_and_fractions_are_put_into_words():
    lines = {"unrecognised-medicines": Said(["kratom", "kava"], NOW, "prescriber")}
    assert found(KNOWN.rules["unknown-medicine"], lines).saw == (
        "“kratom”, “kava” · prescriber, just now"
    )
    none = {"unrecognised-medicines": Said([], NOW, "prescriber")}
    assert found(KNOWN.rules["unknown-medicine"], none).saw == "none · prescriber, just now"
    answer = {"answer": Said("need-a-person", NOW, "patient")}
    asked = found(PROTOCOL.monitoring["asks-for-a-person"], answer)
    assert asked.saw == "need a person · patient, just now"
    silence = {"minutes-since-heard": Said(7.25, NOW, "derived")}
    assert found(PROTOCOL.monitoring["silence"], silence).saw == "7.25 min · worked out, just now"


def test_a_note_stands_in_brackets():
    said = {"takes-maoi": Said(True, NOW, "derived", "Nardil")}
    assert (
        "MAOI on the list: yes (Nardil) · worked out" in found(KNOWN.rules["takes-maoi"], said).saw
    )


# --- law with an end --------------------------------------------------------------------------

LAW = KNOWN.rules["no-in-person-visit"]
LAST_DAY = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)


def test_a_permission_holds_on_its_last_day_and_blocks_on_the_next():
    assert LAW.expires == date(2026, 12, 31)
    unseen = {"seen-in-person": Said(False, LAST_DAY, "patient")}
    assert found(LAW, unseen, LAST_DAY).verdict is Verdict.CAUTION
    ended = found(LAW, unseen, LAST_DAY + timedelta(minutes=1))
    assert ended.verdict is Verdict.STOP
    assert ended.says.startswith("The permission this leaned on ended on 2026-12-31.")
    assert ended.says.endswith(LAW.says)


def test_after_a_permission_ends_not_knowing_blocks_too_and_not_needing_it_does_not():
    after = LAST_DAY + timedelta(days=1)
    assert found(LAW, {}, LAST_DAY).verdict is Verdict.ASK
    blocked = found(LAW, {}, after)
    assert blocked.verdict is Verdict.STOP and blocked.ask == LAW.ask
    seen = {"seen-in-person": Said(True, after, "patient")}
    assert found(LAW, seen, after).verdict is Verdict.CLEAR


def test_what_is_overdue_is_said_and_does_not_block():
    late = datetime(2031, 1, 1, tzinfo=UTC)
    assert "aneurysm" in KNOWN.overdue(late.date())
    made = eligibility.decide(person("tomas", late), KNOWN)
    assert made.verdict is Verdict.CLEAR


# --- the words of a decision ------------------------------------------------------------------


def test_the_zone_of_now_changes_nothing():
    there = NOW.astimezone(timezone(timedelta(hours=-7)))
    assert eligibility.decide(person("maria", there), KNOWN) == eligibility.decide(
        person("maria"), KNOWN
    )


def test_reasoning_is_built_once():
    assert rules.reasoning(PULSE) is rules.reasoning(PULSE)


def test_the_gate_is_about_the_gate():
    assert gate.decide(person("nobody"), PROTOCOL, KNOWN).about == "gate"
    assert eligibility.decide(person("nobody"), KNOWN).about == "eligibility"
