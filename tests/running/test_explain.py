"""`tercet explain` and `tercet knowledge`: whole, on eighty columns, and in a sentence if not."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from tercet import knowledge
from tercet.running import knowledge_command
from tercet.running.command import main

KNOWN = knowledge.read()


def tercet(*words):
    done = CliRunner().invoke(main, [*words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def flat(text):
    return " ".join(text.split())


def test_a_rule_is_explained_with_its_boundary_its_source_and_both_its_sides():
    code, out = tercet("explain", "high-pressure-us")
    assert code == 0
    for owed in (
        "▤ REVIEW if it applies · pressure",
        "systolic > 140 mmHg",
        "140 is not above 140",
        "https://dailymed.nlm.nih.gov",
        "from a second hand, not read at its source; EL-020.",
        "7 days after it was said",
        "clear systolic 140, diastolic 90",
        "Stage 2 hypertension begins at 140 or 90 itself",
        "walter finds review",
    ):
        assert owed in flat(out), owed


@pytest.mark.parametrize("rule", [rule.id for rule in KNOWN.every_rule()][::9])
def test_any_rule_fits_eighty_columns_but_for_addresses(rule):
    code, out = tercet("explain", rule)
    assert code == 0
    assert all(len(row) <= 80 for row in out.splitlines() if "https://" not in row)


def test_for_a_program_a_rule_is_one_object():
    code, out = tercet("explain", "pressure-rise", "--json")
    told = json.loads(out)
    assert code == 0 and told["rule"] == "pressure-rise" and told["topic"] == "monitoring"
    assert "rise of systolic ≥ 40 mmHg" in " ".join(told["limits"])
    assert {fact["fact"] for fact in told["facts"]} >= {"systolic", "baseline-systolic"}
    assert told["beside"] and told["edges"]["ask"]


def test_an_id_of_the_evidence_says_where_it_went():
    assert "EL-020 is encoded." in tercet("explain", "el-020")[1]
    assert "high-pressure-us" in tercet("explain", "EL-020")[1]
    assert "AE-010 is information." in tercet("explain", "AE-010")[1]
    assert "RT-039 is not encoded." in tercet("explain", "RT-039")[1]
    assert "Nothing was found to encode" in flat(tercet("explain", "RT-039")[1])
    code, out = tercet("explain", "EL-999")
    assert code == 1 and "EL-999 is no id of the evidence." in out


def test_a_fact_and_a_note_are_explained_too():
    code, out = tercet("explain", "gad_7_total")
    assert code == 0 and "whole points from 0 to 21" in flat(out)
    assert "below-entry-severity" in out
    code, out = tercet("explain", "overdose-deaths")
    assert code == 0 and "nothing decides by it" in out and "82 %" in out


def test_a_name_that_is_a_rule_and_a_fact_is_explained_as_both():
    told = json.loads(tercet("explain", "aneurysm", "--json")[1])
    assert told["rule"] == "aneurysm" and told["fact"]["fact"] == "aneurysm"


@pytest.mark.parametrize("id", KNOWN.contradictions)
def test_a_contradiction_is_explained_as_what_it_asks(id):
    code, out = tercet("explain", id)
    assert code == 0 and "◆ ASK if these are all said" in out
    assert flat(KNOWN.contradictions[id].ask) in flat(out)


def test_a_slip_of_the_pen_is_offered_what_is_near():
    code, out = tercet("explain", "hihg-pressure-us")
    assert code == 1 and "Did you mean high-pressure-us" in out
    code, out = tercet("explain", "zzzzzz")
    assert code == 1 and out.count("\n") == 1 and "is no rule" in out


def test_a_hostile_name_is_said_plainly():
    code, out = tercet("explain", "\x1b[31mred" * 1000)
    assert code == 1 and "\x1b" not in out and len(out) < 200


# --- tercet knowledge -----------------------------------------------------------------------------


def test_the_knowledge_says_how_many_days_the_law_still_gives():
    told = knowledge_command._summary(KNOWN, date(2026, 11, 22))
    days = {one["id"]: one["days_left"] for one in told["dated"]}
    assert days["law federal-waiver"] == 39
    told = knowledge_command._summary(KNOWN, date(2027, 1, 2))
    assert {one["id"]: one["days_left"] for one in told["dated"]}["law federal-waiver"] == -2
    lines = "\n".join(knowledge_command._summary_lines(KNOWN, date(2027, 1, 2)))
    assert "it ended 2 days ago" in flat(lines)


def test_what_nobody_read_is_listed_weakest_first_by_how_it_reached_us():
    told = json.loads(tercet("knowledge", "--json")[1])
    order = [one["verified"] for one in told["unread"]]
    assert set(order) == {"memory", "secondary", "derived"}
    assert order == sorted(order, key=["memory", "secondary", "derived"].index)
    listed = {one["id"] for one in told["unread"]}
    assert {rule.id for rule in KNOWN.unread() if rule.basis != "policy"} <= listed
    assert {rule.id for rule in KNOWN.policy()} <= set(told["policy"])
    assert told["verified"]["memory"] == order.count("memory")


def test_another_folder_is_told_of_and_a_bad_one_refused(tmp_path):
    code, out = tercet("knowledge", "--with", str(knowledge.HERE))
    assert code == 0 and KNOWN.version in out
    for bad in (tmp_path, tmp_path / "gone"):
        code, out = tercet("knowledge", "--with", str(bad))
        assert code == 1 and out.startswith("Error: ") and out.count("\n") == 1


def test_every_fact_is_told_with_type_unit_range_freshness_who_and_an_example():
    told = {one["fact"]: one for one in json.loads(tercet("knowledge", "facts", "--json")[1])}
    assert set(told) == set(KNOWN.facts)
    systolic = told["systolic"]
    assert (systolic["type"], systolic["unit"]) == ("whole", "mmHg")
    assert (systolic["low"], systolic["high"], systolic["fresh_minutes"]) == (50, 300, 10080)
    assert "patient" in systolic["from"] and systolic["example"] == 118
    assert all(one["example"] is not None or one["type"] == "yes-no" for one in told.values())


def test_the_pages_are_written_where_one_asks(tmp_path):
    code, out = tercet("knowledge", "pages", str(tmp_path / "made"))
    assert code == 0 and (tmp_path / "made" / "rules" / "aneurysm.md").exists()
    (tmp_path / "file").write_text("")
    code, out = tercet("knowledge", "pages", str(tmp_path / "file"))
    assert code == 2 and "file" in out
