"""trials.toml: refused whole when something in it is uncited, misspelt, or cannot be."""

import shutil
from datetime import date

import pytest

from tercet import knowledge

KNOWN = knowledge.read()


@pytest.fixture
def altered(tmp_path):
    """Read a copy of the knowledge with one text of one file changed."""

    def read(was, becomes, file="trials.toml"):
        folder = tmp_path / "knowledge"
        shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
        path = folder / file
        text = path.read_text()
        assert was in text
        path.write_text(text.replace(was, becomes, 1))
        return knowledge.read(folder)

    return read


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('sources = ["sackeim-2019"]', 'sources = ["nobody"]', "definitions athf: cites nobody"),
        ("least_weeks = 4", "least_weeks = 0", "`least_weeks` must be a whole number"),
        ('not_counted = ["not-taken"]', 'not_counted = ["bored"]', "names bored; outcomes are"),
        ("panic = [20, 40]", "panic = [40, 20]", "panic must be [low, high] in mg"),
        ("panic = [20, 40]", "gloom = [20, 40]", "gloom is no choice of the fact `indication`"),
        ("{ escitalopram = 20,", "{ escitalopram = 0,", "`escitalopram` must be a number above 0"),
        ("{ escitalopram = 20, ", "{ ", "`escitalopram` must be a number above 0"),
        ("above_age = 60", "over_age = 60", "`above_age` is missing"),
        (
            "[maxima.lower.citalopram]",
            "[maxima.lower.aspirin]",
            "names aspirin, which has no range",
        ),
        ("enough = [{ hours = 7 }]", "enough = [{ weeks = 7 }]", "needs `sessions`, `hours` or"),
        ("antidepressants = 2", "antidepressents = 2", "`antidepressents` is not known here"),
        ("any = 1", "", "counts nothing"),
        ("{ up_to = 24, points = 2 }", "{ up_to = 6, points = 2 }", "`months` must rise"),
        ('    "agomelatine",', '    "moonbeam",', "moonbeam is no medicine"),
        ("[failure]", "[failures]", "`failure` is missing"),
    ],
)
def test_a_fault_in_the_file_is_named(altered, was, becomes, said):
    with pytest.raises(knowledge.BadKnowledge) as refused:
        altered(was, becomes)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('adequate_trial = "athf"', 'adequate_trial = "guess"', "counts trials by 'guess'"),
        ('otherwise = "gad-7"', 'otherwise = "mood"', "measure mood has no total and baseline"),
        ('depression = "phq-9"', 'gloom = "phq-9"', "gloom is no choice of the fact `indication`"),
    ],
)
def test_a_protocol_counts_and_measures_by_what_there_is(altered, was, becomes, said):
    with pytest.raises(knowledge.BadKnowledge) as refused:
        altered(was, becomes, "protocols/at-home-low-dose.toml")
    assert said in str(refused.value)


def test_every_piece_says_where_it_is_from_and_how_it_reached_us():
    for id, cited in KNOWN.trials.cited().items():
        assert cited.sources and cited.evidence, id
        assert all(one.partition("#")[0] in KNOWN.sources for one in cited.sources), id


def test_the_two_definitions_are_kept_apart_and_the_protocol_names_one():
    weeks = {id: each.least_weeks for id, each in KNOWN.trials.definitions.items()}
    assert weeks == {"athf": 4, "atrq": 6}
    assert KNOWN.protocols["at-home-low-dose"].review.adequate_trial == "athf"


def test_what_is_from_memory_says_so():
    remembered = {id for id, each in KNOWN.trials.cited().items() if each.verified == "memory"}
    assert {"atrq", "us-maxima", "maudsley", "cbt-ocd", "failure"} <= remembered
    assert "guided-self-help" not in remembered and "doses" not in remembered


def test_an_old_trials_file_is_said_to_be_overdue():
    assert "trials athf" in KNOWN.overdue(date(2027, 5, 23))
    assert "trials athf" not in KNOWN.overdue(date(2027, 5, 22))
