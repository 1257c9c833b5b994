"""A real clinic is founded at a terminal: its people, their first password, their teams."""

import re

import pytest
from click.testing import CliRunner
from django.core.exceptions import ObjectDoesNotExist

from tercet.clinic.errors import Denied, Invalid
from tercet.clinic.models import Clinic, Person
from tercet.clinic.people.actions import add_person, found_clinic
from tercet.clinic.people.signing_in import password_link

pytestmark = pytest.mark.django_db
DANA = {"name": "Dana Brooks", "role": "director", "zone": "America/Denver"}


def test_a_clinic_is_founded_once(evening):
    made = found_clinic("Three Lines", protocol="at-home-low-dose", now=evening)
    assert not made.is_demo
    with pytest.raises(Denied, match="already holds Three Lines"):
        found_clinic("Another", protocol="at-home-low-dose", now=evening)


def test_a_demo_never_becomes_a_real_clinic(evening):
    Clinic.objects.create(name="Demo", is_demo=True)
    with pytest.raises(Denied):
        found_clinic("Real", protocol="at-home-low-dose", now=evening)


def test_a_new_person_chooses_a_password_by_their_link_under_the_webs_role(evening, visit):
    dana = add_person("Dana@Example.org ", now=evening, **DANA)
    assert dana.email == "dana@example.org" and not dana.has_usable_password()
    browser = visit()
    page = browser.get(password_link(dana), follow=True)
    form = {"password1": "a long enough secret", "password2": "a long enough secret"}
    browser.post(page.request["PATH_INFO"], form)
    dana.refresh_from_db()
    assert dana.check_password("a long enough secret")
    assert b"secret" not in browser.get(password_link(dana), follow=True).content


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Denver"}, "not a time zone"),
        ({"name": ""}, "blank"),
        ({"role": "nurse"}, "not a valid choice"),
    ],
)
def test_what_cannot_be_a_person_is_refused_in_a_sentence(evening, wrong, sentence):
    with pytest.raises(Invalid, match=sentence):
        add_person("dana@example.org", now=evening, **(DANA | wrong))
    with pytest.raises(ObjectDoesNotExist):
        Person.objects.get()


def test_the_same_address_twice_is_refused(evening):
    add_person("dana@example.org", now=evening, **DANA)
    with pytest.raises(Invalid, match="already exists"):
        add_person("DANA@example.org", now=evening, **DANA)


def test_the_commands_say_what_they_take():
    from tercet.running.clinic_command import person

    said = CliRunner().invoke(person, ["add", "--help"]).output
    assert re.search(r"--role \[patient\|support\|guide", said)
