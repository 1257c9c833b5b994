"""People, the teams around patients, and the one rule of who sees whose record."""

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models


def check_zone(name: str) -> None:
    """Refuse a time zone this machine does not know."""
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone such as America/Denver.")


class People(models.QuerySet["Person"]):
    def visible_to(self, by: "Person") -> "People":
        """Themselves, their team, the patients whose record they may open."""
        if not by.is_authenticated:
            return self.none()
        if by.sees_whole_clinic:
            return self
        mine = TeamMember.objects.filter(until_at=None)
        return self.filter(
            models.Q(pk=by.pk)
            | models.Q(pk__in=mine.filter(member=by).values("patient"))
            | models.Q(pk__in=mine.filter(patient=by).values("member"))
        )

    def patients(self) -> "People":
        return self.filter(role=Person.Role.PATIENT)


class ByAddress(BaseUserManager.from_queryset(People)):  # type: ignore[misc]
    """Django's sign-in looks people up by their address; nothing else is added here."""


class Person(AbstractBaseUser):
    """Someone who can sign in. A patient's clinical facts are not here but in the record."""

    class Role(models.TextChoices):
        PATIENT = "patient", "Patient"
        SUPPORT = "support", "Support person"
        GUIDE = "guide", "Guide"
        PRESCRIBER = "prescriber", "Prescriber"
        THERAPIST = "therapist", "Therapist"
        OUTSIDE = "outside", "Outside clinician"
        COORDINATOR = "coordinator", "Coordinator"
        DIRECTOR = "director", "Clinical director"
        NONE = "none", "No role"

    WHOLE_CLINIC: ClassVar[frozenset[str]] = frozenset(
        {Role.PRESCRIBER, Role.COORDINATOR, Role.DIRECTOR}
    )
    STAFF: ClassVar[frozenset[str]] = frozenset(
        {Role.GUIDE, Role.PRESCRIBER, Role.THERAPIST, Role.COORDINATOR, Role.DIRECTOR}
    )

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.NONE)
    zone = models.CharField(max_length=64, default="UTC", validators=[check_zone])
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=5, default="en", db_default="en")  # of their questions
    is_active = models.BooleanField(default=True)

    objects = ByAddress()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What they are called on a calm page: “Maria”, or “Dr Okafor” whole."""
        return self.name if self.name.startswith("Dr ") else self.name.split(" ")[0]

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def sees_whole_clinic(self) -> bool:
        return self.role in self.WHOLE_CLINIC

    @property
    def is_staff_member(self) -> bool:
        return self.role in self.STAFF

    @property
    def is_patient(self) -> bool:
        return self.role == self.Role.PATIENT


class OfPatients(models.QuerySet):
    """Rows of a patient's record. PostgreSQL holds the same rule (see the walls migration)."""

    closed_to: ClassVar[frozenset[str]] = frozenset()

    def visible_to(self, by: Person) -> "OfPatients":
        """The patient, their present team, and those who see the whole clinic."""
        if not by.is_authenticated or by.role in self.closed_to:
            return self.none()
        if by.sees_whole_clinic:
            return self
        team = TeamMember.objects.filter(member=by, until_at=None)
        return self.filter(models.Q(patient=by.pk) | models.Q(patient__in=team.values("patient")))


class Clinical(OfPatients):
    """Rows that a support person or an outside clinician does not read by default."""

    closed_to = frozenset({Person.Role.SUPPORT, Person.Role.OUTSIDE})


class TeamMember(models.Model):
    """Someone is on a patient's team from one moment until another."""

    objects = OfPatients.as_manager()

    patient = models.ForeignKey(Person, models.PROTECT, related_name="team")
    member = models.ForeignKey(Person, models.PROTECT, related_name="patients")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "member"],
                condition=models.Q(until_at=None),
                name="team_member_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("since_at")),
                name="team_member_ends_after_it_begins",
            ),
        ]


class Training(models.Model):
    """The clinical director saw that someone is trained, until a day. Insert-only."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="training")
    until_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "-until_on"], name="training_of_person")]


class Clinic(models.Model):
    """This clinic: one row. A demo says so on every page, and only a demo has sign-in links."""

    name = models.CharField(max_length=120)
    is_demo = models.BooleanField(default=False)
    protocol = models.CharField(max_length=60, default="at-home-low-dose")
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_clinic")]

    def __str__(self) -> str:
        return self.name


class SignInLink(models.Model):
    """A demo's way in without a password. Only the hash of the token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    until_at = models.DateTimeField()

    def has_expired(self, now: datetime) -> bool:
        return now >= self.until_at
