"""Every address is guarded, stands in the written table, and opens for exactly those it names."""

import pytest
from django.db import transaction
from django.urls import reverse
from house_routes import EVERYONE, Route, every_route, table, unguarded, world

from tercet.clinic.guards import only, public

NAMES = sorted(table())
OTHER = {"GET": "POST", "POST": "GET"}


@pytest.fixture
def browsers(cast, visit):
    """A signed-in browser for each of the cast, and nobody's."""
    signed_in = {key: visit(getattr(cast, key)) for key in EVERYONE}
    return {**signed_in, None: visit()}


def came_in(answer):
    """Whether an answer is the page or the deed itself, and not a way out of it."""
    if answer.status_code in (301, 302, 303):
        return "/account/login" not in answer.headers["Location"]
    return answer.status_code in (200, 204, 409, 410, 422)


def ask(browser, method, address):
    """One request, of which nothing stays, neither in the database nor in the browser."""
    cookies = {name: kept.value for name, kept in browser.cookies.items()}
    with transaction.atomic():
        answer = browser.generic(method, address)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies)
    return answer


def test_every_address_is_guarded():
    assert unguarded(every_route()) == []


def test_an_unguarded_address_is_found():
    def bare(request): ...

    bare.__module__ = "tercet.clinic.alerts.views"
    assert unguarded([Route("bare", "bare/", (), bare)]) == [
        "bare (bare/): no @only(…) and no @public"
    ]
    assert unguarded([Route("kept", "kept/", (), only()(bare))]) == []
    assert unguarded([Route("open", "open/", (), public(bare))]) == []


def test_a_page_that_opens_for_the_wrong_person_is_found(cast, visit):
    assert came_in(ask(visit(cast.maria), "GET", reverse("evaluation")))
    assert not came_in(ask(visit(cast.noor), "GET", reverse("evaluation")))
    assert not came_in(ask(visit(), "GET", reverse("evaluation")))


def test_every_address_stands_in_the_table_and_the_table_names_no_other():
    assert sorted({route.name for route in every_route()}) == NAMES


def wrong_at(name, browsers, rows):
    """What the table and the house say differently about one address."""
    row, rows = table()[name], rows | table()[name].given
    route = next(r for r in every_route() if r.name == name)
    address = reverse(name, kwargs={asked: rows[asked] for asked in route.asks})
    for key, browser in browsers.items():
        who, expected = f"{row.method} {address}: {key or 'nobody'}", row.expected(key)
        answer = ask(browser, row.method, address)
        if expected is None:
            if not came_in(answer):
                yield f"{who} should get in and gets {answer.status_code}"
        elif answer.status_code != expected:
            yield f"{who} should get {expected} and gets {answer.status_code}"
        elif came_in(ask(browser, OTHER[row.method], address)):
            yield f"{who} gets in by {OTHER[row.method]}"


def test_who_may_open_what(browsers, cast, evening, clinic):
    rows = world(cast, evening)
    found = [wrong for name in NAMES for wrong in wrong_at(name, browsers, rows)]
    assert not found, "\n" + "\n".join(found)
