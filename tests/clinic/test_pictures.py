"""Charts tell the truth: the missing is drawn as missing, every strand under the same day."""

from datetime import UTC, datetime, timedelta

import pytest

from tercet.clinic.pictures import Band, Mark, Reading, Span, ruler, score_chart, timeline
from tercet.clinic.templatetags.strips import passing, spark

MONDAY = datetime(2026, 9, 7, 12, tzinfo=UTC)
BANDS = [Band(0, "minimal"), Band(5, "mild"), Band(10, "moderate"), Band(15, "severe")]


def week(number: float) -> datetime:
    return MONDAY + timedelta(weeks=number)


def gad7(*totals: int | None):
    return [Reading(week(number), total) for number, total in enumerate(totals)]


def drawn(readings, **more):
    return score_chart("GAD-7", readings, most=21, bands=BANDS, **more)


def test_a_whole_course_is_one_line():
    chart = drawn(gad7(16, 12, 5))
    assert len(chart.lines) == 1 and chart.gaps == () and chart.missing == ()
    assert chart.sentence == "GAD-7 from 16 to 5, 3 answers; 0 doses marked."


def test_a_missing_answer_breaks_the_line_and_is_marked():
    chart = drawn(gad7(16, 14, None, 7, 5))
    assert len(chart.lines) == 2
    assert len(chart.gaps) == 1
    assert len(chart.missing) == 1
    assert "1 missing or incomplete" in chart.sentence


def test_a_missing_last_answer_draws_no_line_into_the_unknown():
    chart = drawn(gad7(16, 14, None))
    assert chart.gaps == () and len(chart.lines) == 1 and len(chart.missing) == 1


def test_a_missing_first_answer_is_marked_and_begins_nothing():
    chart = drawn(gad7(None, 14, 9))
    assert chart.gaps == () and len(chart.lines) == 1 and len(chart.missing) == 1


def test_an_incomplete_questionnaire_is_a_range_and_never_a_point():
    chart = drawn([Reading(week(0), 12), Reading(week(1), None, low=4, high=10)])
    assert len(chart.partials) == 1 and len(chart.dots) == 1 and chart.missing == ()
    [part] = chart.partials
    assert float(part.y) > float(part.y2)  # 4 stands lower than 10


def test_nought_stands_at_the_foot_and_the_most_at_the_top():
    chart = drawn(gad7(0, 21))
    assert [dot.y for dot in chart.dots] == [chart.bottom, chart.top]


def test_one_answer_is_a_point_without_a_line():
    chart = drawn(gad7(9))
    assert chart.lines == () and len(chart.dots) == 1
    assert chart.sentence.startswith("GAD-7 9, 1 answer;")


def test_no_whole_answer_is_said():
    assert drawn(gad7(None)).sentence == "GAD-7: no whole answer yet."


def test_nothing_at_all_is_not_a_chart():
    with pytest.raises(ValueError, match="empty state"):
        drawn([])


def test_answers_out_of_order_are_drawn_in_order():
    assert drawn(gad7(16, 12, 5)[::-1]).lines == drawn(gad7(16, 12, 5)).lines


def test_the_bands_meet_where_the_cut_offs_stand():
    chart = drawn(gad7(16, 12))
    assert [line.label for line in chart.grid] == ["0", "5", "10", "15", "21"]
    assert [band.label for band in chart.bands] == ["minimal", "mild", "moderate", "severe"]


def test_dose_words_give_way_to_numbers_where_they_would_touch():
    doses = [Mark(week(n), f"dose {n + 1}") for n in range(2)]
    wide = drawn(gad7(16, 12), doses=doses)
    narrow = drawn(gad7(*[9] * 30), doses=doses, for_phone=True)
    assert [dose.label for dose in wide.doses] == ["dose 1", "dose 2"]
    assert [dose.label for dose in narrow.doses] == ["1", "2"]


def test_every_strand_stands_under_the_same_day():
    time = ruler(week(0), week(14))
    dose = Mark(week(7), "dose 1")
    line = timeline(time, doses=[dose], therapy=[Mark(week(7), "one")], medicines=[], now=week(7))
    chart = drawn(gad7(16), doses=[dose], time=time, now=week(7))
    stands = {line.doses[0].x, line.therapy[0].x, line.today, chart.doses[0].x, chart.today}
    assert len(stands) == 1


def test_a_medicine_without_an_end_is_known_until_today():
    time = ruler(week(0), week(14))
    sertraline = Span("sertraline 100 mg")
    line = timeline(time, doses=[], therapy=[], medicines=[sertraline], now=week(7))
    [bar] = line.medicines
    assert (bar.x, bar.x2, bar.state) == (line.left, line.today, "open")


def test_a_changed_dose_of_one_medicine_stays_in_its_lane():
    time = ruler(week(0), week(14))
    spans = [
        Span("clonazepam", week(0), week(5), note="1 mg"),
        Span("sertraline", week(0)),
        Span("clonazepam", week(5), None, note="0.75 mg"),
    ]
    line = timeline(time, doses=[], therapy=[], medicines=spans, now=week(9))
    assert line.medicines[0].y == line.medicines[2].y != line.medicines[1].y


@pytest.mark.parametrize(("at", "edge"), [(-1, 96.0), (0, 96.0), (14, 1028.0), (15, 1028.0)])
def test_what_lies_outside_the_time_line_stands_at_its_edge(at, edge):
    assert ruler(week(0), week(14)).x(week(at)) == edge


def test_a_time_line_without_length_is_a_week():
    assert ruler(week(0), week(0)).ends_at == week(1)


def test_today_outside_the_time_line_is_not_drawn():
    assert drawn(gad7(16, 12), now=week(9)).today == ""


def test_a_spark_breaks_where_nothing_was_measured():
    assert len(spark([118, 124, None, 138, 140])["lines"]) == 2
    assert spark([])["lines"] == [] and spark([None])["lines"] == []
    assert spark([118])["lines"] == []


def test_the_passing_bar_never_leaves_its_track():
    shown = passing(400, 150, looks=[0, 150, 151], missed=[-3])
    assert shown["gone"] == "100.0"
    assert shown["looks"] == ["0.0", "100.0", "100.0"] and shown["missed"] == ["0.0"]
    assert passing(None, 150)["minutes"] is None
