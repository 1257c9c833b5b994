"""Plant each fault of planted.toml in a copy, and ask the tests."""

import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from tests.mutation.copies import ALONE, DECISIONS, EXAMPLES, copied, named_after, processors, run

FAULTS = Path(__file__).with_name("planted.toml")


def survivors() -> list[str]:
    """The faults that no test notices, as `file: - was + is`."""
    faults = tomllib.loads(FAULTS.read_text())["fault"]
    many = processors()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(many) as pool:
        copies = [copied(Path(folder) / str(number)) for number in range(many)]
        if not passes(copies[0], []):
            sys.exit("The tests do not pass before anything is broken.")
        parts = [faults[number::many] for number in range(many)]
        return sorted(chain.from_iterable(pool.map(_surviving, parts, copies)))


def _surviving(faults: list[dict[str, str]], copy: Path) -> list[str]:
    return [_told(fault) for fault in faults if survives(fault, copy)]


def survives(fault: dict[str, str], copy: Path) -> bool:
    """Whether the tests still pass with this fault in place; the file is mended after."""
    path = copy / DECISIONS / fault["file"]
    whole = path.read_text()
    if fault["was"] not in whole:
        sys.exit(f"{fault['file']} no longer holds {fault['was']!r}; mend planted.toml.")
    path.write_text(whole.replace(fault["was"], fault["is"], 1))
    try:
        return passes(copy, _likely(fault["file"], copy))
    finally:
        path.write_text(whole)


def _likely(file: str, copy: Path) -> list[str]:
    """The tests that bear the name of the file or of its folder: they notice soonest."""
    tests = sorted(path.relative_to(copy) for path in (copy / EXAMPLES[0]).glob("test_*.py"))
    return [str(test) for test in tests if named_after(Path(file), test.stem)]


def passes(copy: Path, first: list[str]) -> bool:
    """Whether the examples of tests/decisions pass in this copy, some of them asked first."""
    return (
        run(copy, "-m", "pytest", *ALONE, "-x", *first, *EXAMPLES, capture_output=True).returncode
        == 0
    )


def _told(fault: dict[str, str]) -> str:
    return f"{fault['file']}: - {fault['was'].strip()} + {fault['is'].strip()}"
