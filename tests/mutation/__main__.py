"""`python -m tests.mutation [PATTERN]`: break what decides in every small way; a test must notice.

mutmut says what can be broken; planted.toml holds what it cannot reach. Whatever survives must be
argued, change by change, in docs/mutants.md, or this exits with 1 and says which is not. With a
PATTERN only the mutants whose names it is found in are tried, and no fault of planted.toml.
"""

import re
import sys
import tempfile
from pathlib import Path

from tests.mutation import planted
from tests.mutation.copies import ROOT, copied, processors, run
from tests.mutation.mutants import survivors_kept_in

ARGUED = ROOT / "docs" / "mutants.md"


def main(pattern: str = "") -> int:
    """0 if every fault was noticed or is argued."""
    survivors = mutants_survivors(pattern) + ([] if pattern else planted.survivors())
    argued = re.findall(r"^- `(.+: - .+)`", ARGUED.read_text(), re.MULTILINE)
    new = [survivor for survivor in survivors if survivor not in argued]
    gone = [] if pattern else [line for line in argued if line not in survivors]
    for survivor in new:
        print(f"Survives, and is not argued in docs/mutants.md: {survivor}")
    for line in gone:
        print(f"Argued in docs/mutants.md, but does not survive: {line}")
    print(f"{len(survivors)} survive, {len(new)} of them not argued.")
    return 1 if new or gone else 0


def mutants_survivors(pattern: str) -> list[str]:
    """Try every mutant of decisions/ in a copy; each survivor as `module.function: - old + new`."""
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        tried = run(copy, "-m", "tests.mutation.forks", pattern, str(processors()))
        if tried.returncode:
            sys.exit("The mutants could not be tried; the reason is above.")
        return survivors_kept_in(copy)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
