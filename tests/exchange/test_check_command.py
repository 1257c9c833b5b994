"""`tercet check` as a person or a program runs it: sentences, exit codes, eighty columns."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from maria_in_fhir import bundle, diagnosed, ordered

from tercet.knowledge import read

BUNDLES = Path(__file__).parent / "bundles"
MARIA = str(BUNDLES / "maria.json")
LITTLE = str(BUNDLES / "maria-little.json")
ANEURYSM = str(BUNDLES / "maria-aneurysm.json.gz")
TERCET = [sys.executable, "-m", "tercet.running.command"]


def tercet(*args, fed=b"", **environment):
    """Run the command and return (exit code, what it printed, what it complained of)."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_URL", "DJANGO_"))}
    ran = subprocess.run(
        [*TERCET, *args], input=fed, capture_output=True, timeout=60, env=clean | environment
    )
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


@pytest.fixture
def a_file(tmp_path):
    def write(name, raw):
        path = tmp_path / name
        path.write_bytes(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
        return str(path)

    return write


def test_a_bundle_is_decided_for_a_person():
    code, out, err = tercet("check", ANEURYSM)
    assert (code, err) == (0, "")
    assert "STOP  1 to stop for" in out
    assert "ICD-10-CM I71.4 in the record on 12 Mar 2019" in out
    assert "spravato-uspi#4" in out and "https://dailymed.nlm.nih.gov" in out
    assert "label, strength A; read at its source" in out
    assert "Not adopted" in out


def test_the_worst_is_said_first_and_what_is_clear_is_listed_only_when_asked_for():
    _, short, _ = tercet("check", ANEURYSM)
    _, long, _ = tercet("check", ANEURYSM, "--all")
    assert short.index("Aneurysm") < short.index("ASK  ")
    assert "● CLEAR" not in short and "● CLEAR" in long


def test_nothing_printed_is_wider_than_eighty_columns_but_an_address():
    _, out, _ = tercet("check", MARIA, ANEURYSM, "--all", COLUMNS="200")
    wide = [line for line in out.splitlines() if len(line) > 80]
    assert all("http" in line and " " not in line.strip() for line in wide)


def test_there_is_no_colour_where_there_is_no_terminal():
    assert "\x1b" not in tercet("check", MARIA)[1]


def test_shapes_become_plain_where_only_ascii_can_be_written():
    code, out, _ = tercet("check", ANEURYSM, PYTHONIOENCODING="ascii")
    assert code == 0 and "# STOP" in out and "? ASK" in out


def test_one_file_gives_one_object_with_all_that_the_finding_knows():
    code, out, _ = tercet("check", ANEURYSM, "--json")
    made = json.loads(out)
    assert code == 0 and made["verdict"] == "STOP" and made["file"] == ANEURYSM
    assert made["adopted"] is False and len(made["knowledge"]) == 12
    first = made["findings"][0]
    assert first["rule"] == "aneurysm" and first["verdict"] == "STOP"
    assert {"saw", "says", "ask", "sources", "strength", "basis", "verified", "who"} <= set(first)
    assert all(finding["sources"] for finding in made["findings"])


def test_what_would_change_a_verdict_is_said_to_a_person_and_to_a_program(a_file):
    file = a_file("p.json", {"brain-haemorrhage": True, "systolic": 165})
    _, told, _ = tercet("check", file)
    assert "What would change this verdict" in told
    assert "systolic pressure: at or below 159 mmHg, as its remedy says" in " ".join(told.split())
    _, out, _ = tercet("check", "--json", file)
    (lighter, passing) = json.loads(out)["would_change"]
    assert lighter["verdict"] == "REVIEW" and passing["verdict"] in {"CAUTION", "CLEAR"}
    moves = {move["fact"]: move for move in lighter["sets"][0]}
    assert moves["brain-haemorrhage"]["to"] == "no"
    assert moves["brain-haemorrhage"]["how"] == "correction"
    assert moves["systolic"]["was"] == "165 mmHg"


def test_several_files_give_an_array_and_the_unreadable_one_its_error(a_file):
    broken = a_file("broken.json", b'{"age-years": 34')
    code, out, err = tercet("check", broken, MARIA, "--json")
    unread, read = json.loads(out)
    assert code == 2 and set(unread) == {"file", "error"} and read["verdict"] == "ASK"
    assert err == f"{broken}: is not JSON: line 1, column 17: the text ends too early.\n"


def test_several_records_become_one_page_that_a_prescriber_reads(tmp_path):
    page = tmp_path / "records.md"
    code, out, _ = tercet("check", MARIA, ANEURYSM, "--page", str(page))
    told = page.read_text()
    assert (code, out) == (0, "")
    assert told.startswith("# What is said of 2 records") and "1 STOP, 1 ASK" in told
    assert "## Asked of almost everybody" in told and "**STOP · Aneurysm.**" in told
    assert "- From: spravato-uspi#4, spravato-smpc#4.3 (label, strength A" in told


def test_of_a_file_that_cannot_be_read_no_page_is_made(tmp_path, a_file):
    page = tmp_path / "records.md"
    code, _, err = tercet("check", a_file("broken.json", b"{"), "--page", str(page))
    assert code == 2 and "is not JSON" in err and not page.exists()


def test_a_unit_we_do_not_know_is_told_to_a_person_and_to_a_program():
    rods = str(BUNDLES / "maria-in-rods.json")
    assert "not known; 11 [rod_us] on 20 Nov 2026" in tercet("check", rods)[1]
    assert "rod_us" in json.loads(tercet("check", rods, "--json")[1])["not_read"]["weight-kg"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty."),
        (b"hello", "is not JSON: line 1, column 1"),
        (b"[]", "holds an array"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"systolic": NaN}', "NaN is not a number"),
        (b'{"systolic": 118, "systolic": 171}', 'gives "systolic" twice'),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (gzip.compress(b'{"age-years": 34}', mtime=0)[:-9], "ends too early"),
        ({"systolic": 1240}, "systolic 1240 is not possible"),
        ({"sistolic": 118}, "Did you mean systolic"),
        (bundle(type="history"), "history bundle"),
        (bundle(diagnosed("F41.1", clinicalStatus="active")), "FHIR STU3"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_exit_code_2(raw, sentence, a_file):
    code, out, err = tercet("check", a_file("sent.json", raw))
    assert code == 2 and out == ""
    assert sentence in err and "Traceback" not in err and err.count("\n") == 1


def test_the_other_files_are_still_decided(a_file, tmp_path):
    missing, folder = str(tmp_path / "none.json"), str(tmp_path)
    code, out, err = tercet("check", missing, LITTLE, folder, a_file("x.json", b"{"), MARIA)
    assert code == 2
    assert "maria-little.json" in out and "maria.json" in out and "2 decided: 2 ASK." in out
    assert f"{missing}: cannot be opened: No such file" in err
    assert f"{folder}: cannot be opened: Is a directory" in err


def test_every_problem_of_a_flat_file_gets_a_sentence(a_file):
    flat = {"sistolic": 118, "systolic": 1240, "pregnant": "no"}
    code, _, err = tercet("check", a_file("flat.json", flat))
    assert code == 2 and len(err.splitlines()) == 3


def test_the_standard_input_is_read_too():
    code, out, _ = tercet("check", "-", "--json", fed=json.dumps({"age_years": 34}).encode())
    assert code == 0 and json.loads(out)["file"] == "standard input"
    code, out, _ = tercet("check", "-", fed=gzip.compress(b'{"age_years": 17}'))
    assert code == 0 and "STOP" in out


def test_an_earlier_day_may_be_asked_about():
    made = json.loads(tercet("check", MARIA, "--json", "--as-of", "2025-02-12")[1])
    pressure = next(f for f in made["findings"] if f["rule"] == "high-pressure-us")
    assert pressure["verdict"] == "REVIEW" and "151/97" in pressure["saw"]


def test_a_day_that_is_none_is_refused():
    code, _, err = tercet("check", MARIA, "--as-of", "yesterday")
    assert code == 2 and 'not "yesterday"' in err


def test_no_file_at_all_is_a_sentence():
    code, _, err = tercet("check")
    assert code == 2 and "Missing argument" in err


def test_what_a_file_says_cannot_command_the_terminal(a_file):
    wicked = "Sertraline\x1b[2J\x1b]0;all clear\x07 \u202eRAELC\u2028● CLEAR"
    _, out, _ = tercet("check", a_file("wicked.json", bundle(ordered(wicked))), "--all")
    assert not set(out) & set("\x1b\x07\u202e\u2028")


def test_a_reader_that_leaves_early_gets_no_traceback():
    ran = subprocess.run(
        f'{sys.executable} -m tercet.running.command check "{MARIA}" --all | head -1',
        shell=True, capture_output=True, timeout=60,
    )  # fmt: skip
    assert b"Traceback" not in ran.stderr


def test_a_failure_of_our_own_holds_and_is_said(monkeypatch, capsys):
    from click.testing import CliRunner

    from tercet.decisions import eligibility
    from tercet.running.check import check

    monkeypatch.setattr(eligibility, "decide", lambda facts, known: 1 / 0)
    ran = CliRunner().invoke(check, [MARIA, "--json"])
    assert ran.exit_code == 1
    assert "a person must look" in ran.output and '"verdict": "STOP"' in ran.output


def test_no_framework_is_loaded_to_check_a_file(a_file):
    asked = (
        "import sys; from tercet.running.command import main\n"
        f"try: main(['check', {a_file('flat.json', {'age-years': 34})!r}])\n"
        "except SystemExit: pass\n"
        "heavy = {'django', 'pydantic', 'rich', 'polars', 'psycopg'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_the_knowledge_says_its_version_and_what_nobody_has_read():
    code, out, _ = tercet("knowledge")
    made = json.loads(tercet("knowledge", "--json")[1])
    assert code == 0 and made["version"] in out and "Not adopted" in out
    assert made["counts"]["facts"] > 0 and made["unread"]
    from_memory = [one["id"] for one in made["unread"] if one["verified"] == "memory"]
    assert from_memory and all(f"  {id}:" in out for id in from_memory)


def test_every_fact_is_listed_with_how_it_is_given():
    code, out, _ = tercet("knowledge", "facts")
    listed = json.loads(tercet("knowledge", "facts", "--json")[1])
    assert code == 0 and '{"systolic": 118}' in out and "7 days after it was said" in out
    assert all(one["fact"] in out for one in listed)
    assert {one["fact"] for one in listed} >= {"systolic", "medicines", "phq-9-item-9"}


def test_every_listed_example_is_accepted_by_check():
    listed = json.loads(tercet("knowledge", "facts", "--json")[1])
    flat = {one["fact"]: one["example"] for one in listed}
    code, out, err = tercet("check", "-", "--json", fed=json.dumps(flat).encode())
    assert (code, err) == (0, "")
    asked = [finding["rule"] for finding in json.loads(out)["findings"] if finding["ask"]]
    assert set(asked) <= read().contradictions.keys()  # each is an example of itself alone
