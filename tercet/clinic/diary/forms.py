"""What is typed into the diary -> what was said and when it happened; blanks stay blanks."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms

from tercet.clinic.asking.forms import Scale
from tercet.clinic.people.forms import Words
from tercet.clinic.therapy.forms import SKIPPED, instant

TO_COME = "That is still to come. Write when it happened."
OWN_WORDS = "In your own words. You may leave it blank."
NO_FEAR = ("no fear", "the worst there is")
DAYS = [("today", "Today"), ("yesterday", "Yesterday"), ("day", "Another day")]
MOMENTS = [("now", "Just now"), ("today", "Earlier today"), ("day", "Another day")]
LONGEST_MINUTES = 24 * 60
LONG_AGO = date(1900, 1, 1)  # beyond it no place agrees on what a day was


def fear(label: str) -> Scale:
    """A fear from 0 to 100, unset until somebody sets it."""
    scale = Scale(0, 100, label=label)
    scale.ends = NO_FEAR
    return scale


def choice(label: str, choices: list[tuple[str, str]], missing: str = "") -> forms.ChoiceField:
    """One of a few; with a sentence for its absence it must be chosen."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(missing),
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": "Choose one of the answers shown."},
    )


def another_day() -> forms.DateField:
    """A day on a calendar, where another day was chosen."""
    field = forms.DateField(
        label="Which day?",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write a date, such as 2026-12-04."},
    )
    field.only = "day"
    return field


def time_of_day() -> forms.TimeField:
    """A time on the wall clock, where it was not just now."""
    field = forms.TimeField(
        label="At what time?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write a time, such as 18:30."},
    )
    field.only = "today day"
    return field


class DiaryForm(forms.Form):
    """One entry. Cleaned as `said`, which holds nothing that was left blank, and `happened_at`.

    `now` is when it was sent, which on a phone without a line is earlier than when it arrives.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    beside: ClassVar[frozenset[str]] = frozenset({"when", "day", "time"})

    def __init__(self, *args: Any, zone: ZoneInfo, now: datetime, **more: Any) -> None:
        super().__init__(*args, prefix=self.kind, **more)
        self.zone, self.now, self.happened_at = zone, now, now
        if "day" in self.fields:
            self.fields["day"].widget.attrs["max"] = self.today.isoformat()
        if "time" in self.fields:
            self.fields["time"].help_text = f"On the clock of {zone.key.replace('_', ' ')}."
        for field in self.fields.values():
            field.widget.attrs["data-optional"] = ""  # nothing that is left blank is asked about

    def add_prefix(self, field_name: str) -> str:
        return f"{self.kind}:{field_name}"

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def said(self) -> dict[str, Any]:
        told = self.cleaned_data.items()
        return {k: v for k, v in told if k not in self.beside and v not in (None, "")}

    def _the_day(self, cleaned: dict[str, Any]) -> date | None:
        """The day that was chosen; None, with its sentence, where it is missing or to come."""
        told = {"today": self.today, "yesterday": self.today - timedelta(days=1)}
        day = told.get(cleaned.get("when", ""), cleaned.get("day"))
        if day is None and cleaned.get("when") == "day" and "day" not in self.errors:
            self.add_error("day", "Pick a day.")
        if day is not None and not LONG_AGO < day <= self.today:
            self.add_error("day", TO_COME if day > self.today else "That is too long ago.")
            return None
        return day


class DayForm(DiaryForm):
    """An entry of a whole day: `happened_at` is its beginning where the person lives."""

    when = choice("Which day was it?", DAYS, "Say which day it was.")
    day = another_day()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if day := self._the_day(cleaned):
            self.happened_at = datetime.combine(day, time(), self.zone)
            self.on = day
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"day": self.on.isoformat()}


class PanicForm(DiaryForm):
    """A panic attack: when it began, and whatever else can be said of it."""

    kind, title = "panic", "A panic attack"

    when = choice("When did it begin?", MOMENTS, "Say when it began.")
    day = another_day()
    time = time_of_day()
    worst = fear("How bad was the fear at its worst?")
    minutes = forms.IntegerField(
        label="How many minutes did it last?",
        required=False,
        min_value=0,
        max_value=LONGEST_MINUTES,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            f"Write a whole number from 0 to {LONGEST_MINUTES}.",
        ),
    )
    minutes.unit = "minutes"
    expected = choice(
        "Did it come out of the blue?",
        [("no", "Out of the blue"), ("yes", "I could see it coming")],
    )
    words = Words(label="What was happening?", required=False, help_text=OWN_WORDS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") not in {"today", "day"}:
            return cleaned
        day, at = self._the_day(cleaned), cleaned.get("time")
        if at is None and "time" not in self.errors:
            self.add_error("time", "Pick a time.")
        if day is None or at is None:
            return cleaned
        began = instant(day, at, self.zone)
        if began is None or began > self.now:
            self.add_error("time", TO_COME if began else SKIPPED)
        else:
            self.happened_at = began
        return cleaned


class WorryForm(DayForm):
    """A day's worry: how much of the day, how bad, about what, and what is feared."""

    kind, title = "worry", "A day’s worry"

    share = Scale(0, 100, label="How much of the day went to worry?")
    share.ends = ("none of it", "all of it")
    worst = Scale(0, 100, label="How bad was it at its worst?")
    worst.ends = ("no worry", "the worst there is")
    about = Words(label="What was it about?", required=False, help_text=OWN_WORDS)
    fears = Words(
        label="What do you fear will happen?",
        required=False,
        help_text="You can say later whether it did.",
    )


class OutcomeForm(DiaryForm):
    """What became of a fear that was written down."""

    kind, title = "worry-outcome", "Did it happen?"

    happened = choice(
        "What you feared:",
        [
            ("no", "It did not happen"),
            ("partly", "It happened in part"),
            ("yes", "It happened"),
            ("early", "It is too early to say"),
        ],
        "Choose what fits best.",
    )
    words = Words(label="What did happen?", required=False, help_text=OWN_WORDS)


class GoalForm(DiaryForm):
    """Something the person wants to be able to do."""

    kind, title = "goal", "A goal of yours"

    words = Words(
        label="What would you like to be able to do?",
        error_messages={"required": "Write your goal in a few words."},
    )
    area = choice(
        "What is it about?",
        [("social", "Being with people"), ("phobia", "Something I fear"), ("places", "Places")],
        "Choose what fits best.",
    )


class StepForm(DiaryForm):
    """One step towards a goal, with the fear that is expected of it."""

    kind, title = "step", "A step towards it"

    words = Words(
        label="What is the step?", error_messages={"required": "Write the step in a few words."}
    )
    expected = fear("How much fear do you expect?")


class AttemptForm(DayForm):
    """One attempt at a step: how it went, and the fear before, at its peak and after."""

    kind, title = "attempt", "How it went"

    did = choice(
        "How did it go?",
        [("did", "I did it"), ("left", "I left early"), ("not-tried", "I did not try")],
        "Say how it went.",
    )
    before = fear("Fear before")
    peak = fear("Fear at its peak")
    after = fear("Fear after")
    words = Words(label="What would you like to remember?", required=False, help_text=OWN_WORDS)


class FinishedForm(DiaryForm):
    """A goal is finished. There is nothing to say."""

    kind, title = "goal-finished", "Is this goal finished?"


ALONE = {form.kind: form for form in (PanicForm, WorryForm, GoalForm)}
AFTER = {form.kind: form for form in (OutcomeForm, StepForm, AttemptForm, FinishedForm)}
