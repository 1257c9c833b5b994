"""A list of medicines and the hours around a dose, for programs: one object, nothing left out."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from tercet.decisions import Decision
from tercet.decisions.around import Expected, Interaction, Line, Plan
from tercet.decisions.medicines import Recognised, diazepam_equivalents, did_you_mean
from tercet.decisions.medicines.equals import as_diazepam
from tercet.exchange.words import Heard
from tercet.knowledge import Grounded, Knowledge, Ratio
from tercet.running.decision_json import decision_object

PLACES = 3  # of a ratio; it is not known better than that


def medicines_object(
    lines: Sequence[Recognised],
    decision: Decision,
    plan: Plan | None,
    *,
    heard: Heard,
    known: Knowledge,
) -> dict[str, Any]:
    """Every line, the benzodiazepines as diazepam, the findings, the interactions, the plan."""
    return {
        "medicines": [_line(line, known) for line in lines],
        "diazepam": diazepam(lines, known),
        **decision_object(decision, heard, known, now=heard.facts.now),
        "route": plan.route if plan else None,
        "interactions": [_interaction(each) for each in plan.interactions] if plan else [],
        "expected": [_expected(each) for each in plan.expected] if plan else [],
        "plan": [_planned(each) for each in plan.lines] if plan else [],
    }


def diazepam(lines: Sequence[Recognised], known: Knowledge) -> dict[str, Any] | None:
    """Milligrams of diazepam a day by each published table; the higher counts, if all was read."""
    doses = [dose for line in lines for dose in line.doses]
    taken = [d for d in doses if "benzodiazepine" in known.medicines[d.ingredient].classes]
    if not taken:
        return None
    total = as_diazepam(taken, known)
    return {
        "by_table": {dose.ingredient: _by_table(dose, known) for dose in taken},
        "counts": total.exactly,
        "at_least": total.at_least,
        "note": total.note,
    }


def _by_table(dose: Any, known: Knowledge) -> dict[str, float]:
    if dose.mg_per_day is None:
        return {}
    return diazepam_equivalents(dose.ingredient, dose.mg_per_day, known)


def _line(line: Recognised, known: Knowledge) -> dict[str, Any]:
    return {
        "text": line.text,
        "recognised": not line.strange,
        "ingredients": list(line.ingredients),
        "rxnorm": list(line.rxnorm),
        "classes": list(line.classes),
        "doses": [
            {field.name: getattr(dose, field.name) for field in fields(dose)}
            | {"mg_per_day": dose.mg_per_day}
            for dose in line.doses
        ],
        "not_known": list(line.leftover),
        "did_you_mean": list(did_you_mean(line.text, known)),
    }


def _interaction(each: Interaction) -> dict[str, Any]:
    return {
        "what": each.what,
        "of": each.of,
        "route": each.route,
        "direction": each.direction,
        "measured_by_this_route": each.measured,
        "ratio": _ratio(each.ratio),
        "studies": [
            {
                "route": study.route,
                "analyte": study.analyte,
                "auc": _ratio(study.auc),
                "cmax": _ratio(study.cmax),
                "people": study.people,
                **_grounds(study),
            }
            for study in each.studies
        ],
        "inferences": list(each.inferences),
        "says": list(each.says),
        "rests_on": [_grounds(piece) for piece in each.pieces],
    }


def _ratio(ratio: Ratio | None) -> dict[str, float] | None:
    if ratio is None:
        return None
    shown = {"value": ratio.value, "least": ratio.low, "most": ratio.high}
    return {key: round(number, PLACES) for key, number in shown.items()}


def _expected(each: Expected) -> dict[str, Any]:
    return {
        "rule": each.rule,
        "reduced_response_expected": each.so,
        "saw": each.saw,
        "says": each.says,
        **_grounds(each.label),
    }


def _planned(line: Line) -> dict[str, Any]:
    return {
        "what": line.what,
        "entry": line.entry,
        "from_hour": line.from_hour,
        "to_hour": line.to_hour,
        "do": line.do,
        "says": line.says,
        "never_stop": line.never_stop,
        "counts": line.counts,
        **_grounds(line.hours),
    }


def _grounds(piece: Grounded) -> Mapping[str, Any]:
    return {
        "sources": list(piece.sources),
        "strength": piece.strength,
        "basis": piece.basis,
        "verified": piece.verified,
        "evidence": piece.evidence,
    }
