"""Notes are refused like everything else; coverage finds by itself what carries an id."""

import shutil
from datetime import date

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited
from tercet.knowledge.coverage import coverage
from tercet.knowledge.pieces import pieces

KNOWN = knowledge.read()
NOTE = """# Planted.

[planted]
title = "Planted"
says = "Something was read."
beside = ["aneurysm"]
sources = ["spravato-uspi#4"]
strength = "A"
basis = "label"
verified = "read"
evidence = "EL-001"
checked_on = 2026-11-22
next_check = 2027-05-22
"""


@pytest.fixture
def folder(tmp_path):
    """The knowledge, copied to where it can be spoilt."""
    made = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, made, ignore=shutil.ignore_patterns("*.py", "__py*"))
    return made


@pytest.fixture
def planted(folder):
    """One note more, changed by hand."""

    def plant(old="", new=""):
        assert old in NOTE
        (folder / "notes" / "planted.toml").write_text(NOTE.replace(old, new, 1))
        return knowledge.read(folder)

    return plant


def test_a_note_stands_beside_its_rule_and_is_no_rule(planted):
    known = planted()
    assert known.notes["planted"].topic == "planted"
    assert known.notes["planted"] in known.notes_beside("aneurysm")
    assert known.notes["planted"] not in known.notes_beside("under-18")
    assert "planted" not in {rule.id for rule in known.every_rule()}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('beside = ["aneurysm"]', 'beside = ["anuerysm"]', "names anuerysm, which is not a rule"),
        ("[planted]", "[aneurysm]", "aneurysm: is a rule's id already"),
        ("[planted]", "[Planted]", "ids are kebab-case"),
        ("[planted]", "[sublingual-bioavailability]", "stands in two files"),
        ('title = "Planted"\n', "", "`title` is missing"),
        ('says = "Something was read."', 'says = ""', "`says` must be words"),
        ('strength = "A"', 'strength = "E"', "`strength` is 'E'"),
        ('verified = "read"', 'verified = "policy"', "policy in both"),
        ("next_check = 2027-05-22", "next_check = 2026-11-22", "must come after"),
        (
            "next_check = 2027-05-22",
            "next_check = 2027-05-22\nexpires = 2026-11-21",
            "already past when it was checked",
        ),
        ('title = "Planted"', 'title = "Planted"\nworries = 3', "`worries` is not known here"),
    ],
)
def test_a_note_with_a_fault_is_refused_by_its_file_and_id(planted, old, new, says):
    with pytest.raises(Malformed) as refusal:
        planted(old, new)
    assert says in str(refusal.value)
    assert str(refusal.value).startswith("notes/") and str(refusal.value).endswith(".")


def test_a_note_that_cites_nothing_is_refused(planted):
    with pytest.raises(Uncited, match="planted: cites nothing"):
        planted('sources = ["spravato-uspi#4"]', "sources = []")


def test_a_note_that_ends_and_one_that_is_overdue_are_said(planted):
    known = planted("next_check = 2027-05-22", "next_check = 2027-05-22\nexpires = 2027-01-31")
    (piece,) = (piece for piece in pieces(known) if piece.id == "planted")
    assert (piece.shape, piece.expires) == ("note", date(2027, 1, 31))
    assert "planted" in known.overdue(date(2027, 5, 23))
    assert "planted" not in known.overdue(date(2027, 5, 22))


# --- coverage -----------------------------------------------------------------------------------


def test_what_carries_an_id_is_found_by_itself():
    held = coverage()
    assert "high-pressure-us" in held.encoded["EL-020"]
    assert held.state("EL-020") == "encoded" and held.state("EL-041") == "information"
    assert held.shown["EL-041"] == ("psychosis-history-counter-evidence",)
    assert "law federal-waiver" in held.encoded["LG-002"]
    assert "gad-7" in held.encoded["MM-041"]
    assert held.encoded["MN-020"][-1].startswith("knowledge/protocols/")
    assert held.state("RT-039") == "not encoded" and held.state("XX-001") == "forgotten"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('EV = "001-008"', 'EV = "one"', "`EV` must be numbers and ranges"),
        ('EV = "001-008"', 'EV = "001-x"', "`EV` must be numbers and ranges"),
        ("[not_encoded]\n", '[not_encoded]\nEV-099 = "No."\n', "EV-099 is no id of the evidence"),
        ("[places]\n", '[places]\nEV-099 = "a.toml b"\n', "EV-099 is no id of the evidence"),
        ("[places]\n", "[plaices]\n", "`places` is missing"),
        ("[ids]\n", "[ids\n", "cannot be read"),
        ("[ids]\n", "[other]\n[ids]\n", "`other` is not known here"),
    ],
)
def test_a_coverage_with_a_fault_is_refused(folder, old, new, says):
    file = folder / "coverage.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(Malformed, match=r"^coverage\.toml") as refusal:
        coverage(folder)
    assert says in str(refusal.value)


# --- pieces -------------------------------------------------------------------------------------


def test_every_piece_that_says_how_it_reached_us_is_listed_once():
    listed = [piece.id for piece in pieces(KNOWN) if piece.shape == "rule"]
    assert sorted(listed) == sorted(rule.id for rule in KNOWN.every_rule())
    shapes = {piece.shape for piece in pieces(KNOWN)}
    assert {"rule", "note", "instrument", "group of medicines", "protocol", "legal basis"} <= shapes


def test_a_policy_piece_is_policy_in_both():
    for piece in pieces(KNOWN):
        assert (piece.basis == "policy") == (piece.verified == "policy"), piece.id
