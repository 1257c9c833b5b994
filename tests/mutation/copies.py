"""A copy of the program and its tests, in which something may be broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COPIED = ("tercet", "tests", "pyproject.toml")
DECISIONS = Path("tercet") / "decisions"

# The examples must notice by themselves; the slow properties only back them up.
EXAMPLES = ("tests/decisions", "--ignore=tests/decisions/test_properties.py")
ALONE = ("-p", "no:django", "-p", "no:cacheprovider", "-q")


def copied(folder: Path) -> Path:
    """`folder`, now holding a copy of what the tests of decisions need."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return folder


def run(copy: Path, *arguments: str, **how: Any) -> subprocess.CompletedProcess:
    """Python with these arguments, in the copy and seeing only the copy."""
    here = os.environ | {"MUTANT_UNDER_TEST": "none", "PYTHONPATH": str(copy)}
    return subprocess.run([sys.executable, *arguments], cwd=copy, env=here, **how)


def named_after(file: Path, test: str) -> bool:
    """Whether a file of tests bears the name of this file of decisions/, or of its folder."""
    return any(part.rstrip("s") in test for part in file.with_suffix("").parts)


def processors() -> int:
    """How many can work beside each other."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
