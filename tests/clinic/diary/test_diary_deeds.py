"""What is kept in a diary stays, is of its own person only, and a mistake is taken back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tercet.clinic.diary import actions, facts
from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.errors import Denied, Invalid, WrongState
from tercet.clinic.models import Entry
from tercet.clinic.walls import acting_as

pytestmark = pytest.mark.django_db


def refused(sql):
    """PostgreSQL's sentence for refusing this."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as c:
        c.execute(sql)
    return str(refusal.value)


def test_an_entry_is_never_changed_nor_deleted_even_by_the_owner(keep):
    keep("panic", worst=80)
    assert "never changed" in refused("update clinic_diaryentry set said = '{}'")
    assert "never changed" in refused("delete from clinic_diaryentry")


def test_the_diary_is_never_emptied_even_by_the_owner():
    assert "never changed" in refused("truncate clinic_diaryentry")


def test_the_web_shows_a_diary_to_its_person_and_the_team_and_to_no_stranger(cast, keep):
    keep("panic", worst=80)
    seen = {}
    with connection.cursor() as cursor:
        cursor.execute("set role tercet_web")
    for key in ("maria", "noor", "lee", "okafor", "dana", "jonas", "sam"):
        with acting_as(getattr(cast, key)):
            seen[key] = DiaryEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("reset role")
    assert seen == dict.fromkeys(("maria", "noor", "lee", "okafor", "dana"), 1) | {
        "jonas": 0,
        "sam": 0,
    }


def test_her_support_person_and_an_outside_clinician_read_none_of_it(cast, keep):
    keep("panic")
    for person in (cast.ana, cast.priya, cast.jonas):
        assert not DiaryEntry.objects.visible_to(person).exists()
    for person in (cast.maria, cast.noor, cast.lee, cast.okafor, cast.dana):
        assert DiaryEntry.objects.visible_to(person).exists()


def test_nobody_else_writes_in_her_diary(cast, evening):
    for other in (cast.noor, cast.ana, cast.okafor, cast.jonas):
        with pytest.raises(Denied, match="Only the person whose diary"):
            actions.keep(
                cast.maria, "panic", {}, happened_at=evening, once=uuid4(), by=other, now=evening
            )


def test_the_same_key_again_changes_nothing(cast, evening):
    once = uuid4()
    first, second = (
        actions.keep(
            cast.maria,
            "panic",
            {"worst": worst},
            happened_at=evening,
            once=once,
            by=cast.maria,
            now=evening,
        )
        for worst in (80, 20)
    )
    assert first == second and DiaryEntry.objects.get().said == {"worst": 80}
    assert Entry.objects.filter(deed="keep diary entry").count() == 1


@pytest.mark.parametrize(("seconds", "kept"), [(0, True), (1, False)])
def test_nothing_is_kept_of_a_moment_to_come(cast, evening, seconds, kept):
    then = evening + timedelta(seconds=seconds)
    said = {"once": uuid4(), "by": cast.maria, "now": evening}
    if kept:
        assert actions.keep(cast.maria, "panic", {}, happened_at=then, **said)
    else:
        with pytest.raises(Invalid, match="still to come"):
            actions.keep(cast.maria, "panic", {}, happened_at=then, **said)


def test_a_line_in_the_log_names_the_entry_and_nothing_that_was_said(keep):
    kept = keep("panic", words="on the bus")
    line = Entry.objects.get(deed="keep diary entry")
    assert line.detail == {"entry": kept.pk}


# ---- What an entry is of ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "of"),
    [("step", "goal"), ("goal-finished", "goal"), ("worry-outcome", "worry")],
)
def test_an_entry_follows_its_own_kind_and_no_other(keep, kind, of):
    of_kind = {
        "goal": keep("goal", area="social", words="A party"),
        "worry": keep("worry", fears="I will faint"),
        "panic": keep("panic"),
    }
    assert keep(kind, of=of_kind[of], words="x", happened="no").of == of_kind[of]
    for other in {"goal", "worry", "panic"} - {of}:
        with pytest.raises(Invalid, match="does not belong"):
            keep(kind, of=of_kind[other], words="x")
    with pytest.raises(Invalid, match="does not belong"):
        keep(kind, words="x")


def test_what_stands_alone_follows_nothing(keep):
    goal = keep("goal", area="social", words="A party")
    for kind in ("panic", "worry", "goal", "taken-back", "no-such-kind"):
        with pytest.raises(Invalid):
            keep(kind, of=goal)


def test_another_persons_entry_cannot_be_followed(cast, keep):
    hers = keep("goal", area="social", words="A party")
    with pytest.raises(Invalid, match="does not belong"):
        keep("step", of=hers, patient=cast.jonas, words="mine")


def test_postgresql_refuses_to_tie_the_entries_of_two_people(cast, keep, evening):
    hers = keep("goal", area="social", words="A party")
    row = {"patient": cast.jonas, "by": cast.jonas, "happened_at": evening, "at": evening}
    for tied in ({"kind": "step", "of": hers}, {"kind": "taken-back", "takes_back": hers}):
        with pytest.raises(IntegrityError, match="of_the_same_person"), transaction.atomic():
            DiaryEntry.objects.create(**row, **tied, once=uuid4())


@pytest.mark.parametrize("row", [{"kind": "step"}, {"kind": "taken-back"}])
def test_postgresql_refuses_what_follows_nothing(cast, evening, row):
    own = {"patient": cast.maria, "by": cast.maria, "happened_at": evening, "at": evening}
    with pytest.raises(IntegrityError), transaction.atomic():
        DiaryEntry.objects.create(**own, **row, once=uuid4())


def test_nothing_comes_of_a_worry_without_a_fear(keep):
    with pytest.raises(WrongState, match="no fear"):
        keep("worry-outcome", of=keep("worry", share=40), happened="no")


def test_a_goal_is_finished_once(keep):
    goal = keep("goal", area="social", words="A party")
    keep("goal-finished", of=goal)
    with pytest.raises(WrongState, match="finished already"):
        keep("goal-finished", of=goal)


# ---- Taking back --------------------------------------------------------------------------------


def test_what_was_taken_back_is_in_no_fact_and_stays_in_the_table(cast, keep, take_back):
    first, second = keep("panic", worst=80), keep("panic", worst=30)
    take_back(first)
    assert [attack.worst for attack in facts.panic(cast.maria)] == [30]
    assert [each.key for each in facts.kept(cast.maria)] == [second.pk]
    assert DiaryEntry.objects.filter(kind="panic").count() == 2


def test_taking_back_twice_is_one_row(cast, keep, take_back):
    first = keep("panic")
    assert take_back(first) == take_back(first)
    assert Entry.objects.filter(deed="take back diary entry").count() == 1


def test_what_was_kept_of_it_goes_with_it_and_nothing_more_is_added(cast, keep, take_back):
    goal = keep("goal", area="social", words="A party")
    step = keep("step", of=goal, words="Say hello")
    keep("attempt", of=step, did="did", peak=80)
    take_back(goal)
    assert facts.goals(cast.maria) == [] and facts.kept(cast.maria) == []
    with pytest.raises(WrongState, match="took this back"):
        keep("attempt", of=step, did="did")


def test_a_finish_that_was_a_mistake_opens_the_goal_again(cast, keep, take_back):
    goal = keep("goal", area="social", words="A party")
    take_back(keep("goal-finished", of=goal))
    assert facts.goals(cast.maria)[0].finished_at is None
    assert keep("goal-finished", of=goal)


def test_nobody_else_takes_it_back_and_a_taking_back_stays(cast, keep, take_back, evening):
    first = keep("panic")
    with pytest.raises(Denied):
        actions.take_back(first, once=uuid4(), by=cast.noor, now=evening)
    with pytest.raises(WrongState, match="stays so"):
        take_back(take_back(first))


# ---- Facts --------------------------------------------------------------------------------------


def test_the_newest_word_on_a_fear_counts(cast, keep, take_back):
    worry = keep("worry", days_ago=3, fears="I will be fired")
    assert facts.worries(cast.maria)[0].outcome == ""
    keep("worry-outcome", of=worry, days_ago=1, happened="early")
    last = keep("worry-outcome", of=worry, happened="no", words="He praised me")
    told = facts.worries(cast.maria)[0]
    assert (told.outcome, told.words) == ("no", "He praised me")
    take_back(last)
    assert facts.worries(cast.maria)[0].outcome == "early"


def test_blanks_are_told_as_not_known(cast, keep):
    keep("panic")
    [attack] = facts.panic(cast.maria)
    assert (attack.minutes, attack.worst, attack.expected) == (None, None, None)
    keep("panic", worst=0, minutes=0, expected="no")
    assert (facts.panic(cast.maria)[1].worst, facts.panic(cast.maria)[1].expected) == (0, False)


def test_goals_hold_their_steps_and_attempts_in_order(cast, keep):
    goal = keep("goal", area="phobia", words="Ride the lift")
    one, two = (keep("step", of=goal, words=words, expected=60) for words in ("Look", "Ride"))
    keep("attempt", of=two, did="left", peak=80, days_ago=2)
    keep("attempt", of=two, did="did", peak=55)
    [told] = facts.goals(cast.maria)
    assert [step.words for step in told.steps] == ["Look", "Ride"]
    assert told.steps[0].attempts == () and one.pk == told.steps[0].key
    assert [attempt.peak for attempt in told.steps[1].attempts] == [80, 55]


def test_the_diary_is_told_newest_first(cast, keep):
    keep("panic", days_ago=2)
    keep("worry", days_ago=1, share=40, about="Rent")
    goal = keep("goal", area="places", words="The market")
    told = facts.kept(cast.maria)
    assert [each.kind for each in told] == ["goal", "worry", "panic"]
    assert told[0].key == goal.pk and told[0].words == (("Goal", "The market"),)
    assert told[1].says == "40 of 100 of the day" and told[1].on is not None
