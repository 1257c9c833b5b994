"""docs/reference/honesty.md as the study's figures make it."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tercet.decisions.outcomes.curves import Share
from tercet.knowledge import HERE as KNOWLEDGE
from tercet.knowledge import Knowledge
from tercet.running.honesty.plan import HERE as PLAN
from tercet.running.honesty.plan import Plan
from tercet.running.honesty.study import Figure, figures

MADE = "<!-- Made by `tercet knowledge honesty` from response.toml and plan.toml: {}. -->"


def stamp() -> str:
    """Eight digits each of the two files the page follows from."""
    read_from = (KNOWLEDGE / "response.toml", PLAN)
    return " ".join(hashlib.sha256(each.read_bytes()).hexdigest()[:8] for each in read_from)


def write(plan: Plan, known: Knowledge, file: Path) -> None:
    """Make the people up, count, and put the page there. Takes a minute or two."""
    lines = _page(plan, known, figures(plan, known))
    file.write_text("\n".join([MADE.format(stamp()), "", *lines]) + "\n", encoding="utf-8")


def _page(plan: Plan, known: Knowledge, found: Mapping[str, tuple[Figure, ...]]) -> Iterator[str]:
    yield "# How often the reading of a course is wrong"
    yield ""
    yield (
        "These people are made up, so that what is true of them is known; their answers are read "
        "by the very code that reads a patient's. The figures say how that code errs if the world "
        "is like this plan, and nothing of what ketamine does. Each share stands with its exact 95 "
        "% limits: that is how far chance in making people up may have moved it."
    )
    yield ""
    yield from _asked(plan.asked)
    yield from _truth(plan)
    yield from _onset(found["onset"])
    yield from _curve(plan, found["curve"])
    yield from _surfacing(known, found["surfacing"])
    yield from _deterioration(plan, found["deterioration"])
    yield from _not_shown()


def _asked(asked: Mapping[str, Any]) -> Iterator[str]:
    hours = ", ".join(f"{each:g}" for each in asked["hours"])
    days = ", ".join(f"{each:g}" for each in asked["questionnaire_days"])
    yield "## When they are asked"
    yield ""
    yield (
        f"{asked['doses']} doses, one every {asked['every_days']} days. Anxiety and mood, from 0 "
        f"to 100, an hour before each dose and {hours} hours after it. The GAD-7 before the first "
        f"dose and on days {days}. Of the looks after a dose {_percent(asked['answered'])} are "
        "answered, the others missed by chance."
    )
    yield ""


def _truth(plan: Plan) -> Iterator[str]:
    true = plan.truth
    yield "## What is true of them"
    yield ""
    yield (
        f"Anxiety begins at {true['anxiety_mean']} (standard deviation {true['anxiety_sd']}) and "
        f"mood at {true['mood_mean']} ({true['mood_sd']}). One look lies around the truth with a "
        f"standard deviation of {', '.join(map(str, true['noise']))}: the noise. Where a dose "
        f"works ({_percent(true['with_benefit'])} of doses) anxiety falls by "
        f"{true['benefit_percent']} %, from an hour drawn around {true['onset_mean_hours']} and "
        f"for hours drawn around {true['lasting_mean_hours']}, both exponential. Where anxiety "
        f"surfaces it rises by {true['rise']} from hour {true['rise_from_hours']} while mood lifts "
        f"by {true['mood_lift']}. Nobody has published these truths; they are this page's own."
    )
    yield ""


def _onset(found: tuple[Figure, ...]) -> Iterator[str]:
    yield "## Onset and loss of one dose"
    yield ""
    yield (
        "Of doses that worked and could be told, how many intervals hold the true hour. An "
        "interval without an end, not seen by the last look, holds every later hour. What begins "
        "and ends between two looks is never seen, and noise shows what was not there: that is "
        "what is lost."
    )
    yield ""
    yield from _table(found)


def _curve(plan: Plan, found: tuple[Figure, ...]) -> Iterator[str]:
    yield "## The curve of onset of a clinic"
    yield ""
    yield (
        f"Of {plan.clinics} clinics of {plan.people_a_clinic} people, one dose each: how many "
        "curves hold the true share within their 95 % limits. 95 % would be as promised; more is "
        "caution, because missed looks are counted both ways. Limits know chance and missed looks; "
        "they do not know noise, and what noise adds is seen here."
    )
    yield ""
    yield from _table(found)


def _surfacing(known: Knowledge, found: tuple[Figure, ...]) -> Iterator[str]:
    yield "## Anxiety that surfaces"
    yield ""
    yield "Every rule on lines from 0 to 100 is asked of every dose it is for; any of them alarms:"
    yield ""
    for rule in known.reading.emergent.values():
        if rule.anxiety.partition("-")[0] in ("now", "day"):
            mood = f" while `{rule.mood}` is {rule.mood_points:g} better" if rule.mood else ""
            yield (
                f"- `{rule.anxiety}` {rule.anxiety_points:g} points worse, {rule.crossings} looks "
                f"in a row{mood}{', after the first dose' if rule.first_dose_only else ''}"
            )
    yield ""
    yield from _table(found)


def _deterioration(plan: Plan, found: tuple[Figure, ...]) -> Iterator[str]:
    of = plan.questionnaire
    yield "## Reliable deterioration by the GAD-7"
    yield ""
    yield (
        f"A start around {of['start_mean']} ({of['start_sd']}). Stable people answer with the "
        f"noise that the reliability leaves; those who are worse lose {of['worse_by']} points by "
        f"day {of['worse_at_day']} and stay there. Of courses, how many are ever told wrongly; "
        "beside it, what one look alone would have told. Only two looks in a row are ever told."
    )
    yield ""
    yield from _table(found)


def _table(found: tuple[Figure, ...]) -> Iterator[str]:
    """A row for each thing counted, a column for each circumstance."""
    under = list(dict.fromkeys(each.under for each in found))
    shares = {(each.what, each.under): each.share for each in found}
    yield f"| | {' | '.join(under)} |"
    yield f"|---|{'---|' * len(under)}"
    for what in dict.fromkeys(each.what for each in found):
        cells = (_cell(shares[what, one]) if (what, one) in shares else "" for one in under)
        yield f"| {what} | {' | '.join(cells)} |"
    yield ""


def _cell(share: Share) -> str:
    if share.share is None:
        return "none"
    return f"{share.share:.1%} ({share.low:.1%} to {share.high:.1%})".replace("%", " %")


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", " %")


def _not_shown() -> Iterator[str]:
    yield "## What this does not show"
    yield ""
    yield (
        "Looks are missed by chance here; people who feel worse, or well, may miss them for that "
        "reason. Noise is the same at every look and from one to the next unrelated. Expectancy, "
        "regression to the mean after entry on a high score, and a changed questionnaire are not "
        "made up. No control: what is read is change, not effect."
    )
