"""What is published here: whole, cited, dated, its own words, and one version for its contents."""

import dataclasses
import re
import shutil
import subprocess
import sys
from datetime import date

import pytest

from tercet import knowledge
from tercet.decisions.rules import reasoning
from tercet.knowledge.limits import KINDS
from tercet.knowledge.pieces import pieces

KNOWN = knowledge.read()
COURSE = KNOWN.protocols["at-home-low-dose"]
RULES = list(KNOWN.every_rule())
TEXTS = {
    path.relative_to(knowledge.HERE).as_posix(): path.read_text()
    for path in knowledge.HERE.rglob("*.toml")
}


def test_there_are_thirty_contraindications_and_more():
    assert len(KNOWN.rules) >= 30


def test_every_rule_is_cited_graded_and_dated():
    for rule in RULES:
        assert rule.sources and rule.evidence and rule.says and rule.ask.strip() and rule.who
        assert rule.checked_on < rule.next_check


def test_a_question_is_a_question_or_a_request():
    for rule in RULES:
        assert rule.ask.endswith(("?", ".")), rule.id


def test_a_policy_number_leans_on_the_policy_and_says_so():
    for rule in RULES:
        if rule.basis == "policy":
            assert "programme-policy" in rule.sources and rule.verified == "policy", rule.id


def test_law_that_ends_carries_its_end():
    assert KNOWN.rules["no-in-person-visit"].expires == date(2026, 12, 31)


def test_every_source_is_leant_on():
    cited = {cited.partition("#")[0] for piece in pieces(KNOWN) for cited in piece.sources}
    cited |= {c.partition("#")[0] for f in KNOWN.facts.values() for c in f.sources}
    for holder in (KNOWN.medicines, KNOWN.instruments, KNOWN.protocols):
        cited |= {c.partition("#")[0] for piece in holder.values() for c in piece.sources}
    for each in KNOWN.instruments.values():
        for piece in (*each.cutoffs.values(), *each.changes.values()):
            cited |= {c.partition("#")[0] for c in piece.sources}
    assert cited == set(KNOWN.sources)


def test_every_kind_has_its_limits_written_down():
    assert {rule.kind for rule in RULES} == set(KINDS)


def test_every_fact_a_rule_reads_can_be_said_and_by_whoever_is_asked():
    for rule in RULES:
        for name in reasoning(rule).facts:
            assert name in KNOWN.facts, f"{rule.id} reads {name}"


def test_every_question_to_the_patient_is_theirs_to_answer():
    for fact in KNOWN.facts.values():
        if fact.asked:
            assert "patient" in fact.from_ and fact.question.endswith("?"), fact.id
            assert fact.section


def test_every_question_that_is_asked_is_read_by_a_rule():
    read = {name for rule in RULES for name in reasoning(rule).facts}
    asked = {fact.id for fact in KNOWN.facts.values() if fact.asked}
    assert asked - read == {"medicines", "height-cm"}  # takes-* and bmi follow from these


def test_a_rule_that_ages_its_facts_reads_one_that_ages():
    for rule in RULES:
        if rule.fresh_minutes:
            assert any(KNOWN.facts[n].fresh_minutes for n in reasoning(rule).facts), rule.id


def test_a_person_who_is_asked_may_say_it():
    """Somebody named in `who` may assert at least one of the facts, or others work it out."""
    for rule in RULES:
        may = {role for name in reasoning(rule).facts for role in KNOWN.facts[name].from_}
        assert "derived" in may or may & set(rule.who), rule.id


# --- the words ----------------------------------------------------------------------------------

FORBIDDEN = [
    r"very safe",
    r"minimal side effects",
    r"removes? the risk",
    r"no dependency",
    r"same day activit",
    r"cure",
    r"rewires?",
    r"must stop taking",
    r"stop your",
]


@pytest.mark.parametrize("name", TEXTS)
def test_no_promise_is_made(name):
    for claim in FORBIDDEN:
        assert not re.search(rf"\b{claim}", TEXTS[name], re.IGNORECASE), claim


def test_nobody_is_told_to_stop_a_benzodiazepine():
    said = " ".join(r.says + r.ask + (r.remedy or "") for r in RULES if "benzodiazepine" in r.id)
    assert "must not be stopped" in said
    assert not re.search(r"(?<!not )(?<!not be )\bstop (the|it|taking)", said, re.IGNORECASE)


def test_a_crisis_before_any_dose_calls_a_person_by_its_own_ladder():
    for rule in KNOWN.rules.values():
        assert (rule.ladder in ("suicide", "crisis")) == (rule.if_so == "crisis"), rule.id
    assert KNOWN.rules["severe-pressure-with-symptoms"].ladder == "crisis"  # the body's, not 988


def test_every_suicide_rule_can_reach_a_person():
    rules = [rule for rule in KNOWN.rules.values() if rule.id.startswith("suicide")]
    assert len(rules) == 5
    for rule in rules:
        assert {"guide", "prescriber"} <= set(rule.who)


def test_an_interpretation_is_never_put_in_a_persons_mouth():
    for fact in KNOWN.facts.values():
        assert "!" not in fact.question + fact.help


# --- instruments --------------------------------------------------------------------------------


def test_the_codes_are_those_of_the_clinics_forms():
    gad, phq = KNOWN.instruments["gad-7"], KNOWN.instruments["phq-9"]
    assert (gad.loinc_panel, gad.loinc_total) == ("69737-5", "70274-6")
    assert (phq.loinc_panel, phq.loinc_total) == ("44249-1", "44261-6")
    assert (len(gad.items), len(phq.items)) == (7, 9)
    assert [item.loinc for item in gad.items] == [
        "69725-0",
        "68509-9",
        "69733-4",
        "69734-2",
        "69735-9",
        "69689-8",
        "69736-7",
    ]
    assert [item.loinc for item in phq.items] == [
        "44250-9",
        "44255-8",
        "44259-0",
        "44254-1",
        "44251-7",
        "44258-2",
        "44252-5",
        "44253-3",
        "44260-8",
    ]


def test_totals_that_decide_lie_in_the_instruments_range():
    for name in ("gad-7", "phq-9"):
        made, fact = KNOWN.instruments[name], KNOWN.facts[f"{name}-total"]
        bands = next(iter(made.bands.values()))
        assert (fact.low, fact.high) == (bands[0].low, bands[-1].high)
        assert fact.fresh_minutes == made.recall_days * 1440


# --- the course ---------------------------------------------------------------------------------


def test_the_course_is_the_one_we_say_it_is():
    assert (COURSE.weeks, COURSE.doses.count, COURSE.therapy.count) == (14, 4, 13)
    assert COURSE.prescriber_visits == 5
    assert COURSE.doses.spacing_hours == 72


def test_every_ladder_begins_with_the_clinic_and_ends_with_emergency_services():
    assert set(COURSE.ladders) == {
        "silence",
        "person-needed",
        "crisis",
        "worse",
        "suicide",
        "safety-concern",
    }
    for steps in COURSE.ladders.values():
        assert steps[0].who in ("guide", "prescriber") and steps[0].after_seconds == 0
        assert steps[-1].who == "emergency-services"


def test_every_rule_of_the_dosing_day_is_there_by_its_own_name():
    assert set(COURSE.rules) == {id for part in COURSE.parts.values() for id in part}
    law = KNOWN.law.rules.values()
    assert list(KNOWN.every_rule()) == [*KNOWN.rules.values(), *law, *COURSE.rules.values()]


# --- version, dates, speed ----------------------------------------------------------------------


def test_any_change_is_another_version(tmp_path):
    folder = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    assert knowledge.read(folder).version == KNOWN.version
    assert re.fullmatch("[0-9a-f]{12}", KNOWN.version)
    again = folder.rename(tmp_path / "changed")
    file = again / "sources.toml"
    file.write_text(file.read_text() + "# one more line\n")
    assert knowledge.read(again).version != KNOWN.version


def test_a_file_by_another_name_is_another_version(tmp_path):
    folder = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    (folder / "notes/conflicts.toml").rename(folder / "notes/quarrels.toml")
    assert knowledge.read(folder).version != KNOWN.version


def test_what_is_overdue_is_said_from_the_day_after():
    due = KNOWN.rules["aneurysm"].next_check
    assert KNOWN.overdue(date(2026, 11, 22)) == ()
    assert "aneurysm" not in KNOWN.overdue(due)
    late = KNOWN.overdue(due.replace(day=due.day + 1))
    assert "aneurysm" in late and "gad-7" in late and "at-home-low-dose" in late
    assert "too-soon" in late


def test_what_nobody_read_and_what_is_policy_is_listed_for_the_director():
    unread, policy = KNOWN.unread(), KNOWN.policy()
    assert all(rule.verified != "read" for rule in unread)
    assert len(unread) + sum(rule.verified == "read" for rule in RULES) == len(RULES)
    assert set(policy) <= set(unread)
    assert {rule.id for rule in policy} >= {"too-soon", "pressure-uncontrolled-for-home"}
    assert KNOWN.rules["aneurysm"] not in unread


def test_knowledge_is_read_once_and_cannot_be_changed():
    assert knowledge.read() is KNOWN
    assert knowledge.read(knowledge.HERE) is KNOWN
    with pytest.raises(dataclasses.FrozenInstanceError):
        KNOWN.rules["aneurysm"].says = "nothing"
    with pytest.raises(TypeError):
        KNOWN.rules["aneurysm"] = KNOWN.rules["under-18"]
    with pytest.raises(TypeError):
        KNOWN.rules["under-18"].limits["below"] = 12


def test_reading_needs_nothing_but_the_standard_library():
    script = (
        "import sys; import tercet.knowledge, tercet.decisions.eligibility;"
        "bad = {'django', 'polars', 'numpy', 'pydantic', 'psycopg'} & set(sys.modules);"
        "print(sorted(bad)); sys.exit(bool(bad))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
