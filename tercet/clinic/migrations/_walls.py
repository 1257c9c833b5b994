"""The walls around a new table of a patient's record, as SQL. Later migrations say only its name."""

MINE = "(select tercet_whole_clinic()) or patient_id in (select tercet_my_patients())"


def added_never_changed(name: str) -> str:
    """Rows of table `clinic_<name>` are added by whoever may see the patient, and never changed."""
    t = f'"clinic_{name}"'
    return "\n".join(
        [
            f"create trigger added_never_changed before update or delete on {t}"
            f" for each row execute function clinic_refuse();",
            f"create trigger never_emptied before truncate on {t}"
            f" for each statement execute function clinic_refuse();",
            f"grant select, insert on {t} to tercet_web, tercet_work;",
            f"alter table {t} enable row level security;",
            f"create policy web_sees on {t} to tercet_web using ({MINE}) with check ({MINE});",
            f"create policy work_sees on {t} to tercet_work using (true) with check (true);",
            "grant usage on all sequences in schema public to tercet_web, tercet_work;",
        ]
    )
