"""Questionnaires as data: whose words stand here, what a text pack must fit, what is refused."""

import tomllib

import pytest

from tercet import knowledge
from tercet.knowledge import BadKnowledge
from tercet.knowledge.parts import Table
from tercet.knowledge.questionnaires import instrument
from tercet.knowledge.wording import pack, worded

KNOWN = knowledge.read()
HELD = KNOWN.instruments
OURS = {
    *("now-anxiety", "now-mood", "now-tension", "now-connection", "day-anxiety", "day-mood"),
    *("sleep-night", "craving-now", "avoidance-now", "bladder-5"),
}
FREE = {
    *("gad-7", "gad-2", "phq-9", "phq-2", "pswq", "ham-a", "pcl-5", "pc-ptsd-5", "asq", "audit-c"),
    *("vas-anxiety", "suds"),
}


def test_the_words_that_stand_here_are_free_or_ours():
    assert {id for id, held in HELD.items() if held.ships} == FREE | OURS


def test_a_questionnaire_that_may_not_ship_holds_no_word_of_it():
    for held in HELD.values():
        every = (*held.items, *held.unscored)
        if not held.ships:
            spoken = [o.text for item in every if item.answers == "points" for o in item.options]
            assert not any([held.intro, *held.wordings, *spoken, *(item.text for item in every)])


def test_every_questionnaire_says_what_it_is_and_whose():
    for held in HELD.values():
        assert held.about.endswith(".") and held.licence.endswith(".") and held.sources


def test_our_own_questions_borrow_nothing():
    for id in OURS:
        held = HELD[id]
        assert not (held.bands or held.cutoffs or held.changes or held.loinc_total)
        assert held.licence == "Our own words." and "es" in held.wordings


def test_nought_is_not_at_all():
    for id in ("gad-7", "gad-2", "phq-9", "phq-2"):
        options = HELD[id].options
        assert (options[0].score, options[0].text) == (0, "Not at all")
        assert [o.loinc for o in options] == ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def test_the_short_ones_ask_what_the_long_ones_ask():
    for short, long in (("gad-2", "gad-7"), ("phq-2", "phq-9")):
        pairs = zip(HELD[short].items, HELD[long].items, strict=False)
        assert all((a.text, a.loinc) == (b.text, b.loinc) for a, b in pairs)
        spanish = [tuple(HELD[id].wordings["es"].items.values()) for id in (short, long)]
        assert spanish[0] == spanish[1][:2]


def test_codes_stand_where_they_are_confirmed():
    assert (HELD["pcl-5"].loinc_panel, HELD["pcl-5"].loinc_total) == ("101697-1", "101698-9")
    assert [item.loinc for item in HELD["audit"].items][:3] == ["68518-0", "68519-8", "68520-6"]
    assert [item.loinc for item in HELD["audit"].items[3:]] == [
        *("97734-8", "97735-5", "97736-3", "97737-1", "97738-9", "97739-7", "97740-5")
    ]
    assert HELD["dast-10"].loinc_total == "82667-7"
    assert "68517-2" not in {item.loinc for held in HELD.values() for item in held.items}


def test_a_code_of_loinc_is_no_slip_of_the_pen():
    """The last digit of a code is reckoned from the others."""
    held = {item.loinc for each in HELD.values() for item in (*each.items, *each.unscored)}
    held |= {code for each in HELD.values() for code in (each.loinc_panel, each.loinc_total)}
    for code in held - {""}:
        digits, check = code.split("-")
        doubled = "".join(str(int(d) * 2) if n % 2 == 0 else d for n, d in enumerate(digits[::-1]))
        assert (10 - sum(map(int, doubled)) % 10) % 10 == int(check), code


def test_any_change_to_its_file_is_another_version():
    path = knowledge.HERE / "instruments" / "isi.toml"
    told = tomllib.loads(path.read_text())
    made = instrument("isi", Table("isi", told, KNOWN.sources))
    assert made.version == HELD["isi"].version and len(made.version) == 8
    told["bands"]["morin"][0]["name"] = "nothing"
    assert instrument("isi", Table("isi", told, KNOWN.sources)).version != made.version


# --- text packs ---------------------------------------------------------------------------------

PACK = """
intro = "Over the last two weeks"
items = ["a", "b", "c", "d", "e", "f", "g"]
options = ["none", "mild", "moderate", "severe", "very severe"]
credit = "With the author's permission of 2026."
"""


def packed(folder, text, name="isi.en.toml"):
    (folder / name).write_text(text)
    return pack(folder, dict(HELD))


def test_without_a_pack_there_are_no_words_to_show():
    assert worded(HELD["isi"], "en") is None
    assert worded(HELD["gad-7"], "en") is HELD["gad-7"]
    assert worded(HELD["gad-7"], "fr") is None


def test_a_pack_gives_the_words_and_changes_no_number(tmp_path):
    made = worded(HELD["isi"], "en", packed(tmp_path, PACK))
    assert [item.text for item in made.items] == list("abcdefg")
    assert made.items[6].options[4].text == "very severe"
    assert [(o.score, o.text) for o in made.items[0].options][1] == (1, "mild")
    assert [item.id for item in made.items] == [item.id for item in HELD["isi"].items]
    assert made.bands is HELD["isi"].bands and made.version == HELD["isi"].version
    assert worded(HELD["isi"], "es", packed(tmp_path, PACK)) is None


def test_spanish_words_stand_beside_the_same_points():
    made = worded(HELD["phq-9"], "es")
    assert made.items[8].text.startswith("Pensamientos de que estaría mejor muerto")
    assert (made.options[0].score, made.items[0].options[0].text) == (0, "Ningún día")
    assert [o.loinc for o in made.items[0].options][3] == "LA6571-9"
    bladder = worded(HELD["bladder-5"], "es")
    assert [(o.score, o.text) for o in bladder.items[4].options] == [(0, "No"), (1, "Sí")]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"f", "g"]', '"f"]', "`items` holds 6 texts; the instrument has 7 items"),
        ('"g"]', '" "]', "`items` must be a list of texts"),
        (', "very severe"]', "]", "item 1 has 5 answers; 4 are worded"),
        ("credit =", "credits =", "`credit` is missing"),
        ("intro =", 'own = { 9 = ["x"] }\nintro =', "`own` names item 9"),
        ("intro =", "intro ", "is not TOML"),
        ("intro =", "band = 3\nintro =", "`band` is not known here"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused(tmp_path, old, new, says):
    with pytest.raises(BadKnowledge, match="isi") as refusal:
        packed(tmp_path, PACK.replace(old, new, 1))
    assert says in str(refusal.value)


def test_a_pack_names_an_instrument_there_is_and_a_folder_there_is(tmp_path):
    with pytest.raises(BadKnowledge, match="must be named"):
        packed(tmp_path, PACK, "insomnia.en.toml")
    with pytest.raises(BadKnowledge, match="there is no such folder"):
        pack(tmp_path / "gone", dict(HELD))


def test_a_pack_says_which_wording_it_is_where_an_answer_would_change_its_meaning(tmp_path):
    text = 'intro = "x"\ncredit = "y"\nitems = [' + '"q", ' * 10 + "]\n"
    with pytest.raises(BadKnowledge, match="`wording_version` must be 'able to stop'"):
        packed(tmp_path, f'wording_version = "unable to stop"\n{text}', "dast-10.en.toml")
    held = packed(tmp_path, f'wording_version = "able to stop"\n{text}', "dast-10.en.toml")
    assert worded(HELD["dast-10"], "en", held).items[2].reverse


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("spin", 'licence = "', 'intro = "Words"\nlicence = "', "has words, but `ships`"),
        ("pswq", '"I worry all the time."', '""', "an item or an answer has no `text`"),
        ("spin", "count = 17", "count = 0", "whole number of at least 1"),
        ("spin", "points = [0, 1,", "points = [1, 0,", "`points` must rise"),
        ("wsas", "range = [0, 8]", "range = [0, 4, 8]", "`range` is the least and the most"),
        ("wsas", 'na = ["1"]', 'na = ["9"]', "names item 9, which there is not"),
        ("pswq", 'reverse = ["1"', 'reverse = ["17"', "names item 17, which there is not"),
        ("spin", 'fear = { items = ["1"', 'fear = { items = ["18"', "names item 18"),
        ("qids-sr16", 'items = ["1..4"]', 'items = ["4..1"]', "names item 4..1"),
        ("qids-sr16", '"highest", items = ["5"]', '"best", items = ["5"]', "`kind` is 'best'"),
        ("who-5", 'kind = "sum"', 'kind = "total"', "`kind` is 'total'"),
        ("who-5", "at_most = 50", "at_most = 50\nat_least = 3", "a cut-off is `at_least` or"),
        ("pq-16", 'of = "distress"', 'of = "dread"', "a cut-off is `at_least` or"),
        ("isi", "r = 0.9", "r = 1.9", "a reliability is `r` between 0 and 1"),
        ("isi", 'r_kind = "alpha"\n', "", "a reliability is `r` between 0 and 1"),
        ("isi", "points = 8.4", "points = -8.4", "must be a number above 0"),
        ("asq", '"negative"\n', '"negative"\nall = [{ items = ["1"] }]\n', "ends with"),
        ("asq", 'band_set = "nimh"\n', "", "`triage` needs a `band_set`"),
        ("asq", 'calls = "suicide"', 'calls = "police"', "`calls` is 'police'"),
        ("mdq", "count = 7", "count = 14", "a clause counts no more than it reads"),
        ("meq30", '"ineffability"], at', '"awe"], at', "a clause reads items, or subscales"),
        ("fibser", 'items = ["3"]', 'items = ["2", "3"]', "names that one item"),
        ("fibser", "high = 6", "high = 7", "must cover 0 to 6 once"),
        ("pdss-sr", '{ agoraphobia = "no" }', '{ agoraphobia = "maybe" }', "no context"),
        ("c-ssrs-screener", 'only_if = ["2"]', 'only_if = ["7"]', "waits for 7"),
        ("c-ssrs-screener", "6-lifetime = {", "7 = {", "`item` names 7"),
        ("phq-9", "calls =", "cals =", "`cals` is not known here"),
    ],
)  # fmt: skip
def test_a_malformed_questionnaire_is_refused(file, old, new, says):
    text = (knowledge.HERE / "instruments" / f"{file}.toml").read_text()
    assert old in text
    table = Table(f"{file}.toml", tomllib.loads(text.replace(old, new, 1)), KNOWN.sources)
    with pytest.raises(BadKnowledge) as refusal:
        instrument(file, table)
    assert says in str(refusal.value) and f"{file}.toml" in str(refusal.value)
