"""What an order rests on in law on a day, who loses it, and what else the law asks."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from textwrap import dedent

import pytest

from tercet.decisions import Facts, Said, Verdict, law
from tercet.knowledge import Malformed
from tercet.knowledge.statutes import states_of
from tests.decisions.people import KNOWN, NOW, PROTOCOL, read_cases

LAWS = read_cases("laws.toml")
LAST = date(2026, 12, 31)
AFTER = date(2027, 1, 1)
SEEN = Facts.plain({"seen-in-person": True}, now=NOW)
UNSEEN = Facts.plain({"seen-in-person": False}, now=NOW)
NOBODY = Facts({}, NOW)
FINE = {
    "seen-in-person": True,
    "prescriber-licensed-there": True,
    "prescriber-dea-registered": True,
    "seen-by-video": True,
    "medical-purpose-documented": True,
    "days-since-pdmp-check": 3,
    "refills-ordered": 0,
    "months-since-issued": 0,
    "patient-state": "CO",
}


@pytest.fixture
def colorado(tmp_path):
    """A clinic's own file; what it says of Colorado is made up."""

    def write(**but):
        told = {
            "in_person": "false",
            "says": '"Made up for a test."',
            "source": '"a test"',
            "verified_by": '"Counsel"',
            "verified_on": "2026-11-01",
            "next_check": "2027-05-01",
        } | but
        lines = "\n".join(f"{key} = {value}" for key, value in told.items())
        path = tmp_path / "states.toml"
        path.write_text(f"[states.CO]\n{lines}\n")
        return states_of(path)

    return write


def on(facts, day, **more):
    return law.legal_basis(facts, day, KNOWN, **more)


def found(standing):
    return {each.rule: each.verdict for each in standing.decision.findings}


@pytest.mark.parametrize("name", LAWS)
def test_a_basis_holds_on_its_days(name):
    told = LAWS[name]
    standing = on(Facts.plain(told["facts"], now=NOW), told["on"])
    assert standing.on == told["on"]
    assert standing.holds is told.get("holds"), told["story"]
    assert [basis.id for basis in standing.bases] == told["bases"]
    assert standing.until == told.get("until")
    verdict = found(standing)["legal-basis-ends-soon"]
    soon = {True: Verdict.CAUTION, False: Verdict.CLEAR, None: verdict}[told.get("soon")]
    assert verdict is soon


def test_without_a_basis_it_stops_and_says_what_would_lift_it():
    standing = on(UNSEEN, AFTER)
    stopped = standing.missing[0]
    assert (stopped.rule, stopped.verdict) == ("no-legal-basis", Verdict.STOP)
    assert "examination in person" in stopped.remedy and "counsel" in stopped.says
    assert stopped.saw == "no (none on 2027-01-01) · worked out, just now"
    assert found(standing)["legal-basis-ends-soon"] is Verdict.CLEAR


def test_not_known_asks_and_never_passes():
    standing = on(NOBODY, AFTER)
    assert standing.holds is None
    assert set(found(standing).values()) == {Verdict.ASK}
    assert standing.missing == standing.decision.worst_first
    assert standing.decision.about == "law"


def test_the_notes_say_which_basis_and_how_long():
    shown = law.with_basis(UNSEEN, KNOWN, on=date(2026, 12, 1))
    title = KNOWN.law.bases["federal-waiver"].title
    assert shown.said["legal-basis-holds"].note == f"{title}, until 2026-12-31"
    assert shown.said["legal-basis-ends-soon"].note == "30 days left, until 2026-12-31"
    assert {shown.said[name].by for name in (law.HOLDS, law.ENDS_SOON)} == {"derived"}
    always = law.with_basis(SEEN, KNOWN, on=AFTER)
    assert always.said["legal-basis-holds"].note == "Examined in person by the prescriber"
    assert always.said["legal-basis-ends-soon"].note == ""


@pytest.mark.parametrize("known", [{}, {"patient-state": "WY"}])
def test_beside_what_is_not_known_stand_no_words(known):
    shown = law.with_basis(Facts.plain(known, now=NOW), KNOWN, on=AFTER)
    unknown = [name for name, said in shown.said.items() if said.value is None]
    assert unknown[:2] == [law.HOLDS, law.ENDS_SOON] and unknown[-1] == law.STATE_HOLDS
    assert {shown.said[name].note for name in unknown} == {""}


def test_a_state_that_does_not_ask_for_an_examination_has_enough_without(colorado):
    unseen = UNSEEN.with_said({"patient-state": Said("CO", NOW, "given")})
    shown = law.with_basis(unseen, KNOWN, on=LAST, states=colorado())
    assert shown.value("state-basis-holds") is True


def test_a_claim_that_it_holds_is_not_believed():
    claimed = UNSEEN.with_said({law.HOLDS: Said(True, NOW, "given")})
    assert on(claimed, AFTER).holds is False


def test_only_whoever_may_say_it_says_that_someone_was_examined():
    by_the_guide = Facts({"seen-in-person": Said(True, NOW, "guide")}, NOW)
    assert on(by_the_guide, AFTER).holds is None


def test_in_force_is_asked_of_a_day_and_of_nobody():
    assert [each.id for each in law.in_force(LAST, KNOWN)] == ["in-person", "federal-waiver"]
    assert [each.id for each in law.in_force(AFTER, KNOWN)] == ["in-person"]
    assert [each.id for each in law.in_force(date(2025, 12, 31), KNOWN)] == ["in-person"]


# --- who loses it ----------------------------------------------

PEOPLE = {"maria": SEEN, "tomas": UNSEEN, "june": NOBODY}


def test_on_the_last_day_nobody_has_lost_it_and_on_the_next_day_who_was_never_examined():
    assert law.who_loses(PEOPLE, LAST, KNOWN) == ()
    tomas, june = law.who_loses(PEOPLE, AFTER, KNOWN)
    assert (tomas.who, tomas.until, tomas.known) == ("tomas", LAST, True)
    assert tomas.why.startswith("Fourth temporary extension of the federal telemedicine waiver")
    assert "ended with 2026-12-31" in tomas.why and "not known" not in tomas.why
    assert (june.who, june.until, june.known) == ("june", LAST, False)
    assert june.why.endswith("Whether they were examined in person is not known.")


def test_before_any_basis_began_none_has_been_known():
    (tomas,) = law.who_loses({"tomas": UNSEEN}, date(2025, 12, 31), KNOWN)
    assert (tomas.until, tomas.why) == (None, "No basis has been known to hold.")


def with_bases(*bases):
    """A law of these bases, whose days and needs are made up."""
    made = [replace(KNOWN.law.bases["federal-waiver"], **told) for told in bases]
    return replace(KNOWN, law=replace(KNOWN.law, bases={each.id: each for each in made}))


def test_of_several_that_ended_the_last_that_someone_could_lean_on_is_told():
    by_video = {"needs": ("seen-by-video",)}
    known = with_bases(
        {"id": "first", "from_": None, "until": date(2023, 5, 11), **by_video},
        {"id": "last", "from_": None, "until": date(2025, 12, 31), **by_video},
        {"id": "later", "from_": date(2027, 6, 1), "until": date(2027, 12, 31)},
    )
    heard = Facts.plain({"seen-by-video": True}, now=NOW)
    unheard = Facts.plain({"seen-by-video": False}, now=NOW)
    maria, tomas = law.who_loses({"maria": heard, "tomas": unheard}, AFTER, known)
    assert (maria.until, tomas.until) == (date(2025, 12, 31), None)
    assert tomas.why == "No basis has been known to hold."


@pytest.mark.parametrize(
    ("day", "ending"),
    [
        (date(2026, 10, 31), ()),
        (date(2026, 11, 1), (("tomas", LAST), ("june", LAST))),
        (LAST, (("tomas", LAST), ("june", LAST))),
        (AFTER, ()),
    ],
)
def test_whose_basis_ends_soon_is_said_sixty_days_before(day, ending):
    assert law.ending_within(PEOPLE, day, KNOWN) == ending
    assert KNOWN.law.warn_days == 60


# --- the state ----------------------------------------------


def test_no_state_is_filled_in_here():
    assert KNOWN.law.states == {}
    standing = on(Facts.plain(FINE, now=NOW), LAST)
    assert found(standing)["state-not-configured"] is Verdict.REVIEW
    assert found(standing)["state-asks-for-more"] is Verdict.ASK
    assert standing.decision.verdict is Verdict.REVIEW


def test_a_state_the_clinic_has_filled_in_passes(colorado):
    standing = on(Facts.plain(FINE, now=NOW), LAST, states=colorado())
    assert standing.decision.verdict is Verdict.CLEAR and standing.missing == ()
    lower = Facts.plain(FINE | {"patient-state": " co "}, now=NOW)
    assert on(lower, LAST, states=colorado()).decision.verdict is Verdict.CLEAR
    shown = law.with_basis(lower, KNOWN, on=LAST, states=colorado())
    assert shown.said["state-configured"].note == "CO, a test"
    assert shown.said["state-basis-holds"].note == "Made up for a test."


def test_a_state_that_asks_for_an_examination_gets_one(colorado):
    strict, fine = colorado(in_person="true"), Facts.plain(FINE, now=NOW)
    assert on(fine, LAST, states=strict).decision.verdict is Verdict.CLEAR
    unseen = fine.with_said({"seen-in-person": Said(False, NOW, "given")})
    standing = on(unseen, LAST, states=strict)
    assert standing.holds is True and found(standing)["state-asks-for-more"] is Verdict.STOP
    not_known = on(fine.without("seen-in-person"), LAST, states=strict)
    assert found(not_known)["state-asks-for-more"] is Verdict.ASK


def test_a_state_counts_as_not_filled_in_from_the_day_of_its_next_check(colorado):
    fine, states = Facts.plain(FINE, now=NOW), colorado()
    day = date(2027, 5, 1)
    before = on(fine, day - timedelta(days=1), states=states)
    assert found(before)["state-not-configured"] is Verdict.CLEAR
    late = law.with_basis(fine, KNOWN, on=day, states=states)
    assert late.value("state-configured") is False and late.value("state-basis-holds") is None
    assert late.said["state-configured"].note == "CO"


def test_where_the_patient_is_must_be_known_and_of_late(colorado):
    nowhere = Facts.plain(FINE, now=NOW).without("patient-state")
    old = Said("CO", NOW - timedelta(days=91), "patient")
    for facts in (nowhere, nowhere.with_said({"patient-state": old})):
        shown = law.with_basis(facts, KNOWN, on=LAST, states=colorado())
        assert shown.value("state-configured") is None
        assert shown.value("state-basis-holds") is None


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[states.Colorado]\nin_person = false", "two capital letters"),
        ("[states.CO]\nin_person = false", "is missing"),
        ("[states.CO", "is not TOML"),
        ("[other]", "`states` is missing"),
    ],
)
def test_a_file_of_states_that_cannot_be_used_is_refused_in_a_sentence(tmp_path, written, sentence):
    path = tmp_path / "states.toml"
    path.write_text(dedent(written))
    with pytest.raises(Malformed, match=sentence):
        states_of(path)


def test_a_state_must_be_looked_at_again_later_than_it_was(colorado):
    with pytest.raises(Malformed, match="must come after"):
        colorado(next_check="2026-11-01")
    with pytest.raises(Malformed, match="cannot be opened"):
        states_of(Path("/nowhere/states.toml"))


# --- one law, said in three places ----------------------------------------------


def test_eligibility_and_the_waiver_end_on_the_same_day():
    assert KNOWN.rules["no-in-person-visit"].expires == KNOWN.law.bases["federal-waiver"].until


def test_the_gate_and_the_law_cite_the_same_rows():
    gate = PROTOCOL.gate["no-legal-basis-today"]
    assert gate.evidence == KNOWN.law.rules["no-legal-basis"].evidence
