"""Different medicines that do the same are counted, each ingredient once."""

from datetime import timedelta

import pytest

from tercet.decisions import Facts, Said, eligibility
from tercet.decisions.stacking import COUNTED, with_counts
from tests.decisions.people import KNOWN, NOW

DEPRESSANTS = "cns-depressants-count"


def listed(*lines, by="patient", at=NOW, **more):
    said = {"medicines": Said(lines, at, by)}
    return Facts(said | {k.replace("_", "-"): v for k, v in more.items()}, NOW)


def counts(facts):
    made = with_counts(facts, KNOWN)
    return {name: made.value(name) for name in COUNTED}


def test_each_ingredient_counts_once_however_often_it_is_written():
    lines = ("Xanax 0.5 mg", "alprazolam 0.25 mg as needed", "Ambien 5 mg", "kratom")
    assert counts(listed(*lines))[DEPRESSANTS] == 3
    assert counts(listed("sertraline"))[DEPRESSANTS] == 0


def test_each_count_has_its_own_class():
    made = counts(listed("sertraline 50 mg", "tramadol 50 mg", "ondansetron", "citalopram"))
    assert made == {DEPRESSANTS: 1, "serotonergics-count": 3, "qt-prolonging-count": 2}


def test_a_count_says_what_it_counted_and_is_as_old_as_the_list():
    at = NOW - timedelta(days=3)
    made = with_counts(listed("Xanax", "Ambien", at=at), KNOWN)
    assert made.said[DEPRESSANTS] == Said(2, at, "derived", "alprazolam, zolpidem")


def test_nothing_is_counted_of_a_list_that_does_not_count():
    for facts in (
        Facts({}, NOW),
        listed("Xanax", "Ambien", by="coordinator"),
        listed("Xanax", "Ambien", at=NOW - timedelta(days=100)),
    ):
        assert with_counts(facts, KNOWN) is facts


def test_of_a_records_list_only_a_count_that_meets_a_rule_is_said():
    """A record's list need not be whole: few on it may be more in truth."""
    assert counts(listed("Xanax", by="record"))[DEPRESSANTS] is None
    assert counts(listed("Xanax", "Ambien", by="record"))[DEPRESSANTS] == 2
    assert counts(listed("ondansetron", by="record"))["qt-prolonging-count"] is None
    assert counts(listed("ondansetron", "citalopram", by="record"))["qt-prolonging-count"] == 2


@pytest.mark.parametrize(
    ("asserted", "counted"),
    [
        (Said(4, NOW, "prescriber"), 4),
        (Said(1, NOW, "prescriber"), 2),
        (Said(2, NOW, "prescriber"), 2),
        (Said(4, NOW, "patient"), 2),
        (Said(None, NOW, "prescriber"), 2),
    ],
)
def test_a_greater_number_of_somebody_who_may_say_it_stands(asserted, counted):
    made = with_counts(listed("Xanax", "Ambien", cns_depressants_count=asserted), KNOWN)
    assert made.value(DEPRESSANTS) == counted
    assert made.said[DEPRESSANTS].by == ("prescriber" if counted == 4 else "derived")


def test_every_sedating_medicine_is_spoken_of_by_a_rule():
    for medicine in KNOWN.medicines.values():
        if "cns-depressant" in medicine.classes:
            made = eligibility.decide(listed(medicine.names[0]), KNOWN)
            found = {finding.rule: finding.verdict.word for finding in made.findings}
            assert found["takes-cns-depressant"] == "caution", medicine.id
