"""The small pictures tell the truth: a blank is no nought, and every mark stands under its day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tercet.clinic.diary import facts
from tercet.clinic.pictures import Mark, ruler, score_chart
from tercet.clinic.small_pictures import (
    Attempt,
    Goal,
    Panic,
    Step,
    Worry,
    goals_picture,
    panic_picture,
    worry_picture,
)

MONDAY = datetime(2026, 9, 7, tzinfo=UTC)
TIME = ruler(MONDAY, MONDAY + timedelta(weeks=14))
PHONE = ruler(MONDAY, MONDAY + timedelta(weeks=14), left=36, right=336)
DOSES = [
    Mark(MONDAY + timedelta(weeks=n), f"dose {n}", state)
    for n, state in [(1, "done"), (3, "done"), (5, "planned")]
]


def day(number):
    return MONDAY + timedelta(days=number)


def attack(number, worst=None, **more):
    return Panic(day(number), worst=worst, **more)


def worry(number, share=None, **more):
    return Worry(day(number), on=day(number).date(), share=share, **more)


# ---- Panic --------------------------------------------------------------------------------------


def test_where_there_is_nothing_there_is_no_picture():
    assert panic_picture([], time=TIME) is None
    assert worry_picture([], time=TIME) is None
    assert goals_picture([]) is None


def test_a_stem_is_as_high_as_the_worst_fear_and_nought_is_a_stem():
    picture = panic_picture([attack(1, 0), attack(2, 50), attack(3, 100)], time=TIME)
    assert [stem.y for stem in picture.stems] == [picture.frame.bottom, "96.0", picture.frame.top]
    assert picture.unsaid == ()


def test_a_worst_fear_that_was_not_said_is_open_and_has_no_height():
    picture = panic_picture([attack(1, 80), attack(2)], time=TIME)
    assert [stem.label for stem in picture.stems] == ["80"]
    assert [(stem.y, stem.label) for stem in picture.unsaid] == [("0", "")]
    assert picture.sentence == (
        "2 panic attacks, worst fear 80, worst fear not said of 1; 0 doses marked."
    )


def test_attacks_and_doses_stand_where_the_main_chart_has_them():
    picture = panic_picture([attack(7, 80)], time=TIME, doses=DOSES, now=day(20))
    main = score_chart("GAD-7", [], most=21, bands=[], doses=DOSES[:2], time=TIME, now=day(20))
    assert [d.x for d in picture.frame.doses] == [d.x for d in main.doses]
    assert picture.stems[0].x == main.doses[0].x and picture.frame.today == main.today
    assert "2 doses marked" in picture.sentence, "a planned dose is not one that was taken"


def test_each_week_has_its_count_and_a_week_without_an_entry_has_no_number():
    attacks = [attack(n) for n in (0, 6.9, 7, 21)]
    picture = panic_picture(attacks, time=TIME)
    assert [count.label for count in picture.counts] == ["2", "1", "1"]
    assert picture.weeks_each == 1
    gap = float(picture.counts[2].x) - float(picture.counts[1].x)
    assert gap == pytest.approx(2 * (TIME.right - TIME.left) / 14, abs=0.1)


def test_counts_that_would_touch_are_of_more_weeks_together():
    year = ruler(MONDAY, MONDAY + timedelta(weeks=52), left=36, right=336)
    picture = panic_picture([attack(n) for n in range(0, 364, 7)], time=year, for_phone=True)
    assert picture.weeks_each == 4
    assert {count.label for count in picture.counts} == {"4"}
    assert panic_picture([attack(1)], time=PHONE, for_phone=True).weeks_each == 1


def test_an_attack_before_the_course_is_in_the_table_and_in_the_sentence_alone():
    picture = panic_picture([attack(-30, 90), attack(1, 30)], time=TIME)
    assert len(picture.stems) == 1 and len(picture.rows) == 2
    assert picture.sentence.endswith(" 1 outside this time line stands in the table only.")


def test_dose_words_give_way_to_numbers_on_a_phone():
    wide = panic_picture([attack(1)], time=TIME, doses=DOSES)
    narrow = panic_picture([attack(1)], time=PHONE, doses=DOSES, for_phone=True)
    assert [d.label for d in wide.frame.doses] == ["dose 1", "dose 3"]
    assert [d.label for d in narrow.frame.doses] == ["1", "3"]
    assert (wide.frame.width, narrow.frame.width) == ("1120.0", "350.0")


# ---- Worry --------------------------------------------------------------------------------------


def test_a_day_without_an_entry_has_no_bar_and_nought_has_one():
    picture = worry_picture([worry(0, 0), worry(2, 40)], time=TIME)
    assert [bar.label for bar in picture.bars] == ["0", "40"]
    assert [float(bar.y2) for bar in picture.bars] == [2.0, 48.0]
    assert picture.unsaid == ()


def test_a_day_that_was_kept_without_its_share_is_marked_as_that():
    picture = worry_picture([worry(0), worry(1, 40), worry(1)], time=TIME)
    assert len(picture.bars) == 1 and len(picture.unsaid) == 1
    assert picture.sentence == ("Worry kept on 2 days, share of the day 40 of 100; 0 doses marked.")


def test_of_two_worries_of_a_day_the_larger_share_is_its_bar():
    picture = worry_picture([worry(1, 70), worry(1, 20)], time=TIME)
    assert [bar.label for bar in picture.bars] == ["70"] and len(picture.rows) == 2


def test_a_bar_stands_over_its_own_day_and_can_be_seen_on_a_phone():
    picture = worry_picture([worry(3, 70)], time=PHONE, for_phone=True)
    middle = float(picture.bars[0].x) + float(picture.bar_width) / 2
    assert middle == pytest.approx(PHONE.x(day(3.5)), abs=0.1)
    assert float(picture.bar_width) >= 2


def test_what_became_of_fears_is_counted_from_rows():
    fears = [worry(n, fears="x", outcome=o) for n, o in enumerate(["no"] * 5 + ["yes"])]
    assert worry_picture(fears, time=TIME).fears == (
        "Of 6 fears that came due, 5 did not happen, 1 happened."
    )


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ([""], "No fear has come due yet."),
        (["early"], "No fear has come due yet. It is too early to say of 1."),
        (["no"], "Of 1 fear that came due, 1 did not happen."),
        (["yes"], "Of 1 fear that came due, 0 did not happen, 1 happened."),
        (
            ["no", "partly", "early", ""],
            "Of 2 fears that came due, 1 did not happen, 1 happened in part."
            " It is too early to say of 1.",
        ),
    ],
)
def test_what_is_too_early_or_not_said_is_not_counted_as_due(outcomes, sentence):
    fears = [worry(n, fears="x", outcome=outcome) for n, outcome in enumerate(outcomes)]
    picture = worry_picture(fears, time=TIME)
    assert picture.fears == sentence
    assert [mark.state for mark in picture.outcomes] == [o for o in outcomes if o]


def test_marks_that_would_touch_stand_one_below_the_other():
    near = [worry(n, fears="x", outcome="no") for n in (0, 1, 30)]
    picture = worry_picture(near, time=PHONE, for_phone=True)
    first, second, third = (float(mark.y) for mark in picture.outcomes)
    assert first == third < second < float(picture.axis)


# ---- Goals --------------------------------------------------------------------------------------


def tried(did="did", peak=None, before=None, after=None):
    return Attempt(date(2026, 11, 19), did, before=before, peak=peak, after=after)


def one_step(*attempts, expected=None, for_phone=False):
    goal = Goal("social", "A party", (Step("Say hello", expected, tuple(attempts)),))
    return goals_picture([goal], for_phone=for_phone).goals[0].steps[0]


def test_an_attempt_goes_from_before_up_to_the_peak_and_down_to_after():
    [drawn] = one_step(tried(before=20, peak=100, after=0)).attempts
    heights = [float(place.split(",")[1]) for place in drawn.line.split()]
    assert heights == [94.8, 26.0, 112.0] and drawn.gap == ""
    assert [end.label for end in drawn.ends] == ["20", "0"] and drawn.peak.label == "100"


def test_a_peak_that_was_not_said_is_dotted_over_and_never_drawn():
    [drawn] = one_step(tried(before=20, after=0)).attempts
    assert drawn.line == "" and len(drawn.gap.split()) == 2 and drawn.peak is None


@pytest.mark.parametrize("said", [{}, {"peak": 50}, {"before": 0}])
def test_a_single_place_has_no_line(said):
    [drawn] = one_step(tried(**said)).attempts
    assert drawn.line == drawn.gap == ""
    assert len(drawn.ends) + bool(drawn.peak) == len(said)


def test_how_it_went_is_told_by_shape_in_its_own_row():
    step = one_step(tried("did"), tried("left"), tried("not-tried"))
    assert [drawn.mark.state for drawn in step.attempts] == ["did", "left", "not-tried"]
    assert len({drawn.mark.y for drawn in step.attempts}) == 1
    assert [drawn.when.label for drawn in step.attempts] == ["19 Nov"] * 3


@pytest.mark.parametrize(
    ("attempts", "sentence"),
    [
        ([], "Step 1: no attempt yet."),
        ([tried(peak=80), tried(peak=55), tried(peak=30)], "Step 1: peak 80, then 55, then 30."),
        (
            [tried("not-tried", peak=9), tried("left", peak=0), tried("not-tried")],
            "Step 1: not tried, then peak 0 (left early), then not tried.",
        ),
        (
            [tried(), tried("left"), tried(peak=30)],
            "Step 1: no peak said, then left early, no peak said, then peak 30.",
        ),
    ],
)
def test_the_peaks_of_a_step_are_said_in_order(attempts, sentence):
    assert one_step(*attempts).sentence == sentence


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (5, 1), (6, 2), (11, 3)])
def test_attempts_that_do_not_fit_beside_each_other_begin_a_new_row(count, rows):
    step = one_step(*[tried(peak=50)] * count, for_phone=True, expected=60)
    assert float(step.height) == rows * 168
    assert len(step.expected) == rows and len(step.grid) == 2 * rows
    assert all(float(drawn.when.x) + 30 <= float(step.width) for drawn in step.attempts)


def test_goals_and_steps_keep_their_order_and_say_where_nothing_is_yet():
    picture = goals_picture([Goal("places", "The market"), Goal("phobia", "Lifts", (Step("x"),))])
    assert [drawn.goal.words for drawn in picture.goals] == ["The market", "Lifts"]
    assert picture.goals[0].sentence == "No step has been written down yet."
    assert picture.sentence == "2 goals, 1 step, 0 attempts."


# ---- From rows ----------------------------------------------------------------------------------


def test_the_pictures_are_drawn_from_rows_each_none_where_there_is_nothing(cast, keep, evening):
    def drawn():
        line = facts.time_line(cast.maria, now=evening, for_phone=False)
        return facts.pictures(cast.maria, time=line, doses=[], now=evening, for_phone=False)

    assert drawn() == facts.Pictures(None, None, None)
    keep("panic", worst=80, days_ago=3)
    keep("worry", share=40)
    goal = keep("goal", area="social", words="A party")
    keep("step", of=goal, words="Say hello")
    assert drawn().panic.sentence.startswith("1 panic attack, worst fear 80;")
    assert drawn().worry.sentence.startswith("Worry kept on 1 day, share of the day 40")
    assert drawn().goals.sentence == "1 goal, 1 step, 0 attempts."


def test_the_time_line_is_the_courses_and_holds_today(course, cast, evening):
    line = facts.time_line(cast.maria, now=evening, for_phone=True)
    begins = line.starts_at.astimezone(cast.maria.tz)
    assert (begins.date(), begins.hour) == (course.starts_on, 0)
    assert line.ends_at.astimezone(cast.maria.tz).date() == course.ends_on
    later = evening + timedelta(weeks=60)
    assert facts.time_line(cast.maria, now=later, for_phone=True).ends_at == later
