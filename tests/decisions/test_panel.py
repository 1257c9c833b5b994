"""A panel says of each row what eligibility says of that person: blanks, ages, roles, medicines."""

from dataclasses import replace
from datetime import timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, eligibility
from tercet.decisions.facts import GIVEN
from tercet.decisions.panel import Panel
from tercet.decisions.panel.columns import held_as
from tercet.decisions.vocabulary import LONGEST_LIST, LONGEST_TEXT, Impossible
from tests.decisions.people import KNOWN, LISTS, NOW, many, person, said_of, values_of

TODAY = NOW.date()
ASKED = [name for name, fact in KNOWN.facts.items() if fact.type != "instant"]
READ = Panel({"systolic": pl.Int64()}, known=KNOWN, on=TODAY)
USED = sorted(
    {name for each in READ.asked for name in each.expression.facts}
    | {"medicines", "weight-kg", "height-cm"}
)


def judged(columns, *, known=KNOWN, on=TODAY, schema=None):
    """A panel made of these columns, judged."""
    frame = pl.DataFrame(columns, schema_overrides=schema)
    return Panel(frame.schema, known=known, on=on).judge(frame)


def verdicts_of(columns, **more):
    return judged(columns, **more).people["verdict"].to_list()


def rules_in(made, row, word, known=KNOWN, on=TODAY):
    """The rules whose bit is set in a row's words."""
    asked = Panel({"systolic": pl.Int64()}, known=known, on=on).asked
    words = [value for name, value in made.people.row(row, named=True).items() if word in name]
    whole = sum(value << (64 * place) for place, value in enumerate(words))
    return {each.id for bit, each in enumerate(asked) if whole >> bit & 1}


def tally_of(made, rule):
    return made.tally.rules[[each.id for each in READ.asked].index(rule)]


# --- one person and a panel -------------------------------------------------------------------


@st.composite
def panels(draw):
    """A few people as a panel holds them: some columns are there, some with ages or roles."""
    names = draw(st.lists(st.sampled_from(USED), unique=True, min_size=1))
    dated = {name for name in names if draw(st.booleans())}
    named = {name for name in names if draw(st.booleans())}
    people = []
    for _ in range(draw(st.integers(1, 4))):
        said = {}
        for name in names:
            one = draw(st.none() | said_of(KNOWN.facts[name]) | impossible(KNOWN.facts[name]))
            one = one or Said(None, draw(st.none() | st.just(NOW)), None)
            one = one if name in dated else replace(one, at=NOW)
            said[name] = one if name in named else replace(one, by=GIVEN)
        people.append(said)
    return names, dated, named, people


def impossible(fact):
    """What cannot be, or cannot be yet."""
    values = {"whole": st.sampled_from([10**6, -(10**6)]), "number": st.just(1e9)}
    ahead = Said(None, NOW + timedelta(minutes=2), GIVEN)
    if fact.type in values:
        return values[fact.type].map(lambda value: Said(value, NOW, GIVEN))
    return values_of(fact).map(lambda value: replace(ahead, value=value))


def frame_of(names, dated, named, people):
    """The columns of a panel."""
    columns = {}
    for name in names:
        said, held = [one[name] for one in people], held_as(KNOWN.facts[name])
        held = pl.String() if isinstance(held, pl.Enum) else held
        values = [list(s.value) if isinstance(s.value, tuple) else s.value for s in said]
        columns[name] = pl.Series(values, dtype=held, strict=False)
        if name in dated:
            ages = [s.at and (NOW - s.at) / timedelta(minutes=1) for s in said]
            columns[f"{name}@minutes"] = pl.Series(ages, dtype=pl.Float64)
        if name in named:
            columns[f"{name}@by"] = pl.Series([s.by for s in said], dtype=pl.String)
    return pl.DataFrame(columns)


def agree(frame, people, known=KNOWN):
    """Each row says what `eligibility.decide` says of that person."""
    made = Panel(frame.schema, known=known, on=TODAY).judge(frame)
    for row, said in enumerate(people):
        decision = eligibility.decide(Facts(said, NOW), known)
        assert made.people["verdict"][row] == decision.verdict.name
        found = {finding.rule: finding for finding in decision.findings}
        unknown = {id for id, finding in found.items() if finding.ask and id in known.rules}
        clear = {id for id, finding in found.items() if finding.verdict is Verdict.CLEAR}
        assert rules_in(made, row, "unknown") == unknown
        assert rules_in(made, row, "reasons") == found.keys() - unknown - clear
    return made


@settings(max_examples=many(60), deadline=None)
@given(panel=panels())
def test_a_row_says_what_eligibility_says_of_that_person(panel):
    agree(frame_of(*panel), panel[-1])


def everything(name):
    return dict(person(name).said)


@pytest.mark.parametrize("name", ["maria", "tomas", "maria-with-clonazepam"])
@pytest.mark.parametrize("gone", ["systolic", "medicines", "pregnant", "aneurysm", None])
def test_the_cast_is_judged_alike(name, gone):
    said = {fact: one for fact, one in everything(name).items() if fact != gone}
    agree(frame_of(list(said), said.keys(), said.keys(), [said]), [said])


@pytest.mark.parametrize("by", ["patient", "coordinator", None, GIVEN])
@pytest.mark.parametrize("minutes", [-2, -1, 0, 10_080, 10_081, None])
def test_an_age_or_a_role_that_does_not_count_is_not_known(minutes, by):
    at = None if minutes is None else NOW - timedelta(minutes=minutes)
    said = {**everything("maria"), "systolic": Said(118, at, by)}
    agree(frame_of(list(said), {"systolic"}, {"systolic"}, [said]), [said])


@pytest.mark.parametrize("listed", ["none", "sertraline 50 mg", "Nardil", "Xanax", "kratom"])
@pytest.mark.parametrize("asserted", [True, False, None])
@pytest.mark.parametrize("who", ["patient", "coordinator"])
def test_a_list_adds_to_what_was_said_and_takes_nothing_from_it(listed, asserted, who):
    takes = sorted(name for name in USED if name.startswith("takes-"))
    said = {name: Said(asserted, NOW, GIVEN) for name in takes}
    old = NOW - timedelta(days=3)
    said = {**everything("maria"), **said, "medicines": Said((listed,), old, who)}
    agree(frame_of(list(said), said.keys(), said.keys(), [said]), [said])


@pytest.mark.parametrize("asserted", [5.0, 20.0, 300.0, None])
def test_of_two_amounts_the_higher_counts(asserted):
    said = {
        "diazepam-equivalent-mg-per-day": Said(asserted, NOW, GIVEN),
        "medicines": Said(("diazepam 10 mg twice a day",), NOW, GIVEN),
    }
    agree(frame_of(list(said), set(), set(), [said]), [said])


@settings(max_examples=many(15), deadline=None)
@given(lists=st.lists(st.none() | LISTS, min_size=1, max_size=5))
def test_each_persons_list_is_their_own(lists):
    people = [{"medicines": Said(each, NOW, GIVEN)} for each in lists]
    agree(frame_of(["medicines"], set(), set(), people), people)


LONG, MANY = "kratom".ljust(LONGEST_TEXT, "x"), ("sertraline 50 mg",) * LONGEST_LIST


@pytest.mark.parametrize(
    ("listed", "impossible"),
    [((LONG,), 0), ((f"{LONG}x",), 1), (MANY, 0), ((*MANY, "none"), 1), ((), 0)],
)
def test_a_list_too_long_or_with_too_long_an_entry_is_not_known(listed, impossible):
    people = [{"medicines": Said(listed, NOW, GIVEN)}]
    made = agree(frame_of(["medicines"], set(), set(), people), people)
    assert made.tally.facts["medicines"].impossible == impossible


# --- what a panel says ------------------------------------------------------------------------


def test_what_cannot_be_is_counted_and_not_known():
    made = judged({"systolic": [118, 999, None]})
    told = made.tally.facts["systolic"]
    assert (told.blank, told.impossible, told.set_aside) == (1, 1, 0)


def test_what_is_too_old_or_not_theirs_to_say_is_counted_apart():
    columns = {"systolic": [118, 118, 118, 999], "systolic@minutes": [0, 99_999, 0, 0]}
    made = judged({**columns, "systolic@by": ["patient", "patient", "coordinator", "patient"]})
    told = made.tally.facts["systolic"]
    assert (told.blank, told.impossible, told.set_aside) == (0, 1, 2)


def test_a_rule_is_counted_where_it_is_so_not_known_and_deciding():
    made = judged({"pregnant": [True, True, False, None]})
    told = tally_of(made, "pregnancy")
    assert (told.fired, told.unknown, told.decided) == (2, 1, 3)
    assert made.tally.verdicts[Verdict.STOP] == 2
    assert made.tally.verdicts[Verdict.ASK] == 2


def test_tallies_of_pieces_add_up_to_that_of_the_whole():
    columns = {"pregnant": [True, None, False, True], "systolic": [118, 999, None, 190]}
    frame = pl.DataFrame(columns)
    asked = Panel(frame.schema, known=KNOWN, on=TODAY)
    pieces = asked.judge(frame[:1]).tally + asked.judge(frame[1:]).tally
    assert pieces == asked.judge(frame).tally


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"sistolic": [1]}, "Did you mean systolic"),
        ({"systolic": ["high"]}, "The column systolic must hold numbers, not words."),
        ({"pregnant": [1]}, "The column pregnant must hold true or false, not Int64."),
        ({"systolic": [1], "systolic@minutes": ["1"]}, "systolic@minutes must hold numbers"),
        ({"systolic": [1], "systolic@by": [1]}, "systolic@by must hold words"),
        ({"age-years": [1], "age_years": [1]}, "age-years is given twice."),
        ({"pulse": [1], "systolic@by": ["patient"]}, "systolic@by stands without its fact."),
        ({"medicines": ["none"]}, "The column medicines must hold lists of words, not words."),
        ({}, "No column is a fact."),
    ],
)
def test_a_column_that_cannot_be_is_refused_in_a_sentence(columns, says):
    with pytest.raises(Impossible, match=says):
        judged(columns)
