"""`tercet replay --with DIR FILE…`: who would move, from files alone; trouble in a sentence."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tercet import knowledge
from tercet.decisions import eligibility, facts_as_dict
from tercet.running.command import main
from tests.decisions.people import KNOWN, person

MARIA = person("maria")


@pytest.fixture
def other(tmp_path):
    """A copy of the knowledge in which the pressure at which a prescriber decides is 110."""
    folder = tmp_path / "other"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    file = folder / "contraindications" / "pressure.toml"
    text = file.read_text()
    changed = re.sub(
        r"(\[high-pressure-us\].*?\nsystolic = )140", r"\g<1>110", text, count=1, flags=re.DOTALL
    )
    assert changed != text
    file.write_text(changed)
    return folder


def line(name="maria", *, who=7, known=KNOWN):
    facts = person(name)
    made = eligibility.decide(facts, known).as_dict()
    told = {"who": who, "about": "eligibility", "protocol": "", "at": facts.now.isoformat()}
    return json.dumps({**told, "saw": facts_as_dict(facts), "made": made})


def replay(*words):
    return CliRunner().invoke(main, ["replay", *map(str, words)])


def written(tmp_path, *lines):
    file = tmp_path / "kept.jsonl"
    file.write_text("\n".join(lines) + "\n")
    return file


def test_who_moves_is_said_with_the_rule_and_the_limit(tmp_path, other):
    done = replay("--with", other, written(tmp_path, line(), line("nobody", who=8)))
    assert done.exit_code == 1
    assert "Patient 7 · eligibility · 22 Nov 2026 17:00 UTC" in done.output
    assert "▲ CAUTION → ▤ REVIEW" in done.output
    assert "systolic 140 → 110." in done.output and "118/76 mmHg" in done.output
    assert "Patient 8" not in done.output
    assert "2 kept decisions: 1 move, 0 keep their verdict with other findings, 1 stay" in " ".join(
        done.output.split()
    )
    assert "CAUTION → REVIEW: 1" in done.output
    assert all(len(row) <= 80 for row in done.output.splitlines())


def test_nobody_moves_under_the_same_knowledge(tmp_path):
    done = replay("--with", knowledge.HERE, written(tmp_path, line()))
    assert done.exit_code == 0 and "0 move" in done.output


def test_for_a_program_it_is_one_object(tmp_path, other):
    done = replay("--json", "--with", other, written(tmp_path, line(), "{}"))
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert told["counts"] == {
        "kept": 2,
        "move": 1,
        "findings_only": 0,
        "same": 0,
        "not_made_again": 1,
    }
    (move,) = told["moves"]
    assert (move["who"], move["from"], move["to"]) == ("7", "CAUTION", "REVIEW")
    (changed,) = move["changed"]
    assert changed["rule"] == "high-pressure-us"
    assert changed["why"] == [{"what": "systolic", "from": 140, "to": 110}]
    assert told["problems"][0]["place"].endswith("kept.jsonl line 2")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("not json", "It is not a line of JSON."),
        ("[1]", "It is not written as a kept decision is"),
        ('{"who": 1}', "It is not written as a kept decision is"),
        (line().replace('"about": "eligibility"', '"about": "parking"', 1), "Nothing here decides"),
        (line().replace('"about": "eligibility"', '"about": "gate"', 1), "There is no protocol"),
        ("[" * 100_000, "It is not a line of JSON."),
    ],
)
def test_what_cannot_be_made_again_is_listed_and_the_others_go_on(tmp_path, broken, says):
    done = replay("--with", knowledge.HERE, written(tmp_path, broken, line()))
    assert done.exit_code == 2
    said = " ".join(done.output.split())
    assert "1 could not be made again; a person must look:" in said
    assert "kept.jsonlline1:" in "".join(done.output.split())  # a long folder is broken in two
    assert says in said
    assert "2 kept decisions" in said and "Traceback" not in said


def test_a_decision_of_a_third_version_is_moved_without_a_guess(tmp_path, other):
    old = line().replace(KNOWN.version, "0123456789ab")
    done = replay("--with", other, written(tmp_path, old))
    assert done.exit_code == 1
    assert "Kept under 0123456789ab" in " ".join(done.output.split())


def test_a_rule_that_is_new_and_one_that_is_gone_are_listed_with_all(tmp_path, other):
    file = other / "contraindications" / "pressure.toml"
    file.write_text(file.read_text().replace("[low-pressure]", "[pressure-renamed]"))
    done = replay("--all", "--with", other, written(tmp_path, line("nobody")))
    assert done.exit_code == 0
    assert "A new rule." in done.output and "The rule is gone." in done.output


@pytest.mark.parametrize("bad", ["nowhere", "empty"])
def test_a_folder_that_holds_no_knowledge_is_refused_in_one_sentence(tmp_path, bad):
    (tmp_path / "empty").mkdir()
    done = replay("--with", tmp_path / bad, written(tmp_path, line()))
    assert done.exit_code == 2
    assert done.output.startswith("Error: ") and done.output.count("\n") == 1


def test_a_folder_with_a_fault_is_refused_by_file_and_id(tmp_path, other):
    file = other / "contraindications" / "pressure.toml"
    file.write_text(file.read_text().replace("systolic = 110", "systolic = 1100", 1))
    done = replay("--with", other, written(tmp_path, line()))
    assert done.exit_code == 2 and "high-pressure-us" in done.output
    assert done.output.count("\n") == 1


def test_one_of_the_two_must_be_said():
    assert "Say --with DIR, or --export." in replay().output
    assert "Say --with DIR, or --export." in replay("--export", "--with", "x").output


def test_a_file_that_cannot_be_opened_is_named(tmp_path):
    done = replay("--with", knowledge.HERE, tmp_path / "gone.jsonl")
    assert done.exit_code == 2 and "gone.jsonl cannot be opened" in done.output
    (tmp_path / "kept.jsonl").write_bytes(b"\xff\xfe")
    done = replay("--with", knowledge.HERE, tmp_path / "kept.jsonl")
    assert done.exit_code == 2 and "is not UTF-8 text" in done.output


def test_without_a_database_and_without_files_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("TERCET_VAR", str(tmp_path / "var"))
    done = replay("--with", knowledge.HERE)
    assert done.exit_code == 2 and "No database runs here" in done.output
    assert not (tmp_path / "var").exists()


def test_from_files_no_framework_is_loaded(tmp_path):
    code = (
        "import sys; from click.testing import CliRunner; from tercet.running.command import main\n"
        f"words = ['replay', '--with', {str(knowledge.HERE)!r}, sys.argv[1]]\n"
        "done = CliRunner().invoke(main, words)\n"
        "print(done.exit_code, [m for m in ('django', 'psycopg', 'polars') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(written(tmp_path, line()))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "0 []\n"
