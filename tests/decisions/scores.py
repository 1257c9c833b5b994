"""The cases of questionnaires, and answers that come to a wanted total."""

import tomllib
from pathlib import Path
from typing import Any

from tercet.decisions.instruments import score
from tercet.exchange.csv_answers import answers_named, answers_of
from tests.decisions.people import KNOWN

FOLDER = Path(__file__).parent.parent / "cases" / "scores"
NO, UNKNOWN = "no", "unknown"
TOLD: dict[str, Any] = {
    id: told
    for path in sorted(FOLDER.glob("*.toml"))
    for id, told in tomllib.loads(path.read_text()).items()
}
CASES = [(id, case) for id, told in TOLD.items() for case in told["cases"]]


def answers(instrument, case):
    """What a case says was answered."""
    if "named" in case:
        return answers_named(case["named"], instrument)
    return answers_of(case["answers"].split(","), instrument)


def differences(instrument, case):
    """Where the score is not what the case says; empty if it all agrees."""
    made = score(instrument, answers(instrument, case), case.get("context"))
    parts = {k: made.subscales.get(k, "missing") for k in case.get("subscales", {})}
    flags = {flag.id: flag.raised for flag in made.flags}
    found = {
        "total": made.total,
        "answered_sum": made.answered_sum,
        "n_answered": made.n_answered,
        "bounds": list(made.bounds) if made.bounds else None,
        "prorated": made.prorated,
        "band": made.band,
        "band_set": made.band_set or None,
        **{f"subscale {k}": v for k, v in parts.items()},
        **{f"flag {k}": flags.get(k, "missing") for k in case.get("flags", {})},
    }
    wanted = {k: v for k, v in case.items() if k in found}
    wanted |= {f"subscale {k}": v for k, v in case.get("subscales", {}).items()}
    wanted |= {f"flag {k}": v for k, v in case.get("flags", {}).items()}
    return {
        k: found[k] for k, v in wanted.items() if found[k] != (None if v in (NO, UNKNOWN) else v)
    }


def coming_to(instrument, wanted):
    """Answers whose total is `wanted`: each item as low as can be, then raised one by one.

    Items outside the scoring are answered at their highest, so that every gate is open.
    """
    scored = [item for item in instrument.items if item.id in instrument.scoring.items]
    made = {item.id: item.high for item in instrument.items if item not in scored}
    firsts = {scale.items[0] for scale in instrument.subscales.values()}
    made |= {item.id: item.high if item.reverse else item.low for item in scored}
    left = wanted // instrument.scoring.times - sum(item.low for item in scored)
    if instrument.scoring.kind == "of-subscales":
        scored = [item for item in scored if item.id in firsts]
    for item in scored:
        steps = [option.score - item.low for option in item.options] or range(
            item.high - item.low + 1
        )
        step = max(s for s in steps if s <= left)
        made[item.id] = item.high - step if item.reverse else item.low + step
        left -= step
    assert left == 0, f"{instrument.id} cannot come to {wanted}"
    return made


def instrument(id):
    return KNOWN.instruments[id]
