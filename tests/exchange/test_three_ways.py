"""The same answers come to the same score by form, by FHIR, by CSV and by command."""

import json
from dataclasses import asdict

from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tercet.clinic.measures.forms import Questionnaire
from tercet.decisions.instruments import NA, REFUSED, score
from tercet.exchange.csv_answers import rows
from tercet.exchange.fhir_answers import ABSENT, answers_in
from tercet.exchange.place import Place
from tercet.knowledge import read
from tercet.running.score_command import score_
from tercet.running.score_text import score_object

KNOWN = read()
REASON = {NA: "not-applicable", REFUSED: "asked-declined"}
WRITTEN = {"yes-no": ("N", "Y"), "true-false": ("F", "T")}


@st.composite
def answered(draw):
    """An instrument and answers to some of its items."""
    held = KNOWN.instruments[draw(st.sampled_from(sorted(KNOWN.instruments)))]
    given = {}
    for item in (*held.items, *held.unscored):
        numbers = [option.score for option in item.options] or [item.low, item.high]
        beside = [word for word, may in ((NA, item.na), (REFUSED, item.refused)) if may]
        given[item.id] = draw(st.sampled_from([None, *numbers, *numbers, *beside]))
    return held, given


def in_form(held, given):
    posted = {f"item-{id}": str(said) for id, said in given.items() if said is not None}
    form = Questionnaire(held, data=posted)
    assert form.is_valid(), form.errors
    return form.answers


def in_fhir(held, given):
    items = [
        {"linkId": id, "answer": [_fhir(held.item(id), said)]}
        if said is not None
        else {"linkId": id}
        for id, said in given.items()
    ]
    address = f"https://clinic.example/Questionnaire/{held.id}|1"
    return answers_in(Place({"questionnaire": address, "item": items}, ""), held)


def _fhir(item, said):
    if said in REASON:
        return {"valueCoding": {"system": ABSENT, "code": REASON[said]}}
    if item.answers in WRITTEN:
        return {"valueBoolean": bool(said)}
    return {"valueInteger": said}


def written(item, said):
    if said is None:
        return ""
    return WRITTEN[item.answers][said] if said in (0, 1) and item.answers in WRITTEN else str(said)


def in_csv(held, given):
    cells = {id: written(held.item(id), said) for id, said in given.items()}
    text = f"person,{','.join(cells)}\nmaria,{','.join(cells.values())}\n"
    (row,) = rows(text, held)
    return row.answers


def by_command(held, given):
    listed = ",".join(written(held.item(id), said) for id, said in given.items())
    done = CliRunner().invoke(score_, [held.id, "--answers", listed, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


@settings(max_examples=300, deadline=None)
@given(answered())
@example((KNOWN.instruments["wsas"], {"1": NA, "2": 8, "3": 8, "4": 2, "5": 2}))
@example((KNOWN.instruments["asq"], {"1": 0, "2": 0, "3": 0, "4": REFUSED, "5": None}))
def test_the_same_answers_come_to_the_same_score_four_ways(said):
    held, given = said
    wanted = score(held, given)
    assert asdict(score(held, in_form(held, given))) == asdict(wanted)
    assert asdict(score(held, in_fhir(held, given))) == asdict(wanted)
    assert asdict(score(held, in_csv(held, given))) == asdict(wanted)
    assert by_command(held, given) == json.loads(json.dumps(score_object(wanted)))
