"""How signing in differs from the library's way: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.http import HttpRequest
from django.urls import reverse

from tercet.clinic.people.models import Person


class ClosedToStrangers(DefaultAccountAdapter):
    """Accounts are made by the clinic; a visitor cannot make one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Only the password: the pages' role may not write a person's other columns."""
        user.set_password(password)
        user.save(update_fields=["password"])


def password_link(person: Person) -> str:
    """The path by which a person chooses their first password, good once and for three days."""
    key = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=key)
