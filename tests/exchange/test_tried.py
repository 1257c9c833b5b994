"""A list of what was tried, as JSON: what is read, and one sentence for each fault."""

import json

import pytest
from test_check_command import tercet

from tercet import knowledge
from tercet.exchange import NotUnderstood
from tercet.exchange.tried import MOST_TRIALS, history_in

KNOWN = knowledge.read()
ZOLOFT = {"medicine": "Zoloft", "mg_per_day": 100, "weeks": 8, "outcome": "no-response"}


def problems(value):
    with pytest.raises(NotUnderstood) as refused:
        history_in(value, KNOWN)
    return list(refused.value.problems)


def test_a_bare_list_says_nothing_around_it():
    made = history_in([ZOLOFT, {}], KNOWN)
    assert made.trials[0].medicine == "Zoloft" and made.trials[0].weeks == 8
    assert made.trials[1].medicine is None
    assert made.whole_history is None and made.indication is None


def test_an_object_says_what_it_is_for_and_whether_it_is_whole():
    made = history_in(
        {"trials": [ZOLOFT], "indication": "depression", "whole-history": True, "severity": 3},
        KNOWN,
    )
    assert (made.indication, made.whole_history, made.severity) == ("depression", True, 3)


def test_hyphens_and_underscores_are_one_and_null_is_a_blank():
    made = history_in([{"mg-per-day": 50, "weeks": None}], KNOWN)
    assert made.trials[0].mg_per_day == 50 and made.trials[0].weeks is None


@pytest.mark.parametrize(
    ("trial", "sentence"),
    [
        ({"weeks": "six"}, 'trial 1: weeks must be a number, not the string "six".'),
        ({"weeks": -1}, "trial 1: weeks is not possible: it is between 0 and 5000."),
        ({"weeks": 5001}, "trial 1: weeks is not possible: it is between 0 and 5000."),
        ({"weeks": True}, "trial 1: weeks must be a number, not true or false."),
        ({"weeks": 10**400}, "trial 1: weeks is not possible: it is between 0 and 5000."),
        ({"medicine": ""}, 'trial 1: medicine must be words, not the string "".'),
        ({"medicine": 3}, "trial 1: medicine must be words, not the number 3."),
        ({"medicine": "x" * 201}, "trial 1: medicine is longer than 200 characters."),
        ({"current": "yes"}, 'trial 1: current must be true or false, not the string "yes".'),
        ({"weeks": 1, " weeks": 2}, "trial 1: weeks is given twice."),
        (
            {"medicine": "Zoloft", "therapy": "cbt"},
            "trial 1: names a medicine and a therapy; write them as two trials.",
        ),
    ],
)
def test_a_fault_is_one_sentence_with_its_place(trial, sentence):
    assert problems([trial]) == [sentence]


def test_words_outside_their_set_are_told_the_set():
    for name in ("outcome", "indication"):
        said = problems([{name: ["a list"]}])
        assert len(said) == 1 and said[0].startswith(f"trial 1: {name} must be one of ")
    assert "must be one of" in problems({"trials": [], "indication": "sadness"})[0]


@pytest.mark.parametrize("severity", [0, 6, 2.5, True, "3"])
def test_a_severity_is_a_whole_number_of_the_scale(severity):
    said = problems({"trials": [], "severity": severity})
    assert said == ["severity must be a whole number from 1 to 5."]


def test_every_fault_is_said_and_not_only_the_first():
    said = problems([{"weeks": "six"}, 3, {"medicin": "x"}])
    assert [sentence[:7] for sentence in said] == ["trial 1", "trial 2", "trial 3"]


def test_many_faults_are_counted():
    said = problems([3] * 100)
    assert len(said) == 21 and said[-1] == "80 more faults were found."


@pytest.mark.parametrize("value", [None, 3, "x", {}, {"trials": "none"}, {"drugs": []}])
def test_what_is_no_list_of_trials_is_refused(value):
    assert len(problems(value)) == 1


def test_too_many_trials_are_refused():
    assert "at most 200 are read" in problems([{}] * (MOST_TRIALS + 1))[0]
    assert len(history_in([{}] * MOST_TRIALS, KNOWN).trials) == MOST_TRIALS


# --- the commands --------------------------------------------------------------------------------


def test_staging_says_each_trial_with_its_why_and_what_follows():
    told = {"indication": "depression", "whole_history": True, "trials": [ZOLOFT]}
    code, out, err = tercet("staging", "-", fed=json.dumps(told).encode())
    assert (code, err) == (0, "")
    assert "1. Zoloft (sertraline): not known; failed: not known" in out
    assert "Treatment-resistant depression: no" in out
    assert "from memory, not read at its" in out and "Not adopted" in out


def test_staging_for_a_program_holds_bounds_and_citations():
    told = [{**ZOLOFT, "indication": "social-anxiety", "this_episode": True}]
    code, out, _ = tercet("staging", "-", "--json", fed=json.dumps(told).encode())
    made = json.loads(out)
    assert code == 0 and made["adequate_failures"] == {"least": 1, "most": None}
    by = {one["by"]: one for one in made["trials"][0]["judged"]}
    assert by["athf"]["adequate"] is True and by["athf"]["evidence"].startswith("MM-001")
    assert by["atrq"]["verified"] == "memory"
    assert made["counted_by"] == "athf" and made["adopted"] is False
    assert made["trials"][0]["dose_range"]["mg_per_day"]["social-anxiety"] == [50, 150]


def test_staging_refuses_in_sentences_and_never_with_a_traceback():
    for fed in (b"", b"{", b'[{"weeks": "six"}]', b"3", b'[{"medicine": "\\u001b[2J"}]'):
        code, out, err = tercet("staging", "-", fed=fed)
        assert code in (0, 2) and "Traceback" not in err and "\x1b" not in out
        assert code == 0 or err.startswith("standard input: ")
    assert tercet("staging", "nowhere.json")[0] == 2
    assert "There is no protocol" in tercet("staging", "-", "--protocol", "none", fed=b"[]")[2]


def test_course_says_what_was_worked_out_and_asks_for_the_rest():
    told = {"gad_7_total": 21, "gad_7_baseline": 16}
    code, out, err = tercet("course", "-", "--json", fed=json.dumps(told).encode())
    made = json.loads(out)
    assert (code, err) == (0, "") and made["about"] == "course" and made["verdict"] == "REVIEW"
    first = made["findings"][0]
    assert first["rule"] == "anxiety-rising" and "GAD-7: 21" in first["saw"]
    assert {one["verdict"] for one in made["findings"][1:]} <= {"ASK", "CLEAR"}


def test_course_holds_and_asks_when_it_is_told_nothing():
    code, out, _ = tercet("course", "-", "--json", fed=b"{}")
    made = json.loads(out)
    assert code == 0 and {one["verdict"] for one in made["findings"]} == {"ASK"}
