"""Questionnaires of a record: the sum is ours, a blank is not a nought, and item 9 is heard."""

import pytest
from hearing import decide, hear, note, value
from maria_in_fhir import LOINC, MARIA, about_maria, observed

from tercet.decisions import Verdict

PHQ = [
    *("44250-9", "44255-8", "44259-0", "44254-1", "44251-7"),
    *("44258-2", "44252-5", "44253-3", "44260-8"),
]
ANSWERS = ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9")
HL7 = "http://hl7.org/fhir/StructureDefinition/"


def item(loinc, answer, **more):
    """One item: its answer as points, or ready-made."""
    given = answer
    if isinstance(answer, int):
        given = [{"valueCoding": {"system": LOINC, "code": ANSWERS[answer]}}]
    return {"linkId": f"/{loinc}", **({"answer": given} if given else {}), **more}


def weighed(name, points):
    """An answer in somebody's own words, with the points it gives."""
    weight = {"url": HL7 + name, "valueDecimal": points}
    return [{"valueCoding": {"system": "urn:theirs", "code": "often", "extension": [weight]}}]


def phq(*points, status="completed", at="2026-11-20", **more):
    """A PHQ-9 answered with these points; None leaves an item blank."""
    items = [item(loinc, one) for loinc, one in zip(PHQ, points, strict=True)]
    plain = {"status": status, "authored": at, "item": items}
    return about_maria("QuestionnaireResponse", **{**plain, **more})


WHOLE = (1, 2, 1, 3, 0, 1, 1, 0, 0)


def test_a_whole_form_is_summed_here():
    heard = hear(phq(*WHOLE))
    assert heard.facts.value("phq-9-total") == 9
    assert heard.facts.value("phq-9-item-9") == 0
    assert heard.facts.said["phq-9-total"].by == "record"


def test_answered_by_the_patient_it_is_the_patients_word():
    heard = hear(phq(*WHOLE, source={"reference": "Patient/maria"}))
    assert heard.facts.said["phq-9-total"].by == "patient"


def test_a_blank_is_not_a_nought():
    form = phq(1, 2, 1, 3, None, 1, 1, 0, 2)
    assert "8 of 9 answers" in note("phq-9-total", form)
    assert value("phq-9-item-9", form) == 2
    assert "not answered" in note("phq-9-item-9", phq(1, 2, 1, 3, 0, 1, 1, 0, None))


@pytest.mark.parametrize("status", ["in-progress", "stopped"])
def test_a_raised_safety_answer_counts_of_an_unfinished_form_too(status):
    heard = hear(phq(*WHOLE[:8], 1, status=status))
    assert heard.facts.value("phq-9-item-9") == 1
    assert heard.facts.value("phq-9-total") is None
    asked = next(f for f in decide(heard).findings if f.rule == "phq-9-item-9")
    assert asked.verdict is Verdict.REVIEW


def test_nought_of_an_unfinished_form_is_not_an_answer_yet():
    assert value("phq-9-item-9", phq(*WHOLE, status="in-progress")) is None


def test_an_unfinished_form_does_not_take_back_what_a_whole_one_said():
    told = [phq(*WHOLE[:8], 2, at="2026-11-19"), phq(*[None] * 9, status="in-progress")]
    assert value("phq-9-item-9", *told) == 2
    assert value("phq-9-total", *told) == 11


@pytest.mark.parametrize("status", ["entered-in-error", "draft", None])
def test_what_was_entered_in_error_says_nothing(status):
    heard = hear(phq(*WHOLE[:8], 3, status=status))
    assert heard.facts.value("phq-9-item-9") is None and "phq-9-total" not in heard.notes


@pytest.mark.parametrize(
    "answer",
    [
        [{"valueInteger": 2}],
        [{"valueDecimal": 2.0}],
        [{"valueCoding": {"code": "LA6570-1"}}],
        weighed("ordinalValue", 2),
        weighed("itemWeight", 2),
    ],
)
def test_an_answer_is_read_as_points_as_a_loinc_code_or_by_its_weight(answer):
    assert value("phq-9-item-9", phq(*WHOLE[:8], answer)) == 2


@pytest.mark.parametrize(
    "answer",
    [
        [{"valueInteger": 4}],
        [{"valueInteger": -1}],
        [{"valueDecimal": 1.5}],
        [{"valueBoolean": True}],
        [{"valueString": "2"}],
        [{"valueCoding": {"system": "urn:ours", "code": "LA6570-1"}}],
        [{"valueCoding": {"system": LOINC, "code": "LA9999-9"}}],
        [{"valueInteger": 0}, {"valueInteger": 3}],
        [],
    ],
)
def test_an_answer_nobody_can_place_is_no_answer(answer):
    assert "not answered" in note("phq-9-item-9", phq(*WHOLE[:8], answer))


def test_items_are_found_in_groups_and_under_answers():
    nested = {"linkId": "group", "item": phq(*WHOLE)["item"]}
    deeper = {"linkId": "top", "answer": [{"valueBoolean": True, "item": [nested]}]}
    assert value("phq-9-total", phq(*WHOLE, item=[deeper])) == 9


def test_an_item_given_twice_with_two_answers_is_not_answered():
    form = phq(*WHOLE)
    form["item"].append(item(PHQ[8], 3))
    assert value("phq-9-item-9", form) is None


def test_an_item_is_known_by_its_definition_too():
    form = phq(*WHOLE)
    for one, loinc in zip(form["item"], PHQ, strict=True):
        one.update(linkId="q", definition=f"http://loinc.org/q/{loinc}")
    assert value("phq-9-total", form) == 9


def test_of_a_form_and_an_observation_the_later_counts():
    told = [phq(*WHOLE), observed("44261-6", 21, "{score}", at="2026-11-21")]
    assert value("phq-9-total", *told) == value("phq-9-total", *reversed(told)) == 21


def test_a_form_about_somebody_else_is_left_out():
    other = phq(*WHOLE, subject={"reference": "Patient/another"})
    heard = hear(other)
    assert heard.facts.value("phq-9-total") is None and heard.left_out
    assert MARIA not in str(heard.left_out)


def form(*items, **more):
    plain = {"status": "completed", "authored": "2026-11-20", "item": list(items)}
    return about_maria("QuestionnaireResponse", **{**plain, **more})


AUDIT = [
    *("68518-0", "68519-8", "68520-6", "97734-8", "97735-5", "97736-3", "97737-1", "97738-9"),
    *("97739-7", "97740-5"),
]


def audit(*points):
    pairs = zip(AUDIT, points, strict=False)
    return form(*({"linkId": f"/{loinc}", "answer": [{"valueInteger": n}]} for loinc, n in pairs))


def test_an_audit_is_summed_and_an_audit_c_is_not_an_audit_cut_off():
    assert value("audit-total", audit(4, 1, 2, 3, 3, 1, 4, 2, 2, 2)) == 24
    assert "3 of 10" not in str(hear(audit(4, 1, 2)).notes)
    told = [audit(4, 1, 2, 3, 3, 1, 4, 2, 2, 2), {**audit(0, 0, 0), "authored": "2026-11-21"}]
    assert value("audit-total", *told) == 24
    assert "4 of 10 answers" in note("audit-total", audit(4, 1, 2, 3))


def test_an_answer_there_is_not_of_an_item_with_its_own_points_is_no_answer():
    assert "9 of 10 answers" in note("audit-total", audit(4, 1, 2, 3, 3, 1, 4, 2, 1, 2))


def test_the_question_that_looks_like_the_first_of_audit_is_not_it():
    items = [{"linkId": "/68517-2", "answer": [{"valueInteger": 4}]}]
    heard = hear(form(*items))
    assert heard.facts.value("audit-total") is None and "audit-total" not in heard.notes


def test_a_form_that_says_which_questionnaire_it_is_needs_no_codes():
    items = [{"linkId": str(n), "answer": [{"valueInteger": 2}]} for n in range(1, 21)]
    assert (
        value("pcl-5-total", form(*items, questionnaire="https://a.org/Questionnaire/pcl-5|2"))
        == 40
    )
    assert (
        value("pcl-5-total", form(*items, questionnaire="https://a.org/Questionnaire/pcl-6"))
        is None
    )
    assert value("pcl-5-total", form(*items)) is None


def test_the_other_code_of_more_than_half_the_days_is_known():
    items = [item("68509-9", [{"valueCoding": {"system": LOINC, "code": "LA18938-3"}}])]
    gad = ["69725-0", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]
    items += [item(loinc, 1) for loinc in gad]
    assert value("gad-7-total", form(*items)) == 8


@pytest.mark.parametrize(
    ("third", "total"), [({"valueBoolean": False}, 1), ({"valueInteger": 1}, None)]
)
def test_a_number_for_a_turned_yes_or_no_may_be_answer_or_point_and_is_no_answer(third, total):
    items = [{"linkId": str(n), "answer": [{"valueBoolean": False}]} for n in range(1, 11)]
    items[2]["answer"] = [third]
    made = form(*items, questionnaire="https://a.org/Questionnaire/dast-10")
    assert value("dast-10-total", made) == total
