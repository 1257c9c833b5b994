"""What lasts and what comes back: said since when, for how long, and why where it is not said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tercet.decisions.response import Dose, Lasting, Measured, lasting
from tercet.decisions.response.labels import (
    LOW_START,
    NO_ANSWER,
    NO_DOSE,
    NO_START,
    OLD_START,
    OPEN,
)
from tercet.decisions.response.seen import OVERLAPS
from tercet.decisions.response.staying import (
    NEVER_WELL,
    NO_LINE,
    RELAPSED,
    SEEN_ONCE,
    TOO_SHORT,
)
from tests.decisions.people import KNOWN, NOW

READING, GAD = KNOWN.reading, KNOWN.instruments["gad-7"]
START, WELL = (-3, 20), (14, 4)


def on(day):
    return NOW + timedelta(days=day)


def said(*answers, id="gad-7", doses=(0,), reading=READING):
    """Each name with what is said of (day, total) or (day, low, high)."""
    seen = [
        Measured(id, on(day), None if high else low, low, high[0] if high else low)
        for day, low, *high in answers
    ]
    taken = [Dose(number, on(day), None) for number, day in enumerate(doses, 1)]
    made = lasting(replace(GAD, id=id), seen, doses=taken, reading=reading)
    return {each.name: each for each in made}


def sustained(so, why="", since=None, days=None):
    return _lasting("sustained-remission", so, why, since, days)


def recovery(so, why="", since=None, days=None):
    return _lasting("recovery", so, why, since, days)


def relapse(so, why="", since=None, days=None):
    return _lasting("relapse", so, why, since, days)


def _lasting(name, so, why, since, days):
    return Lasting(name, so, why, None if since is None else on(since), days)


def with_relapse(**more):
    return replace(READING, relapse=replace(READING.relapse, **more))


# --- where nothing can be told ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "doses", "why"),
    [
        ([START, WELL], [], NO_DOSE),
        ([WELL, (35, 4)], [0], NO_START),
        ([], [0], NO_START),
        ([(-28.1, 20), WELL], [0], OLD_START),
        ([START], [0], NO_ANSWER),
        ([START, (6.9, 4)], [0], OVERLAPS),
    ],
)
def test_without_a_start_or_an_answer_that_counts_all_three_give_the_same_reason(
    answers, doses, why
):
    made = said(*answers, doses=doses)
    assert list(made) == ["sustained-remission", "recovery", "relapse"]
    assert list(made.values()) == [sustained(None, why), recovery(None, why), relapse(None, why)]


@pytest.mark.parametrize("answers", [[(-28, 20), (7, 4)], [(0, 20), (7, 4)]])
def test_with_a_start_and_one_answer_that_just_count_each_is_read_by_itself(answers):
    assert list(said(*answers).values()) == [
        sustained(None, TOO_SHORT, 7, 0),
        recovery(None, TOO_SHORT, 7, 0),
        relapse(False),
    ]


@pytest.mark.parametrize("id", ["oasis", "luck"])
def test_without_a_line_of_remission_neither_it_nor_recovery_is_told(id):
    made = said(START, WELL, (35, 4), id=id)
    assert made["sustained-remission"] == sustained(None, NO_LINE)
    assert made["recovery"] == recovery(None, NO_LINE)


def test_without_a_line_of_its_own_a_relapse_is_not_told():
    # the LSAS has a reliable change, and no line of relapse
    made = said((-3, 100), (14, 30), (35, 90), (60, 90), id="lsas-sr")
    assert made["relapse"] == relapse(None, NO_LINE)


def test_without_a_reliable_change_a_relapse_is_not_told():
    reading = with_relapse(lines={**READING.relapse.lines, "madrs": 20})
    made = said((-3, 40), (14, 5), (35, 30), (60, 30), id="madrs", reading=reading)
    assert made["relapse"] == relapse(None, NO_LINE)


# --- remission that lasts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "why"), [((-3, 9), LOW_START), ((-3, 9, 12), OPEN), ((-3, 8, 9), LOW_START)]
)
def test_from_a_start_that_is_low_or_open_nothing_is_said_to_last(start, why):
    made = said(start, WELL, (35, 4))
    assert made["sustained-remission"] == sustained(None, why)
    assert made["recovery"] == recovery(None, why)
    assert made["relapse"] == relapse(None, NEVER_WELL)


@pytest.mark.parametrize("start", [(-3, 10), (-3, 10, 12)])
def test_from_a_start_that_is_high_enough_it_is_said(start):
    assert said(start, WELL, (35, 4))["sustained-remission"] == sustained(True, "", 14, 21)


def test_remission_that_has_begun_is_too_short_until_three_weeks_and_says_so_of_both():
    made = said(START, (14, 4), (24, 3), (34, 4))
    assert made["sustained-remission"] == sustained(None, TOO_SHORT, 14, 20)
    assert made["recovery"] == recovery(None, TOO_SHORT, 14, 20)
    once = said(START, WELL)
    assert once["sustained-remission"] == sustained(None, TOO_SHORT, 14, 0)
    assert once["recovery"] == recovery(None, TOO_SHORT, 14, 0)


def test_remission_counts_anew_after_a_break():
    made = said(START, (14, 4), (28, 5), (36, 4), (46, 4))
    assert made["sustained-remission"] == sustained(None, TOO_SHORT, 36, 10)


@pytest.mark.parametrize(
    ("last", "told"),
    [((35, 5), (False, "")), ((35, 4, 5), (None, OPEN)), ((35, 5, 6), (False, ""))],
)
def test_no_remission_at_the_last_answer_is_no_unless_blanks_decide_it(last, told):
    made = said(START, (14, 12), last)
    assert made["sustained-remission"] == sustained(*told)
    assert made["recovery"] == recovery(*told)


def test_recovery_is_said_from_day_122_of_remission_and_until_then_it_is_too_short():
    early = said(START, (14, 4), (35, 3), (135, 5))
    assert early["sustained-remission"] == sustained(True, "", 14, 121)
    assert early["recovery"] == recovery(None, TOO_SHORT, 14, 121)
    late = said(START, (14, 4), (35, 3), (136, 5))
    assert late["sustained-remission"] == sustained(True, "", 14, 122)
    assert late["recovery"] == recovery(True, "", 14, 122)


# --- relapse ------------------------------------------------------------------------------------


def test_a_relapse_ends_both_and_lasts_from_its_first_crossing_to_the_last_answer():
    made = said(START, (14, 4), (35, 3), (60, 10), (65, 11), (75, 12), (80, 4))
    assert made["relapse"] == relapse(True, "", 60, 20)
    assert made["sustained-remission"] == sustained(False, RELAPSED)
    assert made["recovery"] == recovery(False, RELAPSED)


def test_remission_that_begins_after_a_relapse_is_not_ended_by_it():
    made = said(START, (14, 4), (30, 10), (36, 10), (40, 4), (61, 4))
    assert made["relapse"] == relapse(True, "", 30, 31)
    assert made["sustained-remission"] == sustained(True, "", 40, 21)


@pytest.mark.parametrize(
    ("total", "told"), [(4, sustained(True, "", 25, 30)), (3, sustained(False, RELAPSED))]
)
def test_a_relapse_that_begins_with_the_remission_does_not_end_it_and_one_after_does(total, told):
    # Where the line of relapse is as low as that of remission, one answer can begin both: blanks
    # on day 20 break the remission and are no crossing. The crossing begins on day 25, or on 30.
    reading = with_relapse(lines={"gad-7": 4})
    answers = [START, (14, 0), (20, 3, 5), (25, total), (30, 4), (46, 4), (55, 4)]
    assert said(*answers, reading=reading)["sustained-remission"] == told


def test_a_crossing_seen_once_is_open_and_says_since_when():
    made = said(START, (14, 4), (60, 10))
    assert made["relapse"] == relapse(None, SEEN_ONCE, 60)


def test_a_crossing_is_seen_again_once_its_first_and_last_are_five_days_apart():
    close = said(START, (14, 4), (60, 10), (62, 10), (64.9, 10))
    assert close["relapse"] == relapse(None, SEEN_ONCE, 60)
    apart = said(START, (14, 4), (60, 10), (62, 10), (65, 10))
    assert apart["relapse"] == relapse(True, "", 60, 5)


def test_where_it_did_not_come_back_there_is_no_relapse():
    assert said(START, (14, 4), (60, 9), (70, 9))["relapse"] == relapse(False)
    assert said(START, (14, 4), (60, 10), (70, 9))["relapse"] == relapse(False)
    assert said(START, WELL)["relapse"] == relapse(False)
