"""published.toml: a share that cannot be, a mark of two kinds, or a name nobody has is refused."""

import shutil
from datetime import date

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited
from tercet.knowledge.pieces import pieces
from tests.knowledge.planting import planter

FILE, KNOWN = "published.toml", knowledge.read()
TEXT = (knowledge.HERE / FILE).read_text()
PUBLISHED = KNOWN.published


@pytest.fixture
def planted(tmp_path):
    """Change the file by hand, and read it all."""
    return planter(tmp_path, FILE)


SECOND = "week = 4\npeople_percent = 31.3\nat_most = 4"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("people = 1247\n", "", "`people` is missing"),
        ("people = 1247", "people = 0", "`people` must be a whole number of at least 1"),
        ("began = [2848, 4334]", "began = [1246, 4334]", "neither below `people` (1247)"),
        ("began = [2848, 4334]", "began = [4334, 2848]", "the lowest and the highest"),
        ("began = [2848, 4334]", "began = [2848]", "the lowest and the highest"),
        ("began = [2848, 4334]", "began = 2848", "the lowest and the highest"),
        ("began = [2848, 4334]", "began = [2848.5, 4334]", "the lowest and the highest"),
        ("controlled = false\n", "", "`controlled` is missing"),
        ("completers_only = true\n", "", "`completers_only` is missing"),
        ("completers_only = true", 'completers_only = "yes"', "must be true or false"),
        ("people_percent = 62.9", "people_percent = 100.1", "a number from 0 to 100"),
        ("people_percent = 62.9", "people_percent = -0.1", "a number from 0 to 100"),
        ("people_percent = 62.9\n", "", "a number from 0 to 100"),
        ("compared_percent = 0", "compared_percent = 101", "a number from 0 to 100"),
        ("fall_percent = 50", "fall_percent = 0", "a number above 0 and at most 100"),
        ("fall_percent = 50", "fall_percent = 101", "a number above 0 and at most 100"),
        ("fall_percent = 50\n", "", "either `fall_percent` or `at_most`"),
        ("fall_percent = 50", "fall_percent = 50\nat_most = 4", "either `fall_percent` or"),
        ("at_most = 4", "at_most = 4\nmore_than = true", "`more_than` is said of `fall_percent`"),
        ("least_start = 10", "least_start = 0", "`least_start` must be a number above 0"),
        ("week = 4", "week = 0", "`week` must be a whole number of at least 1"),
        ("week = 4", "week = 4\nlucky = 7", "`lucky` is not known"),
        (SECOND, SECOND.replace("4\n", "5\n", 1), "of different weeks"),
        (SECOND, SECOND.replace("at_most = 4", "fall_percent = 35"), "two marks of one kind"),
        ('instrument = "gad-7"', 'instrument = "luck"', "'luck' is no questionnaire"),
        ('instrument = "gad-7"', 'instrument = "who-5"', "who-5 is better when it rises"),
        ('indications = ["ocd"]', 'indications = ["gad"]', "'gad' is no choice of the fact"),
        ('indications = ["ocd"]', "indications = []", "`indications` is empty"),
        ("[panic-nothing]", "[panic-nothing]\npeople = 3", "`nothing` and `people` cannot both"),
        ("[panic-nothing]", "[panic-nothing]\nmarks = []", "`nothing` and `marks` cannot both"),
        ("nothing = true\n", "", "`people` is missing"),
        ("[panic-nothing]", "[PANIC]", "kebab-case"),
    ],
)
def test_a_slip_is_refused_with_its_place(planted, old, new, place):
    with pytest.raises(Malformed) as refusal:
        planted(old, new)
    assert FILE in str(refusal.value) and place in str(refusal.value)


def test_an_entry_without_marks_must_say_that_there_is_nothing(planted):
    first = TEXT.index("[[lsas-sr-infusion.marks]]")
    held = TEXT[first : TEXT.index("# --- OCD")]
    with pytest.raises(Malformed, match="`marks` is missing"):
        planted(held, "")
    with pytest.raises(Malformed, match="say `nothing = true`"):
        planted(TEXT, TEXT.replace(held, "").replace("people = 18", "people = 18\nmarks = []"))


def test_caveats_are_owed(planted):
    start = TEXT.index("caveats = [", TEXT.index("[lsas-sr-infusion]"))
    held = TEXT[start : TEXT.index("]", start) + 1]
    with pytest.raises(Malformed, match="`caveats` is empty"):
        planted(held, "caveats = []")
    with pytest.raises(Malformed, match="`caveats` is missing"):
        planted(held, "")


def test_what_cites_nothing_is_refused(planted):
    with pytest.raises(Uncited):
        planted('sources = ["escape-trd"]', "sources = []")


def test_a_folder_without_the_file_is_refused(tmp_path):
    folder = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*", FILE))
    with pytest.raises(Malformed, match=f"{FILE}: there is no such file"):
        knowledge.read(folder)


# --- as published -----------------------------------------------------------------------------


def test_every_indication_is_told_of_except_other():
    told = {name for each in PUBLISHED.values() for name in each.indications}
    assert told == set(KNOWN.facts["indication"].choices) - {"other"}


def test_where_no_controlled_trial_was_found_it_is_said_and_nothing_can_be_drawn():
    for name in ("panic", "phobia"):
        (only,) = [each for each in PUBLISHED.values() if name in each.indications]
        assert only.nothing and only.marks == () and only.instrument is None
        assert only.says.startswith("No controlled trial") and only.says.count("found")


def test_what_has_nobody_to_compare_with_has_no_comparison_and_says_so():
    for each in PUBLISHED.values():
        compared = [mark.compared_percent for mark in each.marks]
        assert all((share is not None) == each.controlled for share in compared), each.id
    for id in ("gad-7-at-home", "phq-9-at-home"):
        assert PUBLISHED[id].completers_only and not PUBLISHED[id].controlled
        assert any("placebo" in caveat for caveat in PUBLISHED[id].caveats)
        assert any("finished" in caveat for caveat in PUBLISHED[id].caveats)


def test_the_cohorts_lines_are_those_its_course_is_read_by():
    reading = KNOWN.reading
    for instrument in ("gad-7", "phq-9"):
        fall, line = PUBLISHED[f"{instrument}-at-home"].marks
        assert fall.fall_percent == reading.responses[f"{instrument}-half"].percent
        assert line.at_most == reading.remissions[f"{instrument}-below-5"].at_most
        assert {fall.least_start, line.least_start} == {reading.entry(instrument).at_least}


def test_the_small_trials_shares_are_whole_people():
    for id, reached in (("lsas-sr-infusion", 6), ("y-bocs-infusion", 4)):
        each = PUBLISHED[id]
        assert round(100 * reached / each.people, 1) == each.marks[0].people_percent
    for id in ("madrs-nasal-pooled", "madrs-nasal-or-quetiapine"):
        each = PUBLISHED[id]
        reached = round(each.marks[0].people_percent * each.people / 100)
        assert round(100 * reached / each.people, 1) == each.marks[0].people_percent


def test_every_entry_falls_due_like_everything_else():
    mine = [piece for piece in pieces(KNOWN) if piece.shape == "published course"]
    assert [piece.id for piece in mine] == list(PUBLISHED)
    assert {piece.next_check for piece in mine} == {date(2027, 5, 22)}
