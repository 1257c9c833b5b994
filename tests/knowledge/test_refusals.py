"""The loader refuses: one planted fault each, and the sentence that names file, id and cure."""

import shutil

import pytest

from tercet import knowledge
from tercet.knowledge import BadKnowledge, Malformed, Uncited, UnknownKind

CONTRA, FACTS, MEDS = "contraindications/heart.toml", "facts.toml", "medicines/sedatives.toml"
SOURCES, COURSE = "sources.toml", "protocols/at-home-low-dose.toml"
GAD, PHQ = "instruments/gad-7.toml", "instruments/phq-9.toml"


@pytest.fixture
def copied(tmp_path):
    """The knowledge, copied to where it can be spoilt."""
    folder = tmp_path / "knowledge"
    shutil.copytree(knowledge.HERE, folder, ignore=shutil.ignore_patterns("*.py", "__py*"))
    return folder


@pytest.fixture
def planted(copied):
    """Change one file by hand, and read it all."""

    def plant(file, old, new):
        text = (knowledge.HERE / file).read_text()
        assert old in text, f"{old!r} is not in {file}"
        (copied / file).write_text(text.replace(old, new, 1))
        return knowledge.read(copied)

    return plant


def topic_with(text):
    """The first file of contraindications/ that holds this text."""
    files = sorted((knowledge.HERE / "contraindications").glob("*.toml"))
    held = next(file for file in files if text in file.read_text())
    return held.relative_to(knowledge.HERE).as_posix()


def refuses(planted, file, old, new, fault=Malformed):
    with pytest.raises(fault) as refusal:
        planted(file, old, new)
    sentence = str(refusal.value)
    assert isinstance(refusal.value, BadKnowledge) and isinstance(refusal.value, ValueError)
    assert file.removesuffix(".toml") in sentence
    assert sentence.endswith(".")
    return sentence


def test_what_is_published_here_is_accepted(planted):
    assert planted(FACTS, "# The vocabulary", "# The vocabulary").version


# --- citations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        (CONTRA, 'sources = ["spravato-uspi#4", "spravato-smpc#4.3"]', "aneurysm"),
        (FACTS, 'sources = ["programme-policy"]', "weight-kg"),
        (MEDS, 'sources = ["asam-bzd"]', "benzodiazepines"),
        (GAD, 'sources = ["spitzer-2006", "phq-screeners", "loinc"]', "gad-7"),
        (GAD, 'sources = ["toussaint-2020"]', "changes mcid"),
        (PHQ, 'sources = ["kroenke-2001", "nhs-talking-therapies"]', "cutoffs screening"),
        (
            COURSE,
            'sources = ["programme-policy", "asa-ketamine", "askp3-2024", "hull-2022"]',
            "low",
        ),
        (COURSE, 'sources = ["spravato-uspi#5.8"]', "release driving-not-understood"),
    ],
)
def test_what_cites_nothing_or_what_is_not_held_is_refused(planted, file, old, place):
    sentence = refuses(planted, file, old, "sources = []", Uncited)
    assert place in sentence and "cites nothing" in sentence
    sentence = refuses(planted, file, old, 'sources = ["my-cousin#2"]', Uncited)
    assert place in sentence and "my-cousin#2, which sources.toml does not hold" in sentence


def test_a_missing_list_of_sources_is_uncited(planted):
    old = 'sources = ["spravato-uspi#4", "spravato-smpc#4.3"]\n'
    assert "cites nothing" in refuses(planted, CONTRA, old, "", Uncited)


def test_a_limit_on_freshness_says_whose_it_is(planted):
    old = 'fresh_minutes = 129600\nsources = ["programme-policy"]\n'
    assert "weight-kg: cites nothing" in refuses(
        planted, FACTS, old, "fresh_minutes = 129600\n", Uncited
    )


# --- rules --------------------------------------------------------------------------------------


def test_an_unknown_kind_is_refused_with_those_there_are(planted):
    old = '[brain-haemorrhage]\nkind = "yes"'
    sentence = refuses(planted, CONTRA, old, '[brain-haemorrhage]\nkind = "maybe"', UnknownKind)
    assert "brain-haemorrhage: kind 'maybe' is not one of above, above_" in sentence


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "Aneurysm"\n', "", "`title` is missing; add it"),
        ('title = "Aneurysm"', 'title = " "', "`title` must be words, not ' '"),
        ('title = "Aneurysm"', "title = 3", "`title` must be words, not 3"),
        (
            'title = "Bleeding in the brain, ever"',
            'title = "Bleeding in the brain, ever"\nworries = 3',
            "yes rules do not know `worries`",
        ),
        ('facts = ["brain-haemorrhage"]\n', "", "yes rules need `facts`"),
        ('facts = ["brain-haemorrhage"]', 'facts = ["anuerysm"]', "'anuerysm' is not a fact"),
        (
            'facts = ["brain-haemorrhage"]',
            'facts = ["pulse"]',
            "pulse is of type whole, not yes-no",
        ),
        ('facts = ["brain-haemorrhage"]', "facts = []", "must be a list of at least one fact"),
        (
            'facts = ["brain-haemorrhage"]',
            'facts = "brain-haemorrhage"',
            "must be a list of at least one fact",
        ),
        (
            'facts = ["brain-haemorrhage"]',
            'facts = ["brain-haemorrhage", "brain-haemorrhage"]',
            "names a fact twice",
        ),
        ('if_so = "stop"', 'if_so = "approve"', "`if_so` is 'approve'; it must be one of caution"),
        ('strength = "A"', 'strength = "E"', "`strength` is 'E'"),
        ('basis = "label"', 'basis = "hearsay"', "`basis` is 'hearsay'"),
        ('basis = "label"', 'basis = "policy"', "policy in both `basis` and `verified`"),
        ('verified = "read"', 'verified = "policy"', "policy in both `basis` and `verified`"),
        ('verified = "read"', 'verified = "yes"', "`verified` is 'yes'"),
        (
            "checked_on = 2026-11-22",
            'checked_on = "last week"',
            "must be a date such as 2026-11-22",
        ),
        ("checked_on = 2026-11-22", "checked_on = 2026-11-22T10:00:00Z", "must be a date such as"),
        ("checked_on = 2026-11-22\n", "", "`checked_on` is missing"),
        ("next_check = 2027-05-22", "next_check = 2026-11-22", "must come after `checked_on`"),
        (
            'who = ["patient", "prescriber"]',
            'who = ["mother"]',
            "names ['mother']; roles are patient",
        ),
        ('who = ["patient", "prescriber"]', "who = []", "names nobody"),
        ('who = ["patient", "prescriber"]', 'who = ["patient", "patient"]', "different words"),
        (
            'title = "Arteriovenous malformation"',
            'title = "Arteriovenous malformation"\nremedy = ""',
            "`remedy` must be words",
        ),
        (
            'if_so = "stop"',
            'if_so = "stop"\nfresh_minutes = 0',
            "whole number of at least 1, not 0",
        ),
        ('if_so = "stop"', 'if_so = "stop"\nfresh_minutes = true', "whole number of at least 1"),
        (
            'if_so = "stop"',
            'if_so = "stop"\nexpires = 2026-11-21',
            "already past when it was checked",
        ),
        ("[aneurysm]", "[Aneurysm]", "ids are kebab-case"),
    ],
)
def test_a_malformed_rule_is_refused(planted, old, new, says):
    assert says in refuses(planted, CONTRA, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "systolic = 140\n",
            "systolic = 1400\n",
            "1400 is outside what systolic can be (50 to 300",
        ),
        ("systolic = 140\n", "systolic = 80\n", "80 is lower than diastolic"),
        ("systolic = 140\n", 'systolic = "140"\n', "'140' is not a number"),
        ("systolic = 140\n", "systolic = true\n", "True is not a number"),
        ("systolic = 140\n", "systolic = nan\n", "nan is not a number"),
        ("systolic = 140\n", "", "pressure_above rules need `systolic`"),
        ("from_age = 65\n", "from_age = 165\n", "165 is outside what age-years can be"),
        ("from_age_systolic = 150", "from_age_systolic = 139", "139 is lower than systolic"),
        ("low = 18\nhigh = 24", "low = 24\nhigh = 18", "18 is lower than low"),
        ('fact = "pulse"', 'fact = "aneurysm"', "aneurysm is of type yes-no, not whole or number"),
        ('fact = "pulse"', "fact = 7", "7 is not a fact of facts.toml"),
        ("above = 8", "above = 800", "800 is outside what diazepam-equivalent-mg-per-day can be"),
        ("{ gad-7-total = 10, phq-9-total = 10 }", "{}", "table of at least one fact"),
        ("{ gad-7-total = 10, phq-9-total = 10 }", "{ gad-7 = 10 }", "'gad-7' is not a fact"),
        (
            "{ gad-7-total = 10, phq-9-total = 10 }",
            "{ gad-7-total = 22 }",
            "22 is outside what gad-7",
        ),
        (
            'fact = "unrecognised-medicines"',
            'fact = "pulse"',
            "pulse is of type whole, not texts or choices",
        ),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(planted, old, new, says):
    assert says in refuses(planted, topic_with(old), old, new)


# --- facts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('label = "weight"', 'label = "weight"\ncolour = 3', "`colour` is not known here"),
        ('type = "number"', 'type = "mass"', "`type` is 'mass'"),
        ("low = 25\n", "", "a number needs `low` and `high`, in that order"),
        ("low = 25\n", "low = 400\n", "a number needs `low` and `high`, in that order"),
        ("low = 25\n", 'low = "25"\n', "`low` must be a number"),
        ("low = 25\n", "low = nan\n", "`low` must be a number"),
        (
            'label = "aneurysm"\ntype = "yes-no"',
            'label = "aneurysm"\ntype = "yes-no"\nunit = "mm"',
            "only a number has",
        ),
        (
            'label = "aneurysm"\ntype = "yes-no"',
            'label = "aneurysm"\ntype = "yes-no"\nlow = 3',
            "only a number has",
        ),
        (
            'label = "aneurysm"\ntype = "yes-no"',
            'label = "aneurysm"\ntype = "choice"',
            "`choices` belong to",
        ),
        (
            'label = "aneurysm"\ntype = "yes-no"',
            'label = "aneurysm"\ntype = "yes-no"\nchoices = ["a"]',
            "`choices` belong to",
        ),
        ('question = "What do you weigh, in kilograms?"\n', "", "needs its `question`"),
        ('asked = true\nsection = "About you"\n', "asked = true\n", "and its `section`"),
        ("asked = true", 'asked = "yes"', "`asked` must be true or false"),
        ('only_if = "could-be-pregnant"', 'only_if = "pulse"', "must name a yes-no fact"),
        ('only_if = "could-be-pregnant"', 'only_if = "nothing"', "must name a yes-no fact"),
        ('from = ["derived", "record", "prescriber"]', 'from = ["anyone"]', "roles are patient"),
    ],
)
def test_a_malformed_fact_is_refused(planted, old, new, says):
    assert says in refuses(planted, FACTS, old, new)


# --- sources ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "label"', 'kind = "rumour"', "`kind` is 'rumour'"),
        ('url = "https://dailymed', 'url = "http://dailymed', "must begin with https://"),
        ("year = 2026", "year = 1899", "whole number of at least 1900"),
        ('publisher = "Tercet"', 'publisher = "Tercet"\nauthor = "x"', "`author` is not known"),
    ],
)
def test_a_source_nobody_can_open_is_refused(planted, old, new, says):
    assert says in refuses(planted, SOURCES, old, new)


def test_only_a_policy_may_have_no_address(planted):
    text = (knowledge.HERE / SOURCES).read_text()
    line = next(line for line in text.splitlines() if line.startswith("url = "))
    assert "only a policy may have none" in refuses(planted, SOURCES, f"{line}\n", "")


def test_a_policy_has_no_false_address(planted):
    new = 'publisher = "Tercet"\nurl = "ftp://x"'
    refuses(planted, SOURCES, 'publisher = "Tercet"', new)


# --- medicines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('nitrazepam = ["mogadon"]', 'nitrazepam = ["Mogadon"]', "must be in small letters"),
        (
            'nitrazepam = ["mogadon"]',
            'nitrazepam = ["xanax"]',
            "a name of alprazolam and of nitrazepam",
        ),
        ('nitrazepam = ["mogadon"]', 'nitrazepam = "mogadon"', "list of different words"),
        (
            'nitrazepam = ["mogadon"]',
            'nitrazepam = ["mogadon"]\nNitra_x = []',
            "ids are kebab-case",
        ),
        (
            'zaleplon = ["sonata"]',
            "alprazolam = []",
            "alprazolam stands in two groups",
        ),
        ("[benzodiazepines]\n", "[benzodiazepines]\ngrade = 2\n", "`grade` is not known here"),
        ("[benzodiazepines]\n", '[benzodiazepines]\nmembers = ["aspirn"]\n', "gathers aspirn"),
        ("[z-drugs]\n", "[zDrugs]\n", "ids are kebab-case"),
        ('verified = "read"', 'verified = "hearsay"', "`verified` is 'hearsay'"),
        ('verified = "read"', "", "`verified` is missing"),
    ],
)
def test_a_malformed_medicine_is_refused(planted, old, new, says):
    assert says in refuses(planted, MEDS, old, new)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("equivalents", "lorazepam = 2", "lorazepam = 0", "must be a number of mg above 0"),
        ("equivalents", "lorazepam = 2", "lorazepam = true", "must be a number of mg above 0"),
        ("equivalents", "lorazepam = 2", "lorazepan = 2", "names lorazepan, which is in no group"),
        ("equivalents", "[morphine_mg.cdc-2022]", "[grams.cdc-2022]", "`morphine_mg` is missing"),
        ("words", "filler = [", "other = [", "`filler` is missing"),
        ("words", "filler = [", "other = []\nfiller = [", "`other` is not known here"),
        ("combinations", '"symbyax" = [', '"Symbyax" = [', "not in small letters"),
        ("combinations", '"symbyax" = [', '"xanax" = [', "'xanax' is a name already"),
        ("combinations", '["olanzapine", "fluoxetine"]', '["fluoxetine"]', "one ingredient"),
        ("combinations", '["olanzapine", "fluoxetine"]', '["olanzapine", "x"]', "in no group"),
        ("combinations", '["olanzapine", "fluoxetine"]', "[]", "names nothing"),
        ("rxnorm", 'sertraline = ["36437"]', 'sertralin = ["36437"]', "sertralin is in no group"),
        ("rxnorm", '1310197 = ["acet', '1310197 = ["x", "acet', "in no group"),
        ("rxnorm", "[products]", "[other]\n[products]", "`other` is not known here"),
    ],
)
def test_what_stands_apart_is_refused_too(planted, name, old, new, says):
    assert says in refuses(planted, f"medicines/{name}.toml", old, new)


def test_a_group_stands_in_one_file_and_holds_something(planted):
    again = '[benzodiazepines]\nclasses = []\nsources = ["asam-bzd"]\nverified = "read"\n'
    gathers = f'{again}members = ["alprazolam"]\n[alcohol]\n'
    says = refuses(planted, "medicines/substances.toml", "[alcohol]\n", gathers)
    assert "stands in two files" in says
    empty = again.replace("benzodiazepines", "empty")
    says = refuses(planted, "medicines/pain.toml", "[gout]\n", f"{empty}[gout]\n")
    assert "has neither" in says


# --- instruments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("low = 5\nhigh = 9", "low = 6\nhigh = 9", "bands spitzer-2006 must cover 0 to 21 once"),
        ("low = 5\nhigh = 9", "low = 4\nhigh = 9", "bands spitzer-2006 must cover 0 to 21 once"),
        ("low = 15\nhigh = 21", "low = 15\nhigh = 20", "bands spitzer-2006 must cover 0 to 21"),
        ("score = 1\n", "score = 0\n", "options with different scores"),
        ("score = 1\n", "score = -1\n", "whole number of at least 0"),
        ('id = "2"', 'id = "1"', "two items have the same id"),
        ('direction = "lower-is-better"', 'direction = "up"', "`direction` is 'up'"),
        ("points = 4", "points = 0", "whole number of at least 1"),
        ('name = "mild"', 'name = "mild"\ncolour = "red"', "`colour` is not known here"),
        ("[cutoffs.screening]", "[cutoffs.Screening]", "ids are kebab-case"),
        ('licence = "Public', 'license = "Public', "`licence` is missing"),
    ],
)
def test_a_malformed_instrument_is_refused(planted, old, new, says):
    assert says in refuses(planted, GAD, old, new)


def test_a_flag_names_an_item_there_is(planted):
    assert "names item 10, which there is not" in refuses(planted, PHQ, 'item = "9"', 'item = "10"')


# --- protocols ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("from_week = 4\n", "from_week = 5\n", "`phases` must cover weeks 1 to 14 once"),
        ("weeks = 14", "weeks = 15", "`phases` must cover weeks 1 to 15 once"),
        ("before_first_dose = 3", "before_first_dose = 13", "leaves nothing for after"),
        ("every_minutes = 5", "every_minutes = 0", "whole number of at least 1"),
        ("missing_hours = 36", "missing_hours = 24", "must come after `due_hours`"),
        ("low_minutes = 1 ", "low_minutes = 31 ", "`low_minutes` is above `high_minutes`"),
        ("at_minutes = [20, 40,", "at_minutes = [40, 20,", "whole minutes above 0, rising"),
        ("at_minutes = [20, 40,", "at_minutes = [0, 40,", "whole minutes above 0, rising"),
        ("at_minutes = [20, 40,", "at_minutes = [20, 20,", "whole minutes above 0, rising"),
        ("at_minutes = [20, 40,", "at_minutes = [true, 40,", "whole minutes above 0, rising"),
        ('ladder = "silence"', 'ladder = "silent"', "climbs ladder silent, which there is not"),
        ("after_seconds = 0\n", "after_seconds = 5\n", "begins at 0 seconds"),
        (
            "after_seconds = 60\n",
            "after_seconds = 0\n",
            "each step of a ladder comes later than the one before",
        ),
        (
            'who = "emergency-services"\nafter_seconds = 300',
            'who = "guide"\nafter_seconds = 300',
            "ends with emergency-services",
        ),
        ('who = "support"\n', 'who = "neighbour"\n', "`who` is 'neighbour'"),
        ("[gate.too-soon]", "[gate.silence]", "two rules of this protocol have the same id"),
        ('values = ["need-a-person"]', 'values = ["help"]', "'help' is not a choice of answer"),
        ('values = ["need-a-person"]', "values = []", "must be a list of at least one choice"),
        ("rise = 20", "rise = 0", "0 is not a whole number above 0"),
        ("rise = 20", "rise = true", "True is not a whole number above 0"),
        ("rise = 20", "rise = 20.5", "20.5 is not a whole number above 0"),
        ('unless = "first-dose"', 'unless = "pulse"', "pulse is of type whole, not yes-no"),
        ("[doses]\n", "[doses]\nmg = 50\n", "`mg` is not known here"),
        (
            '[monitoring.silence]\nkind = "silent"',
            '[monitoring.silence]\nkind = "above"',
            "above rules need",
        ),
    ],
)
def test_a_malformed_protocol_is_refused(planted, old, new, says):
    assert says in refuses(planted, COURSE, old, new)


def test_a_rule_of_the_course_may_not_take_the_name_of_a_contraindication(planted):
    with pytest.raises(Malformed, match=r"\['aneurysm'\] are eligibility's already"):
        planted(COURSE, "[gate.too-soon]", "[gate.aneurysm]")


def test_a_contraindication_climbs_a_ladder_that_every_course_has(planted):
    with pytest.raises(Malformed, match="at-home-low-dose: has no ladder panic; suicide-intent"):
        planted("contraindications/suicide.toml", 'ladder = "suicide"', 'ladder = "panic"')


# --- files --------------------------------------------------------------------------------------


def test_a_file_that_is_not_toml_is_refused_with_its_line(planted):
    sentence = refuses(planted, FACTS, "[weight-kg]", "[weight-kg")
    assert "is not TOML" in sentence and "line" in sentence


def test_bytes_that_are_not_text_are_refused(copied):
    (copied / SOURCES).write_bytes(b"\xff\xfe")
    with pytest.raises(Malformed, match=r"sources.toml: is not TOML"):
        knowledge.read(copied)


@pytest.mark.parametrize("name", [FACTS, SOURCES])
def test_a_missing_file_is_named(copied, name):
    (copied / name).unlink()
    with pytest.raises(Malformed, match=rf"{name}: there is no such file"):
        knowledge.read(copied)


@pytest.mark.parametrize("name", ["benchmarks.toml", "protocols/old/at-home.toml"])
def test_a_file_nobody_reads_is_named(copied, name):
    (copied / name).parent.mkdir(exist_ok=True)
    (copied / name).write_text("")
    with pytest.raises(Malformed, match="nobody reads this file"):
        knowledge.read(copied)


def test_a_rule_that_is_not_a_table_is_refused(planted):
    sentence = refuses(planted, CONTRA, "[aneurysm]", 'stray = "x"\n\n[aneurysm]')
    assert "stray: must be a table of keys" in sentence


def test_a_list_that_should_be_tables_is_refused(planted):
    assert "`flags` must be a list of tables" in refuses(
        planted, GAD, "direction =", "flags = 3\ndirection ="
    )
