"""The limits that tools hold for us are switched on: complexity, types, bare imports."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def ruff_says(text, path="tercet/clinic/planted.py"):
    """The codes of ruff's complaints about a source at this path."""
    said = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--stdin-filename", path, "--no-cache",
         "--output-format", "concise", "-"],
        input=text, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return said.stdout


def branching(ways):
    """A function with as many ways through it."""
    body = "".join(f"    if x == {n}:\n        y = {n}\n" for n in range(ways - 1))
    return f'"""Planted."""\n\n\ndef f(x):\n    y = 0\n{body}    return y\n'


def test_a_function_of_complexity_nine_is_refused():
    assert "C901" not in ruff_says(branching(8))
    assert "C901" in ruff_says(branching(9))


@pytest.mark.parametrize(
    ("code", "planted"),
    [
        ("DTZ005", "import datetime\n\nx = datetime.datetime.now()\n"),
        ("S608", "def f(c, x):\n    c.execute(f\"select * from t where a = '{x}'\")\n"),
        ("F401", "import os\n"),
        ("D100", "x = 1\n"),
    ],
)
def test_ruff_refuses(code, planted):
    text = planted if code == "D100" else f'"""Planted."""\n\n{planted}'
    assert code in ruff_says(text)


def test_the_pure_floors_are_typed_strictly(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def f(x):\n    return x\n")
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"),
         "--cache-dir", str(tmp_path / "cache"), str(planted)],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert "no-untyped-def" in said.stdout
