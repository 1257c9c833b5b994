"""Medicines around a dose: what must be said of the people of tests/cases/around.toml."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, around, eligibility
from tercet.decisions.around.exposure import direction_of, ratio_of
from tercet.decisions.around.hours import CARE
from tercet.knowledge import Ratio
from tercet.knowledge.around import ROUTES
from tests.decisions.people import KNOWN, NOW, many, read_cases

PEOPLE = read_cases("around.toml")
LINES = [line for told in PEOPLE.values() for line in told.get("medicines", [])]
EVERYONE = {"alcohol", "cannabis", "grapefruit", "decongestants", "cough-medicine", "food", "drink"}


def listed(*lines, by="patient", **more):
    said = {"medicines": Said(lines, NOW, by)}
    return Facts(said | {k.replace("_", "-"): v for k, v in more.items()}, NOW)


def person(name):
    told = PEOPLE[name]
    said = {"medicines": told["medicines"]} if "medicines" in told else {}
    return Facts.plain(said | told.get("facts", {}), now=NOW)


def planned(name):
    return around.plan(person(name), PEOPLE[name].get("route"), KNOWN)


def counted(plan):
    """What counts of each line of the list."""
    return {line.what: line.do for line in plan.lines if line.counts}


@pytest.mark.parametrize("name", [name for name in PEOPLE if "ratios" in PEOPLE[name]])
def test_the_amount_in_the_blood_is_said_as_it_was_measured_or_not_at_all(name):
    made = {each.of: each for each in planned(name).interactions}
    assert made.keys() == PEOPLE[name]["ratios"].keys()
    for of, numbers in PEOPLE[name]["ratios"].items():
        ratio = made[of].ratio
        shown = [ratio.value, ratio.low, ratio.high] if ratio else []
        assert [round(number, 2) for number in shown] == numbers, of


@pytest.mark.parametrize("name", [name for name in PEOPLE if "does" in PEOPLE[name]])
def test_every_medicine_has_its_hours_and_the_more_careful_line_counts(name):
    made = counted(planned(name))
    for what, do in PEOPLE[name]["does"].items():
        assert made[what] == do, what


@pytest.mark.parametrize("name", PEOPLE)
def test_the_plan_says_what_it_must_and_not_what_it_must_not(name):
    said = " ".join(line.says for line in planned(name).lines)
    for words in PEOPLE[name].get("says", []):
        assert words in said
    for words in PEOPLE[name].get("silent", []):
        assert words not in said


@pytest.mark.parametrize("name", [name for name in PEOPLE if "medicines" in PEOPLE[name]])
def test_a_weaker_response_is_expected_of_exactly_those_medicines(name):
    weaker = [each.rule for each in planned(name).expected if each.so]
    assert weaker == PEOPLE[name].get("weaker", [])


@pytest.mark.parametrize("name", PEOPLE)
def test_the_rules_speak_of_these_medicines(name):
    made = {f.rule: f.verdict.word for f in eligibility.decide(person(name), KNOWN).findings}
    for rule, verdict in PEOPLE[name].get("findings", {}).items():
        assert made[rule] == verdict, rule
    for rule in PEOPLE[name].get("clear", []):
        assert made[rule] == "clear", rule


# --- the amount in the blood ------------------------------------------------------------------


def one(name, route):
    return around.interactions(listed(name), route, KNOWN)[0]


def test_a_number_names_its_study_and_how_far_it_carries():
    swallowed, nasal = one("clarithromycin", "swallowed"), one("clarithromycin", "nasal")
    assert (swallowed.direction, swallowed.measured) == ("more", False)
    assert swallowed.inferences == (KNOWN.around.shares["swallowed"].says,)
    assert [study.id for study in swallowed.studies] == [
        "clarithromycin-swallowed",
        "clarithromycin-nasal",
    ]
    assert swallowed.pieces == (KNOWN.around.measured["clarithromycin-swallowed"],)
    assert swallowed.says == (KNOWN.around.measured["clarithromycin-swallowed"].says,)
    assert (nasal.measured, nasal.inferences) == (True, ())
    assert nasal.pieces == (KNOWN.around.measured["clarithromycin-nasal"],)
    assert (nasal.what, nasal.of, nasal.route) == ("clarithromycin", "clarithromycin", "nasal")


def test_what_is_spat_and_what_was_not_measured_says_so():
    spat = one("clarithromycin", "spat")
    assert spat.inferences == (KNOWN.around.shares["spat"].says,)
    drip = one("grapefruit juice", "infusion")
    assert not drip.measured and "Not measured by this route" in drip.inferences[0]
    unknown = one("grapefruit juice", None)
    assert unknown.route is None and "route is not known" in unknown.inferences[0]


def test_a_class_that_nobody_measured_has_a_direction_and_no_number():
    made = one("carbamazepine 200 mg", "swallowed")
    assert (made.direction, made.ratio, made.measured) == ("less", None, False)
    assert made.studies == () and "No human study with ketamine" in made.inferences[0]
    assert made.pieces == (KNOWN.around.inferred["enzyme-inducer"],)
    assert (made.of, made.what, made.route) == (
        "carbamazepine",
        "carbamazepine 200 mg",
        "swallowed",
    )
    assert made.says == (KNOWN.around.inferred["enzyme-inducer"].says,)
    assert one("Paxlovid", "spat").direction == "more"


def test_what_is_measured_is_never_inferred_as_well():
    made = around.interactions(listed("clarithromycin", "itraconazole"), "spat", KNOWN)
    assert [each.of for each in made] == ["clarithromycin", "itraconazole"]
    assert all(each.studies for each in made)


def test_the_first_product_is_shown_beside_and_never_counts_as_ketamine():
    made = one("St John's wort", "swallowed")
    assert "norketamine" in {study.analyte for study in made.studies}
    assert made.ratio.value == 0.42
    beside = [KNOWN.around.measured["st-johns-wort-swallowed-norketamine"]]
    assert ratio_of(beside, "swallowed", KNOWN.around.shares) is None


def test_only_the_ways_that_were_studied_have_a_number():
    by_nose = [KNOWN.around.measured["clarithromycin-nasal"]]
    assert ratio_of(by_nose, "swallowed", KNOWN.around.shares) is None
    assert ratio_of(by_nose, "infusion", KNOWN.around.shares) is None
    assert ratio_of(by_nose, None, KNOWN.around.shares).value == 1.04
    assert ratio_of([], None, KNOWN.around.shares) is None


def test_more_less_and_unchanged():
    assert direction_of(Ratio(1.01, 1, 1.1)) == "more"
    assert direction_of(Ratio(0.99, 0.9, 1)) == "less"
    assert direction_of(Ratio(1, 1, 1)) == direction_of(None) == "unchanged"


def test_a_halving_and_a_tripling_are_weighed_by_how_many_times():
    studies = [KNOWN.around.measured[f"rifampicin-{way}"] for way in ("infusion", "nasal")]
    assert ratio_of(studies, None, KNOWN.around.shares).value == 0.72


def test_a_class_that_a_prescriber_names_interacts_too():
    facts = Facts.plain({"takes-rifampicin": True}, now=NOW)
    made = around.interactions(facts, "infusion", KNOWN)
    assert [(each.of, each.what) for each in made] == [
        ("rifampicin", KNOWN.facts["takes-rifampicin"].label)
    ]


# --- the hours --------------------------------------------------------------------------------


def test_the_lines_come_in_the_order_of_the_hours():
    lines = around.plan(listed("Ambien", "Xanax", "sertraline"), "spat", KNOWN).lines
    hours = [(line.from_hour, line.to_hour) for line in lines]
    assert hours == sorted(hours)
    assert {line.entry for line in lines} >= EVERYONE


def test_a_line_says_what_it_rests_on():
    made = around.plan(listed("Xanax 0.5 mg"), "spat", KNOWN)
    line = next(line for line in made.lines if line.what == "Xanax 0.5 mg")
    entry = KNOWN.around.hours["benzodiazepine"]
    assert (line.entry, line.hours, line.never_stop, line.says) == (
        "benzodiazepine",
        entry,
        True,
        entry.says,
    )
    assert (line.from_hour, line.to_hour, line.do, line.counts) == (-72, 24, "continue", True)
    assert made.route == "spat"


def test_two_entries_are_both_shown_and_one_counts():
    lines = around.plan(listed("quetiapine"), "spat", KNOWN).lines
    shown = {line.entry: line.counts for line in lines if line.what == "quetiapine"}
    assert shown == {"antipsychotic": False, "sedating-medicine": True}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("sumatriptan and sudafed", {"decongestants": False, "triptan": True}),
        ("ondansetron and sudafed", {"decongestants": True, "ondansetron": False}),
    ],
)
def test_asking_counts_before_holding_and_holding_before_going_on(written, shown):
    lines = around.plan(listed(written), "spat", KNOWN).lines
    assert {line.entry: line.counts for line in lines if line.what == written} == shown


def test_what_only_slows_the_brain_is_asked_about_and_others_have_their_own_entry():
    facts = Facts.plain({"takes-cns-depressant": True}, now=NOW)
    assert "cns-depressant" in {line.entry for line in around.plan(facts, None, KNOWN).lines}
    xanax = around.plan(listed("Xanax"), None, KNOWN)
    assert "cns-depressant" not in {line.entry for line in xanax.lines}


def test_a_line_with_a_word_nobody_knows_is_asked_about_beside_what_is_known():
    made = around.plan(listed("Xanax and moonroot"), "spat", KNOWN)
    shown = {line.entry: line.counts for line in made.lines if line.what == "Xanax and moonroot"}
    assert shown == {"benzodiazepine": False, "unrecognised-medicine": True}


def test_what_is_held_in_part_and_needed_in_part_is_asked_about():
    lines = around.plan(listed("Auvelity"), "spat", KNOWN).lines
    mine = [line for line in lines if line.what == "Auvelity"]
    assert "held-but-needed" in {line.entry for line in mine}
    assert all(line.do != "hold-by-protocol" for line in mine)


def test_a_list_that_does_not_count_is_not_a_list():
    for facts in (Facts({}, NOW), listed("Xanax", by="coordinator")):
        made = around.plan(facts, "spat", KNOWN)
        assert "medicines-not-known" in {line.entry for line in made.lines}
        assert "Xanax" not in counted(made) and not made.interactions
        assert all(each.so is None for each in made.expected)
    assert "medicines-not-known" not in {
        line.entry for line in around.plan(listed("none"), None, KNOWN).lines
    }


def test_a_line_written_twice_stands_once_and_blanks_do_not_matter():
    made = around.taken(listed("Xanax  0.5 mg", " Xanax 0.5 mg ", "none", ""), KNOWN)
    assert [one.what for one in made] == ["Xanax 0.5 mg"]


def test_a_class_somebody_names_has_its_line_and_what_was_worked_out_has_none():
    named = listed("sertraline", takes_opioid=Said(True, NOW, "prescriber"))
    assert KNOWN.facts["takes-opioid"].label in counted(around.plan(named, None, KNOWN))
    for said in (
        Said(True, NOW, "derived"),
        Said(True, NOW, "patient"),
        Said(False, NOW, "prescriber"),
    ):
        made = around.plan(listed("sertraline", takes_opioid=said), None, KNOWN)
        assert KNOWN.facts["takes-opioid"].label not in counted(made)


def test_a_class_somebody_names_is_no_strange_word():
    named = Facts.plain({"takes-opioid": True}, now=NOW)
    assert [one.strange for one in around.taken(named, KNOWN)] == [False]
    entries = {line.entry for line in around.plan(named, None, KNOWN).lines}
    assert "opioid" in entries and "unrecognised-medicine" not in entries


def test_a_label_says_what_was_seen_and_why():
    made = {each.rule: each for each in around.expected(listed("lamotrigine 25 mg"), KNOWN)}
    mine = made["takes-lamotrigine"]
    assert mine.so is True and "lamotrigine 25 mg" in mine.saw
    assert mine.says == mine.label.says == KNOWN.around.labels["takes-lamotrigine"].says
    assert made["takes-naltrexone"].so is False
    assert list(made) == list(KNOWN.around.labels)


def test_of_a_benzodiazepine_without_an_amount_the_label_is_not_known():
    made = {each.rule: each.so for each in around.expected(listed("Xanax"), KNOWN)}
    assert made["benzodiazepine-above-8-mg"] is None


# --- of anybody -------------------------------------------------------------------------------

SOME = st.lists(st.sampled_from(LINES), max_size=5)


def said_lines(plan):
    return {(line.what, line.entry) for line in plan.lines if line.entry != "medicines-not-known"}


@settings(max_examples=many(60), deadline=None)
@given(lines=SOME, more=st.sampled_from(LINES), route=st.sampled_from([None, *ROUTES]))
def test_adding_a_medicine_never_removes_a_line_or_clears_anothers_finding(lines, more, route):
    before, after = listed(*lines), listed(*lines, more)
    assert said_lines(around.plan(before, route, KNOWN)) <= said_lines(
        around.plan(after, route, KNOWN)
    )
    was = eligibility.decide(before, KNOWN)
    now = {finding.rule: finding.verdict for finding in eligibility.decide(after, KNOWN).findings}
    for finding in was.findings:
        if finding.verdict is not Verdict.CLEAR:
            assert now[finding.rule] is not Verdict.CLEAR, finding.rule


@settings(max_examples=many(60), deadline=None)
@given(lines=SOME, route=st.sampled_from([None, *ROUTES]))
def test_what_harms_when_it_is_left_out_is_never_held(lines, route):
    made = around.plan(listed(*lines), route, KNOWN)
    for line in made.lines:
        assert not (line.never_stop and line.do == "hold-by-protocol"), line
    needed = {line.what for line in made.lines if line.never_stop}
    held = {line.what for line in made.lines if line.do == "hold-by-protocol"}
    assert not needed & held


@settings(max_examples=many(40), deadline=None)
@given(data=st.data(), route=st.sampled_from([None, *ROUTES]))
def test_the_order_of_the_list_does_not_matter(data, route):
    lines = data.draw(SOME)
    shuffled = data.draw(st.permutations(lines))
    here, there = (around.plan(listed(*each), route, KNOWN) for each in (lines, shuffled))
    assert (here.lines, here.interactions) == (there.lines, there.interactions)


@settings(max_examples=many(60), deadline=None)
@given(lines=SOME)
def test_every_medicine_on_the_list_has_a_line_that_counts(lines):
    made = around.plan(listed(*lines), None, KNOWN)
    for what in (" ".join(line.split()) for line in lines if line != "none"):
        mine = [line for line in made.lines if line.what == what]
        assert mine and any(line.counts for line in mine), what
        most = max(CARE.index(line.do) for line in mine)
        assert all(line.counts == (CARE.index(line.do) == most) for line in mine)


def test_everything_around_a_dose_names_no_amount_of_it():
    import re

    for piece in KNOWN.around.pieces:
        assert not re.search(r"\b(?:raise|lower|halve|double|reduce|increase) the dose", piece.says)


def test_the_rules_on_medicines_are_asked_alone():
    made = around.decide(listed("Xanax 0.5 mg", "Ambien 5 mg"), KNOWN)
    assert made.about == "medicines" and made.knowledge == KNOWN.version
    ids = [finding.rule for finding in made.findings if finding.rule in KNOWN.rules]
    assert ids == list(KNOWN.topics["medicines"])
    found = {finding.rule: finding.verdict.word for finding in made.findings}
    assert (found["takes-benzodiazepine"], found["two-depressants"]) == ("caution", "review")
    assert found["takes-maoi"] == "ask" and found["takes-opioid"] == "clear"
