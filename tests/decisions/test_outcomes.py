"""Millions by column say what is said of one person; and the report counts just that."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions.instruments import band, score
from tercet.decisions.outcomes import by_week, image, labelled, scored
from tercet.decisions.outcomes.labelling import LABELS, WORDS, lines_of, word_of
from tercet.decisions.outcomes.scoring import BLANK
from tercet.decisions.response import Dose, Measured, progress
from tercet.decisions.vocabulary import Impossible
from tests.decisions.people import KNOWN, NOW, many

READING = KNOWN.reading
BOTH = (KNOWN.instruments["gad-7"], KNOWN.instruments["phq-9"])
STATES = {0: False, 1: True, 2: None, 3: None}

FORMS = st.lists(
    st.tuples(
        st.integers(0, 2),  # person
        st.integers(0, 1),  # instrument
        st.sampled_from([-30, -28, -3, 0, 1, 6, 7, 8, 14, 21, 28, 60]),
        st.integers(0, 3),  # most items are answered so
        st.lists(st.sampled_from([None, 0, 1, 2, 3]), max_size=9),
    ),
    max_size=12,
    unique_by=lambda form: form[:3],
)


def answers_of(form):
    """Item -> points or a blank: the first as listed, the rest alike."""
    _, kind, _, usual, first = form
    items = [item.id for item in BOTH[kind].items]
    return dict(zip(items, [*first, *[usual] * len(items)], strict=False))


def columns(forms, *, left_out=False):
    """The forms as columns of answers; blanks marked, or left out."""
    rows = [
        (number, place, BLANK if points is None else points)
        for number, form in enumerate(forms)
        for place, points in enumerate(answers_of(form).values(), 1)
        if not (left_out and points is None)
    ]
    made = np.array(rows, np.uint32).reshape(-1, 3)
    return made[:, 0], made[:, 1].astype(np.uint8), made[:, 2].astype(np.uint8)


def sheet(forms, left_out=False):
    kind = np.array([form[1] for form in forms], np.uint8)
    made = scored(*columns(forms, left_out=left_out), kind=kind, instruments=BOTH)
    person = np.array([form[0] for form in forms], np.uint32)
    day = np.array([form[2] for form in forms], np.int16)
    return made, image(made, person=person, kind=kind, day=day, instruments=BOTH, reading=READING)


@settings(max_examples=many(300), deadline=None)
@given(FORMS, st.booleans())
def test_a_column_of_forms_scores_as_each_of_them_does(forms, left_out):
    made, _ = sheet(forms, left_out)
    for row, form in enumerate(forms):
        instrument = BOTH[form[1]]
        one = score(instrument, answers_of(form))
        total = None if made.total[row] < 0 else int(made.total[row])
        assert (total, made.low[row], made.high[row]) == (one.total, one.low, one.high)
        assert made.answered[row] == one.n_answered
        names = [each.name for each in instrument.bands[one.band_set]]
        assert one.band == (names[made.band[row]] if made.band[row] >= 0 else None)
        flag = [{0: False, 1: True, 2: None}[int(made.flag[row])]] if one.flags else [3]
        assert flag == ([one.flags[0].raised] if one.flags else [made.flag[row]])


def one_by_one(forms, person, kind, upto):
    """The same course asked of one person, up to this day."""
    seen = []
    for form in forms:
        if form[:2] == (person, kind) and form[2] <= upto:
            one = score(BOTH[kind], answers_of(form))
            at = NOW + timedelta(days=form[2])
            seen.append(Measured(BOTH[kind].id, at, one.total, one.low, one.high))
    return progress(BOTH[kind], seen, doses=[Dose(1, NOW, None)], reading=READING)


@settings(max_examples=many(300), deadline=None)
@given(FORMS)
def test_a_column_of_courses_is_called_what_each_of_them_is(forms):
    _, made = sheet(forms)
    called = labelled(made)
    told = {int(form): row for row, form in enumerate(made.form)}
    for number, form in enumerate(forms):
        person, kind, day, *_ = form
        alone = one_by_one(forms, person, kind, day)
        latest = alone.latest and alone.latest.at == NOW + timedelta(days=day)
        assert (number in told) == bool(latest)
        if latest:
            row = told[number]
            assert WORDS[called.word[row]] == alone.word
            mine = {label.kind: label.so for label in alone.labels if label.counted}
            for place, label in enumerate(LABELS):
                assert STATES[int(called.packed[row]) >> 2 * place & 3] is mine[label], label


@settings(max_examples=many(100), deadline=None)
@given(FORMS)
def test_the_report_counts_every_form_once(forms):
    scores, made = sheet(forms)
    weeks = by_week(made, labelled(made))
    assert sum(week.forms for week in weeks) == len(forms)
    assert sum(week.complete for week in weeks) == int((scores.total >= 0).sum())
    assert sum(week.total_sum for week in weeks) == int(scores.total[scores.total >= 0].sum())
    for week in weeks:
        assert sum(week.bands.values()) == week.complete
        assert sum(week.words.values()) == week.counted
        assert all(sum(states) == week.counted for states in week.labels.values())
    assert sum(week.flag_raised for week in weeks) == int((scores.flag == 1).sum())
    assert sum(week.flag_unknown for week in weeks) == int((scores.flag == 2).sum())


def reported(*forms):
    _, made = sheet(forms)
    return by_week(made, labelled(made))


def test_a_week_says_what_it_holds():
    low, high = [0] * 9, [2] * 9
    weeks = reported((0, 0, -3, 0, high), (0, 0, 14, 0, low), (0, 0, 15, 0, [None]))
    assert [(week.instrument, week.week, week.forms) for week in weeks] == [
        ("gad-7", 0, 1),
        ("gad-7", 2, 1),
        ("gad-7", 3, 1),
    ]
    before, second, third = weeks
    assert (before.total_sum, before.counted, before.bands["moderate"]) == (14, 0, 1)
    assert (second.total_sum, second.counted, second.bands["minimal"]) == (0, 1, 1)
    assert second.words["remission"] == 1 and second.labels["response"] == (0, 1, 0, 0)
    assert (third.complete, third.total_sum) == (0, 0)
    assert third.words["remission"] == 1  # 0 to 3: a blank that does not matter
    mood = reported((0, 1, -3, 0, [0] * 9), (1, 1, -3, 0, [0] * 8 + [1]))
    assert (mood[0].flag_raised, mood[0].flag_unknown, mood[0].forms) == (1, 0, 2)


def test_week_one_ends_at_day_seven():
    weeks = reported((0, 0, 0, 1, []), (0, 0, 1, 1, []), (0, 0, 7, 1, []), (0, 0, 8, 1, []))
    assert [(week.week, week.forms) for week in weeks] == [(0, 1), (1, 2), (2, 1)]


def test_the_order_of_the_rows_does_not_matter():
    forms = [(0, 0, -3, 2, []), (0, 0, 14, 3, []), (0, 0, 28, 3, []), (1, 0, 0, 1, [])]
    assert reported(*forms) == reported(*reversed(forms))
    form, item, points = columns(forms)
    shuffled = np.random.default_rng(3).permutation(len(form))
    kind = np.zeros(4, np.uint8)
    straight = scored(form, item, points, kind=kind, instruments=BOTH)
    mixed = scored(form[shuffled], item[shuffled], points[shuffled], kind=kind, instruments=BOTH)
    assert (straight.total == mixed.total).all() and (straight.low == mixed.low).all()


def test_worse_twice_in_a_row_and_only_of_one_course():
    forms = [(0, 0, -3, 0, []), (0, 0, 14, 3, []), (1, 0, -3, 0, []), (1, 0, 14, 3, [])]
    assert [week.words["reliable-deterioration"] for week in reported(*forms)] == [0, 0]
    again = [*forms, (0, 0, 28, 3, [])]
    assert [week.words["reliable-deterioration"] for week in reported(*again)] == [0, 0, 1]


def test_of_nobody_nothing_is_said():
    assert reported() == ()


def test_a_word_for_every_packed_value_there_can_be():
    assert len(word_of()) == 256 and set(word_of()) == set(range(len(WORDS)))


# --- what is refused ----------------------------------------------------------------------------


def refused(form, item, points):
    kind = np.zeros(1, np.uint8)
    columns = (np.array(each, np.uint8) for each in (form, item, points))
    return scored(*columns, kind=kind, instruments=BOTH)


def test_what_one_form_may_not_hold_a_column_may_not():
    assert refused([0, 0], [1, 7], [3, 0]).low[0] == 3
    with pytest.raises(Impossible, match="There is no form 1"):
        refused([1, 1], [1, 7], [3, 0])
    for item, points, words in (
        ([1, 8], [3, 0], "GAD-7 has no item or no answer 8"),
        ([1, 7], [4, 0], "GAD-7 has no item or no answer 4"),
        ([1, 1], [3, 0], "answered twice"),
        ([2, 1, 2], [3, 0, 1], "answered twice"),
    ):
        with pytest.raises(Impossible, match=words):
            refused([0] * len(item), item, points)


@pytest.mark.parametrize(
    "instrument",
    [
        replace(BOTH[0], id="madrs"),  # no start is published, and no reliable change
        replace(BOTH[0], id="luck"),
        replace(BOTH[0], direction="higher-is-better"),
        replace(BOTH[0], items=BOTH[0].items * 16),  # its hundredfold is no small number
    ],
)
def test_what_cannot_be_labelled_by_column_is_refused(instrument):
    with pytest.raises(Impossible):
        lines_of(instrument, READING)


@pytest.mark.parametrize(
    ("of", "odd"),
    [
        ("options", [replace(each, score=2 * each.score) for each in BOTH[0].options]),
        ("options", BOTH[0].options[1:]),
        ("items", BOTH[0].items * 19),
    ],
)
def test_points_with_gaps_and_too_many_items_are_not_scored_by_column(of, odd):
    empty = np.zeros(0, np.uint8)
    strange = (replace(BOTH[0], **{of: tuple(odd)}),)
    with pytest.raises(Impossible, match="cannot be scored by column"):
        scored(empty, empty, empty, kind=empty, instruments=strange)


def test_what_says_more_than_is_a_strict_line():
    line = replace(READING.responses["gad-7-half"], more_than=True)
    strict = replace(READING, responses={**READING.responses, "gad-7-half": line})
    forms = [(0, 0, -3, 2, []), (0, 0, 14, 1, [])]  # 14, then 7: half, and no more
    kind, day = np.zeros(2, np.uint8), np.array([-3, 14], np.int16)
    scores = scored(*columns(forms), kind=kind, instruments=BOTH)
    for reading, state in ((READING, 1), (strict, 0)):
        made = image(scores, person=kind, kind=kind, day=day, instruments=BOTH, reading=reading)
        assert labelled(made).packed[0] & 3 == state


def test_a_line_that_is_no_whole_number_is_refused():
    line = replace(READING.reliables["gad-7-alpha"], points=3.68)
    odd = replace(READING, reliables={**READING.reliables, "gad-7-alpha": line})
    with pytest.raises(Impossible, match="no whole number"):
        lines_of(BOTH[0], odd)


def test_bands_end_where_they_do_for_one_person():
    for total in range(22):
        points = [3] * (total // 3) + [total % 3] + [0] * 7
        made, _ = sheet([(0, 0, 0, 0, points[:7])])
        names = [each.name for each in BOTH[0].bands["spitzer-2006"]]
        assert names[made.band[0]] == band(BOTH[0], total, "spitzer-2006")
