"""Sixty synthetic patients nobody here wrote: each is decided, none is clear, all is cited."""

import io
import json
import tarfile
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hearing import KNOWN, decide

from tercet.decisions import Verdict
from tercet.decisions.medicines import by_rxnorm, recognise
from tercet.exchange.json_text import value_of
from tercet.exchange.reading import heard_in
from tercet.exchange.releases import insist_on_r4
from tercet.running.command import main

pytestmark = pytest.mark.shared
ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
TEXTS = Path(__file__).parents[1] / "cases" / "medicine-texts.toml"
FILES = sorted((DATA / "synthea-r4").glob("*.json.gz"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@cache
def decided(file, *, now=NOW, as_of=False):
    return decide(heard_in(value_of(file.read_bytes()), now=now, known=KNOWN, as_of=as_of))


def needs_data():
    if not FILES:
        pytest.skip("needs data: ../shared/data")


def test_all_sixty_are_decided_and_none_is_clear():
    needs_data()
    assert len(FILES) == 60
    verdicts = [decided(file).verdict for file in FILES]
    assert not any(verdict.passes for verdict in verdicts)


def test_every_finding_cites_what_it_says():
    needs_data()
    for file in FILES:
        findings = decided(file).findings
        assert len(findings) == len(KNOWN.rules)
        assert all(finding.sources and finding.basis and finding.strength for finding in findings)


def test_what_the_bundles_lack_is_asked_for():
    needs_data()
    for file in FILES:
        findings = {finding.rule: finding for finding in decided(file).findings}
        for rule in ("consent-not-signed", "suicide-intent-or-plan", "no-adult-in-the-home"):
            assert findings[rule].verdict is Verdict.ASK and findings[rule].ask


def test_a_stroke_in_the_record_stops():
    needs_data()
    stopped = [file.name for file in FILES if stroke(decided(file)) is Verdict.STOP]
    assert len(stopped) == 2


def stroke(decision):
    return next(finding.verdict for finding in decision.findings if finding.rule == "stroke-or-tia")


def test_on_the_day_it_was_measured_a_pressure_counts():
    needs_data()
    file = next(file for file in FILES if file.name.startswith("Thanh_Considine"))
    then = datetime(2020, 10, 28, tzinfo=UTC)
    findings = {one.rule: one for one in decided(file, now=then, as_of=True).findings}
    assert findings["high-pressure-us"].verdict is Verdict.REVIEW
    assert "173/103 mmHg" in findings["high-pressure-us"].saw


def test_no_official_r4_example_is_taken_for_another_release():
    packages = sorted((DATA / "standards" / "fhir").glob("*.tgz"))
    if not packages:
        pytest.skip("needs data: ../shared/data")
    seen = 0
    for package in packages:
        with tarfile.open(package) as files:
            for member in (m for m in files if m.name.endswith(".json") and m.isfile()):
                text = files.extractfile(member)
                resource = json.load(io.TextIOWrapper(text, "utf-8-sig")) if text else {}
                if isinstance(resource, dict) and "resourceType" in resource:
                    insist_on_r4(resource, member.name)
                    seen += 1
    assert seen > 700


def test_every_medicine_of_the_sixty_is_recognised_and_its_text_and_code_agree():
    needs_data()
    seen = set()
    for file in FILES:
        for entry in value_of(file.read_bytes())["entry"]:
            concept = entry["resource"].get("medicationCodeableConcept", {})
            for coding in concept.get("coding", []):
                read = recognise(coding["display"], KNOWN)
                assert read and not read.strange, coding["display"]
                held = by_rxnorm(coding["code"], KNOWN)
                assert held and set(held) == set(read.ingredients), coding
                seen.add(coding["display"])
    assert seen == set(tomllib.loads(TEXTS.read_text())["texts"])


def test_their_page_is_up_to_date(tmp_path):
    """Fails after a change of the knowledge until `make reference` has drawn it anew."""
    needs_data()
    kept, drawn = ROOT / "docs" / "reference" / "sixty-records.md", tmp_path / "page.md"
    files = [str(file) for file in FILES]
    asked = ["check", *files, "--as-of", "2020-09-05", "--page", str(drawn)]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert drawn.read_text() == kept.read_text(), "run `make reference`"
