"""How long `tercet check` takes from process start, beside bare Python and bare JSON reading.

Run by `make bench`; prints a table of medians, both sides interleaved, and asserts nothing.
Limits: a flat file 0.6 s; the sixty bundles of ../shared/data 10 s in all.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 11
ROOT = Path(__file__).parents[1]
SHARED = sorted((ROOT.parent / "shared" / "data" / "synthea-r4").glob("*.json.gz"))
TERCET = [sys.executable, "-m", "tercet.running.command"]
READ_ALL = "import gzip, json, sys\nfor f in sys.argv[1:]: json.load(gzip.open(f))"
FLAT = {"age-years": 34, "systolic": 118, "diastolic": 76, "medicines": ["sertraline 100 mg"]}


def seconds(command: list[str]) -> float:
    """Wall time of one run, from process start to exit."""
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return perf_counter() - began


def rows(flat: str) -> dict[str, list[str]]:
    """What is timed, by name; the baselines are what no program in Python can go below."""
    bundle = str(ROOT / "tests" / "exchange" / "bundles" / "maria.json")
    made = {
        "bare Python": [sys.executable, "-c", "pass"],
        "Python and Click": [sys.executable, "-c", "import click"],
        "tercet check, flat file": [*TERCET, "check", flat],
        "tercet check, one bundle": [*TERCET, "check", bundle],
    }
    if SHARED:
        files = [str(file) for file in SHARED]
        made["json.load of the sixty bundles"] = [sys.executable, "-c", READ_ALL, *files]
        made["tercet check --json, sixty bundles"] = [*TERCET, "check", "--json", *files]
    return made


def main() -> None:
    """Time every row in turns, so that a busy moment falls on all of them alike."""
    with tempfile.TemporaryDirectory() as folder:
        flat = Path(folder) / "flat.json"
        flat.write_text(json.dumps(FLAT))
        timed = rows(str(flat))
        for command in timed.values():
            seconds(command)  # bytecode and page cache, once
        taken: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(ROUNDS):
            for name, command in timed.items():
                taken[name].append(seconds(command))
    print(f"{'':36}{'median':>9}{'least':>9}{'most':>9}   seconds, {ROUNDS} rounds")
    for name, all_ in taken.items():
        print(f"{name:36}{median(all_):9.3f}{min(all_):9.3f}{max(all_):9.3f}")
    print(f"flat file {median(taken['tercet check, flat file']):.3f} s (limit 0.6); ", end="")
    last = "tercet check --json, sixty bundles"
    print(
        f"sixty bundles {median(taken[last]):.2f} s (limit 10)"
        if SHARED
        else "needs data: ../shared/data"
    )


if __name__ == "__main__":
    main()
