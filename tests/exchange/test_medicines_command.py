"""`tercet medicines` as a person or a program runs it: any list, any words, never a traceback."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from maria_in_fhir import RXNORM, about_maria, bundle, coded

from tercet.decisions import around
from tercet.running.command import main

TERCET = [sys.executable, "-m", "tercet.running.command"]


def medicines(*args, fed=b""):
    """Run the command and return (exit code, what it printed, what it complained of)."""
    ran = CliRunner().invoke(main, ["medicines", *args], input=fed)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.stdout, ran.stderr


def made(*args, fed=b""):
    code, out, err = medicines(*args, "--json", fed=fed)
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def a_file(tmp_path):
    def write(name, raw):
        path = tmp_path / name
        path.write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
        return str(path)

    return write


def test_a_list_is_understood_decided_and_planned():
    code, out, err = medicines("klonopin 0.5 mg bid", "Sertraline 100MG", "--route", "spat")
    assert (code, err) == (0, "")
    for words in (
        "is      clonazepam",
        "dose    0.5 mg, 2 times a day",
        "10 mg by va-dod, 20 mg by ashton",
        "▤ REVIEW  Benzodiazepine above 8 mg a day of diazepam",
        "Reduced response expected",
        "-72 to +24 h   continue            klonopin 0.5 mg bid",
        "-0.5 to 0 h    hold                Drink",
        "policy, strength D",
        "Not adopted",
    ):
        assert words in out, words


def test_a_measured_amount_is_shown_with_its_study_and_its_range():
    _, out, _ = medicines("clarithromycin 500 mg", "--route", "swallowed")
    assert "The amount in the blood: held, then swallowed" in out
    assert "clarithromycin: more drug: 1.2 to 2.6 times as much; not measured this way" in out
    assert "S-ketamine swallowed: ×2.6, peak ×3.6, 10 people; read at its source" in out
    _, out, _ = medicines("rifampin", "--route", "infusion")
    assert "rifampicin: ×0.86, measured by this route" in out
    _, out, _ = medicines("itraconazole")
    assert "itraconazole: unchanged" in out and "route not known, the worst counts" in out
    _, out, _ = medicines("grapefruit juice")
    assert "×3 (2.4 to 3.6), peak ×2.1 (1.8 to 2.6)" in out
    _, out, _ = medicines("carbamazepine")
    assert "carbamazepine: less drug expected; no number" in out


def test_nothing_printed_is_wider_than_eighty_columns_but_an_address():
    lines = ["klonopin 0.5 mg bid", "quetiapine " + "x" * 300, "clarithromycin", "Paxlovid"]
    _, out, _ = medicines(*lines, "--all")
    wide = [line for line in out.splitlines() if len(line) > 80]
    assert all("http" in line and " " not in line.strip() for line in wide)


def test_a_program_gets_one_object_with_everything():
    told = made("klonopin 0.5 mg bid", "clarithromycin 500 mg", "--route", "swallowed")
    assert told["verdict"] == "REVIEW" and told["about"] == "medicines"
    assert told["adopted"] is False and told["route"] == "swallowed"
    first = told["medicines"][0]
    assert first["ingredients"] == ["clonazepam"] and first["recognised"] is True
    assert first["doses"][0]["mg_per_day"] == 1
    assert told["diazepam"]["by_table"]["clonazepam"] == {"va-dod": 10, "ashton": 20}
    assert (told["diazepam"]["counts"], told["diazepam"]["at_least"]) == (20, 20)
    (interaction,) = told["interactions"]
    assert interaction["ratio"] == {"value": 2.6, "least": 1.164, "most": 2.6}
    assert interaction["measured_by_this_route"] is False and interaction["inferences"]
    assert interaction["studies"][0]["evidence"] == "DI-003"
    assert interaction["rests_on"][0]["sources"] == ["hagelberg-2010"]
    weaker = [one["rule"] for one in told["expected"] if one["reduced_response_expected"]]
    assert weaker == ["benzodiazepine-above-8-mg"]
    line = next(one for one in told["plan"] if one["entry"] == "benzodiazepine")
    assert line["do"] == "continue" and line["never_stop"] and line["basis"] == "evidence"
    assert {finding["verdict"] for finding in told["findings"]} >= {"REVIEW", "ASK", "CLEAR"}


def test_a_list_without_a_benzodiazepine_has_no_sum():
    assert made("sertraline 100 mg")["diazepam"] is None
    assert "As diazepam" not in medicines("sertraline 100 mg")[1]
    _, out, _ = medicines("Xanax")
    assert "the sum is not known" in out


def test_a_name_nobody_knows_holds_and_is_no_failure():
    code, out, err = medicines("moonroot 3 drops", "xanex 0.5 mg")
    assert (code, err) == (0, "")
    assert "▤ REVIEW  A medicine the list does not know" in out
    assert "Did you mean xanax?" in " ".join(out.split())
    told = made("moonroot 3 drops", "xanex 0.5 mg")
    assert [line["recognised"] for line in told["medicines"]] == [False, False]
    assert told["medicines"][1]["did_you_mean"] == ["xanax"]
    assert {line["entry"] for line in told["plan"]} >= {"unrecognised-medicine"}


def test_none_is_an_answer_and_a_blank_is_not():
    assert "None are listed" in medicines("none")[1]
    assert made("none")["medicines"] == []
    code, _, err = medicines("  ")
    assert code == 2 and "holds no line" in err


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("list.txt", b"Xanax 0.5 mg\n\nsertraline 100 mg\n"),
        ("list", b"\xef\xbb\xbfXanax 0.5 mg\r\nsertraline 100 mg"),
        ("list.json", ["Xanax 0.5 mg", "sertraline 100 mg"]),
        ("facts.json", {"medicines": ["Xanax 0.5 mg", "sertraline 100 mg"]}),
        (
            "facts.json.gz",
            gzip.compress(b'{"medicines": ["Xanax 0.5 mg", "sertraline 100 mg"]}', mtime=0),
        ),
    ],
)
def test_a_file_of_lines_a_list_and_facts_say_the_same(name, raw, a_file):
    told = made(a_file(name, raw))
    assert [line["text"] for line in told["medicines"]] == ["Xanax 0.5 mg", "sertraline 100 mg"]


def test_a_bundle_is_read_and_its_silence_is_not_a_no(a_file):
    drug = about_maria(
        "MedicationStatement",
        status="active",
        medicationCodeableConcept=coded(RXNORM, "596", text="alprazolam 0.5 mg"),
        dateAsserted="2026-11-20",
    )
    told = made(a_file("maria.json", bundle(drug)))
    assert told["medicines"][0]["ingredients"] == ["alprazolam"]
    found = {finding["rule"]: finding["verdict"] for finding in told["findings"]}
    assert (found["takes-benzodiazepine"], found["takes-opioid"]) == ("CAUTION", "ASK")
    assert found["two-depressants"] == "ASK"


def test_a_file_without_medicines_says_that_nobody_has_said(a_file):
    told = made(a_file("maria.json", {"age-years": 34}))
    assert told["verdict"] == "ASK"
    assert {line["entry"] for line in told["plan"]} >= {"medicines-not-known", "alcohol"}


def test_the_standard_input_is_read():
    assert made("-", fed=b"Xanax 0.5 mg\n")["medicines"][0]["ingredients"] == ["alprazolam"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty."),
        (b"\n \n", "holds no line"),
        (b"\xff\xfe\x00\x01", "is not UTF-8 text"),
        (b'{"medicines": 3}', "must be a list"),
        (b'{"medicines": ["x"', "is not JSON"),
        (b"[1, 2]", "holds an array"),
        (b"Xanax\n" * 501, "holds 501 lines; up to 500 are read."),
        (b"x" * 2001, "at most 2000 are kept"),
        (gzip.compress(b"[]", mtime=0)[:-3], "ends too early"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_2(raw, sentence):
    code, out, err = medicines("-", fed=raw)
    assert (code, out) == (2, "")
    assert sentence in err and "Traceback" not in err and err.count("\n") == 1


def test_a_file_that_is_not_there_and_a_file_among_medicines_are_said_so(a_file, tmp_path):
    code, _, err = medicines(str(tmp_path / "none.json"))
    assert code == 2 and "cannot be opened" in err
    code, _, err = medicines("Xanax", a_file("list.txt", b"Xanax"))
    assert code == 2 and "give one file alone" in err


HOSTILE = [
    "\x1b[2J\x1b[31mXanax",
    "‮xanaX",
    "'; DROP TABLE medicines; --",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} %s %d {0}",
    "../../etc/passwd",
    "a" * 1999,
    "\x00",
    "𝕏anax 💊",
    "--",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_harmless_and_hold(text):
    code, out, err = medicines("--", text, "sertraline")
    assert code in (0, 2) and "Traceback" not in err
    assert not {"\x1b", "\x00", "‮"} & set(out + err)
    if code == 0:
        assert "A medicine the list does not know" in out or "alprazolam" in out


def test_a_failure_of_our_own_holds_and_calls_a_person(monkeypatch):
    monkeypatch.setattr(around, "plan", None)
    code, out, err = medicines("Xanax")
    assert code == 1 and "STOP" in out and "a person must look" in err


def test_nothing_heavy_is_loaded():
    script = (
        "import sys; import tercet.running.medicines_command;"
        "bad = {'django', 'polars', 'pint', 'psycopg', 'numpy'} & set(sys.modules);"
        "print(sorted(bad)); sys.exit(bool(bad))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=root, env=os.environ
    )
    assert done.returncode == 0, done.stdout


def test_it_runs_as_a_command():
    done = subprocess.run([*TERCET, "medicines", "none"], capture_output=True, timeout=60)
    assert done.returncode == 0 and b"None are listed" in done.stdout
