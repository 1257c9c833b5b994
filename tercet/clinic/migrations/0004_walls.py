"""The promises PostgreSQL keeps itself: roles, what each may touch, whose rows, no rewriting."""

from django.db import migrations

# Clinical truth: added, never changed, never taken away, not even by the owner.
INSERT_ONLY = [
    "entry",
    "keptdecision",
    "signature",
    "adoption",
    "alertstep",
    "assessment",
    "answer",
    "question",
    "medicinestatement",
    "medicineconfirmation",
    "course",
    "declined",
    "order",
    "dosingevent",
    "heartbeat",
]

# Things with a present tense, and the only columns a deed may change.
CHANGEABLE = {
    "alert": "step, next_step_at, acknowledged_at, acknowledged_by_id, note",
    "draft": "typed, saved_at",
    "therapysession": "at, cancelled_at, cancelled_why",
    "dosingsession": "silent_after",
    "teammember": "until_at",
}

# Every table that holds a patient's record; the column that says whose.
OF_A_PATIENT = [t for t in INSERT_ONLY if t != "adoption"] + list(CHANGEABLE)

FRAMEWORK = [
    "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
    "axes_accessattemptexpiration",
    "django_session",
]


def table(name: str) -> str:
    return f'"clinic_{name}"'


ROLES = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'tercet_web') then
    create role tercet_web nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tercet_work') then
    create role tercet_work nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  execute format('grant tercet_web, tercet_work to %I', current_user);
exception when duplicate_object or unique_violation then null;  -- made by a neighbour just now
end $$;
"""

REFUSE = """
create function clinic_refuse() returns trigger language plpgsql as $$
begin
  raise exception '% is added to, never changed', tg_table_name using errcode = 'check_violation';
end $$;
"""

# Looked up, not believed: a role counts only if the person really has it.
SEES = """
create function tercet_person() returns bigint language sql stable as
$$ select nullif(current_setting('app.person', true), '')::bigint $$;

create function tercet_whole_clinic() returns boolean language sql stable security definer
set search_path = pg_catalog, public as $$
  select exists (
    select from clinic_person p
    where p.id = tercet_person() and p.is_active
      and p.role = current_setting('app.role', true)
      and p.role in ('prescriber', 'coordinator', 'director'))
$$;

create function tercet_my_patients() returns setof bigint language sql stable security definer
set search_path = pg_catalog, public as $$
  select tercet_person() where tercet_person() is not null
  union
  select patient_id from clinic_teammember
  where member_id = tercet_person() and until_at is null
$$;
"""

MINE = "(select tercet_whole_clinic()) or patient_id in (select tercet_my_patients())"
NOBODYS = "patient_id is null and (select tercet_person()) is not null"


def insert_only() -> str:
    lines = []
    for name in INSERT_ONLY:
        t = table(name)
        lines += [
            f"create trigger added_never_changed before update or delete on {t}"
            f" for each row execute function clinic_refuse();",
            f"create trigger never_emptied before truncate on {t}"
            f" for each statement execute function clinic_refuse();",
            f"grant select, insert on {t} to tercet_web;",
            f"grant select, insert on {t} to tercet_work;",
        ]
    return "\n".join(lines)


def changeable() -> str:
    lines = []
    for name, columns in CHANGEABLE.items():
        t = table(name)
        lines += [
            f"grant select, insert, update ({columns}) on {t} to tercet_web;",
            f"grant select, insert, update ({columns}) on {t} to tercet_work;",
        ]
    lines.append(f"grant delete on {table('draft')} to tercet_web;")
    return "\n".join(lines)


def whose() -> str:
    lines = []
    for name in OF_A_PATIENT:
        t, who = table(name), MINE
        if name in {"entry", "signature"}:
            who = f"{MINE} or ({NOBODYS})"
        if name == "draft":
            who = "patient_id = (select tercet_person())"
        lines += [
            f"alter table {t} enable row level security;",
            f"create policy web_sees on {t} to tercet_web using ({who}) with check ({who});",
            f"create policy work_sees on {t} to tercet_work using (true) with check (true);",
        ]
    # `live` keeps many people's heartbeats in one statement, having asked who may send them.
    lines.append(
        f"create policy web_beats on {table('heartbeat')} for insert to tercet_web"
        " with check (true);"
    )
    return "\n".join(lines)


def ground() -> str:
    lines = [
        "grant usage on schema public to tercet_web, tercet_work;",
        "grant usage on all sequences in schema public to tercet_web, tercet_work;",
        f"grant select, update (password, last_login, name, zone, phone) on {table('person')}"
        " to tercet_web;",
        f"grant select on {table('person')}, {table('clinic')} to tercet_work;",
        f"grant select on {table('clinic')} to tercet_web;",
        f"grant select, delete on {table('signinlink')} to tercet_web;",
        f"grant select, delete on {table('signinlink')} to tercet_work;",
        "grant select on django_content_type to tercet_web, tercet_work;",
        "grant select on django_migrations to tercet_web, tercet_work;",
        "grant select, delete on django_session to tercet_work;",
    ]
    for t in FRAMEWORK:
        lines.append(f"grant select, insert, update, delete on {t} to tercet_web;")
    queue = "procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers"
    lines += [
        f"grant select, insert, update on {queue} to tercet_web;",
        f"grant select, insert, update, delete on {queue}, procrastinate_workers to tercet_work;",
    ]
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0003_indexes_and_promises"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("axes", "0010_accessattemptexpiration"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (ROLES, REFUSE, SEES, insert_only(), changeable(), whose(), ground())
    ]
