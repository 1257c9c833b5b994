"""The outcome report by hand: one loop for numba, and one query for DuckDB.

Both are given the numbers that label an instrument; neither checks anything.
"""

import numba
import numpy as np

NO, YES, OPEN, LOW_START = range(4)
WORDS = 6
BANDS = ((0, 4), (5, 9), (10, 14), (15, 19), (20, 27))


@numba.njit(cache=False)
def scored(form, points, item, kind, *, items, flag_item):
    """Low and high of each form, and whether item 9 was raised; answers stand form by form."""
    low = np.zeros(len(kind), np.uint8)
    blanks = np.zeros(len(kind), np.uint8)
    flag = np.full(len(kind), 3, np.uint8)
    for n in range(len(kind)):
        blanks[n] = items[kind[n]]
        if flag_item[kind[n]]:
            flag[n] = 2
    for row in range(len(form)):
        if points[row] != 255:
            n = form[row]
            low[n] += points[row]
            blanks[n] -= 1
            if item[row] == flag_item[kind[n]]:
                flag[n] = points[row] >= 1
    return low, low + blanks * 3, flag


@numba.njit(inline="always")
def state(surely, possibly):
    return 1 if surely else (2 if possibly else 0)


@numba.njit
def told(lines, start_low, start_high, low, high):
    """Four states: response, remission, better, worse."""
    entry, left, at_most, points = lines
    response = state(100 * high <= left * start_low, 100 * low <= left * start_high)
    remission = state(high <= at_most, low <= at_most)
    start = state(start_low >= entry, start_high >= entry)
    if start != 1:
        response = remission = 3 if start == 0 else 2
    better = state(start_low - high >= points, start_high - low >= points)
    worse = state(low - start_high >= points, high - start_low >= points)
    return response, remission, better, worse


@numba.njit
def worded(response, remission, better, worse):
    """The code of the word they come to: the gravest, then the best."""
    if worse == 1:
        return 5
    if remission == 1:
        return 4
    if response == 1:
        return 3
    if better == 1:
        return 2
    settled = response % 3 == 0 and remission % 3 == 0 and better == 0 and worse == 0
    return 1 if settled else 0


@numba.njit
def reported(low, high, flag, person, kind, day, *, weeks, lines, first_day, oldest):
    """Histograms: total and flag, labels, words; forms stand course by course in order of time."""
    scores = np.zeros((2, weeks, 32, 4), np.int64)
    labels = np.zeros((2, weeks, 4, 4), np.int64)
    words = np.zeros((2, weeks, WORDS), np.int64)
    start, was_worse = -1, 0
    for n in range(len(low)):
        k, d = kind[n], day[n]
        if n == 0 or person[n] != person[n - 1] or k != kind[n - 1]:
            start, was_worse = -1, 0
        week = max(0, (d + 6) // 7)
        scores[k, week, low[n] + 1 if low[n] == high[n] else 0, flag[n]] += 1
        if d <= 0:
            start = n if d >= oldest else -1
            continue
        if start < 0 or d < first_day[k]:
            continue
        response, remission, better, worse = told(
            lines[k],
            np.int64(low[start]),
            np.int64(high[start]),
            np.int64(low[n]),
            np.int64(high[n]),
        )
        once, worse = worse, (worse if worse != 1 else (1 if was_worse == 1 else 2))
        was_worse = once
        labels[k, week, 0, response] += 1
        labels[k, week, 1, remission] += 1
        labels[k, week, 2, better] += 1
        labels[k, week, 3, worse] += 1
        words[k, week, worded(response, remission, better, worse)] += 1
    return scores, labels, words


@numba.njit
def from_image(
    at_score, group, low, high, start_low, start_high, follows, *, most, weeks, lines, parts
):
    """The same from scores in memory: what the fastest loop over them takes."""
    scores = np.zeros(most, np.int64)
    labels = np.zeros((2, weeks, 4, 4), np.int64)
    words = np.zeros((2, weeks, WORDS), np.int64)
    for place in at_score:
        scores[place] += 1
    for k in range(2):
        was_worse = 0
        for n in range(parts[k], parts[k + 1]):
            week = group[n] - k * weeks
            response, remission, better, worse = told(
                lines[k],
                np.int64(start_low[n]),
                np.int64(start_high[n]),
                np.int64(low[n]),
                np.int64(high[n]),
            )
            once = worse
            if worse == 1:
                worse = 1 if follows[n] and was_worse == 1 else 2
            was_worse = once
            labels[k, week, 0, response] += 1
            labels[k, week, 1, remission] += 1
            labels[k, week, 2, better] += 1
            labels[k, week, 3, worse] += 1
            words[k, week, worded(response, remission, better, worse)] += 1
    return scores, labels, words


def _states(name):
    return ", ".join(f"count(*) FILTER ({name} = {n}) AS {name}_{n}" for n in range(4))


def _words():
    return ", ".join(f"count(*) FILTER (word = {n}) AS word_{n}" for n in range(WORDS))


def _bands():
    within = "count(*) FILTER (low = high AND low BETWEEN {0} AND {1}) AS b{0}"
    return ", ".join(within.format(*band) for band in BANDS)


def _state(surely, possibly):
    return f"CASE WHEN {surely} THEN 1 WHEN {possibly} THEN 2 ELSE 0 END"


def _told():
    """From scores and starts to the four labels and their word."""
    return f"""told AS (
    SELECT person, kind, day, week, {_state("start_low >= entry", "start_high >= entry")} AS start,
        {_state("100 * high <= left_ * start_low", "100 * low <= left_ * start_high")} AS fell,
        {_state("high <= at_most", "low <= at_most")} AS under,
        {_state("start_low - high >= points", "start_high - low >= points")} AS better,
        {_state("low - start_high >= points", "high - start_low >= points")} AS once
    FROM scores JOIN starts USING (person, kind) JOIN numbers USING (kind) WHERE day >= first_day),
labels AS (
    SELECT kind, week, better,
        CASE start WHEN 1 THEN fell WHEN 2 THEN 2 ELSE 3 END AS response,
        CASE start WHEN 1 THEN under WHEN 2 THEN 2 ELSE 3 END AS remission,
        CASE WHEN once <> 1 THEN once
             WHEN lag(once) OVER (PARTITION BY person, kind ORDER BY day) = 1 THEN 1 ELSE 2
        END AS worse
    FROM told),
words AS (
    SELECT *, CASE WHEN worse = 1 THEN 5 WHEN remission = 1 THEN 4 WHEN response = 1 THEN 3
        WHEN better = 1 THEN 2
        WHEN response % 3 = 0 AND remission % 3 = 0 AND better = 0 AND worse = 0 THEN 1 ELSE 0
        END AS word
    FROM labels),"""


def _counted():
    """The two halves of the report, counted."""
    return f"""counted AS (
    SELECT kind, week, {_states("response")}, {_states("remission")}, {_states("better")},
        {_states("worse")}, {_words()}
    FROM words GROUP BY kind, week),
totals AS (
    SELECT kind, week, count(*) AS forms, count(*) FILTER (low = high) AS complete,
        coalesce(sum(low) FILTER (low = high), 0) AS total_sum,
        {_bands()},
        count(*) FILTER (flag = 1) AS raised, count(*) FILTER (flag = 2) AS unknown
    FROM scores GROUP BY kind, week)"""


def sql(answers, forms, numbers):
    """One query from two parquet files to a row a kind and week. `numbers`: a row a kind."""
    rows = ", ".join(f"({', '.join(map(str, row))})" for row in numbers)
    return f"""
WITH numbers(kind, items, flag_item, entry, left_, at_most, points, first_day, oldest) AS (
    VALUES {rows}),
sums AS (
    SELECT form, coalesce(sum(points), 0)::INT AS low, count(points)::INT AS answered,
           max(points) FILTER (item = 9) AS ninth
    FROM '{answers}' GROUP BY form),
scores AS (
    SELECT person, kind, day, greatest(0, (day + 6) // 7) AS week, low,
           low + 3 * (items - answered) AS high,
           CASE WHEN flag_item = 0 THEN 3 WHEN ninth IS NULL THEN 2 ELSE (ninth >= 1)::INT
           END AS flag
    FROM '{forms}' JOIN sums USING (form) JOIN numbers USING (kind)),
starts AS (
    SELECT person, kind, arg_max(low, day) AS start_low, arg_max(high, day) AS start_high
    FROM scores WHERE day <= 0 GROUP BY person, kind
    HAVING max(day) >= (SELECT min(oldest) FROM numbers)),
{_told()}
{_counted()}
SELECT * FROM totals LEFT JOIN counted USING (kind, week) ORDER BY kind, week"""
