"""Every questionnaire: its numbers by hand, each band's two ends, published examples."""

import os
from dataclasses import replace
from math import ceil, sqrt

import pytest

from tercet.decisions.instruments import band, score
from tercet.knowledge.questionnaires import extremes
from tests.decisions.people import KNOWN
from tests.decisions.scores import CASES, TOLD, coming_to, differences, instrument

EDGES = [
    (id, name, *edge)
    for id, told in TOLD.items()
    for name, edges in told.get("bands", {}).items()
    for edge in edges
]


def accepted(item):
    return [item.low, item.high] if item.answers == "range" else [o.score for o in item.options]


def test_every_questionnaire_has_its_cases():
    assert set(TOLD) == set(KNOWN.instruments)


@pytest.mark.parametrize("id", TOLD)
def test_its_numbers_are_what_somebody_wrote_down(id):
    held, told = instrument(id), TOLD[id]
    assert len(held.items) == told["items"] and len(held.unscored) == told.get("unscored", 0)
    assert accepted(held.items[0]) == told["accepts"]
    assert (held.recall_days, held.direction) == (told["recall_days"], told["direction"])
    nothing = score(held, {})
    assert nothing.bounds == (tuple(told["ends"]) if "ends" in told else None)


@pytest.mark.parametrize("id", TOLD)
def test_its_bands_cut_offs_and_changes_are_what_somebody_wrote_down(id):
    held, told = instrument(id), TOLD[id]
    bands = {k: [[b.name, b.low, b.high] for b in v] for k, v in held.bands.items()}
    assert bands == told.get("bands", {})
    lines = {
        k: f">= {c.at_least:g}" if c.at_least is not None else f"<= {c.at_most:g}"
        for k, c in held.cutoffs.items()
    }
    assert lines == told.get("cutoffs", {})
    changes = {
        k: [c.points, *([c.sd, c.r, c.r_kind] if c.r_kind else [])] for k, c in held.changes.items()
    }
    assert changes == told.get("changes", {})


@pytest.mark.parametrize(("id", "case"), CASES, ids=[f"{id} {c.get('answers')}" for id, c in CASES])
def test_answers_come_to_what_is_published(id, case):
    assert differences(instrument(id), case) == {}


@pytest.mark.parametrize(("id", "name", "called", "low", "high"), EDGES)
def test_a_band_holds_at_both_its_ends_and_no_further(id, name, called, low, high):
    held = instrument(id)
    assert band(held, low, name) == band(held, high, name) == called
    assert called not in (band(held, low - 1, name), band(held, high + 1, name))
    if held.scoring.kind == "item":
        return
    for total in {low, high}:
        made = score(held, coming_to(held, total), {"bands": name})
        assert (made.total, made.band, made.band_set) == (total, called, name)


@pytest.mark.parametrize("id", TOLD)
def test_a_change_from_a_reliability_is_reckoned_right(id):
    for change in instrument(id).changes.values():
        if change.r_kind:
            error = change.sd * sqrt(1 - change.r) * sqrt(2)
            assert ceil(1.96 * error) == change.points, change.id


def test_the_worked_example_of_the_gad_7_is_reckoned_as_it_stands():
    """SD 4.7 and r .92 make 3.68, so 4; r .83 makes 5.37, so 6."""
    assert round(1.96 * 4.7 * sqrt(1 - 0.92) * sqrt(2), 2) == 3.68
    assert round(1.96 * 4.7 * sqrt(1 - 0.83) * sqrt(2), 2) == 5.37


def test_the_ends_that_bands_must_cover_are_those_of_the_score():
    for held in KNOWN.instruments.values():
        if held.bands and held.scoring.kind != "item":
            assert score(held, {}).bounds == extremes(held)


# Changes that change nothing: no sum of a part lies between 59 and 60 per cent.
SAME = {"triage complete at_least -1"}


# --- planted ------------------------------------------------------------------------------------


def clauses_moved(holders, name):
    """Every flag or name with one number of one clause moved by a step."""
    for at, holder in enumerate(holders):
        for n, clause in enumerate(holder.clauses):
            for key in ("at_least", "at_most", "count", "most"):
                for step in (-1, 1):
                    if moved := _moved(clause, key, step):
                        clauses = (*holder.clauses[:n], moved, *holder.clauses[n + 1 :])
                        changed = replace(holder, clauses=clauses)
                        what = f"{name} {getattr(holder, 'id', '') or holder.name} {key} {step:+}"
                        yield what, (*holders[:at], changed, *holders[at + 1 :])


def _moved(clause, key, step):
    value = getattr(clause, key)
    many = len(clause.items) + len(clause.subscales)
    if value is None or (key == "count" and not 1 <= value + step <= many):
        return None
    if key == "at_least" and (clause.at_most is not None or not value) and step < 0:
        return None
    return replace(clause, **{key: value + step})


def plants(held):
    for what, flags in clauses_moved(held.flags, "flag"):
        yield what, replace(held, flags=flags)
    for what, triage in clauses_moved(held.triage, "triage"):
        yield what, replace(held, triage=triage)
    if held.proration and not held.proration.na:
        for step in (-1, 1):
            most = held.proration.most_missing + step
            yield (
                f"proration {step:+}",
                replace(held, proration=replace(held.proration, most_missing=most)),
            )


@pytest.mark.skipif("MUTANT_UNDER_TEST" in os.environ, reason="plants its own faults")
@pytest.mark.parametrize("id", TOLD)
def test_a_number_planted_in_a_flag_or_a_name_is_noticed_by_a_case(id):
    missed = [
        what
        for what, planted in plants(instrument(id))
        if what not in SAME and not any(differences(planted, case) for case in TOLD[id]["cases"])
    ]
    assert missed == []


def written(text):
    """ "distress 1-16" is distress-1 to distress-16; "6-8" is 6, 7, 8."""
    part, _, ends = text.rpartition(" ")
    first, last = map(int, ends.split("-"))
    return tuple(f"{part}-{n}" if part else str(n) for n in range(first, last + 1))


def shortened(held, parts):
    """The instrument with one item left out of one of its parts that nobody has written down."""
    for id, scale in held.subscales.items():
        if id in parts:
            assert scale.items == written(parts[id])
            continue
        for left in scale.items if len(scale.items) > 1 else ():
            items = tuple(item for item in scale.items if item != left)
            less = replace(scale, items=items)
            yield f"{id} without {left}", replace(held, subscales={**held.subscales, id: less})


@pytest.mark.skipif("MUTANT_UNDER_TEST" in os.environ, reason="plants its own faults")
@pytest.mark.parametrize("id", [id for id in TOLD if instrument(id).subscales])
def test_an_item_left_out_of_a_part_is_noticed_by_a_case(id):
    missed = [
        what
        for what, planted in shortened(instrument(id), TOLD[id].get("parts", {}))
        if not any(differences(planted, case) for case in TOLD[id]["cases"])
    ]
    assert missed == []
