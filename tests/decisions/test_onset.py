"""When the benefit of a dose began and ended, anxiety that surfaces, and who looks at it then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tercet.decisions import Facts, Said
from tercet.decisions.response import (
    Dose,
    Interval,
    Measured,
    actions,
    durability,
    effects,
    non_responder,
    progress,
    surfacing,
    weaker,
)
from tercet.decisions.response.surfacing import first_run
from tests.decisions.people import KNOWN, NOW, PROTOCOL

READING, GAD, PHQ = KNOWN.reading, KNOWN.instruments["gad-7"], KNOWN.instruments["phq-9"]
ANXIETY = replace(GAD, id="now-anxiety", recall_days=0)
MOOD = replace(GAD, id="now-mood", recall_days=0, direction="higher-is-better")
DAY = replace(GAD, id="day-anxiety", recall_days=1)
INSTRUMENTS = {each.id: each for each in (ANXIETY, MOOD, GAD, PHQ)}


def hour(hours):
    return NOW + timedelta(hours=hours)


def lines(instrument, *answers):
    """[hour, value] or [hour, low, high] as measures."""
    return [
        Measured(instrument, hour(at), None if high else low, low, high[0] if high else low)
        for at, low, *high in answers
    ]


def doses(*hours):
    return [Dose(number, hour(at), None) for number, at in enumerate(hours, 1)]


def effect(*answers, instrument=ANXIETY, at=(0,)):
    return effects(instrument, lines(instrument.id, *answers), doses=doses(*at), reading=READING)


BEFORE = (-1, 60)


@pytest.mark.parametrize(
    ("answers", "onset", "held", "lost"),
    [
        # half of 60 is 30: at it, and one beyond
        ([(2, 31), (24, 30), (48, 30)], (2, 24), (2, 24), (48, None)),
        ([(2, 30), (24, 30)], (0, 2), (0, 2), (24, None)),
        ([(2, 31), (24, 31)], (24, None), (24, None), None),
        # seen once and gone at the next look: any-time, and not held
        ([(2, 60), (24, 20), (48, 60)], (2, 24), (48, None), (24, 48)),
        # gone, and come back to stay
        ([(2, 20), (24, 60), (48, 20), (72, 20)], (0, 2), (24, 48), (2, 24)),
        # the last look alone: whether it is held is open from the look before
        ([(2, 60), (24, 60), (48, 20)], (24, 48), (24, None), (48, None)),
        ([(2, 20)], (0, 2), (0, None), (2, None)),
        # a look that says nothing widens both
        ([(2, 60), (24, 20, 40), (48, 20), (72, 20)], (2, 48), (2, 48), (72, None)),
        ([(2, 20), (24, 20), (48, 20, 40), (72, 60)], (0, 2), (0, 2), (24, 72)),
    ],
)
def test_onset_and_loss_lie_between_two_looks(answers, onset, held, lost):
    (made,) = effect(BEFORE, *answers)
    assert (made.dose, made.instrument, made.why) == (1, "now-anxiety", "")
    assert made.onset == Interval(*onset) and made.held == Interval(*held)
    assert made.lost == (Interval(*lost) if lost else None)


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([(2, 20)], "before this dose"),
        ([(-24 * 28 - 1, 60), (2, 20)], "before this dose"),
        ([(-1, 29), (2, 10)], "start was below"),
        ([(-1, 20, 40), (2, 10)], "unanswered"),
        ([(-1, 60)], "since this dose"),
        ([(-1, 60), (2, 20, 40)], "since this dose"),
    ],
)
def test_where_nothing_can_be_told_of_a_dose_the_reason_is(answers, why):
    (made,) = effect(*answers)
    assert why in made.why
    assert (made.dose, made.instrument) == (1, "now-anxiety")
    assert (made.onset, made.held, made.lost) == (None, None, None)


def test_from_the_least_start_it_is_told():
    (made,) = effect((-1, 30), (2, 15))
    assert made.onset == Interval(0, 2)


def test_a_start_of_four_weeks_counts_and_one_in_the_minute_of_the_dose():
    assert effect((-24 * 28, 60), (2, 20))[0].onset == Interval(0, 2)
    assert effect((0, 60), (2, 20))[0].onset == Interval(0, 2)


def test_the_next_dose_ends_the_looking_and_has_a_start_of_its_own():
    first, second = effect((-1, 60), (24, 20), (99, 40), (100, 10), (120, 15), at=(0, 100))
    assert first.onset == Interval(0, 24) and first.lost == Interval(24, 99)
    # The answer in the minute of the second dose is its start, and too low to tell from.
    assert "start was below" in second.why
    alone = effect((-1, 60), (24, 20), (120, 15), at=(0, 100))[1]
    assert alone.onset is None and "start was below" in alone.why
    bare = effect((-1, 60), (120, 15), at=(0, 100))[1]
    assert "before this dose" in bare.why


def test_what_is_felt_after_the_next_dose_is_not_of_this_one():
    first, second = effect((-1, 60), (24, 60), (48, 60), (99, 60), (124, 10), at=(0, 100))
    assert (first.onset, first.lost) == (Interval(99, None), None)
    assert second.onset == Interval(0, 24)


def test_a_measure_of_the_day_does_not_look_back_over_the_dose():
    (made,) = effect((-1, 60), (2, 20), (11, 20), (24, 60), (48, 20), (72, 20), instrument=DAY)
    assert made.onset == made.held == Interval(24, 48)
    (made,) = effect((-1, 60), (12, 20), (36, 20), instrument=DAY)
    assert made.onset == Interval(0, 12)


def test_doses_are_told_in_their_order_whatever_the_order_of_the_list():
    seen = lines("now-anxiety", (-1, 60), (24, 20), (99, 60), (124, 20))
    made = effects(ANXIETY, seen, doses=list(reversed(doses(0, 100))), reading=READING)
    assert [each.dose for each in made] == [1, 2]
    assert made[1].onset == Interval(0, 24)


def test_durability_is_counted_from_the_last_dose():
    seen = lines("gad-7", (-1, 20), (24 * 14, 8), (24 * 60, 9), (24 * 90, 15))
    made = durability(GAD, seen, doses=doses(0, 24 * 30), reading=READING)
    assert made == Interval(24 * 30, 24 * 60)
    still = durability(GAD, seen[:3], doses=doses(0, 24 * 30), reading=READING)
    assert still == Interval(24 * 30, None)


def test_an_answer_in_the_minute_of_the_last_dose_is_of_the_dose_before():
    now = replace(GAD, recall_days=0)
    seen = lines("gad-7", (-1, 20), (24 * 30, 8), (24 * 60, 15))
    assert durability(now, seen, doses=doses(0, 24 * 30), reading=READING) is None


@pytest.mark.parametrize(
    "answers",
    [
        [(-1, 20)],
        [(24 * 14, 8)],
        [(-1, 9), (24 * 60, 2)],
        [(-1, 20), (24 * 60, 15)],
        [(-1, 20), (24 * 14, 8), (24 * 29, 15)],
        [(-1, 20), (24 * 60, 8, 12)],
    ],
)
def test_where_there_was_no_response_after_the_last_dose_nothing_lasted(answers):
    seen = lines("gad-7", *answers)
    assert durability(GAD, seen, doses=doses(0, 24 * 30), reading=READING) is None


# --- anxiety that surfaces ----------------------------------------------------------------------


def surfaced(anxiety, mood=(), *, at=(0,), rule="anxiety-now-while-mood-lifts"):
    seen = lines("now-anxiety", *anxiety) + lines("now-mood", *mood)
    made = surfacing(seen, doses=doses(*at), instruments=INSTRUMENTS, reading=READING)
    return [each for each in made if each.rule.id == rule]


LIFTED = [(-1, 40), (24, 50), (48, 50)]


def test_anxiety_that_rises_twice_while_mood_lifts_books_the_therapist():
    (made,) = surfaced([(-1, 40), (24, 60), (48, 60)], LIFTED)
    assert (made.so, made.dose, made.why) == (True, 1, "")
    assert made.action.do == "book-the-therapist"
    assert (made.action.within_hours, made.action.since) == (24, hour(48))
    assert made.action.says == made.rule.says


@pytest.mark.parametrize(
    ("anxiety", "mood", "so"),
    [
        ([(-1, 40), (24, 60), (48, 59)], LIFTED, False),
        ([(-1, 40), (24, 59), (48, 60)], LIFTED, None),  # risen once: looked at again
        ([(-1, 40), (24, 60), (48, 60)], [(-1, 40), (24, 50), (48, 49)], False),
        ([(-1, 40), (24, 60), (48, 60)], [(-1, 40), (24, 49), (48, 50)], None),
        ([(-1, 40), (24, 60), (48, 40), (72, 60)], LIFTED, None),
        ([(-1, 40), (24, 60), (48, 40)], LIFTED, False),
        ([(-1, 40), (24, 55, 65), (48, 60)], LIFTED, None),
        ([(-1, 40), (24, 60), (48, 55, 65)], LIFTED, None),
        ([(-1, 40), (24, 40), (48, 55, 65), (72, 40)], LIFTED, False),
        ([(-1, 40), (24, 55, 65), (48, 60), (72, 40)], LIFTED, None),
        ([(24, 60), (48, 60)], LIFTED, None),
        ([(-1, 40)], LIFTED, None),
        ([(-1, 40), (24, 60), (48, 60)], [], None),
        ([(-1, 40), (24, 60), (48, 60)], [(-1, 40)], None),
        ([(-1, 40), (24, 40), (48, 40)], [], False),
    ],
)
def test_once_is_looked_at_again_and_blanks_are_not_told(anxiety, mood, so):
    (made,) = surfaced(anxiety, mood)
    assert made.so is so and made.action is None and made.dose == 1
    assert (made.why == "") == (so is False)


def test_the_reason_says_whether_it_rose_once_or_what_is_missing():
    assert "Risen once" in surfaced([(-1, 40), (24, 60)], LIFTED)[0].why
    assert "unanswered" in surfaced([(-1, 40), (24, 55, 65)], LIFTED)[0].why
    assert "before this dose" in surfaced([(24, 60)], LIFTED)[0].why
    assert "Nothing has been answered" in surfaced([(-1, 40)], LIFTED)[0].why


def test_the_look_at_mood_that_is_nearest_counts():
    mood = [(-1, 40), (2, 90), (23, 50), (47, 50), (70, 10)]
    assert surfaced([(-1, 40), (24, 60), (48, 60)], mood)[0].so is True
    mood = [(-1, 40), (20, 90), (25, 40), (48, 90)]
    assert surfaced([(-1, 40), (24, 60), (48, 60)], mood)[0].so is None


FIRST = "anxiety-now-after-first-dose"


def test_after_the_first_dose_mood_does_not_matter_and_after_others_it_is_not_asked():
    made = surfaced([(-1, 40), (24, 60), (48, 60), (99, 40), (124, 60), (148, 60)], at=(0, 100),
                    rule=FIRST)  # fmt: skip
    assert [(each.dose, each.so) for each in made] == [(1, True)]
    assert surfaced([(-1, 40), (24, 59), (48, 59)], rule=FIRST)[0].so is False


def test_each_dose_is_asked_from_its_own_start():
    anxiety = [(-1, 40), (24, 40), (48, 40), (99, 30), (124, 50), (148, 50)]
    mood = [(-1, 40), (24, 40), (99, 40), (124, 50), (148, 50)]
    made = surfaced(anxiety, mood, at=(0, 100))
    assert [each.so for each in made] == [False, True]


@pytest.mark.parametrize(("after", "so"), [(14, False), (15, True)])
def test_a_gad_7_five_points_up_is_enough_whatever_mood_does(after, so):
    made = surfacing(
        lines("gad-7", (-1, 10), (24 * 14, after)),
        doses=doses(0),
        instruments=INSTRUMENTS,
        reading=READING,
    )
    (it,) = [each for each in made if each.rule.id == "gad-7-risen"]
    assert it.so is so and (it.action is not None) is so


def test_questionnaires_that_part_ways_are_seen_at_one_look():
    seen = lines("gad-7", (-1, 10), (24 * 14, 14)) + lines("phq-9", (-1, 20), (24 * 14, 14))
    made = surfacing(seen, doses=doses(0), instruments=INSTRUMENTS, reading=READING)
    (it,) = [each for each in made if each.rule.id == "gad-7-while-phq-9-falls"]
    assert it.so is True
    for gad, phq in ((13, 14), (14, 15)):
        seen = lines("gad-7", (-1, 10), (24 * 14, gad)) + lines("phq-9", (-1, 20), (24 * 14, phq))
        made = surfacing(seen, doses=doses(0), instruments=INSTRUMENTS, reading=READING)
        assert [each.so for each in made if each.rule.id == "gad-7-while-phq-9-falls"] == [False]


def test_one_booking_for_one_look_however_many_rules_say_so():
    seen = lines("now-anxiety", (-1, 40), (24, 60), (48, 60)) + lines("now-mood", *LIFTED)
    made = surfacing(seen, doses=doses(0), instruments=INSTRUMENTS, reading=READING)
    assert sum(each.so is True for each in made) == 2
    assert [action.since for action in actions(made)] == [hour(48)]


def test_a_rule_of_an_instrument_that_is_not_there_is_not_asked():
    made = surfacing([], doses=doses(0), instruments={"now-anxiety": ANXIETY}, reading=READING)
    assert {each.rule.id for each in made} == {FIRST}
    assert actions(made) == ()


@pytest.mark.parametrize(
    ("states", "place"),
    [([True, True], 1), ([True, False, True, True], 3), ([True, None, True], None), ([], None)],
)
def test_a_run_is_unbroken(states, place):
    assert first_run(states, 2) == place


# --- a course that helps little -----------------------------------------------------------------


def reviewed(after, count=4, before=20):
    taken = doses(*range(0, 100 * count, 100))
    seen = lines("gad-7", (-1, before), *([(24 * 30, *after)] if after else []))
    made = progress(GAD, seen, doses=taken, reading=READING)
    return non_responder(GAD, made, doses=taken, protocol=PROTOCOL)


@pytest.mark.parametrize(
    ("after", "so"),
    [((15,), False), ((15.004,), True), ((16,), True), ((14, 16), None), ((16, 18), True)],
)
def test_less_than_a_quarter_better_after_four_doses_is_looked_at(after, so):
    made = reviewed(after)
    assert made.so is so and made.do == ("review-the-course" if so else None)
    assert (made.why == "") == (so is not None)
    assert made.rule is PROTOCOL.course["little-response"]


def test_before_the_fourth_dose_it_is_too_early_to_judge():
    made = reviewed((20,), count=3)
    assert (made.so, made.do) == (False, None) and "Too few" in made.why
    assert made.rule is PROTOCOL.course["little-response"]


def test_without_an_answer_it_is_not_known():
    made = reviewed(())
    assert (made.so, made.do) == (None, None) and "since the first dose" in made.why
    assert made.rule is PROTOCOL.course["little-response"]


def test_a_weaker_response_is_labelled_with_its_reason_and_no_medicine_is_taken_away():
    facts = Facts({"medicines": Said(("klonopin 0.5 mg bid",), NOW, "patient")}, NOW)
    made = weaker(facts, KNOWN)
    assert [each.label for each in made] == [
        "Reduced response expected: Benzodiazepine above 8 mg a day of diazepam"
    ]
    assert made[0].so is True and made[0].rule == "benzodiazepine-above-8-mg" and made[0].says
    assert {each.so for each in weaker(Facts({}, NOW), KNOWN)} == {None}


# --- an answer in the very minute of a dose -----------------------------------------------------


def test_an_answer_in_the_minute_of_a_dose_is_its_start_and_no_look_at_it():
    assert "since this dose" in effect((0, 60))[0].why
    second = effect((0, 60), (120, 15), at=(0, 100))[1]
    assert "before this dose" in second.why


def test_an_answer_in_the_minute_of_the_next_dose_is_the_last_look_at_this_one():
    first, second = effect((-1, 60), (24, 60), (100, 30), (124, 15), at=(0, 100))
    assert first.onset == Interval(24, 100)
    assert second.onset == Interval(0, 24)


def test_what_asks_about_days_does_not_count_until_a_dose_has_worn_off():
    both = doses(0, 24 * 14)
    for hours, counts in ((0, False), (3.99, False), (4, True)):
        seen = lines("gad-7", (-1, 20), (24 * 14 + hours, 4))
        made = progress(GAD, seen, doses=both, reading=READING)
        assert (made.word == "remission") is counts


def test_the_start_is_no_answer_since():
    now = replace(GAD, recall_days=0)
    made = progress(now, lines("gad-7", (0, 20)), doses=doses(0), reading=READING)
    assert "since the first dose" in made.why
