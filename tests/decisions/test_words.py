"""Verdict, Finding, Decision, Said and Facts: the words every decision speaks."""

import json
import math
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tercet.decisions import (
    Decision,
    Facts,
    Finding,
    Said,
    Verdict,
    could_not_decide,
    facts_as_dict,
    facts_from_dict,
)
from tests.decisions.people import KNOWN, NOW


def finding(rule, verdict):
    return Finding(
        rule=rule,
        title=rule,
        verdict=verdict,
        saw="no · patient, just now",
        says="",
        ask="",
        who=("patient", "prescriber"),
        sources=("programme-policy",),
        strength="D",
        basis="policy",
        verified="policy",
        evidence="EL-000",
    )


def test_verdicts_are_ordered_from_clear_to_crisis():
    assert [verdict.word for verdict in sorted(Verdict)] == [
        "clear",
        "caution",
        "ask",
        "review",
        "stop",
        "crisis",
    ]


def test_only_clear_and_caution_pass():
    assert {verdict for verdict in Verdict if verdict.passes} == {Verdict.CLEAR, Verdict.CAUTION}


def test_deciding_on_nothing_is_not_clear():
    assert Decision("nothing", (), "").verdict is Verdict.ASK


def test_the_gravest_comes_first_and_equals_keep_their_order():
    made = Decision(
        "x",
        (
            finding("a", Verdict.CLEAR),
            finding("b", Verdict.STOP),
            finding("c", Verdict.ASK),
            finding("d", Verdict.STOP),
        ),
        "",
    )
    assert [each.rule for each in made.worst_first] == ["b", "d", "c", "a"]
    assert [each.rule for each in made.of(Verdict.STOP)] == ["b", "d"]
    assert made.of(Verdict.CRISIS) == ()
    assert made.verdict is Verdict.STOP


def test_a_decision_is_written_as_plain_words():
    made = Decision("gate", (finding("a", Verdict.REVIEW),), "abc").as_dict()
    assert made["about"] == "gate"
    assert made["verdict"] == "review"
    assert made["knowledge"] == "abc"
    assert made["findings"][0]["verdict"] == "review"
    assert made["findings"][0]["who"] == ["patient", "prescriber"]
    assert made["findings"][0]["remedy"] is None
    assert Decision.from_dict(json.loads(json.dumps(made))).as_dict() == made


def test_when_the_library_fails_it_holds_and_calls_a_person():
    made = could_not_decide("monitoring", KNOWN)
    assert made.verdict is Verdict.STOP
    assert (made.about, made.knowledge) == ("monitoring", KNOWN.version)
    assert made.findings[0].as_dict() == {
        "rule": "could-not-decide",
        "title": "Could not be judged",
        "verdict": "stop",
        "saw": "an error in the program",
        "says": "The program failed while judging this. What was said is kept; a person must look.",
        "ask": "",
        "who": ["guide", "prescriber"],
        "sources": ["programme-policy"],
        "strength": "D",
        "basis": "policy",
        "verified": "policy",
        "evidence": "programme",
        "remedy": "A person looks; the fault is mended; it is judged again.",
        "proof": [],
    }
    assert "programme-policy" in KNOWN.sources
    assert Decision.from_dict(made.as_dict()) == made


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        Facts({}, datetime(2026, 11, 22, 17, 0))  # noqa: DTZ001
    with pytest.raises(ValueError, match="2026-11-22T17:00:00 has no time zone"):
        Said(70, datetime(2026, 11, 22, 17, 0))  # noqa: DTZ001


def test_nan_is_not_known():
    assert Said(math.nan).value is None


def test_a_list_is_held_so_that_nobody_can_change_it():
    lines = ["kratom"]
    said = Said(lines)
    lines.append("kava")
    assert said.value == ("kratom",)
    with pytest.raises(TypeError):
        Facts({"pulse": Said(70)}, NOW).said["pulse"] = Said(60)


def test_facts_do_not_change_with_the_mapping_they_were_made_from():
    said = {"pulse": Said(70)}
    shown = Facts(said, NOW)
    said["pulse"] = Said(60)
    assert shown.value("pulse") == 70


def test_plain_facts_were_said_now_as_given():
    shown = Facts.plain({"pulse": 70}, now=NOW)
    assert shown.said == {"pulse": Said(70, NOW, "given")}
    assert Facts.plain({"pulse": 70}, now=NOW, by="guide").said["pulse"].by == "guide"


def test_facts_with_more_and_without_some():
    shown = Facts.plain({"pulse": 70, "spo2": 98}, now=NOW)
    assert set(shown.without("pulse").said) == {"spo2"}
    assert set(shown.without("pulse", "spo2", "answer").said) == set()
    more = shown.with_said({"pulse": Said(60, NOW, "guide"), "sedation": Said(5, NOW, "guide")})
    assert (more.value("pulse"), more.value("spo2"), more.value("sedation")) == (60, 98, 5)
    assert shown.value("sedation") is None
    assert more.now == NOW


def test_equal_facts_are_written_equally():
    there = timezone(timedelta(hours=-7))
    here = Facts({"a": Said(1, NOW, "guide"), "b": Said(["x"], NOW, "guide")}, NOW)
    away = Facts(
        {
            "b": Said(("x",), NOW.astimezone(there), "guide"),
            "a": Said(1, NOW.astimezone(there), "guide"),
        },
        NOW.astimezone(there),
    )
    assert here == away
    assert json.dumps(facts_as_dict(here)) == json.dumps(facts_as_dict(away))


def test_the_clock_on_the_machines_wall_changes_nothing(monkeypatch):
    shown = Facts({"pulse": Said(70, NOW, "guide")}, NOW)
    written = facts_as_dict(shown)
    monkeypatch.setenv("TZ", "America/Denver")
    time.tzset()
    try:
        assert facts_as_dict(shown) == written
    finally:
        monkeypatch.undo()
        time.tzset()


def test_facts_are_written_plainly_and_read_back():
    shown = Facts(
        {
            "pulse": Said(70, NOW, "guide"),
            "since": Said(NOW, None, "derived", "from the record"),
            "medicines": Said(["kratom"], NOW, "patient"),
            "spo2": Said(None),
        },
        NOW,
    )
    written = facts_as_dict(shown)
    assert written == {
        "now": "2026-11-22T17:00:00+00:00",
        "said": {
            "medicines": {"value": ["kratom"], "at": "2026-11-22T17:00:00+00:00", "by": "patient"},
            "pulse": {"value": 70, "at": "2026-11-22T17:00:00+00:00", "by": "guide"},
            "since": {
                "value": {"instant": "2026-11-22T17:00:00+00:00"},
                "at": None,
                "by": "derived",
                "note": "from the record",
            },
            "spo2": {"value": None, "at": None, "by": None},
        },
    }
    assert list(written["said"]) == sorted(written["said"])
    back = facts_from_dict(json.loads(json.dumps(written)))
    assert back == shown
    assert back.now.tzinfo == UTC
