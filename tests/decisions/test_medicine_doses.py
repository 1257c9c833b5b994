"""How much, how often and which way: what a line says is read, what it does not is not known."""

import pytest

from tercet.decisions.medicines import Dose, recognise
from tests.decisions.people import KNOWN


def doses(text):
    read = recognise(text, KNOWN)
    assert not read.leftover, read.leftover
    return read.doses


def dose(text):
    [one] = doses(text)
    return one


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("klonopin 0.5 mg", 0.5, "mg"),
        ("Sertraline 100MG", 100, "mg"),
        ("Diazepam [Valium] 5 mg", 5, "mg"),
        ("levothyroxine 75 mcg", 0.075, "mg"),
        ("levothyroxine 75 ug", 0.075, "mg"),
        ("levothyroxine 75 µg", 0.075, "mg"),
        ("metformin 1 g", 1000, "mg"),
        ("gabapentin 1,200 mg", 1200, "mg"),
        ("gabapentin 1,200.5 mg", 1200.5, "mg"),
        ("xanax 0,5 mg", 0.5, "mg"),
        ("xanax 12,50 mg", 12.5, "mg"),
        ("xanax .25 mg", 0.25, "mg"),
        ("xanax one mg", 1, "mg"),
        ("lantus 20 units", 20, "iu"),
        ("lantus 20 IU", 20, "iu"),
        ("amoxicillin 5 ml", 5, "ml"),
        ("hydrocortisone 1 %", 1, "%"),
        ("clonazepam 1-2 mg", 2, "mg"),
        ("clonazepam 2 to 1 mg", 2, "mg"),
        ("ativan 1 mg 2 tabs", 2, "mg"),
        ("ativan 1 mg 1-2 tabs", 2, "mg"),
        ("ativan 1 mg 2-1 tabs", 2, "mg"),
        ("take two tablets of ativan 1 mg", 2, "mg"),
        ("ativan 2 x 1 mg", 2, "mg"),
        ("ativan 1 to 3 x 1 mg", 3, "mg"),
        ("ativan 3 to 1 x 1 mg", 3, "mg"),
        ("half a tablet of xanax 0.5 mg", 0.25, "mg"),
        ("half tab xanax 0.5 mg", 0.25, "mg"),
        ("1/2 tab klonopin 1mg", 0.5, "mg"),
        ("½ tab klonopin 1mg", 0.5, "mg"),
        ("1½ tab klonopin 1mg", 1.5, "mg"),
        ("1 and 1/2 tab klonopin 1mg", 1.5, "mg"),
        ("1 and a half tablets klonopin 1mg", 1.5, "mg"),
        ("3/4 of a tablet klonopin 1mg", 0.75, "mg"),
        ("1/4 tab klonopin 1mg", 0.25, "mg"),
        ("0.65 ML medroxyprogesterone acetate 160 MG/ML Prefilled Syringe", 104, "mg"),
        ("morphine 10 mg/5 ml take 10 ml", 20, "mg"),
        ("24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet", 500, "mg"),
        ("xanax 1 mg 1 mg", 1, "mg"),
        ("zoloft (sertraline) 50 mg", 50, "mg"),
        ("120 ACTUAT Fluticasone propionate 0.044 MG/ACTUAT", 0.044, "mg"),
    ],
)
def test_an_amount_is_read(text, amount, unit):
    one = dose(text)
    assert (one.amount, one.unit) == (pytest.approx(amount), unit)


@pytest.mark.parametrize(
    "text",
    [
        "klonopin",
        "klonopin 0.5 30",
        "30 klonopin",
        "klonopin 0.5 mg 30",  # dispensed, or taken?
        "klonopin 0.5 mg #30",
        "klonopin 0.5 mg 1 tab 2 tabs",
        "klonopin 0.5 mg half",
        "klonopin 1 mg in the morning and 2 mg at night",
        "klonopin 5/325 mg",
        "klonopin 1.2.3 mg",
        "klonopin 1,23,4 mg",
        "klonopin 1/8 tab 1 mg",
        "klonopin 1 mg quarter",
        "fentanyl 25 mcg/h",
        "fentanyl 25 mcg/h 5 ml",
        "ibuprofen 20 mg/ml",
        "ibuprofen 20 mg/ml 200 mg",
        "ibuprofen 5 ml 200 mg",
        "ibuprofen 200 tablets",
        "klonopin 12345678 mg",
        "klonopin 10 mg daily divided",
        "klonopin " + "daily " * 80 + "1 mg",
    ],
)
def test_what_cannot_be_read_is_not_guessed(text):
    one = dose(text)
    assert (one.amount, one.unit) == (None, None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("klonopin 0.5", 0.5), ("klonopin 0.5 bid", 0.5), ("zoloft 100 daily", 100)],
)
def test_a_bare_number_is_read_and_of_what_is_not_guessed(text, amount):
    one = dose(text)
    assert (one.amount, one.unit, one.mg_per_day) == (amount, None, None)


def test_a_line_with_a_word_nobody_can_place_has_no_dose():
    assert recognise("klonopin 1 mg bid tapering", KNOWN).doses == (Dose("clonazepam"),)


@pytest.mark.parametrize(
    ("said", "times"),
    [
        *[(each, 1) for each in ("qd", "od", "daily", "once daily", "once a day", "every day")],
        *[(each, 1) for each in ("nightly", "qhs", "at bedtime", "qam", "in the morning", "hs")],
        *[(each, 1) for each in ("every night", "each morning", "per day", "daily at bedtime")],
        *[(each, 1) for each in ("every evening", "at noon", "/day", "q d", "1x daily", "nocte")],
        *[
            (each, 1)
            for each in ("at night before bed", "every 24 hours", "one time a day", "mane")
        ],
        *[(each, 2) for each in ("bid", "b.i.d.", "BD", "twice a day", "twice daily", "2x/day")],
        *[
            (each, 2)
            for each in ("q12h", "every 12 hours", "2 times a day", "x2 daily", "two times daily")
        ],
        *[
            (each, 2)
            for each in ("morning and night", "bid, morning and night", "x2/day", "x 2 a day")
        ],
        *[
            (each, 3)
            for each in ("tid", "t.i.d.", "tds", "q8h", "every 8 hrs", "three times a day")
        ],
        *[(each, 3) for each in ("2-3 times a day", "morning, noon and night", "x 2 to 3 daily")],
        *[
            (each, 4)
            for each in ("qid", "q.i.d.", "qds", "q6h", "q 6 h", "4 times per day", "each 6 hours")
        ],
        ("q4-6h", 6),
        ("every 4 to 6 hours", 6),
        ("every 6 to 4 hours", 6),
        ("every other day", 0.5),
        ("qod", 0.5),
        ("once every other day", 0.5),
        ("every 2 days", 0.5),
        ("once every 2 days", 0.5),
        ("every 2-4 days", 0.5),
        ("weekly", 1 / 7),
        ("once a week", 1 / 7),
        ("every week", 1 / 7),
        ("/week", 1 / 7),
        ("twice a week", 2 / 7),
        ("3 times a week", 3 / 7),
        ("every 2 weeks", 1 / 14),
        ("monthly", 1 / 30),
        ("once a month", 1 / 30),
        ("every 3 months", 1 / 90),
        ("twice monthly", 2 / 30),
    ],
)
def test_how_often_is_read(said, times):
    one = dose(f"klonopin 1 mg {said}")
    assert one.times_per_day == pytest.approx(times)
    assert one.amount == 1
    assert not one.as_needed


@pytest.mark.parametrize(
    "said",
    [
        "",
        "as needed",
        "bid tid",
        "daily and weekly",
        "with meals",
        "evening and bedtime daily",
        "daily in the morning and at night",
        "once",
        "x 10 days",
        "bid, morning, noon and night",
    ],
)
def test_how_often_is_not_guessed(said):
    assert dose(f"klonopin 1 mg {said}").times_per_day is None


@pytest.mark.parametrize(
    ("said", "times"),
    [
        ("prn", None),
        ("p.r.n.", None),
        ("as needed", None),
        ("if needed", None),
        ("when required", None),
        ("if necessary", None),
        ("bid prn", 2),
        ("up to twice a day as needed", 2),
        ("daily as required", 1),
    ],
)
def test_as_needed_counts_at_its_stated_most(said, times):
    one = dose(f"klonopin 1 mg {said}")
    assert one.as_needed and one.times_per_day == times and one.amount == 1


@pytest.mark.parametrize(
    ("said", "route"),
    [
        ("", None),
        ("po", "oral"),
        ("by mouth", "oral"),
        ("oral tablet", "oral"),
        ("sublingual", "sublingual"),
        ("nasal spray", "nasal"),
        ("cream", "skin"),
        ("patch", "skin"),
        ("inhaler", "inhaled"),
        ("injection", "injected"),
        ("im", "injected"),
        ("suppository", "rectal"),
        ("vaginal ring", "vaginal"),
        ("oral or nasal", None),
    ],
)
def test_the_way_is_read(said, route):
    assert dose(f"diazepam 1 mg {said}").route == route


@pytest.mark.parametrize(
    "said", ["ER", "XR", "sr", "XL", "extended release", "extended-release", "LA"]
)
def test_slow_release_is_read(said):
    assert dose(f"alprazolam {said} 1 mg").extended_release


def test_release_at_once_is_not_slow():
    assert not dose("alprazolam immediate release 1 mg").extended_release
    assert not dose("alprazolam delayed release 1 mg").extended_release


def amounts(text):
    return [(one.ingredient, one.amount, one.times_per_day) for one in doses(text)]


def test_a_mixture_has_its_strengths_in_order():
    both = [("hydrocodone", 5, 2), ("acetaminophen", 325, 2)]
    assert amounts("hydrocodone-acetaminophen 5-325 mg bid") == both
    assert amounts("hydrocodone/acetaminophen 5/325 mg bid") == both
    assert amounts("norco 5/325 mg bid") == both
    assert amounts("norco 5-325 mg one tablet bid") == both
    twice = [("hydrocodone", 10, None), ("acetaminophen", 650, None)]
    assert amounts("norco 5/325 mg 2 tablets") == twice


def test_each_part_of_a_mixture_has_its_own_strength():
    assert amounts("Acetaminophen 325 MG / Hydrocodone Bitartrate 7.5 MG Oral Tablet bid") == [
        ("acetaminophen", 325, 2),
        ("hydrocodone", 7.5, 2),
    ]
    assert amounts("oxycodone 5 mg + acetaminophen 325 mg (norco)") == [
        ("oxycodone", None, None),
        ("acetaminophen", None, None),
        ("hydrocodone", None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "adderall 20 mg",
        "norco 5/325/1 mg",
        "losartan / hctz 50 mg",
        "norco 5/325",
        "norco 5 mg/325 mg",
        "percocet 325 mg / oxycodone 5 mg",
    ],
)
def test_one_strength_of_a_mixture_is_nobodys(text):
    assert {one.amount for one in doses(text)} == {None}


def test_a_strength_list_in_micrograms_is_in_milligrams():
    assert amounts("levothyroxine/liothyronine 50/12.5 mcg") == [
        ("levothyroxine", 0.05, None),
        ("liothyronine", 0.0125, None),
    ]


def test_two_medicines_on_a_line_are_two():
    assert amounts("lorazepam 1 mg bid and zolpidem 5 mg at night") == [
        ("lorazepam", 1, 2),
        ("zolpidem", 5, 1),
    ]
    assert amounts("lorazepam 1 mg - zolpidem 5 mg at night") == [
        ("lorazepam", 1, None),
        ("zolpidem", 5, 1),
    ]
    assert amounts("klonopin 1 mg every morning, klonopin 2 mg every night") == [
        ("clonazepam", 1, 1),
        ("clonazepam", 2, 1),
    ]


def test_two_names_of_one_medicine_are_one():
    assert amounts("xanax alprazolam 1 mg bid") == [("alprazolam", 1, 2)]
    assert amounts("xanax (alprazolam) 1 mg bid") == [("alprazolam", 1, 2)]
    assert amounts("alprazolam [xanax] 1 mg bid") == [("alprazolam", 1, 2)]
    assert amounts("xanax, alprazolam 1 mg bid") == [
        ("alprazolam", None, None),
        ("alprazolam", 1, 2),
    ]


def test_what_is_needed_of_one_is_not_of_the_other():
    first, second = doses("lorazepam 1 mg prn, zolpidem 5 mg nightly")
    assert first.as_needed and not second.as_needed


def test_a_day_is_amount_times_times():
    assert dose("klonopin 0.5 mg bid").mg_per_day == 1
    assert dose("levothyroxine 75 mcg daily").mg_per_day == pytest.approx(0.075)
    assert dose("klonopin 0.5 mg").mg_per_day is None
    assert dose("klonopin bid").mg_per_day is None
    assert dose("lantus 20 units daily").mg_per_day is None


def test_nobody_says_an_amount_in_an_essay():
    line = "klonopin 1 mg " + "daily " * 80
    assert doses(line) == (Dose("clonazepam"),)
    assert dose("klonopin 1 mg take " + "daily " * 77).amount == 1  # 400 letters
    assert dose("klonopin 1 mg take a " + "daily " * 77).amount is None
    assert doses(f"{line} zoloft klonopin") == (Dose("clonazepam"), Dose("sertraline"))
