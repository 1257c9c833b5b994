"""The promises PostgreSQL keeps: nothing rewritten, nobody else's rows, the web's role small."""

import pytest
from django.db import DatabaseError, connection, transaction

from tercet.clinic.models import Answer, Entry, Person, TeamMember
from tercet.clinic.record.actions import log
from tercet.clinic.walls import acting_as


@pytest.fixture
def as_web():
    """The rest of the test runs under the role that serves pages."""
    with connection.cursor() as cursor:
        cursor.execute("set role tercet_web")
    yield
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def refused(sql, *values):
    """PostgreSQL's sentence for refusing this."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as c:
        c.execute(sql, values)
    return str(refusal.value)


def test_a_log_line_cannot_be_changed_even_by_the_owner(cast, evening):
    log("look", by=cast.noor, patient=cast.maria, now=evening)
    said = refused("update clinic_entry set deed = 'nothing'")
    assert "added to, never changed" in said


def test_a_log_line_cannot_be_deleted_or_emptied_even_by_the_owner(cast, evening):
    log("look", by=cast.noor, patient=cast.maria, now=evening)
    assert "added to, never changed" in refused("delete from clinic_entry")
    assert "added to, never changed" in refused("truncate clinic_heartbeat")
    assert Entry.objects.count() == 1


def test_the_web_sees_only_the_rows_of_whoever_is_asking(cast, evening, as_web):
    with acting_as(cast.maria):
        log("look", by=cast.maria, patient=cast.maria, now=evening)
    for person, seen in [
        (cast.maria, 1),
        (cast.noor, 1),
        (cast.okafor, 1),
        (cast.jonas, 0),
        (cast.sam, 0),
    ]:
        with acting_as(person):
            assert Entry.objects.count() == seen, person
    assert Entry.objects.count() == 0


def test_the_web_cannot_write_into_a_strangers_record(cast, evening, as_web):
    refusal = pytest.raises(DatabaseError, match="row-level security")
    with acting_as(cast.jonas), refusal, transaction.atomic():
        log("look", by=cast.jonas, patient=cast.maria, now=evening)


def test_a_role_that_is_claimed_but_not_held_opens_nothing(cast, evening):
    log("look", by=cast.noor, patient=cast.maria, now=evening)
    with connection.cursor() as cursor:
        cursor.execute("set role tercet_web")
        cursor.execute("select set_config('app.person', %s, false)", [str(cast.sam.pk)])
        cursor.execute("select set_config('app.role', 'director', false)")
        cursor.execute("select count(*) from clinic_entry")
        seen = cursor.fetchone()
        cursor.execute("reset role")
    assert seen == (0,)


def test_leaving_the_team_closes_the_record(cast, evening, as_web):
    with acting_as(cast.maria):
        log("look", by=cast.maria, patient=cast.maria, now=evening)
        TeamMember.objects.filter(member=cast.noor).update(until_at=evening)
    with acting_as(cast.noor):
        assert Entry.objects.count() == 0


def test_nobody_is_left_standing_after_a_request(cast, visit):
    visit(cast.maria).get("/account/login/")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.person', true)")
        assert cursor.fetchone()[0] in ("", None)


def test_the_web_cannot_give_itself_a_role_or_make_people(cast, as_web):
    assert "permission denied" in refused("update clinic_person set role = 'director'")
    assert "permission denied" in refused(
        "insert into clinic_person (email, name, password, role, zone, phone, is_active)"
        " values ('x@example.org', 'x', '', 'director', 'UTC', '', true)"
    )


def test_every_table_with_a_patient_is_guarded():
    """A new table that names a patient and forgets the walls is found here."""
    guarded = "select relname from pg_class where relrowsecurity"
    with connection.cursor() as cursor:
        cursor.execute(guarded)
        walls = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "select table_name from information_schema.columns"
            " where column_name = 'patient_id' and table_schema = 'public'"
        )
        of_patients = {row[0] for row in cursor.fetchall()}
    assert of_patients and of_patients <= walls


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here asks PostgreSQL."""


def test_an_answer_once_given_stays(cast, evening):
    Answer.objects.create(
        patient=cast.maria,
        fact="systolic",
        value=120,
        at=evening,
        by=cast.maria,
        once="5b1cbe08-34b6-4a5a-8f5c-95cfd2c0a001",
    )
    assert "never changed" in refused("update clinic_answer set value = '90'")
    assert Person.objects.count() == 9
