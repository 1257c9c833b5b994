"""What was said after each dose, dose upon dose: in its own line, and nothing made up."""

from itertools import pairwise

import pytest

from tercet.clinic.after_doses import Look, after_doses


def drawn(looks, **ends):
    looks = {dose: [Look(*look) for look in said] for dose, said in looks.items()}
    return after_doses("Anxiety now", looks, **{"least": 0, "most": 100, **ends})


def test_each_dose_is_a_line_and_the_last_is_the_strongest():
    made = drawn({1: [(-2, 60), (2, 40), (24, 30)], 2: [(-1, 50), (2, 20)]})
    assert [line.state for line in made.lines] == ["earlier", "last"]
    assert [number.label for number in made.numbers] == ["1", "2"]  # from the top down
    assert [len(line.label.split()) for line in made.lines] == [3, 2]


def test_before_the_dose_stands_left_of_it_and_only_the_last_of_that():
    made = drawn({1: [(-20, 90), (-2, 60), (2, 40)]})
    before, after = made.dots
    assert float(before.x) < float(made.dose) < float(after.x)
    assert [look.value for look in made.rows[1]] == [60, 40]


@pytest.mark.parametrize(("hours", "there"), [(168, True), (168.1, False)])
def test_a_week_after_it_is_the_last_that_stands(hours, there):
    made = drawn({1: [(2, 40), (hours, 50)]})
    assert (len(made.dots) == 2) is there


def test_a_week_after_stands_at_the_right_and_the_ends_of_the_scale_at_its_ends():
    made = drawn({1: [(0, 0), (168, 100)]})
    first, last = made.dots
    assert (first.x, first.y) == (made.dose, made.bottom)
    assert last.x == made.right and last.y == made.grid[1].y


def test_nothing_said_is_no_picture_and_one_answer_is_a_dot_without_a_line():
    assert drawn({}) is None and drawn({1: []}) is None and drawn({1: [(200, 5)]}) is None
    made = drawn({1: [(2, 40)]})
    assert made.lines == () and len(made.dots) == 1


def test_numbers_at_the_ends_do_not_touch():
    made = drawn({n: [(2, 40), (168, 50)] for n in range(1, 5)})
    places = sorted(float(number.y) for number in made.numbers)
    assert all(b - a >= 16 for a, b in pairwise(places))


def test_it_is_said_in_a_sentence():
    assert drawn({1: [(-2, 60), (2, 40.5)], 2: [(2, 20)]}).sentence == (
        "Anxiety now, before and after each dose: dose 1: 60, then 40.5; dose 2: 20."
    )
