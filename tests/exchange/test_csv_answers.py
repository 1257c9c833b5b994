"""Answers as text: lists, names, CSV; what cannot be read is refused with its place."""

import pytest

from tercet.exchange import NotUnderstood
from tercet.exchange.csv_answers import answers_named, answers_of, rows
from tercet.knowledge import read

KNOWN = read()


def held(id):
    return KNOWN.instruments[id]


@pytest.mark.parametrize(
    ("id", "texts", "wanted"),
    [
        ("gad-2", " 1 ,", {"1": 1, "2": None}),
        ("asq", "y,N,no,refused", {"1": 1, "2": 0, "3": 0, "4": "refused"}),
        ("asq", "1,0,0,0,1", {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1}),
        ("wsas", "na,1,2,3,8", {"1": "na", "2": 1, "3": 2, "4": 3, "5": 8}),
        ("pc-ptsd-5", "N", {"gate": 0}),
        ("now-mood", "100", {"1": 100}),
    ],
)
def test_a_list_is_read_in_the_order_of_the_items(id, texts, wanted):
    assert answers_of(texts.split(","), held(id)) == wanted


@pytest.mark.parametrize(
    ("id", "texts", "says"),
    [
        ("gad-7", "1,2,3", "GAD-7 has 7 items; 3 answers were given."),
        ("gad-7", "1,2,3,0,0,0,0,0", "GAD-7 has 7 items; 8 answers were given."),
        ("gad-7", "4,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not '4'."),
        ("gad-7", "-1,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not '-1'."),
        ("gad-7", "1.0,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not '1.0'."),
        ("gad-7", "Y,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not 'Y'."),
        ("gad-7", "NA,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not 'NA'."),
        ("gad-7", "١,0,0,0,0,0,0", "GAD-7 item 1 must be one of 0, 1, 2, 3, not '١'."),
        ("asq", "maybe,N,N,N", "ASQ item 1 must be Y or N or refused, not 'maybe'."),
        ("pq-16", ",".join(["Y"] * 16), "PQ-16 item symptoms-1 must be T or F, not 'Y'."),
        ("now-mood", "101", "Mood now item 1 must be a whole number from 0 to 100, not '101'."),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_a_sentence(id, texts, says):
    with pytest.raises(NotUnderstood) as refusal:
        answers_of(texts.split(","), held(id))
    assert str(refusal.value) == says


@pytest.mark.parametrize("said", ["0", "1"])
def test_a_bare_number_for_a_turned_item_may_be_answer_or_point_and_is_asked_back(said):
    texts = ["N"] * 10
    texts[2] = said
    with pytest.raises(NotUnderstood, match=f"so that {said} may be an answer or a point"):
        answers_of(texts, held("dast-10"))


@pytest.mark.parametrize(
    ("id", "given", "wanted"),
    [
        ("lsas-sr", {"1": {"fear": 2, "avoidance": None}}, {"fear-1": 2, "avoidance-1": None}),
        ("lsas-sr", {"fear-24": 3}, {"fear-24": 3}),
        ("c-ssrs-screener", {"6": {"lifetime": True}}, {"6-lifetime": 1}),
        ("c-ssrs-screener", {"6": {"3-months": "N"}}, {"6-3-months": 0}),
        ("gad-2", [1, None], {"1": 1, "2": None}),
        ("asq", [True, False, False, "refused"], {"1": 1, "2": 0, "3": 0, "4": "refused"}),
        ("iciq-fluts", {"voiding": [1, 2, 3]}, {f"voiding-{n}": n for n in (1, 2, 3)}),
    ],
)
def test_answers_by_name_may_be_items_parts_or_numbers(id, given, wanted):
    assert answers_named(given, held(id)) == wanted


@pytest.mark.parametrize(
    ("id", "given", "says"),
    [
        ("lsas-sr", {"fear": [1, 2]}, "LSAS-SR has 24 items of fear; 2 answers were given."),
        ("lsas-sr", {"dread": [1]}, "LSAS-SR has no part 'dread'."),
        ("lsas-sr", {"1": {"dread": 1}}, "LSAS-SR has no item 'dread-1'."),
        ("lsas-sr", {"fear-1": 1, "1": {"fear": 2}}, "LSAS-SR item fear-1 is answered twice."),
        ("gad-2", {"3": 1}, "GAD-2 has no item '3'."),
        ("gad-2", {"1": 1.5}, "GAD-2 item 1: the number 1.5 is no answer."),
        ("gad-2", {"1": True}, "GAD-2 item 1 must be one of 0, 1, 2, 3, not 'yes'."),
        ("gad-2", 7, "answers must be a list or an object, not the number 7."),
    ],
)
def test_a_name_there_is_not_is_refused_in_a_sentence(id, given, says):
    with pytest.raises(NotUnderstood) as refusal:
        answers_named(given, held(id))
    assert str(refusal.value) == says


def test_a_csv_is_read_line_by_line():
    text = "\ufeffperson,at,2,1\r\nmaria,2026-11-20,3,\r\n\r\nana,,0,1\r\n"
    first, second = rows(text, held("gad-2"))
    assert (first.line, first.person, first.at) == (2, "maria", "2026-11-20")
    assert first.answers == {"2": 3, "1": None}
    assert (second.line, second.person, second.answers) == (4, "ana", {"2": 0, "1": 1})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: GAD-2 has no item ''."),
        ("person,at\nmaria,now\n", "line 1: GAD-2 has no item ''."),
        ("1,9\n0,0\n", "line 1: GAD-2 has no item '9'."),
        ("1,1\n0,0\n", "line 1 names a column twice."),
        ("1,2\n0,0\n0\n", "line 3 has 1 cells; line 1 has 2."),
        ("1,2\n0,7\n", "line 2: GAD-2 item 2 must be one of 0, 1, 2, 3, not '7'."),
        ('1,2\n0,"1\n', "line 2 is not CSV: unexpected end of data."),
    ],
)
def test_a_csv_that_cannot_be_read_names_its_line(text, says):
    with pytest.raises(NotUnderstood) as refusal:
        list(rows(text, held("gad-2")))
    assert str(refusal.value) == says
