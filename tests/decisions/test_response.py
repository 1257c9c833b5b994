"""Courses read: what must be said of those of cases/progress.toml, and of instruments to come."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tercet.decisions.response import Dose, Measured, lasting, progress
from tercet.decisions.response.labels import again
from tercet.decisions.response.seen import Span, beyond_percent, points_better, points_worse
from tests.decisions.people import KNOWN, NOW, read_cases

CASES = read_cases("progress.toml")
READING, GAD = KNOWN.reading, KNOWN.instruments["gad-7"]
TOLD = {True: "yes", False: "no", None: "open"}


def on(day):
    return NOW + timedelta(days=day)


def answered(instrument, *answers):
    """[day, total] or [day, low, high] as measures."""
    made = []
    for day, low, *high in answers:
        top = high[0] if high else low
        made.append(Measured(instrument, on(day), None if high else low, low, top))
    return made


def taken(*days):
    return [Dose(number, on(day), None) for number, day in enumerate(days, 1)]


def course(name):
    told = CASES[name]
    doses = taken(*told.get("doses", [0]))
    return (
        KNOWN.instruments[told["instrument"]],
        answered(told["instrument"], *told["answers"]),
        doses,
    )


def read(instrument, seen, doses):
    return progress(instrument, seen, doses=doses, reading=READING)


@pytest.mark.parametrize("name", [name for name in CASES if "labels" in CASES[name]])
def test_a_course_is_called_what_it_is_by_every_threshold_named(name):
    made = read(*course(name))
    said = {f"{label.kind}:{label.threshold.id}": label for label in made.labels}
    for label, so in CASES[name]["labels"].items():
        assert TOLD[said[label].so] == so, label
        assert (said[label].why == "") == (so != "open"), label
    for label, words in CASES[name].get("why", {}).items():
        assert words in said[label].why
    assert made.word == CASES[name]["word"]


@pytest.mark.parametrize("name", [name for name in CASES if "lasting" in CASES[name]])
def test_what_lasts_and_what_comes_back_keep_their_own_names(name):
    instrument, seen, doses = course(name)
    made = {one.name: one for one in lasting(instrument, seen, doses=doses, reading=READING)}
    assert set(made) == {"sustained-remission", "recovery", "relapse"}
    for lasts, so in CASES[name]["lasting"].items():
        assert TOLD[made[lasts].so] == so, lasts
        assert (made[lasts].why == "") == (TOLD[made[lasts].so] == "yes" or not made[lasts].why)


def test_every_label_names_its_threshold_its_set_and_whether_the_start_was_high_enough():
    made = read(*course("maria-halves-her-gad-7"))
    assert made.start.total == 20 and made.latest.total == 10 and made.why == ""
    for label in made.labels:
        assert label.threshold.set in KNOWN.sources and label.threshold.says
        assert label.eligible is True
    low = read(*course("maria-from-nine-is-not"))
    assert {label.eligible for label in low.labels} == {False}
    open_ = read(*course("blanks-at-the-start"))
    assert {label.eligible for label in open_.labels} == {None}


def test_only_what_sums_up_is_counted():
    made = read(
        *course("maria-five-better" if "maria-five-better" in CASES else "maria-four-points-better")
    )
    counted = {label.threshold.id for label in made.labels if label.counted}
    assert counted == {"gad-7-half", "gad-7-below-5", "gad-7-alpha"}
    assert len(made.labels) == 6


def test_a_second_threshold_may_disagree_and_both_are_told():
    made = {
        label.threshold.id: label.so
        for label in read(*course("maria-four-points-better")).labels
        if label.kind == "reliable-improvement"
    }
    assert made == {"gad-7-alpha": True, "gad-7-retest": False}


def test_only_this_questionnaire_is_read_and_in_the_order_of_time():
    seen = answered("gad-7", [28, 8], [-3, 20], [14, 15])
    seen += answered("phq-9", [30, 0], [-1, 0])
    made = read(GAD, seen, taken(0))
    assert (made.start.total, made.latest.total, made.word) == (20, 8, "response")


def test_the_first_dose_is_the_earliest_whatever_the_order_of_the_list():
    doses = list(reversed(taken(0, 14)))
    made = read(GAD, answered("gad-7", [-3, 20], [13, 9]), doses)
    assert made.start.total == 20 and made.word == "response"
    late = read(GAD, answered("gad-7", [-3, 20], [6, 9]), doses)
    assert late.word == "not-enough-to-tell"


def test_what_does_not_count_is_not_the_latest():
    seen = answered("gad-7", [-3, 20], [10, 15], [14.1, 2])
    made = read(GAD, seen, taken(0, 14))
    assert made.latest.total == 15


def test_of_an_untold_course_the_reason_is_said_once_and_of_each_label():
    made = read(GAD, answered("gad-7", [-3, 20], [2, 4]), taken(0))
    assert made.start.total == 20 and made.latest is None
    assert made.why == made.labels[0].why != ""
    assert {label.so for label in made.labels} == {None}
    assert {label.eligible for label in made.labels} == {None}
    counted = {label.threshold.id for label in made.labels if label.counted is True}
    assert counted == {"gad-7-half", "gad-7-below-5", "gad-7-alpha"}


def test_whatever_is_told_names_its_questionnaire():
    for answers in ([[-3, 20]], [[-3, 20], [14, 8]]):
        assert read(GAD, answered("gad-7", *answers), taken(0)).instrument == "gad-7"


def test_a_fall_by_just_more_than_a_line_that_wants_more_is_enough():
    lsas = KNOWN.instruments["lsas-sr"]
    for after, so in ((65, False), (64.996, True)):
        seen = answered("lsas-sr", [-3, 100], [14, after])
        labels = {label.threshold.id: label for label in read(lsas, seen, taken(0)).labels}
        assert labels["lsas-sr-above-35"].so is so


def test_a_questionnaire_without_a_line_of_a_kind_has_none_of_it():
    for id in ("oasis", "craving-now"):
        instrument = KNOWN.instruments[id]
        seen = answered(id, [-3, 15], [14, 3])
        made = lasting(instrument, seen, doses=taken(0), reading=READING)
        assert {one.so for one in made} == {None}


# --- instruments that count differently ---------------------------------------------------------


def like(id, **more):
    return replace(GAD, id=id, **more)


@pytest.mark.parametrize(
    ("id", "kind", "threshold", "before", "after", "so"),
    [
        ("lsas-sr", "response", "lsas-sr-above-35", 100, 65, False),
        ("lsas-sr", "response", "lsas-sr-above-35", 100, 64, True),
        ("lsas-sr", "response", "lsas-sr-28", 100, 72, True),
        ("lsas-sr", "response", "lsas-sr-28", 100, 73, False),
        ("lsas-sr", "remission", "lsas-sr-35", 100, 35, True),
        ("lsas-sr", "remission", "lsas-sr-35", 100, 36, False),
        ("lsas-sr", "reliable-improvement", "lsas-sr-alpha", 100, 85, True),
        ("lsas-sr", "reliable-improvement", "lsas-sr-alpha", 100, 86, False),
        ("lsas-sr", "reliable-improvement", "lsas-sr-retest", 100, 72, True),
        ("lsas-sr", "reliable-improvement", "lsas-sr-retest", 100, 73, False),
        ("y-bocs", "response", "y-bocs-35", 20, 13, True),
        ("y-bocs", "response", "y-bocs-35", 20, 14, False),
        ("y-bocs", "remission", "y-bocs-12", 20, 12, True),
        ("y-bocs", "remission", "y-bocs-12", 20, 13, False),
        ("y-bocs", "remission", "y-bocs-14", 20, 14, True),
        ("y-bocs", "remission", "y-bocs-14", 20, 15, False),
        ("pdss-sr", "response", "pdss-sr-40", 20, 12, True),
        ("pdss-sr", "response", "pdss-sr-40", 20, 13, False),
        ("pdss-sr", "remission", "pdss-sr-5", 20, 5, True),
        ("pdss-sr", "remission", "pdss-sr-5", 20, 6, False),
        ("pdss-sr", "reliable-improvement", "pdss-sr-nhs", 20, 15, True),
        ("pdss-sr", "reliable-improvement", "pdss-sr-nhs", 20, 16, False),
        ("madrs", "response", "madrs-half", 30, 15, True),
        ("madrs", "response", "madrs-half", 30, 16, False),
        ("madrs", "remission", "madrs-10", 30, 10, True),
        ("madrs", "remission", "madrs-10", 30, 11, False),
        ("madrs", "remission", "madrs-12", 30, 12, True),
        ("madrs", "remission", "madrs-12", 30, 13, False),
        ("ham-a", "response", "ham-a-half", 30, 15, True),
        ("ham-a", "response", "ham-a-half", 30, 16, False),
        ("qids-sr16", "response", "qids-sr16-half", 16, 8, True),
        ("qids-sr16", "response", "qids-sr16-half", 16, 9, False),
        ("qids-sr16", "remission", "qids-sr16-5", 16, 5, True),
        ("qids-sr16", "remission", "qids-sr16-5", 16, 6, False),
        ("oasis", "reliable-improvement", "oasis-alpha", 12, 7, True),
        ("oasis", "reliable-improvement", "oasis-alpha", 12, 8, False),
        ("pcl-5", "reliable-improvement", "pcl-5-alpha", 50, 39, True),
        ("pcl-5", "reliable-improvement", "pcl-5-alpha", 50, 40, False),
        ("pcl-5", "reliable-improvement", "pcl-5-retest", 50, 32, True),
        ("pcl-5", "reliable-improvement", "pcl-5-retest", 50, 33, False),
        ("wsas", "reliable-improvement", "wsas-retest", 30, 18, True),
        ("wsas", "reliable-improvement", "wsas-retest", 30, 19, False),
        ("isi", "reliable-improvement", "isi-alpha", 20, 16, True),
        ("isi", "reliable-improvement", "isi-alpha", 20, 17, False),
        ("spin", "reliable-improvement", "spin-nhs", 40, 30, True),
        ("spin", "reliable-improvement", "spin-nhs", 40, 31, False),
        ("pswq", "reliable-improvement", "pswq-nhs", 60, 51, True),
        ("pswq", "reliable-improvement", "pswq-nhs", 60, 52, False),
    ],
)
def test_each_published_line_is_stood_on_and_beside(id, kind, threshold, before, after, so):
    made = read(like(id), answered(id, [-1, before], [28, after]), taken(0))
    said = {(label.kind, label.threshold.id): label.so for label in made.labels}
    assert said[kind, threshold] is so


def test_every_threshold_of_the_file_is_stood_on_somewhere():
    stood = {line.partition(":")[2] for told in CASES.values() for line in told.get("labels", {})}
    mark = test_each_published_line_is_stood_on_and_beside.pytestmark[0]
    stood |= {row[2] for row in mark.args[1]}
    assert {*READING.responses, *READING.remissions, *READING.reliables} == stood


def test_without_a_reliable_change_no_answer_is_no_response():
    made = read(like("madrs"), answered("madrs", [-1, 30], [28, 25]), taken(0))
    assert made.word == "no-response"
    assert {label.eligible for label in made.labels} == {None}


def test_an_instrument_of_no_line_has_no_label_and_nothing_is_told():
    made = read(like("luck"), answered("luck", [-1, 30], [28, 5]), taken(0))
    assert (made.labels, made.word) == ((), "not-enough-to-tell")


def test_where_higher_is_better_more_is_better():
    up = like("oasis", direction="higher-is-better")
    before, after = answered("oasis", [-1, 10], [28, 15])
    assert points_better(up, before, after) == Span(5, 5)
    assert points_worse(up, before, after) == Span(-5, -5)
    assert read(up, [before, after], taken(0)).word == "reliable-improvement"
    assert beyond_percent(up, before, after, percent=50) == Span(0, 0)
    assert beyond_percent(GAD, before, after, percent=50) == Span(-1000, -1000)


def test_blanks_widen_in_both_directions():
    before, after = answered("gad-7", [-1, 10, 12], [28, 3, 7])
    assert points_better(GAD, before, after) == Span(3, 9)
    assert beyond_percent(GAD, before, after, percent=50) == Span(-200, 300)
    up = like("gad-7", direction="higher-is-better")
    assert points_better(up, before, after) == Span(-9, -3)
    assert beyond_percent(up, before, after, percent=50) == Span(-1500, -800)


def test_a_span_tells_only_where_both_ends_agree():
    assert [Span(3, 5).at_least(limit) for limit in (3, 4, 5, 6)] == [True, None, None, False]
    assert [Span(3, 5).more_than(limit) for limit in (2, 3, 4, 5)] == [True, None, None, False]


@pytest.mark.parametrize(
    ("states", "so"),
    [
        ([], False),
        ([False], False),
        ([True], None),
        ([None], None),
        ([True, True], True),
        ([False, True, True], True),
        ([True, None], None),
        ([None, True], None),
        ([True, False], False),
    ],
)
def test_worse_is_said_only_of_the_last_two_in_a_row(states, so):
    assert again(states, 2)[0] is so
