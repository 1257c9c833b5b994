"""The loader refuses a protocol or a law that makes no sense: a fault each, and the sentence."""

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited

COURSE, LAW = "protocols/at-home-low-dose.toml", "law.toml"
FATE_CITES = 'sources = ["ketamine-panpharma", "rolan-2014", "andrade-2019", "programme-policy"]'
CONSENT_CITES = 'lasts_days = 90\nsources = ["programme-policy"]'
IN_PERSON, WAIVER = 'needs = ["seen-in-person"]\n', "until = 2026-12-31\n"
COLORADO = """
[states.CO]
in_person = false
says = "Made up for a test."
source = "a test"
verified_by = "Counsel"
verified_on = 2026-11-22
next_check = 2027-05-22
"""


@pytest.fixture
def refused(tmp_path):
    """Spoil one file of the knowledge by hand; the sentence with which it is refused."""

    def spoil(file, old, new, fault=Malformed):
        for path in knowledge.HERE.rglob("*.toml"):
            copy = tmp_path / path.relative_to(knowledge.HERE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        text = (tmp_path / file).read_text()
        assert text.count(old), f"{old!r} is not in {file}"
        (tmp_path / file).write_text(text.replace(old, new, 1))
        with pytest.raises(fault) as refusal:
            knowledge.read(tmp_path)
        sentence = str(refusal.value)
        assert sentence.startswith((file, "at-home-low-dose"))
        assert sentence.endswith(".")
        return sentence

    return spoil


# --- when a morning begins --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("morning = 6", "`morning` must be a time of day such as 06:00:00, not 6"),
        ('morning = "06:00"', "`morning` must be a time of day such as 06:00:00, not '06:00'"),
        ("morning = 2026-11-22T06:00:00Z", "`morning` must be a time of day"),
        ("", "`morning` is missing"),
    ],
)
def test_a_morning_that_is_no_time_of_day_is_refused(refused, new, says):
    assert says in refused(COURSE, "morning = 06:00:00", new)


# --- what may become of a dose ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hydrochloride_mg = 57.7", "hydrochloride_mg = 0", "above 0 and at most 1000, not 0"),
        ("hydrochloride_mg = 57.7", "hydrochloride_mg = 1001", "at most 1000, not 1001"),
        ("hydrochloride_mg = 57.7", "hydrochloride_mg = nan", "`hydrochloride_mg` must be a num"),
        ("hydrochloride_mg = 57.7", "", "`hydrochloride_mg` must be a number above 0"),
        ("base_mg = 50", "base_mg = 57.8", "`base_mg` is above `hydrochloride_mg`"),
        ("base_mg = 50", "base_mg = true", "`base_mg` must be a number, not True"),
        ("base_mg = 50", "base_mg = -50", "`base_mg` must be a number above 0"),
        ("units_more = 1", "units_more = 0", "`units_more` must be a whole number of at least 1"),
        ("units_more = 1", "units_more = 1.5", "`units_more` must be a whole number"),
        ("held_share = 0.30", "held_share = 1.01", "`held_share` must be a number above 0 and at"),
        ("held_share = 0.30", "held_share = 0", "`held_share` must be a number above 0"),
        ("fill_share = 0.25", "fill_share = 25", "`fill_share` must be a number above 0 and at"),
        ("fill_share = 0.25", 'fill_share = "a quarter"', "`fill_share` must be a number"),
        (
            'halved_by = ["older-limits-halved"',
            'halved_by = ["older"',
            "`fate` is halved by older, which is no rule of the order",
        ),
        ('halved_by = ["older', 'halved_by = ["light-limits-halved", "older', "different words"),
        ('evidence = "RT-059, RT', 'worst = 2\nevidence = "RT-059, RT', "`worst` is not known"),
    ],
)
def test_a_fate_that_makes_no_sense_is_refused(refused, old, new, says):
    assert says in refused(COURSE, old, new)


def test_a_fate_cites(refused):
    assert "fate: cites nothing" in refused(COURSE, FATE_CITES, "", Uncited)
    cited = refused(COURSE, FATE_CITES, 'sources = ["my-cousin"]', Uncited)
    assert "fate: cites my-cousin, which sources.toml does not hold" in cited


# --- what is signed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('version = "2026-1"', "version = 2026", "`version` must be words, not 2026"),
        ('version = "2026-1"', 'version = " "', "`version` must be words, not ' '"),
        ("since = 2026-01-01", 'since = "January"', "`since` must be a date such as 2026-11-22"),
        ("since = 2026-01-01", "", "`since` is missing"),
        ("lasts_days = 90", "lasts_days = 0", "`lasts_days` must be a whole number of at least 1"),
        ("lasts_days = 90", "lasts_days = true", "`lasts_days` must be a whole number"),
        ("lasts_days = 90", "lasts_days = 90\nlanguage = 3", "`language` is not known here"),
        ('evidence = "LG-061"', "", "`evidence` is missing"),
    ],
)
def test_a_consent_that_makes_no_sense_is_refused(refused, old, new, says):
    assert says in refused(COURSE, old, new)


def test_a_consent_cites(refused):
    assert "consent: cites nothing" in refused(
        COURSE, CONSENT_CITES, "lasts_days = 90\nsources = []", Uncited
    )


# --- the law ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days = 60", "days = 0", "`days` must be a whole number of at least 1"),
        ("days = 60", "days = 60\nhours = 3", "`hours` is not known here"),
        ('evidence = "LG-003"\n', "", "`evidence` is missing"),
        ("[bases.in-person]", "[bases.InPerson]", "ids are kebab-case"),
        (IN_PERSON, 'needs = ["pulse"]\n', "names pulse, which is no yes-no fact of facts.toml"),
        (IN_PERSON, 'needs = ["seen"]\n', "names seen, which is no yes-no fact of facts.toml"),
        (IN_PERSON, f"{IN_PERSON}colour = 3\n", "`colour` is not known here"),
        (WAIVER, "until = 2025-12-31\n", "`until` comes before `from`"),
        (WAIVER, 'until = "next year"\n', "`until` must be a date such as 2026-11-22"),
        ("next_check = 2026-12-15", "next_check = 2026-11-22", "must come after `checked_on`"),
        ('basis = "regulation"', 'basis = "hearsay"', "`basis` is 'hearsay'"),
        ('verified = "read"', 'verified = "yes"', "`verified` is 'yes'"),
        ("[states]", "[other]\n[states]", "`other` is not known here"),
        ("[states]\n", "", "`states` is missing"),
        ("[states]", COLORADO.replace("CO]", "Colorado]"), "a state is two capital letters"),
        (
            "[states]",
            COLORADO.replace("2027-05-22", "2026-11-22"),
            "`next_check` must come after `verified_on`",
        ),
        ("[states]", COLORADO.replace("false", '"no"'), "`in_person` must be true or false"),
        ("[states]", f"{COLORADO}colour = 3\n", "`colour` is not known here"),
        ("[rules.too-many-refills]", "[rules.TooMany]", "ids are kebab-case"),
        ("above = 5\n", "above = 5\nbelow = 3\n", "above rules do not know `below`"),
    ],
)
def test_a_law_that_makes_no_sense_is_refused(refused, old, new, says):
    assert says in refused(LAW, old, new)


def test_a_law_without_a_basis_is_refused(refused):
    text = (knowledge.HERE / LAW).read_text()
    bases = text[text.index("[bases.in-person]") : text.index("[states]\n")]
    assert "needs at least one basis under `bases`" in refused(LAW, bases, "[bases]\n")


@pytest.mark.parametrize("place", ["warning", "in-person", "federal-waiver"])
def test_law_cites(refused, place):
    text = (knowledge.HERE / LAW).read_text()
    begun = text.index(f"{place}]\n")
    old = text[begun : text.index("sources = [", begun)] + 'sources = ["fr-2025-24123"]'
    sentence = refused(LAW, old, old.replace('["fr-2025-24123"]', "[]"), Uncited)
    assert f"{place}: cites nothing" in sentence
