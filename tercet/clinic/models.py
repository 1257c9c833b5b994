"""Every row of the clinic, gathered from its rooms so that Django finds them."""

from tercet.clinic.alerts.models import Alert, AlertStep
from tercet.clinic.asking.models import (
    Asked,
    Device,
    LocalLine,
    PutOff,
    Reminder,
    ReminderEvent,
    Reply,
    Stay,
    Task,
)
from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.dosing.models import DosingEvent, DosingSession, Heartbeat
from tercet.clinic.intake.models import Answer, Draft, Question
from tercet.clinic.measures.models import Assessment
from tercet.clinic.medicines.models import MedicineConfirmation, MedicineStatement
from tercet.clinic.outcomes.models import Noticed
from tercet.clinic.people.models import Clinic, Person, SignInLink, TeamMember, Training
from tercet.clinic.record.models import Adoption, Entry, KeptDecision, Signature
from tercet.clinic.therapy.models import TherapySession
from tercet.clinic.treatment.models import Course, Declined, Order

__all__ = [
    "Adoption",
    "Alert",
    "AlertStep",
    "Answer",
    "Asked",
    "Assessment",
    "Clinic",
    "Course",
    "Declined",
    "Device",
    "DiaryEntry",
    "DosingEvent",
    "DosingSession",
    "Draft",
    "Entry",
    "Heartbeat",
    "KeptDecision",
    "LocalLine",
    "MedicineConfirmation",
    "MedicineStatement",
    "Noticed",
    "Order",
    "Person",
    "PutOff",
    "Question",
    "Reminder",
    "ReminderEvent",
    "Reply",
    "SignInLink",
    "Signature",
    "Stay",
    "Task",
    "TeamMember",
    "TherapySession",
    "Training",
]
