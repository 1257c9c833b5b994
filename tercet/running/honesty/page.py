"""docs/reference/honesty.md as the study's figures make it."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tercet.decisions.outcomes.curves import Share
from tercet.knowledge import HERE as KNOWLEDGE
from tercet.knowledge import Emergent, Knowledge
from tercet.running.honesty import by_lines, by_totals
from tercet.running.honesty.asked import Schedule, schedule
from tercet.running.honesty.counted import Figure
from tercet.running.honesty.plan import HERE as PLAN
from tercet.running.honesty.plan import Plan
from tercet.running.honesty.study import figures

MADE = "<!-- Made by `tercet knowledge honesty`; of response.toml, plan.toml, asking, code: {}. -->"
SAMPLE = 25  # people, of each kind and at each noise


def stamp(plan: Plan, known: Knowledge) -> str:
    """Eight digits each of the two files the page follows from, and of what is asked when."""
    asked = repr(schedule(plan, known)).encode()
    read_from = (*(each.read_bytes() for each in (KNOWLEDGE / "response.toml", PLAN)), asked)
    return " ".join(map(_digits, read_from))


def sample(plan: Plan, known: Knowledge) -> str:
    """Eight digits of what a few of its people come to: other code that reads them is seen."""
    few = replace(plan, people=SAMPLE, clinics=1)
    made = figures(few, known)
    counts = [(e.what, e.under, e.share.count, e.share.of) for each in made.values() for e in each]
    return _digits(repr(counts).encode())


def _digits(of: bytes) -> str:
    return hashlib.sha256(of).hexdigest()[:8]


def write(plan: Plan, known: Knowledge, file: Path) -> None:
    """Make the people up, count, and put the page there. Takes a quarter of a minute."""
    lines = _page(plan, known, figures(plan, known))
    made = MADE.format(f"{stamp(plan, known)} {sample(plan, known)}")
    text = "\n".join([made, "", *lines]) + "\n"
    file.write_text(text, encoding="utf-8")


def _page(plan: Plan, known: Knowledge, found: Mapping[str, tuple[Figure, ...]]) -> Iterator[str]:
    asked = schedule(plan, known)
    yield "# How often the reading of a course is wrong"
    yield ""
    yield (
        "These people are made up, so that what is true of them is known; they are asked what the "
        "shipped plan asks, when it asks it, and their answers are read by the very code that "
        "reads a patient's. The figures say how that code errs if the world is like this plan, and "
        "nothing of what ketamine does. Each share stands with its exact 95 % limits: that is how "
        "far chance in making people up may have moved it."
    )
    yield ""
    yield from _asked(plan, asked)
    yield from _truth(plan)
    yield from _onset(found["onset"])
    yield from _curve(plan, found["curve"])
    yield from _surfacing(known, asked, found["surfacing"])
    yield from _risen(plan, known, found["risen"])
    yield from _deterioration(plan, found["deterioration"])
    yield from _not_shown()


def _asked(plan: Plan, asked: Schedule) -> Iterator[str]:
    of = plan.answering
    yield "## When they are asked"
    yield ""
    yield (
        f"As the plan of asking and the protocol that are shipped say: {len(asked.doses)} doses in "
        f"{asked.weeks} weeks, on the first day of weeks {_listed(asked.dose_weeks)}, where a "
        f"cycle begins (doses may not stand closer than {asked.spacing_hours} hours; here they "
        "never do)."
    )
    yield ""
    yield from _rounds("`now-anxiety` and `now-mood`, from 0 to 100", asked.line_rounds)
    yield from _rounds("GAD-7 and PHQ-9", asked.questionnaire_rounds)
    yield ""
    yield (
        "How they answer is this page's own. Everybody answers the evaluation, "
        f"{of['evaluated_days_before']} days before a course is signed; it is the baseline, as it "
        "is answered while that window is open. Of all else "
        f"{_percent(of['answered'])} are answered, the look before the dose too; the others are "
        "missed by chance. An answer comes after a time drawn around "
        f"{of['after_mean_minutes']} minutes (exponential) from when it is asked by day, and none "
        f"after the window closed. Doses are taken at {of['dose_at']:%H:%M}."
    )
    yield ""


def _rounds(of: str, rounds: Iterable[str]) -> Iterator[str]:
    yield f"- {of}: {'; '.join(name[:1].lower() + name[1:] for name in rounds)}."


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
        f"for hours drawn around {true['lasting_mean_hours']}, both exponential, and until the "
        "next dose at the latest. Where anxiety surfaces it rises after each dose by "
        f"{true['rise']} from hour {true['rise_from_hours']} to {true['until_hours']}, while mood "
        f"lifts by {true['mood_lift']}. Nobody has published these truths; they are this page's "
        "own."
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


def _surfacing(known: Knowledge, asked: Schedule, found: tuple[Figure, ...]) -> Iterator[str]:
    yield "## Anxiety that surfaces, by lines from 0 to 100"
    yield ""
    yield "Every rule on lines from 0 to 100 is asked of every dose it is for; any of them alarms:"
    yield ""
    yield from map(_rule, by_lines.rules(known))
    yield ""
    yield from _never_fed(known, asked)
    yield (
        "A dose whose look before it was missed, or answered only after it, has nothing to be held "
        "against, and two looks that were answered must follow one another: both are counted as "
        "missed here."
    )
    yield ""
    yield from _table(found)


def _never_fed(known: Knowledge, asked: Schedule) -> Iterator[str]:
    """The rules that stand in the knowledge and can never alarm under the shipped plan."""
    idle = never_fed(known.reading.emergent.values(), asked)
    if idle:
        yield (
            "These rules are in the knowledge and **the shipped plan never feeds them**: it does "
            "not ask what they read, so they alarm of nobody and have no figures here."
        )
        yield ""
        yield from map(_rule, idle)
        yield ""


def never_fed(rules: Iterable[Emergent], asked: Schedule) -> tuple[Emergent, ...]:
    """Those that read a measure that no round asks."""
    return tuple(r for r in rules if not {r.anxiety, r.mood or r.anxiety} <= asked.measures)


def _rule(rule: Emergent) -> str:
    mood = f" while `{rule.mood}` is {rule.mood_points:g} better" if rule.mood else ""
    looks = "one look" if rule.crossings == 1 else f"{rule.crossings} looks in a row"
    first = ", after the first dose" if rule.first_dose_only else ""
    worse = f"`{rule.anxiety}` {rule.anxiety_points:g} points worse"
    return f"- `{rule.id}`: {worse}, {looks}{mood}{first}"


def _risen(plan: Plan, known: Knowledge, found: tuple[Figure, ...]) -> Iterator[str]:
    of = plan.questionnaire
    yield "## Anxiety that surfaces, by the GAD-7"
    yield ""
    yield from map(_rule, by_totals.rules(known))
    yield ""
    yield (
        f"Both start around {_starts(plan)}. Each total carries the noise that its own reliability "
        f"leaves. Where the PHQ-9 falls, it is {of['fall']} points better from the first dose on; "
        f"where anxiety surfaces, the GAD-7 is {of['rise']} points worse as well. Each rule is "
        "counted by itself. Two weeks are asked about, so one answer before the next dose is all "
        "there is of a dose but the last; after the last the answers of the following months are "
        "held against the same start, and each is another chance of a false alarm."
    )
    yield ""
    yield from _table(found)


def _starts(plan: Plan) -> str:
    """The starts of the two questionnaires, each with its spread."""
    of = plan.questionnaire
    each = (f"{mean} ({of['start_sd'][id]}, {id.upper()})" for id, mean in of["start_mean"].items())
    return " and ".join(each)


def _deterioration(plan: Plan, found: tuple[Figure, ...]) -> Iterator[str]:
    of = plan.questionnaire
    yield "## Reliable deterioration by the GAD-7"
    yield ""
    yield (
        "The same starts. Stable people answer with the noise that the reliability leaves; those "
        f"who are worse are {of['worse_by']} points worse by day {of['worse_at_day']} after the "
        "first dose and stay there. Of courses, how many are ever told wrongly; "
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


def _listed(numbers: Sequence[int]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _percent(part: float) -> str:
    return f"{part:.0%}".replace("%", " %")


def _not_shown() -> Iterator[str]:
    yield "## What this does not show"
    yield ""
    yield (
        "Looks are missed by chance here; people who feel worse, or well, may miss them for that "
        "reason. Noise is the same at every look and from one to the next unrelated. Expectancy, "
        "regression to the mean after entry on a high score, a dose postponed, a journey, and a "
        "changed questionnaire are not made up. No control: what is read is change, not effect."
    )
