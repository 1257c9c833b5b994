"""When a therapy session is, of which kind, and why one was cancelled."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from tercet.clinic.therapy.models import TherapySession

Kind = TherapySession.Kind
BOOKED_BY_PEOPLE = [choice for choice in Kind.choices if choice[0] != Kind.SURFACED]


def instant(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """That day and time on the wall clock of a place; None where the clocks skip it."""
    local = datetime.combine(day, at, zone)
    shown = local.astimezone(UTC).astimezone(zone)
    return local if shown.replace(tzinfo=None) == local.replace(tzinfo=None) else None


SKIPPED = "The clocks change then: that time does not exist."


class WhenForm(forms.Form):
    """A day and a time on the wall clock of one person."""

    error_css_class = "has-errors"

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write a date, such as 2026-12-04.", "required": "Pick a day."},
    )
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time, such as 18:30.", "required": "Pick a time."},
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **said: Any) -> None:
        super().__init__(*args, **said)
        self.zone = zone
        self.fields["time"].help_text = f"On the clock of {zone.key.replace('_', ' ')}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("time"):
            cleaned["at"] = instant(cleaned["day"], cleaned["time"], self.zone)
            if cleaned["at"] is None:
                self.add_error("time", SKIPPED)
        return cleaned


class BookForm(WhenForm):
    """A session on the patient's own clock."""

    kind = forms.ChoiceField(label="Kind", choices=BOOKED_BY_PEOPLE)
    field_order = ("kind", "day", "time")


class CancelForm(forms.Form):
    """Which therapy session, and why."""

    therapy = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": "Say which therapy session."}
    )
    why = forms.CharField(
        label="Why?",
        max_length=4000,
        error_messages={
            "required": "Say in a few words why.",
            "max_length": "That is too long: %(limit_value)d characters fit here. Shorten it.",
        },
    )
