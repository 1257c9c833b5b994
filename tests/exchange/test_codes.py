"""The code mappings speak only of facts we have, in codes that can be codes, and carry no words."""

import re
import tomllib
from pathlib import Path

import pytest
from hearing import KNOWN

from tercet import exchange
from tercet.exchange.codes import codes
from tercet.exchange.releases import SHAPES, tells

HERE = Path(exchange.__file__).parent
ICD = re.compile(r"[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")


def test_every_mapped_fact_is_in_the_vocabulary():
    mapped = {one.fact for one in (*codes().diagnosed, *codes().allergens)}
    mapped |= {one.fact for one in codes().measured.values()}
    assert mapped <= set(KNOWN.facts)


def test_a_diagnosis_can_only_say_yes_to_a_yes_no_fact():
    assert {KNOWN.facts[one.fact].type for one in codes().diagnosed} == {"yes-no"}


def test_icd_codes_are_codes_and_what_means_remission_lies_under_what_counts():
    for one in codes().diagnosed:
        assert all(ICD.fullmatch(code) for code in (*one.icd10cm, *one.remission)), one.fact
        assert all(code.startswith(one.icd10cm) for code in one.remission), one.fact


@pytest.mark.parametrize("code", sorted({c for one in codes().diagnosed for c in one.snomed}))
def test_snomed_codes_pass_their_own_check_digit(code):
    assert verhoeff(code) and code[-3:-1] in {"00", "10"}


@pytest.mark.parametrize("code", sorted(codes().measured))
def test_loinc_codes_pass_their_own_check_digit(code):
    number, _, check = code.partition("-")
    odd = str(int(number[::-1][0::2][::-1]) * 2)
    total = sum(int(digit) for digit in number[::-1][1::2][::-1] + odd)
    assert int(check) == -total % 10


def test_no_word_of_snomed_is_shipped():
    for name in ("codes.toml", "diagnoses.toml"):
        table = tomllib.loads((HERE / name).read_text())
        lists = [c for one in (*table.get("condition", ()), *table.get("allergy", ()))
                 for c in one.get("snomed", ())]  # fmt: skip
        assert all(code.isdigit() for code in lists)


def test_every_shape_that_tells_a_release_is_one_we_can_see():
    for elements in tells()["elements"].values():
        shapes = {name.partition("=")[2] for name in elements} - {""}
        assert shapes <= set(SHAPES)


def verhoeff(number):
    """The check of the last digit by Verhoeff's scheme, as SNOMED CT identifiers carry it."""
    five = [[(i + j) % 5 for j in range(5)] for i in range(5)]
    product = [[0] * 10 for _ in range(10)]
    for i in range(10):
        for j in range(10):
            a, b = i % 5, j % 5
            if i < 5 and j < 5:
                product[i][j] = five[a][b]
            elif i < 5:
                product[i][j] = 5 + (a + b) % 5
            elif j < 5:
                product[i][j] = 5 + (a - b) % 5
            else:
                product[i][j] = (a - b) % 5
    turn = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    for n in range(2, 8):
        turn.append([turn[n - 1][turn[1][d]] for d in range(10)])
    check = 0
    for place, digit in enumerate(reversed(number)):
        check = product[check][turn[place % 8][int(digit)]]
    return check == 0
