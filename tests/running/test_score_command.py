"""`tercet score`: answers in, a score out; bad input is a sentence and exit code 2."""

import json

import pytest
from click.testing import CliRunner

from tercet.running.command import main

KEYS = {
    *("instrument", "version", "total", "answered_sum", "n_answered", "bounds", "prorated"),
    *("band", "band_set", "subscales", "flags"),
}


def run(*words, stdin=None):
    return CliRunner().invoke(main, ["score", *words], input=stdin)


def scored(*words, stdin=None):
    done = run(*words, "--json", stdin=stdin)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_program_is_told_everything_and_nothing_else():
    made = scored("gad-7", "--answers", "3,0,1,2,0,0,1")
    assert set(made) == KEYS
    assert (made["total"], made["band"], made["band_set"]) == (7, "mild", "spitzer-2006")
    assert (made["bounds"], made["prorated"], made["flags"]) == ([7, 7], None, [])


def test_blanks_make_no_total_and_no_band():
    made = scored("phq-9", "--answers", "3,0,1,2,0,0,1,,")
    assert (made["total"], made["band"], made["bounds"]) == (None, None, [7, 13])
    assert (made["answered_sum"], made["n_answered"], made["prorated"]) == (7, 7, 9)
    flag = made["flags"][0]
    assert (flag["id"], flag["raised"], flag["known"], flag["calls"]) == (
        "suicide",
        None,
        False,
        "suicide",
    )


def test_names_of_parts_and_contexts_are_heard():
    pairs = json.dumps({"fear": [1] * 24, "avoidance": [2] * 24})
    assert scored("LSAS-SR", "--answers-json", pairs)["total"] == 72
    made = scored("pdss-sr", "--answers", "1,1,1,1,1,1,1", "--context", "agoraphobia=yes")
    assert (made["band"], made["band_set"]) == ("borderline", "furukawa-2009-with-agoraphobia")


def test_a_csv_is_scored_line_by_line():
    made = scored("gad-2", "--csv", "-", stdin="person,1,2\nmaria,3,3\nana,1,\n")
    assert [(row["person"], row["line"], row["total"]) for row in made] == [
        ("maria", 2, 6),
        ("ana", 3, None),
    ]
    told = run("gad-2", "--csv", "-", stdin="person,1,2\nmaria,3,3\n").output
    assert "Line 2  maria" in told and "total      6" in told


def test_the_items_are_listed_with_what_may_be_answered():
    told = scored("pc-ptsd-5", "--items")
    assert [item["id"] for item in told["items"]] == ["gate", "1", "2", "3", "4", "5"]
    assert told["items"][1]["asked_after"] == ["gate"]
    assert told["items"][0]["values"] == ["Y", "N"]
    assert told["context"] == {"sex": ["female", "male"]}
    beside = scored("phq-9", "--items")["items"][9]
    assert (beside["id"], beside["scored"]) == ("difficulty", False)
    assert scored("wsas", "--items")["items"][0]["values"] == [0, 8, "NA"]
    plain = run("dast-10", "--items").output
    assert "DAST-10: 10 items" in plain and "Y or N; counts from the other end" in plain
    assert "difficulty" in run("phq-9", "--items").output
    assert "sex=female|male" in run("audit-c", "--items").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["asq", "--answers", "N,N,N,refused"], "positive: raised. A yes, or a refusal"),
        (["asq", "--answers", "N,N,N,refused"], "acute: not known: not answered."),
        (["asq", "--answers", "N,N,N,N"], "negative (nimh)"),
        (["phq-9", "--answers", "0,0,0,0,0,0,0,0,"], "none: 8 of 9 answered; it lies from 0 to 3"),
        (["phq-9", "--answers", "0,0,0,0,0,0,0,0,"], "0, which is no total"),
        (["c-ssrs-screener", "--answers", "N,N,,,,N"], "has none; 3 of 7 answered"),
        (["pdss-sr", "--answers", "1,1,1,1,1,1,1"], "it depends on agoraphobia; say so with"),
        (["lsas-sr", "--answers-json", "{}"], "fear: not known"),
        (["gad-7", "--answers", ",,,,,,"], "band       none"),
    ],
)
def test_a_person_is_told_in_words(words, says):
    done = run(*words)
    assert done.exit_code == 0
    assert says in " ".join(done.output.split()) or says in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gad7", "--answers", "1"], "There is no questionnaire 'gad7'. Is it gad-7"),
        (["xyz", "--answers", "1"], "There is no questionnaire 'xyz'. There are: 5d-asc"),
        (["gad-7", "--answers", "1,2"], "GAD-7 has 7 items; 2 answers were given."),
        (["gad-7", "--answers", "9,0,0,0,0,0,0"], "GAD-7 item 1 must be one of 0, 1, 2, 3"),
        (["gad-7", "--answers-json", "{"], "is not JSON"),
        (["gad-7", "--answers-json", '{"9": 1}'], "GAD-7 has no item '9'."),
        (["gad-2", "--answers", "1,1", "--context", "sex"], "--context is KEY=VALUE"),
        (["gad-2", "--answers", "1,1", "--context", "sex=male"], "GAD-2 asks for no context"),
        (["audit-c", "--answers", "1,1,1", "--context", "sex=x"], "sex must be one of female"),
        (["gad-2", "--csv", "there-is-no-such-file.csv"], "The file cannot be opened"),
        (["gad-2", "--csv", "-"], "line 1: GAD-2 has no item ''."),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(words, says):
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr and "Traceback" not in done.output
    told = run(*words, "--json")
    assert told.exit_code == 2 and says in json.loads(told.stdout)["error"]


def test_a_context_given_twice_is_asked_back():
    twice = ["--context", "sex=male", "--context", "sex=female"]
    done = run("audit-c", "--answers", "1,1,1", *twice)
    assert (done.exit_code, done.stderr) == (2, "--context gives sex twice.\n")


def test_a_csv_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"1,2\n\xff,1\n")
    done = run("gad-2", "--csv", str(tmp_path / "a.csv"))
    assert (done.exit_code, done.stderr) == (2, "the file is not UTF-8 text.\n")


@pytest.mark.parametrize("words", [[], ["--answers", "1,1", "--items"]])
def test_one_way_of_asking_is_given(words):
    done = run("gad-2", *words)
    assert done.exit_code == 2 and "Give one of --answers" in done.stderr
