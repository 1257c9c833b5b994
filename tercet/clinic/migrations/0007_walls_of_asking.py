"""Whose windows, replies, reminders and tasks are whose, and which of them are never changed."""

from django.db import migrations

# Added, never changed; whose row it is, PostgreSQL asks as it does of every table of a patient.
INSERT_ONLY = ("asked", "reply", "putoff", "reminder", "reminderevent", "stay")
CHANGEABLE = {
    "task": "done_at, done_by_id, note",
    "device": "p256dh, auth, since_at, until_at",
}
MINE = "(select tercet_whole_clinic()) or patient_id in (select tercet_my_patients())"
HERS = "patient_id = (select tercet_person())"  # where notices reach a device: nobody else's matter


def walls() -> str:
    lines = []
    for name in INSERT_ONLY:
        t = f'"clinic_{name}"'
        lines += [
            f"create trigger added_never_changed before update or delete on {t}"
            f" for each row execute function clinic_refuse();",
            f"create trigger never_emptied before truncate on {t}"
            f" for each statement execute function clinic_refuse();",
            f"grant select, insert on {t} to tercet_web, tercet_work;",
        ]
    for name, columns in CHANGEABLE.items():
        t = f'"clinic_{name}"'
        lines.append(f"grant select, insert, update ({columns}) on {t} to tercet_web, tercet_work;")
    for name in (*INSERT_ONLY, *CHANGEABLE):
        t, who = f'"clinic_{name}"', HERS if name == "device" else MINE
        lines += [
            f"alter table {t} enable row level security;",
            f"create policy web_sees on {t} to tercet_web using ({who}) with check ({who});",
            f"create policy work_sees on {t} to tercet_work using (true) with check (true);",
        ]
    lines.append("grant usage on all sequences in schema public to tercet_web, tercet_work;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("clinic", "0006_asking")]
    operations = [migrations.RunSQL(walls(), migrations.RunSQL.noop)]
