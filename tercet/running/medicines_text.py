"""A list of medicines and the hours around a dose, on eighty columns."""

from collections.abc import Iterator, Sequence

from tercet.decisions.around import Interaction, Line, Plan
from tercet.decisions.around.expected import REDUCED
from tercet.decisions.medicines import Recognised, did_you_mean
from tercet.knowledge import Knowledge, Measured, Ratio
from tercet.running.decision_text import VERIFIED
from tercet.running.medicines_json import diazepam
from tercet.running.paper import COLUMNS, paragraph, safe, styled

ROUTES = {
    "swallowed": "held, then swallowed",
    "spat": "held, then spat",
    "nasal": "by the nose",
    "infusion": "by infusion",
    None: "route not known, the worst counts",
}
DOES = {
    "continue": "continue",
    "hold-by-protocol": "hold",
    "ask-prescriber": "ask the prescriber",
}


def medicines_lines(lines: Sequence[Recognised], known: Knowledge) -> Iterator[str]:
    """Each line as it was written and as it was understood; then the sum of benzodiazepines."""
    yield styled("Medicines", bold=True)
    for line in lines:
        yield from paragraph("", line.text, indent=2, width=0)
        yield from _understood(line, known)
    if not lines:
        yield from paragraph("", "None are listed.", indent=2, width=0)
    sum_ = diazepam(lines, known)
    if sum_:
        yield ""
        yield from paragraph("", _as_diazepam(sum_), indent=2, width=0)
    yield styled("─" * COLUMNS, dim=True)


def plan_lines(plan: Plan, known: Knowledge) -> Iterator[str]:
    """The interactions, what response to expect, and the hours; the dose is hour 0."""
    if plan.interactions:
        yield styled(f"The amount in the blood: {ROUTES[plan.route]}", bold=True)
        for each in plan.interactions:
            yield from _interaction(each)
        yield ""
    expected = [each for each in plan.expected if each.so]
    if expected:
        yield styled(REDUCED, bold=True)
        for one in expected:
            title = known.rules[one.rule].title
            yield from paragraph("", f"{title}: {one.saw}", indent=2, width=0)
            yield from paragraph("why", one.says)
        yield ""
    yield styled("The hours around a dose, which is hour 0", bold=True)
    for line in plan.lines:
        yield from _planned(line)
    yield styled("─" * COLUMNS, dim=True)


def _understood(line: Recognised, known: Knowledge) -> Iterator[str]:
    codes = f" (RxNorm {', '.join(line.rxnorm)})" if line.rxnorm else ""
    yield from paragraph("is", ", ".join(line.ingredients) + codes if line.ingredients else "")
    classes = ", ".join(name.replace("-", " ") for name in line.classes)
    yield from paragraph("class", classes)
    for dose in line.doses:
        if dose.amount is not None:
            often = f", {dose.times_per_day:g} times a day" if dose.times_per_day else ""
            needed = ", as needed" if dose.as_needed else ""
            yield from paragraph(
                "dose", f"{dose.amount:g} {dose.unit or '(of what was not said)'}{often}{needed}"
            )
    if line.strange:
        unknown = ", ".join(f"“{word}”" for word in line.leftover) or "all of it"
        near = did_you_mean(line.text, known)
        hint = f" Did you mean {' or '.join(near[:3])}?" if near else ""
        text = f"{unknown}. A prescriber says what it is before any dose.{hint}"
        yield from paragraph("not", f"known: {text}")


def _as_diazepam(sum_: dict[str, object]) -> str:
    if sum_["counts"] is None:
        least = f"at least {sum_['at_least']:g} mg a day; " if sum_["at_least"] else ""
        return f"As diazepam: {least}not all of it could be read, so the sum is not known."
    return f"As diazepam: {sum_['note']} a day. The tables disagree; the higher counts."


def _interaction(each: Interaction) -> Iterator[str]:
    shown = f"{each.of}: {_amount(each)}"
    yield from paragraph("", shown, indent=2, width=0)
    for study in each.studies:
        yield from paragraph("study", _study(study))
    for inference in each.inferences:
        yield from paragraph("note", inference)
    for says in each.says:
        yield from paragraph("says", says)


def _amount(each: Interaction) -> str:
    if each.ratio is None:
        return f"{each.direction} drug expected; no number"
    least, most = each.ratio.low, each.ratio.high
    if each.measured:
        return f"{_times(each.ratio)}, measured by this route"
    if least == most:
        return "unchanged, as measured when swallowed"
    return f"{each.direction} drug: {least:.2g} to {most:.2g} times as much; not measured this way"


def _study(study: Measured) -> str:
    people = f", {study.people} people" if study.people else ""
    peak = f", peak {_times(study.cmax)}" if study.cmax else ""
    how = VERIFIED.get(study.verified, study.verified)
    ways = {"swallowed": "swallowed", "nasal": "by the nose", "infusion": "by infusion"}
    return f"{study.analyte} {ways[study.route]}: {_times(study.auc)}{peak}{people}; {how}"


def _times(ratio: Ratio) -> str:
    spread = f" ({ratio.low:g} to {ratio.high:g})" if ratio.low < ratio.high else ""
    return f"×{ratio.value:g}{spread}"


def _planned(line: Line) -> Iterator[str]:
    hours = f"{_hour(line.from_hour)} to {_hour(line.to_hour)} h"
    aside = "" if line.counts else " A more careful line of it counts."
    grounds = f"{line.hours.basis}, strength {line.hours.strength}"
    head = f"  {hours:<15}{DOES[line.do]:<20}"
    room = COLUMNS - len(head)
    what = safe(line.what)
    shown = what if len(what) <= room else f"{what[: room - 1]}…"
    yield f"{head}{styled(shown, bold=True)}"
    yield from paragraph("", f"{line.says}{aside} ({grounds})", indent=17, width=0)


def _hour(hour: float) -> str:
    """Signed, but for the dose itself."""
    return f"{hour:+g}" if hour else "0"
