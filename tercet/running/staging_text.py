"""A staging on eighty columns and as an object: each trial with its why, then what follows."""

from collections.abc import Iterator
from typing import Any

from tercet.decisions.staging import Assessed, Bounds, Staging
from tercet.decisions.trials import Judged
from tercet.knowledge import Knowledge
from tercet.knowledge.trial_shapes import Cited
from tercet.running.decision_text import NOT_ADOPTED, VERIFIED
from tercet.running.paper import paragraph, safe, styled

Made = tuple[Staging, dict[str, Any]]
WORDS = {True: "yes", False: "no", None: "not known"}
ADEQUATE = {True: "adequate", False: "not adequate", None: "not known"}


def staging_object(made: Made, known: Knowledge) -> dict[str, Any]:
    """Plain values for JSON; null is not known, and a most of null is open."""
    staged, facts = made
    return {
        "counted_by": staged.by,
        "trials": [_trial_object(each, known) for each in staged.trials],
        "adequate_failures": _bounds_object(staged.adequate_failures),
        "antidepressant_failures": _bounds_object(staged.antidepressant_failures),
        "resistant": [
            {
                "id": id,
                "is": so,
                "name": known.trials.resistance[id].name,
                "says": known.trials.resistance[id].says,
                **_cited_object(known.trials.resistance[id].cited),
            }
            for id, so in staged.resistant.items()
        ],
        "maudsley": _maudsley_object(staged, known),
        "facts": facts,
        "knowledge": known.version,
        "adopted": False,
    }


def _trial_object(each: Assessed, known: Knowledge) -> dict[str, Any]:
    return {
        "what": each.trial.medicine or each.trial.therapy,
        "ingredient": each.ingredient,
        "judged": [
            {
                "by": one.by,
                "adequate": one.adequate,
                "why": one.why,
                **_cited_object(_cited(one, known)),
            }
            for one in each.judged
        ],
        "dose_range": _range_object(each, known),
        "adequate": each.adequate,
        "failed": each.failed,
        "first_line": each.first_line,
        "antidepressant": each.antidepressant,
    }


def _range_object(each: Assessed, known: Knowledge) -> dict[str, Any] | None:
    """The published range of this medicine, by what it is taken for, and its US maximum."""
    held = known.trials.doses.get(each.ingredient or "")
    if held is None:
        return None
    return {
        "mg_per_day": {indication: list(ends) for indication, ends in held.mg_per_day.items()},
        "us_maximum_mg": held.us_maximum,
        **_cited_object(known.trials.doses_cited),
        "evidence": held.evidence,
        "us_maximum": _cited_object(known.trials.maxima_cited),
    }


def _bounds_object(bounds: Bounds) -> dict[str, int | None]:
    return {"least": bounds.least, "most": bounds.most}


def _maudsley_object(staged: Staging, known: Knowledge) -> dict[str, Any] | None:
    if staged.maudsley is None:
        return None
    cited = _cited_object(known.trials.maudsley.cited)
    return {**_bounds_object(staged.maudsley), "bands": list(staged.maudsley_bands), **cited}


def _cited_object(cited: Cited) -> dict[str, Any]:
    return {
        "sources": list(cited.sources),
        "strength": cited.strength,
        "basis": cited.basis,
        "verified": cited.verified,
        "evidence": cited.evidence,
    }


def _cited(one: Judged, known: Knowledge) -> Cited:
    rules = known.trials
    return (rules.definitions.get(one.by) or rules.therapies[one.by]).cited


def staging_lines(file: str, made: Made, known: Knowledge) -> Iterator[str]:
    """For a person: what was tried, what is said of it by whom, and what follows."""
    staged, _ = made
    yield styled(safe(file), bold=True)
    for number, each in enumerate(staged.trials, 1):
        yield ""
        yield from _trial_lines(number, each, known)
    yield ""
    yield f"Failed though adequate: {_in_words(staged.adequate_failures)}"
    yield f"Of these antidepressants: {_in_words(staged.antidepressant_failures)}"
    for id, so in staged.resistant.items():
        what = known.trials.resistance[id]
        yield ""
        yield f"{what.name}: {WORDS[so]}"
        yield from paragraph("says", what.says)
        yield from _from(what.cited)
    if staged.maudsley is not None:
        yield ""
        score, named = _in_words(staged.maudsley), " or ".join(staged.maudsley_bands)
        most = known.trials.maudsley.bands[-1].high
        yield f"{known.trials.maudsley.name}: {score} of {most}, {named}"
        yield from _from(known.trials.maudsley.cited)
    yield ""
    counted = known.trials.definitions[staged.by].name if staged.by else "what all of them say"
    yield from paragraph("", f"Counted by: {counted}.", indent=0, width=0)
    yield from paragraph("", f"Knowledge {known.version}. {NOT_ADOPTED}", indent=0, width=0)


def _trial_lines(number: int, each: Assessed, known: Knowledge) -> Iterator[str]:
    what = safe(each.trial.medicine or each.trial.therapy or "nothing named")
    place = f" ({each.ingredient})" if each.ingredient else ""
    yield f"{number}. {what}{place}: {ADEQUATE[each.adequate]}; failed: {WORDS[each.failed]}"
    if not each.judged:
        yield from paragraph("why", "nothing is held of this treatment for what it was given for")
    for one in each.judged:
        label = one.by if one.by in known.trials.definitions else "amount"
        yield from paragraph(label, f"{ADEQUATE[one.adequate]}: {one.why}")
        yield from _from(_cited(one, known))
    if each.ingredient in known.trials.doses:
        yield from paragraph("range", known.trials.doses[each.ingredient].evidence)
        yield from _from(known.trials.doses_cited)


def _from(cited: Cited) -> Iterator[str]:
    how = VERIFIED[cited.verified]
    words = f"{', '.join(cited.sources)}; {cited.basis}, strength {cited.strength}; {how}"
    yield from paragraph("from", words)


def _in_words(bounds: Bounds) -> str:
    if bounds.most is None:
        return f"at least {bounds.least}; whether the list is whole is not known"
    if bounds.exactly is not None:
        return str(bounds.exactly)
    return f"{bounds.least} to {bounds.most}"
