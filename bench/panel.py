"""A million people, every eligibility rule, with reason bits and an unknown mask, beside its peers.

Peers: the same predicates as a good author writes them in NumPy, and in SQL for DuckDB. Their
source is written out from the rules once, before anything is timed (bench/peers), and each is given
the columns in the form that suits it. All three take turns and must give the same bits.
Goals: at least 0.35 of NumPy's speed and 0.8 of DuckDB's; at most 2 GB. Ours also makes the tally.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from peers.by_hand import numpy_source, sql_source
from peers.written import Names

from tercet import knowledge
from tercet.decisions.panel import Panel

PEOPLE, ROUNDS, SEED = 1_000_000, 5, 3
BLANK, IMPOSSIBLE = 0.07, 0.002
TODAY = date(2026, 11, 22)
GOALS = {"NumPy": 0.35, "DuckDB": 0.8}
MOST_GB = 2.0
TYPES = ("yes-no", "whole", "number", "choice")
KNOWN = knowledge.read()
# Its own high-water mark: what wait4 says of a child counts the memory of whoever started it too.
CHILD = """
import re, sys
from pathlib import Path
from tercet.running.command import main
main(["panel", sys.argv[1], "--json"], standalone_mode=False)
print(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text()).group(1))
"""


def column(fact, rng):
    """One fact of everybody: plausible around its example, some blank, a few impossible."""
    if fact.type == "yes-no":
        values = pl.Series(rng.random(PEOPLE) < rng.choice([0.01, 0.03, 0.5, 0.97]))
    elif fact.type == "choice":
        codes = pl.Series(rng.integers(0, len(fact.choices), PEOPLE), dtype=pl.UInt8)
        values = codes.cat.to(pl.Enum(fact.choices))
    else:
        middle = fact.example if isinstance(fact.example, int | float) else fact.low
        numbers = rng.triangular(fact.low, min(max(middle, fact.low), fact.high), fact.high, PEOPLE)
        numbers[rng.random(PEOPLE) < IMPOSSIBLE] = fact.high + 1
        values = pl.Series(numbers)
        if fact.type == "whole":
            values = values.floor().cast(pl.Int32)
    blank = pl.Series(rng.random(PEOPLE) < BLANK)
    return pl.select(pl.when(~blank).then(values)).to_series().alias(fact.id)


def arrays(frame):
    """The same columns as NumPy likes them: NaN, a mask, or a code below zero for blanks."""
    made = {}
    for name in frame.columns:
        values, fact = frame[name], KNOWN.facts[name]
        if fact.type == "yes-no":
            made[name] = (values.fill_null(False).to_numpy(), values.is_not_null().to_numpy())
        elif fact.type == "choice":
            made[name] = values.to_physical().cast(pl.Int8).fill_null(-1).to_numpy()
        else:
            made[name] = values.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
    return made


def table(frame, folder):
    """The same columns as a table of DuckDB's own, choices as ENUM."""
    made = duckdb.connect()
    renamed = frame.rename(lambda name: name.replace("-", "_")).with_row_index("id")
    words = [name for name in renamed.columns if isinstance(renamed.schema[name], pl.Enum)]
    renamed.with_columns(pl.col(words).cast(pl.String)).write_parquet(folder / "people.parquet")
    enums = []
    for name in words:
        choices = ", ".join(f"'{word}'" for word in renamed.schema[name].categories)
        made.execute(f"CREATE TYPE {name}_choice AS ENUM ({choices})")
        enums.append(f"{name}::{name}_choice AS {name}")
    replaced = f"REPLACE ({', '.join(enums)})" if enums else ""
    made.execute(
        f"CREATE TABLE people AS SELECT * {replaced} FROM '{folder / 'people.parquet'}' ORDER BY id"
    )
    return made


def most_memory(frame, folder):
    """GB at most in a process of its own that judges everybody from a file."""
    file = folder / "million.parquet"
    frame.write_parquet(file)
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file)], stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit("tercet panel did not finish")
    return int(done.stdout.split()[-1]) * 1024 / 1e9, perf_counter() - began


def same_bits(ours, by_numpy, by_duckdb, words):
    """Everybody's verdict and bits are equal in all three, or nothing is worth measuring."""
    verdicts, reasons, unknown = by_numpy
    table = by_duckdb.execute("SELECT * FROM made ORDER BY id").fetchnumpy()
    wanted = {"verdict": verdicts}
    wanted |= {f"reasons-{word}": reasons[:, word] for word in range(words)}
    wanted |= {f"unknown-{word}": unknown[:, word] for word in range(words)}
    for name, values in wanted.items():
        mine = ours.people[name].to_physical().to_numpy()
        if not (mine == values).all() or not (mine == table[name.replace("-", "_")]).all():
            raise SystemExit(f"the three differ in {name}")


def main():
    """Time the three in turns, after one run each that is compared and not counted."""
    rng = np.random.default_rng(SEED)
    everything = Panel({"systolic": pl.Int64()}, known=KNOWN, on=TODAY)
    read = dict.fromkeys(name for each in everything.asked for name in each.expression.facts)
    held = [name for name in read if KNOWN.facts[name].type in TYPES]
    frame = pl.DataFrame([column(KNOWN.facts[name], rng) for name in held])
    names, asked = Names(KNOWN.facts, held), everything.asked
    code: dict = {}
    exec(numpy_source(asked, names, KNOWN.facts, held), code)
    query = f"CREATE OR REPLACE TEMP TABLE made AS {sql_source(asked, names, KNOWN.facts, held)}"
    with tempfile.TemporaryDirectory() as name:
        base, columns = table(frame, Path(name)), arrays(frame)
        sides = {
            "tercet": lambda: Panel(frame.schema, known=KNOWN, on=TODAY).judge(frame),
            "NumPy": lambda: code["judged"](columns, PEOPLE),
            "DuckDB": lambda: base.execute(query),
        }
        first = {side: work() for side, work in sides.items()}
        same_bits(first["tercet"], first["NumPy"], base, -(-len(asked) // 64))
        del first
        taken = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side, work in sides.items():
                began = perf_counter()
                work()
                taken[side].append(perf_counter() - began)
        memory, seconds = most_memory(frame, Path(name))
    told(taken, len(asked), len(held), memory, seconds)


def told(taken, rules, facts, memory, seconds):
    """The table, and the line that sums it up."""
    print(f"{PEOPLE:,} people, {facts} facts, {rules} rules; bits equal in all three")
    print(f"{'':10}{'median':>9}{'least':>9}{'most':>9}   seconds, {ROUNDS} rounds")
    for side, all_ in taken.items():
        print(f"{side:10}{median(all_):9.3f}{min(all_):9.3f}{max(all_):9.3f}")
    print(
        f"tercet panel FILE.parquet, from process start: {seconds:.2f} s, {memory:.2f} GB at most"
    )
    ours = median(taken["tercet"])
    ratios = {side: median(taken[side]) / ours for side in GOALS}
    kept = memory <= MOST_GB and all(ratios[side] >= goal for side, goal in GOALS.items())
    print(
        f"{'within' if kept else 'OVER'} its limits: "
        + ", ".join(f"{ratios[side]:.2f} of {side} (>= {goal})" for side, goal in GOALS.items())
        + f", {memory:.2f} GB (<= {MOST_GB:.0f})"
    )


if __name__ == "__main__":
    main()
