"""response.toml: what cannot be reckoned, has no set, or names no line of its own is refused."""

from datetime import date
from math import ceil, sqrt

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited
from tercet.knowledge.pieces import pieces
from tests.knowledge.planting import planter

FILE, KNOWN = "response.toml", knowledge.read()
TEXT = (knowledge.HERE / FILE).read_text()
READING = KNOWN.reading


@pytest.fixture
def planted(tmp_path):
    """Change the file by hand, and read it all."""
    return planter(tmp_path, FILE)


ALPHA = '"gad-7-half", "gad-7-below-5", "gad-7-alpha"'


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("[counting]", "[counted]", "`counting` is missing"),
        ("[deterioration]", "[luck]", "`deterioration` is missing"),
        ("least_share = 0.5", "least_share = 1.5", "`least_share` is at most 1"),
        ("least_share = 0.5", "least_share = 0", "`least_share` must be a number above 0"),
        ("hours_after_dose = 4", "hours_after_dose = -1", "whole number of at least 0"),
        ("crossings = 2", "crossings = 0", "whole number of at least 1"),
        ("recovery_days = 122", "recovery_days = 21", "must be more than `sustained_days`"),
        ("gad-7 = 10\nphq-9", "gad-7 = 0\nphq-9", "`gad-7` must be a number above 0"),
        ("percent = 50", "percent = 101", "`percent` is at most 100"),
        ("mood_points = 10\n", "", "`mood_points` must be a number above 0"),
        ("crossings = 2\nfirst_dose_only = true", "crossings = 2\nfirst_dose_only = 1", "true or"),
        ('facts = ["distress-grade"', 'facts = ["luck"', "there is no fact luck"),
        ("to = 18:00:00", "to = 09:00:00", "`from` must be before `to`"),
        ("to = 18:00:00", "to = 18", "`to` must be a time of day"),
        ("apart_minutes = 30", "apart_minutes = 0", "whole number of at least 1"),
        ('set = "hull-2022"', 'set = "somebody"', "name a source of sources.toml"),
        ("points = 4\nsd = 4.7", "points = 5\nsd = 4.7", "`sd` and `r` give 4"),
        ("points = 4\nsd = 4.7", "points = 3\nsd = 4.7", "`sd` and `r` give 4"),
        ("points = 4\nsd = 4.7\nr = 0.92", "points = 4\nsd = 4.7", "stand together"),
        ("points = 4\nsd = 4.7\n", "points = 4\n", "stand together"),
        ('r_kind = "alpha"\n', "", "stand together"),
        ('r_kind = "alpha"', 'r_kind = "beta"', "`r_kind` is 'beta'"),
        ("[entry.phq-9-10]", "[entry.PHQ]", "kebab-case"),
        ('instrument = "phq-9"', 'instrument = "gad-7"', "gad-7 has two starts"),
        (ALPHA, '"gad-7-half", "phq-9-half"', "counts by a line it does not have"),
        (ALPHA, '"gad-7-luck"', "counts by a line it does not have"),
        (ALPHA, '"gad-7-alpha", "gad-7-retest"', "counts by two lines of one kind"),
        ('isi = ["isi-alpha"]\n', "", "isi has lines and none that counts"),
        ("at_least = 10\nsources", "at_least = 10\nlucky = 7\nsources", "`lucky` is not known"),
    ],
)
def test_a_slip_is_refused_with_its_place(planted, old, new, place):
    with pytest.raises(Malformed) as refusal:
        planted(old, new)
    assert "response.toml" in str(refusal.value) and place in str(refusal.value)


def test_a_table_nobody_reads_is_refused(planted):
    end = "\n[luck]\nsays = 1\n"
    with pytest.raises(Malformed, match="`luck` is not known"):
        planted(TEXT, TEXT + end)


def test_what_cites_nothing_is_refused(planted):
    with pytest.raises(Uncited):
        planted('sources = ["hull-2022"]', "sources = []")


# --- as published -----------------------------------------------------------------------------


def test_every_reliable_change_is_what_its_spread_and_reliability_give():
    reckoned = [line for line in READING.reliables.values() if line.sd is not None]
    assert len(reckoned) == 11
    for line in reckoned:
        assert line.points == ceil(1.96 * line.sd * sqrt(2 * (1 - line.r))), line.id
        assert line.r_kind in ("alpha", "retest") and line.basis == "derived"


def test_what_nobody_published_is_policy_and_says_so():
    for part in (READING.counting, READING.deterioration, READING.relapse, READING.benefit):
        assert (part.basis, part.verified, part.strength) == ("policy", "policy", "D")
    assert {rule.basis for rule in READING.emergent.values()} == {"policy"}


def test_an_instrument_that_is_there_has_the_lines_of_its_own_file():
    for line in READING.reliables.values():
        instrument = KNOWN.instruments.get(line.instrument)
        if instrument and line.set == "nhs-talking-therapies":
            assert line.points in {change.points for change in instrument.changes.values()}
    gad = {change.points for change in KNOWN.instruments["gad-7"].changes.values()}
    assert gad == {line.points for line in READING.reliables.values() if line.instrument == "gad-7"}


def test_what_surfaces_by_questionnaire_is_the_reliable_change_of_each():
    rule = READING.emergent["gad-7-while-phq-9-falls"]
    assert rule.anxiety_points == READING.reliables["gad-7-alpha"].points
    assert rule.mood_points == READING.reliables["phq-9-alpha"].points


def test_every_threshold_falls_due_like_everything_else():
    mine = [piece for piece in pieces(KNOWN) if piece.id.startswith("reading ")]
    lines = [*READING.entries, *READING.responses, *READING.remissions, *READING.reliables]
    assert len(mine) == 8 + len(READING.emergent) + len(lines)
    assert {piece.next_check for piece in mine} == {date(2027, 5, 22)}
    assert "reading gad-7-alpha" in KNOWN.overdue(date(2027, 6, 1))
