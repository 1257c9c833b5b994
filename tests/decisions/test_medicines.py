"""Medicine lists as people write them: names recognised, and nothing passed over in silence."""

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tercet.decisions import Facts, Verdict, eligibility
from tercet.decisions.medicines import by_rxnorm, derived, did_you_mean, read_list, recognise
from tercet.decisions.medicines.spelling import plain
from tests.decisions.people import KNOWN, NOW, TAKES, plain_facts, read_cases

TEXTS = read_cases("medicine-texts.toml")["texts"]


def named(text):
    read = recognise(text, KNOWN)
    assert read is None or not read.leftover, read.leftover
    return None if read is None else read.ingredients


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("sertraline", ("sertraline",)),
        ("Zoloft 100 mg daily", ("sertraline",)),
        (" XANAX 0.5mg PRN ", ("alprazolam",)),
        ("Xanax® XR 1 mg", ("alprazolam",)),
        ("Klonopin™ 0.5 mg twice a day", ("clonazepam",)),
        ("klonopin 0.5 bid", ("clonazepam",)),
        ("Diazepam [Valium]", ("diazepam",)),
        ("Carbamazepine[Tegretol]", ("carbamazepine",)),
        ("Sertraline 100MG", ("sertraline",)),
        ("sodium oxybate", ("sodium-oxybate",)),
        ("MS Contin 15 mg every 12 hours", ("morphine",)),
        ("Theo-24 300 mg", ("theophylline",)),
        ("theo 24", ("theophylline",)),
        ("lorazepam 1mg and zolpidem 5mg", ("lorazepam", "zolpidem")),
        ("xanax, alprazolam", ("alprazolam",)),
        ("Ibuprofen 200 MG Oral Tablet", ("ibuprofen",)),
        ("Hydrochlorothiazide 25 MG Oral Tablet", ("hydrochlorothiazide",)),
        ("vitamin d 1000 IU", ("vitamin-d",)),
        ("Vitamin B-12", ("vitamin-b12",)),
        ("b12", ("vitamin-b12",)),
        ("St. John’s wort", ("st-johns-wort",)),
        ("st johns wort", ("st-johns-wort",)),
        ("St John's Wort", ("st-johns-wort",)),
        ("ＸＡＮＡＸ", ("alprazolam",)),
        ("Séroquel 25", ("quetiapine",)),
        ("xan\u200bax", ("alprazolam",)),
        ("dextroamphetamine-amphetamine", ("dextroamphetamine", "amphetamine")),
        ("lisinopril–hydrochlorothiazide", ("lisinopril", "hydrochlorothiazide")),
        ("24 HR Metformin hydrochloride 500 MG Extended Release Oral Tablet", ("metformin",)),
        (
            "{21 (norethindrone 0.5 MG / ethinyl estradiol 0.035 MG Oral Tablet) / 7 (inert"
            " ingredients 1 MG Oral Tablet) } Pack",
            ("norethindrone", "ethinylestradiol"),
        ),
        (
            "Acetaminophen 325 MG / Hydrocodone Bitartrate 7.5 MG Oral Tablet",
            ("acetaminophen", "hydrocodone"),
        ),
    ],
)
def test_a_line_is_read_as_people_write_it(text, ingredients):
    assert named(text) == ingredients
    assert recognise(text, KNOWN).text == text


@pytest.mark.parametrize(
    ("mixture", "ingredients"),
    [
        ("Auvelity", ("dextromethorphan", "bupropion")),
        ("Paxlovid", ("nirmatrelvir", "ritonavir")),
        ("Contrave", ("naltrexone", "bupropion")),
        ("Symbyax", ("olanzapine", "fluoxetine")),
        ("suboxone film", ("buprenorphine", "naloxone")),
        ("Percocet 5/325", ("oxycodone", "acetaminophen")),
        ("Vicodin", ("hydrocodone", "acetaminophen")),
        ("Fioricet", ("butalbital", "acetaminophen", "caffeine")),
        ("NyQuil", ("acetaminophen", "dextromethorphan", "doxylamine")),
        ("Mucinex DM", ("guaifenesin", "dextromethorphan")),
        ("Mucinex", ("guaifenesin",)),
        ("Claritin-D 24 hour", ("loratadine", "pseudoephedrine")),
        ("Claritin", ("loratadine",)),
        ("Adderall XR", ("dextroamphetamine", "amphetamine")),
        ("Entresto", ("sacubitril", "valsartan")),
        ("Yaz 28 Day Pack", ("ethinylestradiol", "drospirenone")),
    ],
)
def test_a_mixture_is_all_that_is_in_it(mixture, ingredients):
    assert named(mixture) == ingredients


def test_every_class_of_every_ingredient_is_said_once():
    read = recognise("Auvelity and sertraline", KNOWN)
    assert read.classes == (
        *("dextromethorphan", "serotonergic", "noradrenergic-antidepressant"),
        "ssri-or-snri",
    )


def test_the_longest_name_wins():
    assert named("tylenol pm") == ("acetaminophen", "diphenhydramine")
    assert named("tylenol") == ("acetaminophen",)
    assert named("tylenol #3") == ("codeine", "acetaminophen")
    assert named("tylenol 3") == ("codeine", "acetaminophen")
    assert named("3 tylenol 3") == ("codeine", "acetaminophen")


@pytest.mark.parametrize(
    "text", ["Tylenol 3 times a day", "Tylenol 3 tablets", "tylenol 3 x a day"]
)
def test_a_number_that_counts_is_not_part_of_a_name(text):
    assert named(text) == ("acetaminophen",)


def test_a_number_ends_a_name_that_has_no_shorter_one():
    assert named("coq 10 capsules") is None or named("coq10 capsules") == ("coenzyme-q10",)
    assert named("coq10 tablets") == ("coenzyme-q10",)


@pytest.mark.parametrize("text", ["zorblax", "", "xanaxx", "myxanax", "100 mg daily"])
def test_what_is_not_known_is_not_guessed(text):
    assert recognise(text, KNOWN) is None


def test_words_that_cannot_be_placed_are_left_over():
    read = recognise("lorazepam with zorblax zorblax", KNOWN)
    assert read.ingredients == ("lorazepam",)
    assert read.leftover == ("zorblax", "zorblax")
    assert read.strange and not recognise("lorazepam", KNOWN).strange


@pytest.mark.parametrize(
    "text", ["not xanax", "stopped xanax", "no xanax", "xanax-like", "non-xanax"]
)
def test_a_word_that_turns_the_meaning_is_left_over_and_the_medicine_still_counts(text):
    read = recognise(text, KNOWN)
    assert read.ingredients == ("alprazolam",) and len(read.leftover) == 1


def test_a_word_of_another_script_is_left_over_too():
    assert recognise("Xanax и лоразепам", KNOWN).leftover == ("и", "лоразепам")
    assert recognise("Xanax й", KNOWN).leftover == ("й",)
    assert recognise("xanax ٣", KNOWN).leftover == ("٣",)
    assert recognise("ⅺxanax", KNOWN) is None


def test_only_latin_letters_lose_their_accents_and_what_is_unseen_is_dropped():
    assert plain("ÉŻa\u0301\u200b") == "eza"
    assert plain("ɐ\u0301") == "ɐ\u0301" and plain("ɏ\u0301") == "ɏ"
    assert plain("\u0301") == "\u0301" and plain("1½×2⁄3–µ") == "1 1/2 x2/3-u"


def test_an_accent_that_makes_another_word_is_not_read_past():
    assert recognise("xanaxé", KNOWN) is None
    assert unicodedata.normalize("NFD", "é") + "xanax" != "xanax"


@pytest.mark.parametrize(
    ("text", "ingredients"),
    [
        ("losartan potassium 50 mg", ("losartan",)),
        ("naproxen sodium", ("naproxen",)),
        ("hydroxyzine hydrochloride monohydrate", ("hydroxyzine",)),
        ("losartan, potassium", ("losartan", "potassium")),
        ("potassium", ("potassium",)),
        ("esomeprazole magnesium", ("esomeprazole",)),
    ],
)
def test_a_salt_is_read_past_only_beside_its_medicine(text, ingredients):
    assert named(text) == ingredients


def test_a_salt_alone_is_left_over():
    assert recognise("xanax daily hydrochloride", KNOWN).leftover == ("hydrochloride",)
    assert recognise("xanax hydrochloride zorblax", KNOWN).leftover == ("zorblax",)


def test_what_it_is_for_is_read_past_only_after_for():
    assert named("xanax for anxiety") == ("alprazolam",)
    assert named("xanax for anxiety and panic attacks") == ("alprazolam",)
    assert recognise("xanax anxiety", KNOWN).leftover == ("anxiety",)
    assert recognise("xanax for sleep and zorblax", KNOWN).leftover == ("zorblax",)
    assert recognise("xanax and anxiety", KNOWN).leftover == ("anxiety",)
    assert recognise("xanax for me anxiety", KNOWN).leftover == ("me", "anxiety")


def test_a_joiner_may_stand_in_a_name_and_nothing_else_may():
    assert named("toprol-xl") == named("toprol xl") == named("toprol/xl") == ("metoprolol",)
    assert named("tylenol - pm") == ("acetaminophen", "diphenhydramine")
    assert named("tylenol -") == ("acetaminophen",)
    assert named("tylenol, pm") == ("acetaminophen",)
    assert recognise("st --johns wort", KNOWN) is None


# --- near misses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("sertralin", ("sertraline",)),
        ("sertrraline", ("sertraline",)),
        ("klonapin", ("klonopin",)),
        ("setraline", ("sertraline",)),
        ("sertarline", ("sertraline",)),
        ("xanex", ("xanax",)),
        ("auvelitty", ("auvelity",)),
        ("cratom", ("kratom",)),
        ("valum", ("valium",)),
        ("alum", ()),
        ("xana", ()),
        ("zzzzzzzz", ()),
        ("qqqqq", ()),
        ("", ()),
        ("phenoxymethylpenicillinn", ("phenoxymethylpenicillin",)),
        ("phenoxymethylpenicillinnn", ()),
    ],
)
def test_what_is_nearly_a_name_is_asked_about(word, names):
    assert did_you_mean(word, KNOWN) == names


def test_the_words_of_a_line_are_asked_about_and_those_of_a_name_are_not():
    assert did_you_mean("Sertralin 50 mg and klonapin bid", KNOWN) == ("sertraline", "klonopin")
    assert did_you_mean("sertraline", KNOWN) == ()


def test_two_names_may_be_meant():
    assert did_you_mean("hydroxizine", KNOWN) == ("hydroxyzine",)
    assert did_you_mean("clonazepan", KNOWN) == ("clonazepam",)
    assert set(did_you_mean("lorazeam", KNOWN)) == {"lorazepam"}
    assert did_you_mean("prozacs", KNOWN) == ("prozac",)
    assert did_you_mean("prilosac", KNOWN) == ("prilosec",)


# --- lists ------------------------------------------------------------------------------------


def test_a_list_is_read_line_by_line_and_what_says_nothing_is_left_out():
    lines = read_list(["none", "Xanax", " ", "zorblax", "No."], KNOWN)
    assert [(line.text, line.strange) for line in lines] == [("Xanax", False), ("zorblax", True)]
    assert lines[1].leftover == ("zorblax",) and lines[1].ingredients == ()


@pytest.mark.parametrize(
    "nothing", ["none", "None.", " NOTHING ", "", "  ", ".", "No  meds", "n/a"]
)
def test_nothing_is_nothing_however_it_is_said(nothing):
    assert read_list([nothing], KNOWN) == ()


def test_codes_of_rxnorm_lead_to_ingredients():
    assert by_rxnorm("36437", KNOWN) == ("sertraline",)
    assert by_rxnorm("1310197", KNOWN) == ("acetaminophen", "hydrocodone")
    assert by_rxnorm("0", KNOWN) is None
    assert recognise("sertraline", KNOWN).rxnorm == ("36437",)
    assert recognise("valproate and sertraline", KNOWN).rxnorm == ("11118", "266856", "36437")


@pytest.mark.parametrize("text", TEXTS)
def test_every_medicine_text_of_the_synthetic_records_is_recognised(text):
    assert named(text) == tuple(TEXTS[text])


def test_an_unknown_medicine_holds_for_a_prescriber():
    facts = Facts.plain({**plain_facts("tomas"), "medicines": ["zorblax"]}, now=NOW)
    assert eligibility.decide(facts, KNOWN).verdict is Verdict.REVIEW


@given(st.text(max_size=60))
@example("®")
@example("xanax лоразепам")
@example("1")
def test_a_line_is_recognised_or_holds(text):
    """Whatever is typed: nothing, medicines we know, or a line for a person to look at."""
    made = derived([text], KNOWN)
    lines = read_list([text], KNOWN)
    assert not lines or not lines[0].strange or made["unrecognised-medicines"] != ()


@pytest.mark.parametrize(
    "hostile",
    [
        "x" * 10_000,
        "1" * 10_000,
        "xanax " * 2_000,
        "1 / " * 3_000,
        "-" * 10_000,
        "½" * 5_000,
        "\u202exanax\u202c" * 1_000,
        "💊" * 5_000,
        "'; DROP TABLE clinic_answer; --" * 300,
        "(?:a+)+$[" * 1_000,
        "\x00\x01\x1b[31m" * 1_000,
        "é" * 10_000,
        "e\u0301" * 5_000,
        "1 to " * 2_000 + "mg",
        "vitamin " * 1_500,
        "q " * 5_000,
    ],
)
def test_hostile_lines_are_read_in_no_time(hostile):
    began = time.process_time()  # of this process, however busy the machine is
    read_list([hostile], KNOWN)
    derived([hostile, "Xanax"], KNOWN)
    assert time.process_time() - began < 2
    assert derived([hostile, "Xanax"], KNOWN)["takes-benzodiazepine"] is True


def test_every_class_that_a_fact_asks_for_is_some_medicines():
    classes = {each for medicine in KNOWN.medicines.values() for each in medicine.classes}
    assert {name.removeprefix("takes-") for name in TAKES} == classes
