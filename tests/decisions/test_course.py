"""May the course go on? Whole courses, and the numbers that are worked out of what was said."""

from datetime import timedelta

import pytest

from tercet.decisions import Facts, Said, Verdict, course
from tests.decisions.people import KNOWN, NOW, PROTOCOL, read_cases

COURSES = read_cases("courses.toml")


def plain(name):
    """A course of courses.toml as plain values, with whatever it is like."""
    told = COURSES[name]
    facts = dict(plain(told["like"]) if "like" in told else told["facts"])
    facts |= told.get("but", {})
    return {fact: value for fact, value in facts.items() if fact not in told.get("blank", [])}


def expected(name):
    """The findings a story names, with those of whatever it is like."""
    told = COURSES[name]
    return (expected(told["like"]) if "like" in told else {}) | told.get("findings", {})


def shown(name="tomas", **other):
    told = plain(name) | {fact.replace("_", "-"): value for fact, value in other.items()}
    return Facts.plain(told, now=NOW)


def decided(facts):
    return course.decide(facts, PROTOCOL, KNOWN)


def worked_out(facts, name):
    return course.with_worked_out(facts, PROTOCOL, KNOWN).said.get(name)


def of(**facts):
    return Facts.plain({name.replace("_", "-"): value for name, value in facts.items()}, now=NOW)


@pytest.mark.parametrize("name", COURSES)
def test_a_course_is_judged_as_its_story_says(name):
    told, made = COURSES[name], decided(shown(name))
    found = {one.rule: one.verdict.word for one in made.findings}
    assert found == dict.fromkeys(found, told.get("all", "clear")) | expected(name), told["story"]
    assert made.verdict.word == told["verdict"]


def test_there_are_more_than_twenty_courses_and_one_finding_a_rule():
    assert len(COURSES) > 20
    made = decided(shown())
    assert made.about == "course" and made.knowledge == KNOWN.version
    assert [one.rule for one in made.findings] == list(PROTOCOL.course)


# What Tomas need not say, because something else he said answers it already: no fill is asked for,
# no taper is planned, he takes no benzodiazepine, one of two readings or of two enzymes is fine.
ANSWERED = {
    "first-fill", "withdrawal-complicated", "taper-step-this-week", "induction-this-week",
    "weeks-since-benzodiazepine-review", "gad-7-rise-before", "phq-9-rise-before", "phq-9-total",
    "phq-9-baseline", "bilirubin-times-upper-limit", "indication", "medicines", "phq-9-item-9",
}  # fmt: skip


@pytest.mark.parametrize("name", plain("tomas"))
def test_a_course_goes_on_only_while_everything_is_known(name):
    assert decided(shown().without(name)).verdict.passes == (name in ANSWERED)


def test_nothing_here_tells_anyone_to_end_a_benzodiazepine():
    for rule in PROTOCOL.course.values():
        if "benzodiazepine" in rule.id and rule.if_so in ("stop", "review"):
            assert "stop the" not in rule.says and "stop it" not in rule.says
    assert "must not be stopped" in PROTOCOL.course["benzodiazepine-ended-at-once"].says


# --- what is worked out -----------------------------------------------------------------


@pytest.mark.parametrize("measure", ["gad-7", "phq-9"])
def test_a_rise_is_the_total_less_where_the_course_began(measure):
    made = worked_out(of(**{f"{measure}-total": 15, f"{measure}-baseline": 11}), f"{measure}-rise")
    assert (made.value, made.by, made.at) == (4, "derived", NOW)
    name = measure.upper()
    assert made.note == f"{name}: 15, {name} when the course began: 11"


@pytest.mark.parametrize("gone", ["gad-7-total", "gad-7-baseline"])
def test_nothing_is_worked_out_while_a_part_is_missing(gone):
    facts = of(gad_7_total=15, gad_7_baseline=11)
    assert worked_out(facts.without(gone), "gad-7-rise") is None


def test_a_part_that_does_not_count_is_as_good_as_missing():
    stale = Said(15, NOW - timedelta(days=15), "patient")
    facts = of(gad_7_total=15, gad_7_baseline=11).with_said({"gad-7-total": stale})
    assert worked_out(facts, "gad-7-rise") is None
    by_a_stranger = facts.with_said({"gad-7-total": Said(15, NOW, "coordinator")})
    assert worked_out(by_a_stranger, "gad-7-rise") is None


def test_a_number_is_as_old_as_the_oldest_it_is_from():
    yesterday = NOW - timedelta(days=1)
    facts = of(gad_7_baseline=11).with_said({"gad-7-total": Said(15, yesterday, "patient")})
    assert worked_out(facts, "gad-7-rise").at == yesterday
    undated = Said(11, None, "record")
    facts = facts.with_said({"gad-7-baseline": undated})
    assert worked_out(facts, "gad-7-rise").at == yesterday


def test_a_number_from_facts_that_nobody_dated_is_undated():
    facts = of(fill_asked=True, first_fill=False, last_fill_days=28, days_since_last_fill=20)
    undated = {name: Said(facts.value(name), None, "prescriber") for name in facts.said}
    assert worked_out(Facts(undated, NOW), "fill-days-early").at is None


def test_what_somebody_said_and_what_counts_stands():
    facts = of(gad_7_total=15, gad_7_baseline=11, gad_7_rise=7)
    assert worked_out(facts, "gad-7-rise").value == 7
    old = facts.with_said({"gad-7-rise": Said(7, NOW - timedelta(days=15), "derived")})
    assert worked_out(old, "gad-7-rise").value == 4


@pytest.mark.parametrize(
    ("indication", "measure"),
    [
        ("generalised-anxiety", "gad-7"),
        ("panic", "gad-7"),
        ("other", "gad-7"),
        ("depression", "phq-9"),
        ("bipolar-depression", "phq-9"),
        ("ptsd", "pcl-5"),
        ("ocd", "y-bocs"),
    ],
)
def test_each_indication_is_judged_by_its_own_measure(indication, measure):
    totals = {f"{name}-total": 10 for name in ("gad-7", "phq-9", "pcl-5", "y-bocs")}
    begun = {f"{name}-baseline": 10 for name in ("gad-7", "phq-9", "pcl-5", "y-bocs")}
    facts = of(**totals, **begun | {f"{measure}-baseline": 20}, indication=indication)
    assert worked_out(facts, "percent-better").value == 50
    assert worked_out(facts.without("indication"), "percent-better") is None


@pytest.mark.parametrize(
    ("total", "begun", "better"), [(12, 16, 25), (16, 16, 0), (20, 16, -25), (0, 16, 100)]
)
def test_better_is_the_fall_in_percent_of_where_it_began(total, begun, better):
    facts = of(gad_7_total=total, gad_7_baseline=begun, indication="panic")
    assert worked_out(facts, "percent-better").value == better


def test_of_nought_there_is_no_percent():
    facts = of(gad_7_total=3, gad_7_baseline=0, indication="panic")
    assert worked_out(facts, "percent-better") is None


@pytest.mark.parametrize(("counted", "differ"), [(4, 0), (3, 1), (6, 2), (0, 4)])
def test_the_count_and_the_record_differ_either_way(counted, differ):
    facts = of(units_given_out=8, units_logged=4, units_counted=counted)
    assert worked_out(facts, "units-mismatch").value == differ


@pytest.mark.parametrize(
    ("since", "early"), [(23.8, 0), (23.3, 0.5), (20, 3.8), (0, 23.8), (40, 0)]
)
def test_a_fill_is_early_before_85_percent_of_the_days_of_the_last(since, early):
    facts = of(fill_asked=True, first_fill=False, last_fill_days=28, days_since_last_fill=since)
    assert worked_out(facts, "fill-days-early").value == pytest.approx(early)


def test_where_no_fill_is_asked_for_nothing_of_it_can_be_too_much():
    facts = of(fill_asked=False, first_fill=False, last_fill_days=28, days_since_last_fill=1)
    for name in ("fill-sessions", "fill-days", "fill-days-early"):
        made = worked_out(facts, name)
        assert (made.value, made.note) == (0, "a fill is asked for now: no")


def test_what_is_asked_for_is_not_made_nought():
    facts = of(fill_asked=True, first_fill=True)
    for name in ("fill-sessions", "fill-days"):
        assert worked_out(facts, name) is None


def test_a_first_fill_is_never_early():
    made = worked_out(of(fill_asked=True, first_fill=True), "fill-days-early")
    assert (made.value, made.note) == (0, "this is the first fill: yes")


@pytest.mark.parametrize("gone", ["fill-asked", "first-fill", "last-fill-days"])
def test_early_is_not_known_while_anything_of_it_is_not(gone):
    facts = of(fill_asked=True, first_fill=False, last_fill_days=28, days_since_last_fill=20)
    assert worked_out(facts.without(gone), "fill-days-early") is None


def test_a_first_fill_of_which_nobody_said_whether_it_is_asked_for_is_open():
    assert worked_out(of(first_fill=True), "fill-days-early") is None


def test_everything_worked_out_names_what_it_is_from():
    assert course.WORKED_OUT.keys() <= KNOWN.facts.keys()
    parts = {part for parts in course.WORKED_OUT.values() for part in parts}
    assert parts <= KNOWN.facts.keys()


def test_a_benzodiazepine_on_the_list_is_seen():
    held = shown(medicines=["Xanax 0.5 mg"], weeks_since_benzodiazepine_review=14)
    found = {one.rule: one.verdict for one in decided(held).findings}
    assert found["benzodiazepine-review-overdue"] is Verdict.CAUTION
    other = shown(weeks_since_benzodiazepine_review=14)
    found = {one.rule: one.verdict for one in decided(other).findings}
    assert found["benzodiazepine-review-overdue"] is Verdict.CLEAR
