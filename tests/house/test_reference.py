"""The reference pages follow from the knowledge, and every fact of the evidence went somewhere."""

import ast
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from house_words import ROOT

from tercet import knowledge
from tercet.knowledge.coverage import coverage
from tercet.knowledge.pieces import pieces
from tercet.running.reference.pages import pages, write

KNOWN, COVERAGE = knowledge.read(), coverage()
EVIDENCE = ROOT.parent / "shared" / "evidence" / "clinical-evidence.md"
REFERENCE, TERCET = ROOT / "docs" / "reference", ROOT / "tercet"
# A programme's own choice that no row of the evidence asks for; evidence whose rows have no ids.
OF_NO_ROW = {"programme", "instruments-outcomes"}


def forgotten(held):
    """Ids of the evidence that went nowhere."""
    return [id for id in held.ids if held.state(id) == "forgotten"]


def contradicted(held):
    """Ids called not encoded that something carries after all."""
    return [id for id in held.not_encoded if held.encoded.get(id) or held.shown.get(id)]


def exists(place):
    """Whether a place such as `knowledge/a.toml b.c` or `clinic/a.py name` is there."""
    path, _, name = place.partition(" ")
    file = TERCET / path
    if not file.is_file() or not name:
        return False
    if file.suffix == ".toml":
        held = tomllib.loads(file.read_text())
        for key in name.split("."):
            if not isinstance(held, dict) or key not in held:
                return False
            held = held[key]
        return True
    named = (ast.FunctionDef, ast.ClassDef)
    return any(
        isinstance(n, named) and n.name == name for n in ast.walk(ast.parse(file.read_text()))
    )


def test_every_fact_of_the_evidence_went_somewhere():
    assert len(COVERAGE.ids) == len(set(COVERAGE.ids)) == 355
    assert forgotten(COVERAGE) == []


def test_a_forgotten_fact_is_found():
    planted = replace(COVERAGE, encoded={**COVERAGE.encoded, "EL-001": ()})
    assert forgotten(planted) == ["EL-001"]


def test_what_is_called_not_encoded_is_carried_by_nothing():
    assert contradicted(COVERAGE) == []
    planted = replace(COVERAGE, not_encoded={"EL-001": "We forgot."})
    assert contradicted(planted) == ["EL-001"]


def test_every_reason_is_a_sentence():
    assert all(why.endswith(".") and " " in why for why in COVERAGE.not_encoded.values())


def test_every_place_that_is_named_exists():
    named = [place for each in COVERAGE.encoded.values() for place in each if "/" in place]
    assert named and [place for place in named if not exists(place)] == []


@pytest.mark.parametrize(
    "place",
    [
        "knowledge/gone.toml a",
        "knowledge/law.toml warning.no-such-key",
        "knowledge/law.toml",
        "clinic/alerts/actions.py no_such_deed",
    ],
)
def test_a_place_that_is_not_there_is_found(place):
    assert not exists(place)


def test_whatever_names_a_row_of_the_evidence_names_one_there_is():
    named = {id for piece in pieces(KNOWN) for id in piece.evidence}
    assert named - set(COVERAGE.ids) - OF_NO_ROW == set()


@pytest.mark.shared
def test_the_ids_are_those_of_the_evidence():
    if not EVIDENCE.exists():
        pytest.skip("needs data: ../shared/evidence")
    rows = re.findall(r"^\| ([A-Z]{2}-\d{3}) \|", EVIDENCE.read_text(), re.MULTILINE)
    assert set(rows) == set(COVERAGE.ids)


def test_the_pages_are_what_the_knowledge_says():
    made = pages(KNOWN)
    kept = {p.relative_to(REFERENCE).as_posix() for p in REFERENCE.glob("*/*.md")}
    assert kept == {name for name in made if "/" in name}, "run `make reference`"
    stale = [name for name, text in made.items() if text != (REFERENCE / name).read_text()]
    assert stale == [], "run `make reference`"


def test_the_same_knowledge_makes_the_same_pages(tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "gone.md").write_text("A rule that is gone.")
    assert write(KNOWN, tmp_path) == len(pages(KNOWN))
    assert not (tmp_path / "rules" / "gone.md").exists()
    assert {p.relative_to(tmp_path).as_posix(): p.read_text() for p in tmp_path.rglob("*.md")} == (
        pages(KNOWN)
    )


def test_every_rule_has_a_page_with_its_limits_sources_and_both_sides():
    made = pages(KNOWN)
    for rule in KNOWN.every_rule():
        page = made[f"rules/{rule.id}.md"]
        for owed in (rule.title, rule.says, rule.ask, "## When it applies", "## Both sides"):
            assert owed in page, f"{rule.id}: {owed}"
        for cited in rule.sources:
            assert KNOWN.sources[cited.partition("#")[0]].title in page


def test_the_page_of_a_pressure_says_its_boundary_and_what_else_is_published():
    page = pages(KNOWN)["rules/high-pressure-us.md"]
    assert "- systolic > 140 mmHg" in page and "- diastolic > 90 mmHg" in page
    assert "140 is not above 140" in page
    assert "Stage 2 hypertension begins at 140 or 90 itself" in page
    assert "| systolic 141, diastolic 90 | REVIEW |" in page


def test_every_note_is_shown_beside_a_rule_or_on_the_page_of_notes():
    made = pages(KNOWN)
    for note in KNOWN.notes.values():
        assert f"### {note.title}" in made["notes.md"]
        for rule in note.beside:
            assert note.says in made[f"rules/{rule}.md"]


def test_every_questionnaire_has_a_page_with_its_items_bands_flags_and_sources():
    made = pages(KNOWN)
    for each in KNOWN.instruments.values():
        page = made[f"instruments/{each.id}.md"]
        owed = [each.name, each.about, each.licence, *(f"`{item.id}`" for item in each.items)]
        owed += [f"| {b.low} | {b.high} | {b.name} |" for bs in each.bands.values() for b in bs]
        owed += [f"- `{flag.id}`" for flag in each.flags]
        owed += [KNOWN.sources[cited.partition("#")[0]].title for cited in each.sources]
        assert [text for text in owed if text not in page] == []
        assert f"(instruments/{each.id}.md)" in made["instruments.md"]


def test_what_is_published_of_a_course_stands_with_its_figures_caveats_and_sums():
    page = pages(KNOWN)["published.md"]
    for each in KNOWN.published.values():
        owed = [each.says, *each.caveats, *(f"{m.people_percent:g} %" for m in each.marks)]
        owed += [KNOWN.sources[cited].title for cited in each.sources]
        assert [text for text in owed if text not in page] == []
    assert "18 % to 28 % (62.9 % × 1247 ÷ 4334 to 62.9 % × 1247 ÷ 2848)" in page
    assert page.count("not told how many began") == 2 and page.count("nothing to draw") == 4


def test_the_pages_name_no_path_of_this_machine():
    assert all(str(Path.home()) not in text for text in pages(KNOWN).values())
