"""`tercet panel`: a file of people in, how many of each verdict out; bad input is one sentence."""

import json

import polars as pl
import pytest
from click.testing import CliRunner

from tercet.decisions.panel import Panel
from tercet.running.command import main

PEOPLE = {
    "id": ["maria", "tomas", "ana"],
    "systolic": [118, 190, None],
    "diastolic": [76, 110, None],
    "pregnant": [False, None, True],
}


@pytest.fixture
def asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ask(*arguments):
        return CliRunner().invoke(main, ["panel", *arguments])

    return ask


def written(name, columns=PEOPLE):
    frame = pl.DataFrame(columns)
    write = {"csv": frame.write_csv, "arrow": frame.write_ipc, "parquet": frame.write_parquet}
    write[name.partition(".")[2]](name)
    return name


@pytest.mark.parametrize("name", ["people.parquet", "people.csv", "people.arrow"])
def test_every_kind_of_file_says_the_same(asked, name):
    said = asked(written(name), "--json")
    assert said.exit_code == 0, said.output
    told = json.loads(said.output)
    assert told["people"] == 3
    assert told["verdicts"]["CLEAR"] == told["verdicts"]["CAUTION"] == 0
    assert told["facts"]["systolic"]["blank"] == 1
    pregnancy = next(rule for rule in told["rules"] if rule["rule"] == "pregnancy")
    assert pregnancy["fired"] == 1
    assert told["adopted"] is False


def test_the_page_counts_people_and_rules(asked):
    said = asked(written("people.parquet")).output
    assert "3 people, 3 facts" in said
    assert "STOP pregnancy" in said
    assert "Not adopted" in said


def test_verdict_and_bits_are_written_for_each_person(asked):
    said = asked(written("people.parquet"), "--out", "bits.parquet")
    assert said.exit_code == 0, said.output
    made = pl.read_parquet("bits.parquet")
    assert made["id"].to_list() == PEOPLE["id"]
    rules = json.loads(pl.read_parquet_metadata("bits.parquet")["tercet.bits"])
    bit = rules.index("pregnancy")
    words = made[f"reasons-{bit // 64}"].to_list()
    assert [bool(word >> bit % 64 & 1) for word in words] == [False, False, True]


def test_people_without_ids_are_numbered(asked):
    name = written("people.parquet", {"systolic": [118, 119]})
    asked(name, "--out", "bits.parquet")
    assert pl.read_parquet("bits.parquet")["id"].to_list() == [1, 2]


def test_what_a_csv_says_unreadably_is_counted_and_not_known(asked):
    name = written("people.csv", {"systolic": ["118", "high"], "pregnant": ["no", "perhaps"]})
    told = json.loads(asked(name, "--json").output)
    assert told["facts"]["systolic"]["unreadable"] == 1
    assert told["facts"]["pregnant"]["unreadable"] == 1
    assert told["verdicts"]["CLEAR"] == told["verdicts"]["CAUTION"] == 0


BAD = {
    "a name nobody knows": ({"sistolic": [118]}, "Did you mean systolic"),
    "words for numbers": ({"systolic": ["high"]}, "must hold numbers, not words"),
    "numbers for a yes": ({"pregnant": [1]}, "must hold true or false"),
    "twice": ({"heart_rate": [1], "age_years": [1], "age-years": [2]}, ""),
    "an age without its fact": ({"systolic@minutes": [1], "pulse": [1]}, "without its fact"),
    "no facts": ({"id": [1]}, "No column is a fact"),
    "nobody": ({"systolic": pl.Series([], dtype=pl.Int64)}, "holds nobody"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_panel_is_refused_in_a_sentence(asked, bad):
    columns, sentence = BAD[bad]
    said = asked(written("people.parquet", columns))
    assert said.exit_code == 2
    assert sentence in said.output
    assert said.output.count("\n") == 1


@pytest.mark.parametrize("name", ["people.parquet", "people.arrow", "people.csv"])
@pytest.mark.parametrize("content", [b"", b"PAR1\x00\xff nonsense", b"\xff\xfe\x00,\n\x00"])
def test_a_file_that_is_none_is_refused_in_a_sentence(asked, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    said = asked(name)
    assert said.exit_code == 2
    assert said.output.count("\n") == 1
    assert "Traceback" not in said.output


def test_a_file_that_is_not_there_or_of_another_kind_is_refused(asked, tmp_path):
    assert "no such file" in asked("gone.parquet").output
    (tmp_path / "people.xlsx").write_bytes(b"x")
    assert asked("people.xlsx").exit_code == 2


def test_the_panel_itself_is_never_written_over(asked):
    name = written("people.parquet")
    said = asked(name, "--out", name)
    assert said.exit_code == 2
    assert pl.read_parquet(name).height == 3


FAULTS = [
    ZeroDivisionError("at line 7"),
    pl.exceptions.ShapeError("x"),
    pl.exceptions.PanicException("x"),
]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("how", [(), ("--json",), ("--out", "bits.parquet")])
def test_a_fault_of_the_program_judges_nobody_and_is_one_sentence(
    asked, tmp_path, monkeypatch, fault, how
):
    def fail(*_):
        raise fault

    monkeypatch.setattr(Panel, "judge", fail)
    said = asked(written("people.parquet"), *how)
    assert said.exit_code == 1
    assert said.output == (
        "people.parquet: The program failed while judging it. "
        "Nobody is judged; a person must look.\n"
    )
    assert not (tmp_path / "bits.parquet").exists()
