"""A list of what was tried, as JSON, in our own words: [{"medicine": "Zoloft", "weeks": 8}, ...].

Or an object that says more: {"trials": [...], "indication": "depression", "whole_history": true}.
A name may be written with hyphens or underscores; null is a blank.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tercet.decisions.staging import History
from tercet.decisions.trials import Trial
from tercet.exchange import NotUnderstood
from tercet.exchange.place import kind_of, measurable
from tercet.knowledge import Knowledge
from tercet.knowledge.trials import OUTCOMES

MOST_TRIALS = 200
MOST_PROBLEMS = 20  # more than these are counted, not listed
LONGEST_NAME = 200
Check = Callable[[Any, Knowledge], str | None]


def history_in(value: Any, known: Knowledge) -> History:
    """The history in parsed JSON. Raises NotUnderstood with one sentence for each fault."""
    if isinstance(value, list):
        value = {"trials": value}
    if not isinstance(value, dict) or "trials" not in value:
        raise NotUnderstood(
            f"holds {kind_of(value)}; a list of trials is read, or an object with trials in it."
        )
    told = dict(value)
    listed = told.pop("trials")
    if not isinstance(listed, list):
        raise NotUnderstood(f"trials must be a list, not {kind_of(listed)}.")
    if len(listed) > MOST_TRIALS:
        raise NotUnderstood(f"holds {len(listed):,} trials; at most {MOST_TRIALS} are read.")
    problems: list[str] = []
    read = [_trial(each, number, known, problems) for number, each in enumerate(listed, 1)]
    around = _members(told, AROUND, "", known, problems)
    if problems:
        raise NotUnderstood(*_some(problems))
    return History(trials=tuple(Trial(**each) for each in read), **around)


def _trial(value: Any, number: int, known: Knowledge, problems: list[str]) -> dict[str, Any]:
    place = f"trial {number}"
    if not isinstance(value, dict):
        problems.append(f"{place} must be an object such as {EXAMPLE}, not {kind_of(value)}.")
        return {}
    made = _members(value, ONE_TRIAL, f"{place}: ", known, problems)
    if made.get("medicine") and made.get("therapy"):
        problems.append(f"{place}: names a medicine and a therapy; write them as two trials.")
    return made


def _members(
    given: Mapping[str, Any],
    checks: Mapping[str, Check],
    place: str,
    known: Knowledge,
    problems: list[str],
) -> dict[str, Any]:
    """What is known of these names, as they should be; every fault is one sentence."""
    made: dict[str, Any] = {}
    for name, value in given.items():
        plain = name.strip().replace("-", "_")
        if plain not in checks:
            words = ", ".join(checks)
            problems.append(f'{place}"{name:.40}" is not one of {words}.')
        elif plain in made:
            problems.append(f"{place}{plain} is given twice.")
        else:
            wrong = None if value is None else checks[plain](value, known)
            made[plain] = value
            if wrong:
                problems.append(f"{place}{plain} {wrong}.")
    return made


def _number(low: float, high: float) -> Check:
    def check(value: Any, known: Knowledge) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return f"must be a number, not {kind_of(value)}"
        if not measurable(value) or not low <= value <= high:
            return f"is not possible: it is between {low:g} and {high:g}"
        return None

    return check


def _severity(value: Any, known: Knowledge) -> str | None:
    low, high = known.trials.maudsley.severity
    whole = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return None if whole else f"must be a whole number from {low} to {high}"


def _yes_no(value: Any, known: Knowledge) -> str | None:
    return None if isinstance(value, bool) else f"must be true or false, not {kind_of(value)}"


def _words(value: Any, known: Knowledge) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return f"must be words, not {kind_of(value)}"
    return f"is longer than {LONGEST_NAME} characters" if len(value) > LONGEST_NAME else None


def _outcome(value: Any, known: Knowledge) -> str | None:
    return None if value in OUTCOMES else f"must be one of {', '.join(OUTCOMES)}"


def _indication(value: Any, known: Knowledge) -> str | None:
    choices = known.facts["indication"].choices
    return None if value in choices else f"must be one of {', '.join(choices)}"


def _some(problems: list[str]) -> list[str]:
    left = len(problems) - MOST_PROBLEMS
    more = [f"{left} more faults were found."] if left > 0 else []
    return [*problems[:MOST_PROBLEMS], *more]


EXAMPLE = '{"medicine": "sertraline", "weeks": 8}'
ONE_TRIAL: Mapping[str, Check] = {
    "medicine": _words,
    "therapy": _words,
    "indication": _indication,
    "mg_per_day": _number(0, 20_000),
    "weeks": _number(0, 5_000),
    "therapy_sessions": _number(0, 5_000),
    "therapy_session_minutes": _number(0, 1_440),
    "hours": _number(0, 10_000),
    "outcome": _outcome,
    "this_episode": _yes_no,
    "dose_adequate": _yes_no,
    "first_line": _yes_no,
    "augments": _yes_no,
    "current": _yes_no,
}
AROUND: Mapping[str, Check] = {
    "indication": _indication,
    "whole_history": _yes_no,
    "episode_months": _number(0, 1_200),
    "severity": _severity,
    "age_years": _number(0, 120),
    "cyp2c19_inhibitor": _yes_no,
}
