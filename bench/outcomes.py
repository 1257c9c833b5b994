"""Ten million questionnaire answers into totals, bands, flags and change labels by week.

Peers: one loop in numba, on the columns that ours is given, and one query in DuckDB, on the same
parquet files. Cold begins at the files; warm, at the score image in memory, where the limit is a
numba loop over that image. Ours checks every answer and the peers check none. NumPy and numba run
on one core, DuckDB on all. All take turns and must give the same digits.
Goals: cold at most 2 times numba and 0.8 times DuckDB; warm at most 3 times its limit.
"""

import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import duckdb
import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from peers import outcomes as peers

from tercet import knowledge
from tercet.decisions.outcomes import by_week, image, labelled, scored
from tercet.decisions.outcomes.labelling import lines_of
from tercet.decisions.outcomes.scoring import BLANK

PEOPLE, ROUNDS, SEED = 25_000, 7, 4
DAYS = (-3, *range(7, 7 * 24 + 1, 7))  # a start, and every week for twenty-four
BLANKS = 0.01
GOALS = {"numba": 2.0, "DuckDB": 0.8, "the image": 3.0}
KNOWN = knowledge.read()
BOTH = (KNOWN.instruments["gad-7"], KNOWN.instruments["phq-9"])
ITEMS = tuple(len(each.items) for each in BOTH)
FLAGGED = (0, 9)
LINES = tuple(lines_of(each, KNOWN.reading) for each in BOTH)
NUMBERS = tuple((each.entry, each.left, each.at_most, each.points) for each in LINES)
FIRST_DAY = tuple(int(np.ceil(e.recall_days * KNOWN.reading.counting.least_share)) for e in BOTH)
OLDEST = -KNOWN.reading.counting.baseline_within_days


def written(folder):
    """Two parquet files: a row a form, and a row an answer, blanks among them."""
    rng = np.random.default_rng(SEED)
    person, kind, day = (
        each.ravel()
        for each in np.meshgrid(
            np.arange(PEOPLE, dtype=np.uint32),
            np.arange(2, dtype=np.uint8),
            np.array(DAYS, np.int16),
            indexing="ij",
        )
    )
    items = np.array(ITEMS)[kind]
    form = np.repeat(np.arange(len(kind), dtype=np.uint32), items)
    item = (np.arange(len(form)) - np.repeat(np.cumsum(items) - items, items) + 1).astype(np.uint8)
    severity = (
        rng.normal(1.9, 0.6, PEOPLE)[person]
        - np.clip(day, 0, 60) / 60 * rng.normal(0.7, 0.7, PEOPLE)[person]
    )
    points = np.clip(np.round(rng.normal(severity[form], 0.8)), 0, 3).astype(np.uint8)
    forms = pl.DataFrame({"form": np.arange(len(kind), dtype=np.uint32), "person": person,
                          "kind": kind, "day": day})  # fmt: skip
    blank = pl.Series(rng.random(len(form)) < BLANKS)
    answers = pl.DataFrame({"form": form, "item": item, "points": points}).with_columns(
        pl.when(~blank).then(pl.col("points")).alias("points")
    )
    forms.write_parquet(folder / "forms.parquet")
    answers.write_parquet(folder / "answers.parquet")
    return len(form)


def read(folder):
    """The columns of both files, a blank as its mark."""
    answers = pl.read_parquet(folder / "answers.parquet", columns=["form", "item", "points"])
    forms = pl.read_parquet(folder / "forms.parquet", columns=["person", "kind", "day"])
    points = answers["points"].fill_null(BLANK).to_numpy()
    named = {name: forms[name].to_numpy() for name in forms.columns}
    return answers["form"].to_numpy(), answers["item"].to_numpy(), points, named


def score_image(folder):
    """Ours as far as the image."""
    form, item, points, forms = read(folder)
    scores = scored(form, item, points, kind=forms["kind"], instruments=BOTH)
    return image(scores, **forms, instruments=BOTH, reading=KNOWN.reading)


def reported(made):
    """Ours from the image on."""
    return by_week(made, labelled(made))


def by_numba(folder):
    """The loop, from the files on."""
    form, item, points, forms = read(folder)
    low, high, flag = peers.scored(
        form, points, item, forms["kind"], items=np.array(ITEMS), flag_item=np.array(FLAGGED)
    )
    return peers.reported(
        low, high, flag, forms["person"], forms["kind"], forms["day"],
        weeks=25, lines=NUMBERS, first_day=np.array(FIRST_DAY), oldest=OLDEST,
    )  # fmt: skip


def image_loop(made):
    """The limit of the warm side, its arrays laid out beforehand."""
    group = (made.at_label // 256).astype(np.int32)
    parts = np.array([made.parts[0].start, *(part.stop for part in made.parts)])
    narrow = [getattr(made, name).astype(np.uint8)
              for name in ("low", "high", "start_low", "start_high")]  # fmt: skip
    most = int(made.at_score.max()) + 1
    return partial(
        peers.from_image, made.at_score, group, *narrow, made.follows,
        most=most, weeks=made.weeks, lines=NUMBERS, parts=parts,
    )  # fmt: skip


def digits(weeks):
    """Our report as plain rows of numbers, DuckDB's columns in DuckDB's order."""
    made = []
    for week in weeks:
        kind = [each.id for each in BOTH].index(week.instrument)
        bands = [*week.bands.values(), 0][: len(peers.BANDS)]
        if kind == 0:  # its last band ends at its highest total, which lies in two of DuckDB's
            bands = bands[:3]
        counts = [count for states in week.labels.values() for count in states]
        made.append(
            (kind, week.week, week.forms, week.complete, week.total_sum, bands,
             week.flag_raised, week.flag_unknown, counts, list(week.words.values()))
        )  # fmt: skip
    return made


def digits_of_duckdb(rows):
    """A row of the query in the same form."""
    made = []
    for kind, week, forms, complete, total_sum, *rest in rows:
        bands, (raised, unknown), counted = rest[:5], rest[5:7], [n or 0 for n in rest[7:]]
        made.append((kind, week, forms, complete, total_sum, bands[: 5 if kind else 3],
                     raised, unknown, counted[:16], counted[16:]))  # fmt: skip
    return made


def digits_of_numba(found):
    """The histograms in the same form."""
    made = []
    scores, labels, words = found
    for kind in range(2):
        for week in range(scores.shape[1]):
            if not scores[kind, week].any():
                continue
            totals = scores[kind, week, 1:].sum(axis=1)
            flags = scores[kind, week].sum(axis=0)
            bands = [int(totals[a : b + 1].sum()) for a, b in peers.BANDS][: 5 if kind else 3]
            made.append(
                (kind, week, int(scores[kind, week].sum()), int(totals.sum()),
                 int(totals @ np.arange(len(totals))), bands, int(flags[1]), int(flags[2]),
                 [int(n) for n in labels[kind, week].ravel()], [int(n) for n in words[kind, week]])
            )  # fmt: skip
    return made


def same_digits(ours, by_loop, by_query, from_image):
    """Every number of every week is the same on every side, or nothing is worth measuring."""
    wanted = digits(ours)
    for side, found in (
        ("numba", digits_of_numba(by_loop)),
        ("DuckDB", digits_of_duckdb(by_query)),
    ):
        if found != wanted:
            at = next((a, b) for a, b in zip(wanted, found, strict=False) if a != b)
            raise SystemExit(f"{side} differs: {at}")
    if not all((a == b).all() for a, b in zip(by_loop[1:], from_image[1:], strict=True)):
        raise SystemExit("the loop over the image differs")


def main():
    """Time every side in turns, after one run each that is compared and not counted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        answers = written(folder)
        rows = [(k, ITEMS[k], FLAGGED[k], *NUMBERS[k], FIRST_DAY[k], OLDEST) for k in range(2)]
        query = peers.sql(folder / "answers.parquet", folder / "forms.parquet", rows)
        base, made = duckdb.connect(), score_image(folder)
        sides = {
            "cold": lambda: reported(score_image(folder)),
            "numba": lambda: by_numba(folder),
            "DuckDB": lambda: base.execute(query).fetchall(),
            "warm": lambda: reported(made),
            "the image": image_loop(made),
        }
        first = {side: work() for side, work in sides.items()}
        if first["cold"] != first["warm"]:
            raise SystemExit("cold and warm differ")
        same_digits(first["cold"], first["numba"], first["DuckDB"], first["the image"])
        taken = {side: [] for side in sides}
        for _ in range(ROUNDS):
            for side, work in sides.items():
                began = perf_counter()
                work()
                taken[side].append(perf_counter() - began)
    told(taken, answers)


def told(taken, answers):
    """The table, and the line that sums it up."""
    print(f"{answers:,} answers of {PEOPLE:,} people; the same digits on every side")
    print(f"{'':10}{'median':>9}{'least':>9}{'most':>9}   seconds, {ROUNDS} rounds")
    for side, all_ in taken.items():
        print(f"{side:10}{median(all_):9.4f}{min(all_):9.4f}{max(all_):9.4f}")
    middle = {side: median(all_) for side, all_ in taken.items()}
    ratios = {
        side: middle["warm" if side == "the image" else "cold"] / middle[side] for side in GOALS
    }
    kept = all(ratios[side] <= goal for side, goal in GOALS.items())
    print(
        f"{'within' if kept else 'OVER'} its limits: "
        + ", ".join(f"{ratios[side]:.2f} of {side} (<= {goal})" for side, goal in GOALS.items())
    )


if __name__ == "__main__":
    main()
