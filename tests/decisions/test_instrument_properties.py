"""Whatever is answered, however little and however strange, no band is named that should not be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions.instruments import NA, REFUSED, admissible, score
from tercet.decisions.instruments.answers import heard
from tercet.decisions.vocabulary import Impossible
from tests.decisions.people import KNOWN

INSTRUMENTS = st.sampled_from(sorted(KNOWN.instruments)).map(KNOWN.instruments.get)


def answer(item):
    """Anything that may be answered to one item."""
    numbers = [o.score for o in item.options] or range(item.low, item.high + 1)
    beside = [word for word, may in ((NA, item.na), (REFUSED, item.refused)) if may]
    return st.sampled_from([*numbers, *beside])


def ways(held):
    """A context of this instrument, complete or not."""
    keys = {key: st.sampled_from(values) for key, values in held.context.items()}
    bands = {"bands": st.sampled_from(list(held.bands))} if held.bands else {}
    return st.fixed_dictionaries({}, optional={**keys, **bands})


@st.composite
def partly_answered(draw):
    """An instrument, some of its items answered, and a context."""
    held = draw(INSTRUMENTS)
    blank = draw(st.sampled_from([0, 1, 5]))  # whole, nearly whole, or full of holes
    given = {}
    for item in (*held.items, *held.unscored):
        if not (blank and draw(st.integers(0, 9)) < blank):
            given[item.id] = draw(answer(item))
    return held, given, draw(ways(held))


def completed(held, given, data):
    """The same answers with every blank filled in that is to be asked."""
    made = dict(given)
    for item in held.items:
        if heard(held, made)[item.id].state == "missing" and made.get(item.id) is None:
            numbers = [o.score for o in item.options] or [item.low, item.high]
            made[item.id] = data.draw(st.sampled_from(numbers))
    return made


@settings(max_examples=400, deadline=None)
@given(partly_answered(), st.data())
def test_a_band_once_named_is_the_band_however_the_blanks_turn_out(answered, data):
    held, given, context = answered
    before = score(held, given, context)
    after = score(held, completed(held, given, data), context)
    assert after.band_set == before.band_set
    if before.band is not None:
        assert after.band == before.band
    if before.total is not None:
        assert after.total == before.total
    if before.bounds:
        assert before.bounds[0] <= after.bounds[0] <= after.bounds[1] <= before.bounds[1]
        assert before.bounds[0] <= before.bounds[1]
    for early, late in zip(before.flags, after.flags, strict=True):
        assert early.raised is None or late.raised is early.raised
    for part, value in before.subscales.items():
        assert value is None or after.subscales[part] == value


@settings(max_examples=400, deadline=None)
@given(partly_answered())
def test_a_band_of_a_total_is_named_only_with_that_total_and_in_its_stretch(answered):
    held, given, context = answered
    made = score(held, given, context)
    if held.triage or held.scoring.kind == "item" or made.band is None:
        return
    assert made.total is not None and made.bounds == (made.total, made.total)
    stretch = next(b for b in held.bands[made.band_set] if b.name == made.band)
    assert stretch.low <= made.total <= stretch.high
    when = held.band_sets[made.band_set].when if made.band_set in held.band_sets else {}
    assert "bands" in context or all(context.get(k) == v for k, v in when.items())


@settings(max_examples=400, deadline=None)
@given(partly_answered())
def test_one_blank_more_never_makes_a_total_and_lowers_no_flag_to_no(answered):
    held, given, context = answered
    before = score(held, given, context)
    for id in list(given)[:12]:
        item = held.item(id)
        if item in held.unscored or item.only_if or _is_gate(held, id):
            continue
        after = score(held, {k: v for k, v in given.items() if k != id}, context)
        assert after.total is None or before.total is not None
        for early, late in zip(before.flags, after.flags, strict=True):
            assert not (early.raised and late.raised is False)


def _is_gate(held, id):
    return any(each.only_if and id in each.only_if.items for each in held.items)


HOSTILE = st.one_of(
    st.integers(-3, 200),
    st.booleans(),
    st.floats(allow_nan=True),
    st.text(max_size=4),
    st.sampled_from([NA, REFUSED, [], {}, (1,), b"1", 10**30]),
)


@settings(max_examples=600, deadline=None)
@given(INSTRUMENTS, st.data())
def test_an_answer_there_is_not_is_refused_and_never_scored(held, data):
    items = [*held.items, *held.unscored]
    strange = data.draw(
        st.dictionaries(st.sampled_from([i.id for i in items]), HOSTILE, max_size=5)
    )
    fine = all(admissible(held.item(id), value) for id, value in strange.items())
    if fine:
        score(held, strange)
        return
    with pytest.raises(Impossible):
        score(held, strange)


@pytest.mark.parametrize(
    ("id", "context", "says"),
    [
        (
            "pdss-sr",
            {"agoraphobia": "maybe"},
            "PDSS-SR: agoraphobia must be one of yes, no, not 'maybe'.",
        ),
        (
            "pdss-sr",
            {"sex": "female"},
            "PDSS-SR asks for no context 'sex'; it knows agoraphobia, bands.",
        ),
        ("oasis", {"bands": "ours"}, "OASIS asks for no context 'bands'; it knows none."),
        ("madrs", {"bands": "ours"}, "MADRS: bands must be one of snaith, swedish, not 'ours'."),
    ],
)
def test_a_context_there_is_not_is_refused_in_a_sentence(id, context, says):
    with pytest.raises(Impossible) as refusal:
        score(KNOWN.instruments[id], {}, context)
    assert str(refusal.value) == says


@pytest.mark.parametrize(
    ("id", "answers", "says"),
    [
        (
            "wsas",
            {"1": REFUSED},
            "WSAS item 1 must be a whole number from 0 to 8 or NA, not 'refused'.",
        ),
        ("wsas", {"2": NA}, "WSAS item 2 must be a whole number from 0 to 8, not 'na'."),
        ("wsas", {"2": 9}, "WSAS item 2 must be a whole number from 0 to 8, not 9."),
        ("asq", {"1": NA}, "ASQ item 1 must be one of 0, 1, refused, not 'na'."),
        ("audit", {"9": 1}, "AUDIT item 9 must be one of 0, 2, 4, not 1."),
    ],
)
def test_an_answer_of_another_item_is_refused_in_a_sentence(id, answers, says):
    with pytest.raises(Impossible) as refusal:
        score(KNOWN.instruments[id], answers)
    assert str(refusal.value) == says
