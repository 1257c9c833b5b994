"""Medicine lists as people write them: recognised, classed, and never passed in silence."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, eligibility
from tercet.decisions.medicines import (
    derived,
    diazepam_equivalents,
    recognise,
    with_derived,
)
from tests.decisions.people import KNOWN, NOW, TAKES, plain_facts


@pytest.mark.parametrize(
    ("text", "ingredients", "classes"),
    [
        ("sertraline", ("sertraline",), ("ssri-or-snri",)),
        ("Zoloft 100 mg daily", ("sertraline",), ("ssri-or-snri",)),
        (" XANAX 0.5mg PRN ", ("alprazolam",), ("benzodiazepine",)),
        ("Xanax® XR 1 mg", ("alprazolam",), ("benzodiazepine",)),
        ("Klonopin™ 0.5 mg twice a day", ("clonazepam",), ("benzodiazepine",)),
        ("sodium oxybate", ("sodium-oxybate",), ("oxybate",)),
        ("MS Contin 15 mg every 12 hours", ("morphine",), ("opioid",)),
        ("Percocet 5/325", ("oxycodone",), ("opioid",)),
        ("Theo-24 300 mg", ("theophylline",), ("theophylline",)),
        ("lorazepam 1mg and zolpidem 5mg", ("lorazepam", "zolpidem"), ("benzodiazepine", "z-drug")),
        ("xanax, alprazolam", ("alprazolam",), ("benzodiazepine",)),
        ("Hydrochlorothiazide 25 MG Oral Tablet", ("hydrochlorothiazide",), ("antihypertensive",)),
        ("vitamin d 1000 IU", ("vitamin-d",), ()),
    ],
)
def test_a_line_is_read_as_people_write_it(text, ingredients, classes):
    read = recognise(text, KNOWN)
    assert (read.text, read.ingredients, read.classes) == (text, ingredients, classes)
    assert read.leftover == ()


def test_the_longest_name_wins():
    assert recognise("dextroamphetamine-amphetamine", KNOWN).ingredients == ("amphetamine",)
    assert recognise("tylenol pm", KNOWN).ingredients == ("diphenhydramine",)
    assert recognise("tylenol", KNOWN).ingredients == ("acetaminophen",)


@pytest.mark.parametrize(
    "text", ["kratom", "", "xanaxx", "myxanax", "my-xanax", "xanax-like", "100 mg daily"]
)
def test_what_is_not_known_is_not_guessed(text):
    assert recognise(text, KNOWN) is None


def test_words_that_cannot_be_placed_are_left_over():
    read = recognise("lorazepam with kava kava", KNOWN)
    assert read.ingredients == ("lorazepam",)
    assert read.leftover == ("kava", "kava")


def test_a_word_of_another_script_or_another_word_is_left_over_too():
    assert recognise("Xanax и лоразепам", KNOWN).leftover == ("и", "лоразепам")
    assert recognise("xanaxé", KNOWN) is None
    assert recognise("xanax 5-HTP", KNOWN).leftover == ("htp",)
    assert recognise("xanax 5htp", KNOWN).leftover == ("5htp",)


def test_of_no_list_nothing_follows():
    assert derived(None, KNOWN) == dict.fromkeys([*TAKES, "unrecognised-medicines"])


@pytest.mark.parametrize("nothing", [[], ["none"], ["None."], [" NOTHING "], ["", "  "], ["."]])
def test_of_an_empty_list_every_class_is_a_no(nothing):
    assert derived(nothing, KNOWN) == dict.fromkeys(TAKES, False) | {"unrecognised-medicines": ()}


def test_each_class_follows_from_its_medicines_and_strangers_are_named():
    made = derived(["Xanax 1 mg", "Nardil", "kratom", "oxycodone and something"], KNOWN)
    yes = {name for name, value in made.items() if value is True}
    assert yes == {"takes-benzodiazepine", "takes-maoi", "takes-opioid"}
    assert made["unrecognised-medicines"] == ("kratom", "oxycodone and something")


def test_a_line_that_says_nothing_does_not_hide_the_next():
    assert derived(["none", "Xanax", "", "kratom"], KNOWN)["takes-benzodiazepine"] is True
    assert derived(["none", "Xanax", "", "kratom"], KNOWN)["unrecognised-medicines"] == ("kratom",)


def test_every_class_that_a_fact_asks_for_is_some_medicines():
    classes = {each for medicine in KNOWN.medicines.values() for each in medicine.classes}
    assert {name.removeprefix("takes-") for name in TAKES} == classes


def listed(*lines, by="patient", at=NOW, **more):
    said = {"medicines": Said(lines, at, by)}
    return Facts({**said, **{k.replace("_", "-"): v for k, v in more.items()}}, NOW)


def test_the_lines_behind_a_yes_are_shown_with_it():
    made = with_derived(listed("Xanax 1 mg", " Ativan ", "sertraline"), KNOWN)
    said = made.said["takes-benzodiazepine"]
    assert said == Said(True, NOW, "derived", "Xanax 1 mg, Ativan")
    assert made.said["takes-maoi"] == Said(False, NOW, "derived", "")
    assert made.said["unrecognised-medicines"] == Said((), NOW, "derived", "")


def test_what_follows_is_as_old_as_the_list():
    from datetime import timedelta

    at = NOW - timedelta(days=3)
    assert with_derived(listed("Xanax", at=at), KNOWN).said["takes-benzodiazepine"].at == at


def test_nothing_follows_from_a_list_that_does_not_count():
    from datetime import timedelta

    stale = listed("sertraline", at=NOW - timedelta(days=100))
    assert with_derived(stale, KNOWN) is stale
    stranger = listed("sertraline", by="coordinator")
    assert with_derived(stranger, KNOWN) is stranger
    nobody = Facts({}, NOW)
    assert with_derived(nobody, KNOWN) is nobody


def test_a_prescribers_word_stands_unless_the_list_says_worse():
    word = Said(True, NOW, "prescriber")
    kept = with_derived(listed("sertraline", takes_opioid=word), KNOWN)
    assert kept.said["takes-opioid"] == word
    denied = Said(False, NOW, "prescriber")
    made = with_derived(listed("oxycodone", takes_opioid=denied), KNOWN)
    assert made.said["takes-opioid"] == Said(True, NOW, "derived", "oxycodone")
    stands = with_derived(listed("sertraline", takes_opioid=denied), KNOWN)
    assert stands.said["takes-opioid"] == denied


@given(st.text(max_size=60))
@example("®")
@example("xanax лоразепам")
def test_a_line_is_recognised_or_holds(text):
    """Whatever is typed: nothing, medicines we know, or a line for a person to look at."""
    made = derived([text], KNOWN)
    read = recognise(text, KNOWN)
    blank = " ".join(text.lower().split()).removesuffix(".") in KNOWN.nothing | {""}
    assert blank or (read is not None and not read.leftover) or made["unrecognised-medicines"]


def test_two_published_tables_give_two_equivalents():
    assert diazepam_equivalents("clonazepam", 1, KNOWN) == {"va-dod": 10, "ashton": 20}
    assert diazepam_equivalents("lorazepam", 3, KNOWN) == {"va-dod": 15, "ashton": 30}
    assert diazepam_equivalents("sertraline", 50, KNOWN) == {}


def test_an_unknown_medicine_holds_for_a_prescriber():
    facts = Facts.plain({**plain_facts("tomas"), "medicines": ["kratom"]}, now=NOW)
    assert eligibility.decide(facts, KNOWN).verdict is Verdict.REVIEW
