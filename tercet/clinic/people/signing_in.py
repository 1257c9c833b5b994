"""How signing in differs from the library's way: nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedToStrangers(DefaultAccountAdapter):
    """Accounts are made by the clinic; a visitor cannot make one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
