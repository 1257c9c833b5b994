"""`python -m tests.mutation`: break what decides in every small way; a test must notice each.

mutmut plants what it can; planted.toml holds what it cannot reach. Whatever survives must be
argued, change by change, in docs/mutants.md, or this exits with 1 and says which is not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
ARGUED = ROOT / "docs" / "mutants.md"
COPIED = ("tercet", "tests", "pyproject.toml")
EXAMPLES = ["tests/decisions", "--ignore=tests/decisions/test_properties.py"]


def main() -> int:
    """0 if every fault was noticed or is argued."""
    survivors = [*planted_survivors(), *mutmut_survivors()]
    argued = re.findall(r"^- `(.+: - .+)`", ARGUED.read_text(), re.MULTILINE)
    new = [survivor for survivor in survivors if survivor not in argued]
    gone = [line for line in argued if line not in survivors]
    for survivor in new:
        print(f"Survives, and is not argued in docs/mutants.md: {survivor}")
    for line in gone:
        print(f"Argued in docs/mutants.md, but does not survive: {line}")
    print(f"{len(survivors)} survive, {len(new)} of them not argued.")
    return 1 if new or gone else 0


def mutmut_survivors() -> list[str]:
    """Run mutmut; each survivor as `module.function: - old + new`."""
    mutmut = [str(Path(sys.executable).with_name("mutmut"))]
    subprocess.run([*mutmut, "run"], cwd=ROOT, check=True)
    listed = _said([*mutmut, "results"])
    names = re.findall(r"^\s*(\S+): (?:survived|no tests|suspicious)", listed, re.MULTILINE)
    return [f"{_function(name)}: {_change(_said([*mutmut, 'show', name]))}" for name in names]


def _function(name: str) -> str:
    return re.sub(r"x_|xǁ|__mutmut_\d+$", "", name).replace("ǁ", ".")


def _change(diff: str) -> str:
    changed = [line for line in diff.splitlines() if re.match(r"[-+](?![-+])", line)]
    return " ".join(f"{line[0]} {line[1:].strip()}" for line in changed)


def _said(command: list[str]) -> str:
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def planted_survivors() -> list[str]:
    """Plant each fault of planted.toml in a copy; those that no test notices."""
    faults = tomllib.loads((HERE / "planted.toml").read_text())["fault"]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            _copy(ROOT / name, copy / name)
        if not passes(copy):
            sys.exit("The tests do not pass before anything is broken.")
        return [_told(fault) for fault in faults if survives(fault, copy)]


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def survives(fault: dict[str, str], copy: Path) -> bool:
    """Whether the tests still pass with this fault in place; the file is mended after."""
    path = copy / "tercet" / "decisions" / fault["file"]
    whole = path.read_text()
    if fault["was"] not in whole:
        sys.exit(f"{fault['file']} no longer holds {fault['was']!r}; mend planted.toml.")
    path.write_text(whole.replace(fault["was"], fault["is"], 1))
    try:
        return passes(copy)
    finally:
        path.write_text(whole)


def passes(copy: Path) -> bool:
    """Whether the examples of tests/decisions pass in this copy."""
    command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", "-x"]
    here = os.environ | {"MUTANT_UNDER_TEST": "planted", "PYTHONPATH": str(copy)}
    done = subprocess.run([*command, *EXAMPLES], cwd=copy, env=here, capture_output=True)
    return done.returncode == 0


def _told(fault: dict[str, str]) -> str:
    return f"{fault['file']}: - {fault['was'].strip()} + {fault['is'].strip()}"


if __name__ == "__main__":
    sys.exit(main())
