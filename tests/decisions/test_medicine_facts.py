"""What follows from a list of medicines: yes, no and not known, sums, and who said the list."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, eligibility
from tercet.decisions.medicines import (
    Dose,
    derived,
    diazepam_equivalents,
    morphine_equivalents,
    with_derived,
)
from tercet.decisions.medicines.equals import Total, as_diazepam, as_morphine
from tests.decisions.people import KNOWN, NOW, TAKES, many, person

SUM, MME = "diazepam-equivalent-mg-per-day", "opioid-mme-per-day"


def listed(*lines, by="patient", at=NOW, **more):
    said = {"medicines": Said(lines, at, by)}
    return Facts({**said, **{k.replace("_", "-"): v for k, v in more.items()}}, NOW)


def follows(*lines, **more):
    return with_derived(listed(*lines, **more), KNOWN).said


def yes(*lines):
    return {name for name, value in derived(lines, KNOWN).items() if value is True}


def test_of_no_list_nothing_follows():
    assert derived(None, KNOWN) == dict.fromkeys([*TAKES, "unrecognised-medicines"])


@pytest.mark.parametrize("nothing", [[], ["none"], ["None."], [" NOTHING "], ["", "  "], ["."]])
def test_of_an_empty_list_every_class_is_a_no(nothing):
    assert derived(nothing, KNOWN) == dict.fromkeys(TAKES, False) | {"unrecognised-medicines": ()}


def test_each_class_follows_from_its_medicines_and_strangers_are_named():
    made = derived(["Xanax 1 mg", "Nardil", "zorblax", "oxycodone and something"], KNOWN)
    assert {"takes-benzodiazepine", "takes-maoi", "takes-opioid", "takes-cns-depressant"} <= {
        name for name, value in made.items() if value is True
    }
    assert made["takes-lithium"] is False
    assert made["unrecognised-medicines"] == ("zorblax", "oxycodone and something")


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("clonazepam", {"benzodiazepine", "cns-depressant"}),
        ("sertraline", {"ssri-or-snri", "serotonergic"}),
        ("fluvoxamine", {"ssri-or-snri", "serotonergic", "cyp3a4-inhibitor-moderate"}),
        ("venlafaxine", {"ssri-or-snri", "serotonergic", "noradrenergic-antidepressant"}),
        ("paxlovid", {"cyp3a4-inhibitor-strong"}),
        ("clarithromycin", {"clarithromycin", "cyp3a4-inhibitor-strong", "qt-prolonging"}),
        ("itraconazole", {"itraconazole", "cyp3a4-inhibitor-strong"}),
        ("ticlopidine", {"ticlopidine", "cyp2b6-inhibitor"}),
        ("plavix", {"cyp2b6-inhibitor"}),
        ("rifampin", {"rifampicin", "enzyme-inducer"}),
        ("st john's wort", {"st-johns-wort", "enzyme-inducer", "serotonergic"}),
        (
            "methadone",
            {
                "opioid",
                "methadone",
                "cns-depressant",
                "serotonergic",
                "nmda-antagonist",
                "qt-prolonging",
            },
        ),
        ("suboxone", {"opioid", "buprenorphine", "cns-depressant"}),
        ("kratom", {"kratom", "cns-depressant"}),
        ("provigil", {"stimulant", "modafinil"}),
        ("linezolid", {"maoi", "serotonergic", "linezolid-or-methylene-blue"}),
        ("ayahuasca", {"psychedelic", "serotonergic", "maoi"}),
        ("spravato", {"ketamine-source", "nmda-antagonist", "cns-depressant"}),
        ("delsym", {"dextromethorphan", "serotonergic"}),
        ("clozapine", {"antipsychotic", "clozapine", "sedating-medicine", "cns-depressant"}),
        ("lithium", {"lithium", "mood-stabiliser", "serotonergic"}),
        ("ozempic", {"glp-1"}),
        ("lantus", {"insulin-or-sulfonylurea"}),
        ("sudafed", {"decongestant"}),
        ("zofran", {"ondansetron", "qt-prolonging"}),
        ("GHB", {"oxybate", "illicit-stimulant-or-party-drug", "cns-depressant"}),
        ("cbd oil", {"cannabidiol"}),
        ("naltrexone", {"naltrexone"}),
        ("theophylline", {"theophylline"}),
        ("ibuprofen", set()),
    ],
)
def test_what_matters_around_ketamine_is_in_its_classes(line, classes):
    assert yes(line) == {f"takes-{name}" for name in classes}


def test_what_is_inferred_is_marked_so():
    assert KNOWN.medicines["ritonavir"].inferred == ("cyp3a4-inhibitor-strong",)
    assert KNOWN.medicines["clarithromycin"].inferred == ("qt-prolonging",)
    assert KNOWN.medicines["sertraline"].inferred == ()


def test_a_line_that_says_nothing_does_not_hide_the_next():
    made = derived(["none", "Xanax", "", "zorblax"], KNOWN)
    assert made["takes-benzodiazepine"] is True
    assert made["unrecognised-medicines"] == ("zorblax",)


# --- near misses ------------------------------------------------------------------------------


def test_of_a_near_miss_its_classes_are_not_known():
    made = derived(["klonapin 0.5 bid", "sertraline"], KNOWN)
    assert made["takes-benzodiazepine"] is None and made["takes-cns-depressant"] is None
    assert made["takes-serotonergic"] is True and made["takes-maoi"] is False
    assert made["unrecognised-medicines"] is None


def test_a_yes_beside_a_near_miss_stays_a_yes():
    assert derived(["klonapin", "Xanax"], KNOWN)["takes-benzodiazepine"] is True


def test_a_near_miss_beside_a_stranger_is_looked_at_with_it():
    made = derived(["klonapin", "zorblax"], KNOWN)
    assert made["unrecognised-medicines"] == ("klonapin", "zorblax")
    assert made["takes-benzodiazepine"] is None
    assert derived(["klonapin zorblax"], KNOWN)["unrecognised-medicines"] == ("klonapin zorblax",)
    assert derived(["klonapin zorblax"], KNOWN)["takes-benzodiazepine"] is False


def test_what_may_be_meant_is_said():
    said = follows(" klonapin  0.5 bid ", "sertralin")
    asked = "“klonapin 0.5 bid”: did you mean klonopin?; “sertralin”: did you mean sertraline?"
    assert said["unrecognised-medicines"] == Said(None, NOW, "derived", asked)
    assert said["takes-benzodiazepine"] == Said(None, NOW, "derived", asked)
    either = follows("penobarbital")["takes-barbiturate"].note
    assert either == "“penobarbital”: did you mean pentobarbital or phenobarbital?"
    also = follows("klonapin", "zorblax")["unrecognised-medicines"]
    assert also.note == "“klonapin”: did you mean klonopin?"


def test_a_near_miss_asks():
    facts = person("tomas").with_said({"medicines": Said(("klonapin 0.5 mg bid",), NOW, "patient")})
    found = {one.rule: one.verdict for one in eligibility.decide(facts, KNOWN).findings}
    assert found["unknown-medicine"] is Verdict.ASK
    assert found["takes-benzodiazepine"] is Verdict.ASK


def test_the_question_of_a_near_miss_is_seen_in_the_finding():
    facts = person("tomas").with_said({"medicines": Said(("klonapin",), NOW, "patient")})
    found = {one.rule: one for one in eligibility.decide(facts, KNOWN).findings}
    meant = "“klonapin”: did you mean klonopin?"
    assert found["unknown-medicine"].saw == f"not known · {meant}"
    assert found["unknown-medicine"].proof[0].why_not == meant
    sums = found["benzodiazepine-above-8-mg"]
    assert f"benzodiazepine on the list: not known · {meant}" in sums.saw
    assert "not known: benzodiazepine dose as diazepam" in sums.saw


# --- who said the list ------------------------------------------------------------------------


def test_the_lines_behind_a_yes_are_shown_with_it():
    said = follows("Xanax 1 mg", " Ativan ", "sertraline")
    assert said["takes-benzodiazepine"] == Said(True, NOW, "derived", "Xanax 1 mg, Ativan")
    assert said["takes-maoi"] == Said(False, NOW, "derived", "")
    assert said["unrecognised-medicines"] == Said((), NOW, "derived", "")


def test_what_follows_is_as_old_as_the_list():
    at = NOW - timedelta(days=3)
    said = follows("Xanax 1 mg daily", at=at)
    assert said["takes-benzodiazepine"].at == said[SUM].at == at


def test_nothing_follows_from_a_list_that_does_not_count():
    stale = listed("sertraline", at=NOW - timedelta(days=100))
    assert with_derived(stale, KNOWN) is stale
    stranger = listed("sertraline", by="coordinator")
    assert with_derived(stranger, KNOWN) is stranger
    nobody = Facts({}, NOW)
    assert with_derived(nobody, KNOWN) is nobody


def test_a_prescribers_word_stands_unless_the_list_says_worse():
    word = Said(True, NOW, "prescriber")
    assert follows("sertraline", takes_opioid=word)["takes-opioid"] == word
    denied = Said(False, NOW, "prescriber")
    made = follows("oxycodone", takes_opioid=denied)
    assert made["takes-opioid"] == Said(True, NOW, "derived", "oxycodone")
    assert follows("sertraline", takes_opioid=denied)["takes-opioid"] == denied
    assert follows("klonapin", takes_benzodiazepine=denied)["takes-benzodiazepine"] == denied


def test_a_records_list_makes_a_yes_and_never_a_no():
    said = follows("Xanax 1 mg daily", "zorblax", by="record")
    assert said["takes-benzodiazepine"] == Said(True, NOW, "derived", "Xanax 1 mg daily")
    assert said["unrecognised-medicines"].value == ("zorblax",)
    assert "takes-maoi" not in said
    assert "unrecognised-medicines" not in follows("Xanax", by="record")


@pytest.mark.parametrize("by", ["patient", "prescriber", "guide", "given"])
def test_a_list_that_somebody_went_through_is_whole(by):
    assert follows("Xanax", by=by)["takes-maoi"].value is False


# --- sums -------------------------------------------------------------------------------------


def test_two_published_tables_give_two_equivalents():
    assert diazepam_equivalents("clonazepam", 1, KNOWN) == {"va-dod": 10, "ashton": 20}
    assert diazepam_equivalents("lorazepam", 3, KNOWN) == {"va-dod": 15, "ashton": 30}
    assert diazepam_equivalents("triazolam", 0.25, KNOWN) == {"va-dod": 10, "ashton": 5}
    assert diazepam_equivalents("oxazepam", 30, KNOWN) == {"va-dod": 10, "ashton": 15}
    assert diazepam_equivalents("sertraline", 50, KNOWN) == {}
    assert diazepam_equivalents("zolpidem", 10, KNOWN) == {}


def test_morphine_equivalents_leave_out_what_has_no_factor():
    assert morphine_equivalents("oxycodone", 20, KNOWN) == {"cdc-2022": 30}
    assert morphine_equivalents("hydrocodone", 20, KNOWN) == {"cdc-2022": 20}
    assert morphine_equivalents("codeine", 100, KNOWN) == {"cdc-2022": 15}
    assert morphine_equivalents("tramadol", 100, KNOWN) == {"cdc-2022": 20}
    for without in ("methadone", "buprenorphine", "fentanyl"):
        assert morphine_equivalents(without, 10, KNOWN) == {}


def test_the_higher_table_counts_and_both_are_shown():
    said = follows("klonopin 0.5 mg bid", "sertraline 50 mg daily")
    assert said[SUM] == Said(20, NOW, "derived", "10 mg by va-dod, 20 mg by ashton")


def test_benzodiazepines_add_up_by_each_table():
    said = follows("klonopin 0.5 mg daily", "restoril 15 mg nightly", "xanax 0.25 mg bid prn")
    assert said[SUM].note == "20 mg by va-dod, 27.5 mg by ashton"
    assert said[SUM].value == 27.5


def test_the_higher_table_may_be_the_other_one():
    assert follows("triazolam 0.25 mg nightly")[SUM].value == 10


@pytest.mark.parametrize(
    "line",
    [
        "xanax",
        "xanax 1 mg",
        "xanax 1 mg as needed",
        "xanax bid",
        "xanax 1 mg bid tapering",
        "lorazepam 1 mg injection daily",
        "bromazepam 3 mg daily",
        "benzos daily",
    ],
)
def test_what_could_not_be_read_is_asked_and_takes_nothing_away(line):
    assert SUM not in follows(line)
    assert SUM not in follows("klonopin 0.4 mg daily", line)  # 8 mg by the higher table, or more
    past = follows("klonopin 0.41 mg daily", line)[SUM]
    assert past.value == pytest.approx(8.2)
    assert past.note == "at least 4.1 mg by va-dod, 8.2 mg by ashton"


def with_limits(**limits):
    """The knowledge with one rule only, which has these limits."""
    rule = replace(KNOWN.rules["benzodiazepine-above-8-mg"], limits=limits)
    law = replace(KNOWN.law, rules={})
    return replace(KNOWN, rules={"one": rule}, law=law, protocols={})


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"fact": SUM, "above": 9.9}, True),
        ({"fact": SUM, "above": 10}, False),
        ({"fact": SUM, "at_least": 10}, True),
        ({"fact": SUM, "at_least": 10.1}, False),
        ({"amount": SUM, "above": 9.9}, True),
        ({"amount": SUM, "below": 3}, False),
        ({"amount": MME, "above": 3}, False),
        ({"facts": (SUM,)}, False),
    ],
)
def test_a_least_is_said_where_more_would_change_nothing(limits, said):
    found = with_derived(listed("klonopin 0.5 mg daily", "xanax"), with_limits(**limits)).said
    assert (SUM in found) is said


def test_of_no_doses_there_is_no_sum_and_the_least_is_nothing():
    assert as_diazepam([], KNOWN) == Total(None, 0, "")
    assert as_diazepam([Dose("alprazolam")], KNOWN) == Total(None, 0, "")
    assert as_morphine([Dose("alprazolam", 1, "mg", 1)], KNOWN) == Total(None, 0, "")


def test_of_a_records_list_a_sum_is_said_only_if_it_is_past_every_limit():
    assert SUM not in follows("klonopin 0.4 mg daily", by="record")
    said = follows("klonopin 0.5 mg daily", by="record")[SUM]
    assert said == Said(10, NOW, "derived", "at least 5 mg by va-dod, 10 mg by ashton")


def test_a_least_of_opioids_is_said_from_the_limit_on():
    assert MME not in follows("morphine 24.5 mg bid", "methadone")
    assert follows("morphine 25 mg bid", "methadone")[MME].value == 50


def test_without_a_benzodiazepine_there_is_no_sum():
    said = follows("sertraline 50 mg daily")
    assert SUM not in said and MME not in said


def test_of_two_amounts_the_higher_counts():
    lower, higher = (Said(mg, NOW, "prescriber") for mg in (5, 25))
    line = "klonopin 0.5 mg bid"
    assert follows(line, diazepam_equivalent_mg_per_day=lower)[SUM].value == 20
    assert follows(line, diazepam_equivalent_mg_per_day=higher)[SUM] == higher
    same = Said(20, NOW, "prescriber")
    assert follows(line, diazepam_equivalent_mg_per_day=same)[SUM] == same
    assert follows("xanax", diazepam_equivalent_mg_per_day=lower)[SUM] == lower
    odd = Said("many", NOW, "prescriber")
    assert follows(line, diazepam_equivalent_mg_per_day=odd)[SUM].value == 20


def test_opioids_add_up_as_morphine():
    said = follows("oxycodone 10 mg bid", "norco 5/325 mg qid prn")
    assert said[MME] == Said(50, NOW, "derived", "50 mg by cdc-2022")
    assert MME not in follows("oxycodone 10 mg bid", "methadone 10 mg daily")
    assert MME not in follows("morphine 10 mg injection daily")
    assert follows("morphine 10 mg sublingual daily")[MME].value == 10


# --- properties -------------------------------------------------------------------------------

LINES = st.lists(
    st.sampled_from(
        [
            "sertraline 50 mg daily",
            "Xanax 1 mg bid",
            "Xanax",
            "klonapin",
            "zorblax",
            "Nardil",
            "oxycodone 30 mg bid",
            "methadone",
            "none",
            "norco 5/325 mg qid",
            "Paxlovid",
            "theophylline",
            "gabapentin",
            "kratom",
            "wine",
            "levothyroxine",
            "lithium",
            "Lamictal",
        ]
    ),
    max_size=4,
)


@settings(max_examples=many(60), deadline=None)
@given(before=LINES, more=LINES, by=st.sampled_from(["patient", "record", "given"]))
def test_adding_a_medicine_never_clears_anothers_finding(before, more, by):
    def verdicts(lines):
        shown = person("tomas").with_said({"medicines": Said(tuple(lines), NOW, by)})
        return {one.rule: one.verdict for one in eligibility.decide(shown, KNOWN).findings}

    fewer, all_of_them = verdicts(before), verdicts([*before, *more])
    for rule, verdict in fewer.items():
        if verdict is Verdict.ASK:
            assert all_of_them[rule] is not Verdict.CLEAR, rule
        else:
            assert all_of_them[rule] >= verdict, rule


@settings(max_examples=many(60), deadline=None)
@given(lines=LINES, data=st.data())
def test_the_order_of_the_lines_does_not_matter(lines, data):
    shuffled = data.draw(st.permutations(lines))
    one, other = derived(lines, KNOWN), derived(shuffled, KNOWN)
    same = (
        {**each, "unrecognised-medicines": set(each["unrecognised-medicines"] or ())}
        for each in (one, other)
    )
    assert next(same) == next(same)
