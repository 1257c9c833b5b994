"""Which floor may know which: every contract of pyproject.toml holds, and breaks when planted."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = [
    contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
]
PURE, FLOORS, TRANSLATORS, ROOMS, PANELS, STATISTICS = CONTRACTS
PLANTED = [
    (PURE, "decisions/gate.py", "import django"),
    (PURE, "decisions/gate.py", "from time import monotonic"),
    (PURE, "knowledge/loader.py", "import socket"),
    (PURE, "knowledge/loader.py", "import random"),
    (FLOORS, "knowledge/loader.py", "import tercet.decisions"),
    (FLOORS, "decisions/gate.py", "import tercet.exchange"),
    (FLOORS, "clinic/page.py", "import tercet.running.environment"),
    (TRANSLATORS, "exchange/flat.py", "from django.utils import timezone"),
    (TRANSLATORS, "exchange/flat.py", "import tercet.clinic.clock"),
    (ROOMS, "clinic/people/models.py", "import tercet.clinic.record.models"),
    (ROOMS, "clinic/alerts/actions.py", "import tercet.clinic.dosing.models"),
    (ROOMS, "clinic/measures/facts.py", "import tercet.clinic.intake.models"),
    (ROOMS, "clinic/asking/models.py", "import tercet.clinic.diary.models"),
    (PANELS, "decisions/eligibility.py", "import polars"),
    (PANELS, "running/deciding.py", "import polars"),
    (STATISTICS, "decisions/response/labels.py", "import numpy"),
    (STATISTICS, "decisions/outcomes/scoring.py", "import lifelines"),
    (STATISTICS, "running/deciding.py", "import scipy"),
]


def check(folder: Path) -> str:
    """What import-linter says of the tercet package in `folder`."""
    said = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return said.stdout + said.stderr


def outcome(said: str) -> dict[str, str]:
    """Each contract's name and whether it is KEPT or BROKEN."""
    flat = re.sub(r"\s+", " ", said)
    found = {name: re.search(re.escape(name) + r"\W+(KEPT|BROKEN)", flat) for name in CONTRACTS}
    return {name: hit.group(1) if hit else said for name, hit in found.items()}


@pytest.fixture
def copy(tmp_path):
    """The package and its contracts, to be spoilt."""
    no_cache = shutil.ignore_patterns("__pycache__", "static", "templates", "*.toml")
    shutil.copytree(ROOT / "tercet", tmp_path / "tercet", ignore=no_cache)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept():
    assert outcome(check(ROOT)) == dict.fromkeys(CONTRACTS, "KEPT")


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_import_breaks_its_contract(copy, contract, file, line):
    planted = copy / "tercet" / file
    planted.write_text(planted.read_text() + f"\n{line}\n")
    said = check(copy)
    importer = f"tercet.{file.removesuffix('.py').replace('/', '.')}"
    assert outcome(said)[contract] == "BROKEN"
    imported = line.split()[1]
    shown = imported if imported.startswith("tercet.") else imported.partition(".")[0]
    assert f"{importer} -> {shown}" in said.replace("\n", " ")


def test_every_contract_is_planted_against():
    assert {contract for contract, _, _ in PLANTED} == set(CONTRACTS)
