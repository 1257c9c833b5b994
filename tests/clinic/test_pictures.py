"""Charts tell the truth: the missing is drawn as missing, every strand under the same day."""

from datetime import UTC, datetime, timedelta

import pytest

from tercet.clinic.pictures import (
    Area,
    Band,
    Mark,
    Reading,
    Span,
    ruler,
    score_chart,
    timeline,
)
from tercet.clinic.rulers import SIDES
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


def test_every_dot_and_every_bar_of_noise_is_one_path():
    whole = [Reading(week(n), 10, truth=(6, 14)) for n in range(3)]
    chart = drawn(whole)
    assert chart.dot_path.count("M") == chart.noise_path.count("M") == 3
    assert chart.dot_path.startswith(f"M{chart.dots[0].x} {chart.dots[0].y}")
    assert drawn(gad7(16)).noise_path == ""


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


def test_the_truth_is_drawn_around_a_total_and_not_around_an_incomplete_one():
    whole = Reading(week(0), 10, 10, 10, truth=(6.2, 13.8))
    part = Reading(week(1), None, low=4, high=10, truth=(1, 14))
    chart = drawn([whole, part])
    [noise] = chart.noise
    assert float(noise.y2) < float(chart.dots[0].y) < float(noise.y)


def area(upper, lower):
    return Area(week(0), 16, week(4), upper, lower)


def test_what_is_published_spreads_from_her_own_start_to_its_week():
    chart = drawn(gad7(16, 12, 10, 9, 8), area=area(8, 4))
    points = [tuple(map(float, point.split(","))) for point in chart.area.split()]
    (x1, start), (x2, upper), (x3, lower) = points
    assert x1 < x2 == x3 and start < upper < lower  # higher on the page is a higher score
    assert [f"{x2:.1f}", f"{upper:.1f}"] == [chart.dots[4].x, chart.dots[4].y]


def test_one_edge_alone_is_a_line_and_no_area():
    chart = drawn(gad7(16, 12), area=area(8, None))
    assert chart.area == "" and len(chart.edges) == 1
    assert drawn(gad7(16, 12)).edges == ()


def test_a_line_of_hours_begins_anew_at_each_dose_and_a_questionnaire_does_not():
    doses = [Mark(week(1), "dose 1"), Mark(week(3), "dose 2")]
    hours = [Reading(week(n / 2), 50) for n in range(1, 10)]
    assert len(drawn(hours, doses=doses, anew=True).lines) == 3
    assert len(drawn(hours, doses=doses).lines) == 1


def test_a_scale_that_does_not_begin_at_nought_stands_on_its_own_least():
    chart = score_chart("PSWQ", [Reading(week(0), 16), Reading(week(1), 80)], least=16, most=80)
    assert [dot.y for dot in chart.dots] == [chart.bottom, chart.top]
    assert [line.label for line in chart.grid] == ["16", "80"]


def test_a_low_chart_leaves_out_numbers_that_would_touch():
    bands = [Band(0, "minimal"), Band(1, "mild"), Band(10, "moderate"), Band(20, "severe")]
    chart = score_chart("GAD-7", gad7(16), most=21, bands=bands, size="low")
    assert [line.label for line in chart.grid] == ["0", "10", "21"]
    assert chart.bands == () and not chart.tall


def test_a_band_of_two_words_has_them_under_each_other_in_its_middle():
    bands = [Band(0, "minimal"), Band(10, "moderately severe")]
    chart = score_chart("GAD-7", gad7(16), most=20, bands=bands)
    one, *two = chart.bands
    assert [word.label for word in two] == ["moderately", "severe"]
    assert float(two[1].y) - float(two[0].y) == 18
    assert (float(two[0].y) + float(two[1].y)) / 2 == 86 and float(one.y) == 186


def test_what_was_written_of_a_medicine_stands_in_its_bar():
    time = ruler(week(0), week(14))
    line = timeline(time, medicines=[Span("clonazepam", week(0), note="clonazepam 1 mg")])
    assert line.medicines[0].label == "clonazepam 1 mg"


def test_on_a_phone_a_lane_has_its_name_above_it():
    time = ruler(week(0), week(14), **SIDES[True])
    one = [Mark(week(1), "dose 1")]
    phone = timeline(time, medicines=[], for_phone=True, dose=one)
    wide = timeline(ruler(week(0), week(14)), medicines=[], dose=one)
    assert float(phone.lane("dose").name_y) < float(phone.lane("dose").y)
    assert wide.lane("dose").name_y == wide.lane("dose").y
    assert (phone.name_anchor, wide.name_anchor) == ("start", "end")


def test_what_happened_is_said_in_a_sentence():
    time = ruler(week(0), week(14))
    one, two = [Mark(week(1), "dose 1")], [Mark(week(2), "a"), Mark(week(3), "b", "planned")]
    said = timeline(time, medicines=[], dose=one, therapy=two, effect=one, missed=[]).sentence
    assert said == (
        "1 of 1 dose done; 1 of 2 therapy sessions done; 1 side effect marked; "
        "0 questions not answered; 0 current or past medicines."
    )


def test_dose_words_give_way_to_numbers_where_they_would_touch():
    doses = [Mark(week(n), f"dose {n + 1}") for n in range(2)]
    wide = drawn(gad7(16, 12), doses=doses)
    narrow = drawn(gad7(*[9] * 30), doses=doses, for_phone=True)
    assert [dose.label for dose in wide.doses] == ["dose 1", "dose 2"]
    assert [dose.label for dose in narrow.doses] == ["1", "2"]


def test_every_strand_stands_under_the_same_day():
    time = ruler(week(0), week(14))
    dose = Mark(week(7), "dose 1")
    one = [Mark(week(7), "one")]
    marks = {"dose": [dose], "therapy": one, "effect": one, "missed": one}
    line = timeline(time, medicines=[], now=week(7), **marks)
    chart = drawn(gad7(16), doses=[dose], time=time, now=week(7))
    stands = {line.lane(kind).marks[0].x for kind in marks}
    assert stands | {line.today, chart.doses[0].x, chart.today} == {line.today}
    assert len({line.lane(kind).y for kind in marks}) == 4


def test_a_medicine_without_an_end_is_known_until_today():
    time = ruler(week(0), week(14))
    sertraline = Span("sertraline 100 mg")
    line = timeline(time, medicines=[sertraline], now=week(7))
    [bar] = line.medicines
    assert (bar.x, bar.x2, bar.state) == (line.left, line.today, "open")


def test_a_changed_dose_of_one_medicine_stays_in_its_lane():
    time = ruler(week(0), week(14))
    spans = [
        Span("clonazepam", week(0), week(5), note="1 mg"),
        Span("sertraline", week(0)),
        Span("clonazepam", week(5), None, note="0.75 mg"),
    ]
    line = timeline(time, medicines=spans, now=week(9))
    assert line.medicines[0].y == line.medicines[2].y != line.medicines[1].y


@pytest.mark.parametrize(("at", "edge"), [(-1, 120.0), (0, 120.0), (14, 964.0), (15, 964.0)])
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
