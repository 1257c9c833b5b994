"""interactions.toml and timing.toml: what would harm, mislead or lacks a number is refused."""

import shutil
from datetime import date

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited
from tercet.knowledge.around import takes_away

INTERACTIONS, TIMING = "interactions.toml", "timing.toml"
KNOWN = knowledge.read()


@pytest.fixture
def planted(tmp_path):
    """Change one file by hand, and read it all."""
    folder = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))

    def plant(file, old, new):
        text = (knowledge.HERE / file).read_text()
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, 1))
        return knowledge.read(folder)

    return plant


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        (INTERACTIONS, "auc = 2.4\npeople", "auc = 0\npeople", "`auc` must be a ratio above 0"),
        (INTERACTIONS, "auc = 2.4\npeople", "people", "`auc` must be a ratio above 0"),
        (INTERACTIONS, "auc_low = 2.4", "auc_low = 3.1", "must lie between"),
        (INTERACTIONS, "auc_high = 3.6", "auc_high = 2.9", "must lie between"),
        (INTERACTIONS, "cmax_low = 1.8", "cmax_low = -1", "must lie between"),
        (INTERACTIONS, 'of = "ticlopidine"', 'of = "moonroot"', "neither a class nor"),
        (INTERACTIONS, 'route = "swallowed"', 'route = "spat"', "`route` is 'spat'"),
        (INTERACTIONS, 'analyte = "S-ketamine"', 'analyte = "salt"', "`analyte` is 'salt'"),
        (INTERACTIONS, 'classes = ["cannabidiol"]', "classes = []", "`classes` is empty"),
        (INTERACTIONS, 'direction = "less"', 'direction = "0.5"', "`direction` is '0.5'"),
        (INTERACTIONS, 'direction = "less"', 'direction = "less"\nauc = 0.5', "`auc` is not known"),
        (INTERACTIONS, "low = 0.41\nhigh = 1", "low = 0.41\nhigh = 1.1", "from 0 to 1"),
        (INTERACTIONS, "low = 0.41\nhigh = 1", "low = 0.41\nhigh = 0.4", "from 0 to 1"),
        (INTERACTIONS, "[share.spat]", "[share.nasal]", "one of swallowed, spat"),
        (INTERACTIONS, "[label.takes-lamotrigine]", "[label.takes-luck]", "no rule of this id"),
        (INTERACTIONS, "[inferred.modafinil]", "[inferred.Modafinil]", "kebab-case"),
        (INTERACTIONS, 'basis = "policy"', 'basis = "evidence"', "policy in both"),
        (TIMING, "from_hour = -24", "from_hour = -73", "from -72 to 24"),
        (TIMING, "to_hour = 24", "to_hour = 25", "from -72 to 24"),
        (TIMING, "from_hour = -2\nto_hour = 0", "from_hour = 0\nto_hour = 0", "in that order"),
        (TIMING, 'do = "continue"', 'do = "stop"', "`do` is 'stop'"),
        (TIMING, 'classes = ["lithium"]', 'classes = ["moonroot"]', "neither a class nor"),
        (TIMING, 'classes = ["lithium"]', "", "names no `classes`"),
        (TIMING, "[any-other-medicine]", "[another-medicine]", "any-other-medicine is missing"),
        (TIMING, "everyone = true", "everyone = 1", "`everyone` must be true or false"),
    ],
)
def test_a_slip_is_refused_with_its_place_and_its_cure(planted, file, old, new, place):
    with pytest.raises(Malformed) as refusal:
        planted(file, old, new)
    assert file.removesuffix(".toml") in str(refusal.value) and place in str(refusal.value)


def test_a_share_may_not_be_missing(planted):
    text = (knowledge.HERE / INTERACTIONS).read_text()
    start, end = text.index("[share.spat]"), text.index("# --- why a weaker response")
    with pytest.raises(Malformed, match="`share` lacks spat"):
        planted(INTERACTIONS, text[start:end], "")


def test_what_cites_nothing_is_refused(planted):
    for file in (INTERACTIONS, TIMING):
        with pytest.raises(Uncited):
            planted(file, 'sources = ["veraart-2021"]', "sources = []")


@pytest.mark.parametrize("entry", sorted(KNOWN.around.hours))
def test_what_harms_when_it_is_stopped_can_never_be_held(planted, entry):
    made = KNOWN.around.hours[entry]
    if not made.never_stop:
        return
    text = (knowledge.HERE / TIMING).read_text()
    start = text.index(f"[{entry}]")
    end = text.index("\n\n", start) if "\n\n" in text[start:] else len(text)
    held = text[start:end].replace(f'do = "{made.do}"', 'do = "hold-by-protocol"')
    with pytest.raises(Malformed, match="whose stopping harms"):
        planted(TIMING, text[start:end], held)


def test_no_other_entry_holds_a_class_that_is_never_stopped(planted):
    with pytest.raises(Malformed, match="holds benzodiazepine, whose stopping harms"):
        planted(TIMING, 'classes = ["alcohol"]', 'classes = ["alcohol", "benzodiazepine"]')


@pytest.mark.parametrize(
    "says",
    ["Stop it two days before.", "It is skipped on the day.", "Come off it first.", "Omit it."],
)
def test_no_word_takes_a_medicine_away(planted, says):
    with pytest.raises(Malformed, match="nothing here tells anyone to leave a medicine"):
        planted(TIMING, 'says = "Taken as usual."', f'says = "{says}"')


def test_a_sentence_may_forbid_it():
    assert takes_away("It is never stopped for this. Taken on.") is None
    assert takes_away("Do not skip it.") is None
    assert takes_away("Never alone. Stop it then.") == "Stop"
    assert takes_away("It is paused: no dose.") == "paused"
    assert takes_away("") is None


# --- as published -----------------------------------------------------------------------------


def test_whatever_harms_when_it_ends_suddenly_is_marked():
    assert {
        "benzodiazepine", "opioid", "methadone", "buprenorphine", "barbiturate", "gabapentinoid",
        "enzyme-inducer", "lamotrigine", "ssri-or-snri", "tricyclic", "maoi", "lithium", "steroid",
        "antihypertensive", "naltrexone", "insulin-or-sulfonylurea", "thyroid-hormone",
        "antipsychotic", "clozapine", "oxybate", "cyp2b6-inhibitor", "ticlopidine",
    } <= KNOWN.around.never_stopped  # fmt: skip


def test_no_number_is_shown_for_what_nobody_measured():
    for each in KNOWN.around.inferred.values():
        assert each.basis in ("derived", "policy") and each.strength == "D"


def test_no_measurement_is_of_a_lozenge():
    assert {each.route for each in KNOWN.around.measured.values()} == {
        "swallowed",
        "nasal",
        "infusion",
    }


def test_every_piece_is_dated_and_falls_due():
    for each in KNOWN.around.pieces:
        assert each.checked_on < each.next_check
    first, all_ = KNOWN.overdue(date(2027, 3, 1)), KNOWN.overdue(date(2027, 6, 1))
    assert any(id.endswith("clarithromycin-nasal") for id in first)
    assert not any(id.endswith("around benzodiazepine") for id in first)
    assert any(id.endswith("around benzodiazepine") for id in all_)
