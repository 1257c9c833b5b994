"""The loader refuses a plan of asking that makes no sense: a fault each, and the sentence."""

import pytest

from tercet import knowledge
from tercet.knowledge import Malformed, Uncited

PLAN = "asking/at-home-low-dose.toml"


@pytest.fixture
def refused(tmp_path):
    """Spoil the plan by hand; the sentence with which it is refused."""

    def spoil(old, new, fault=Malformed):
        for path in knowledge.HERE.rglob("*.toml"):
            copy = tmp_path / path.relative_to(knowledge.HERE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        text = (tmp_path / PLAN).read_text()
        assert text.count(old), f"{old!r} is not in the plan"
        (tmp_path / PLAN).write_text(text.replace(old, new, 1))
        with pytest.raises(fault) as refusal:
            knowledge.read(tmp_path)
        return str(refusal.value)

    return spoil


TWICE = """[[ladders.suicide]]
who = "guide"
after_seconds = 0
says = "Made up for a test."

[[ladders.look-today]]"""
FIRST = 'asks = ["now-anxiety", "now-mood", "now-tension", "now-connection"]\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (FIRST, 'asks = ["no-such-thing"]\n', "no-such-thing is no instrument"),
        (FIRST, "", "asks nothing"),
        ('facts = ["systolic", "diastolic"]', 'facts = ["aura"]', "aura is no fact"),
        ('after = "dose"', 'after = "lunch"', "`after` is 'lunch'"),
        ("hours = 2\n", "", "needs one of hours, days, months"),
        ("hours = 2\n", "hours = 2\ndays = 1\n", "needs one of hours, days, months"),
        ("hours = 2\n", 'hours = "2"\n', "`hours` must be a whole number"),
        ("hours = 2\n", "hours = 2\nat = 10:00:00\n", "`at` is an hour of a day"),
        ("hours = 2\n", "hours = 2\ntimes = 3\n", "say `every_days` too"),
        ("closes_minutes_after = 180", "closes_minutes_after = 60", "must come after"),
        ("remind_minutes = [0, 45]", "remind_minutes = [45, 0]", "from 0 on, rising"),
        ("remind_minutes = [0, 45]", "remind_minutes = []", "from 0 on, rising"),
        ("remind_minutes = [0, 45]", "remind_minutes = [-1]", "from 0 on, rising"),
        ("at_night = true", "by_night = true", "`by_night` is not known here"),
        ('id = "dose-24-hours"', 'id = "dose-2-hours"', "different ids"),
        ("quiet_to = 08:00:00", "quiet_to = 22:00:00", "end in the morning"),
        ("quiet_to = 08:00:00", 'quiet_to = "8"', "`quiet_to` must be a time of day"),
        ('ladder = "suicide"', 'ladder = "rope"', "climbs ladder rope, which there is not"),
        ('flag = "suicide"', 'flag = "suicide"\nwhen = 1', "`when` is not known here"),
        ('instrument = "phq-9"\n', "", "names either an `instrument` or"),
        ('calls = "safety"', 'calls = "nobody"', "`calls` is 'nobody'"),
        ('calls = "safety"', 'instrument = "asq"', "a flag that no entry names"),
        ('calls = "safety"', 'calls = "safety"\ninstrument = "asq"', "names either"),
        ("[[ladders.look-today]]", TWICE, "stand in the protocol already"),
        ("after_seconds = 0", "after_seconds = 5", "begins at 0 seconds"),
        ("tries = 3", "tries = 0", "`tries` must be a whole number of at least 1"),
    ],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_refused(refused, old, new, says):
    assert says in refused(old, new)


def test_a_plan_that_cites_nothing_is_refused(refused):
    refused('sources = ["programme-policy"]', "sources = []", Uncited)


def test_a_plan_of_no_protocol_is_refused(tmp_path):
    for path in knowledge.HERE.rglob("*.toml"):
        name = path.relative_to(knowledge.HERE)
        copy = tmp_path / (name if name.as_posix() != PLAN else "asking/at-sea.toml")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    with pytest.raises(Malformed, match="there is no protocol at-sea"):
        knowledge.read(tmp_path)
