"""What comes back of a reminder: it was opened, a device showed it, a browser agreed to more."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tercet.clinic.asking import actions
from tercet.clinic.asking.forms import DeviceForm
from tercet.clinic.asking.jobs import RECEIPT
from tercet.clinic.asking.models import Reminder, ReminderEvent
from tercet.clinic.errors import Invalid
from tercet.clinic.guards import only, public
from tercet.clinic.people.models import Person
from tercet.clinic.push import is_an_address

LASTS_SECONDS = 14 * 24 * 60 * 60


@only(Person.Role.PATIENT)
@never_cache
@require_safe
def from_reminder(request: HttpRequest, reminder: int) -> HttpResponse:
    """The address in a message: that it was opened is kept, and the question follows."""
    mine = Reminder.objects.visible_to(request.user).filter(patient=request.user)
    found = get_object_or_404(mine, pk=reminder)
    actions.note(found, ReminderEvent.Kind.OPENED, now=request.now)
    return redirect("asked", asked=found.asked_id)


@public
@csrf_exempt
@require_POST
def shown(request: HttpRequest, receipt: str) -> HttpResponse:
    """A device showed a notice. The signed receipt is all it knows, and all it can say."""
    try:
        key, whose = signing.loads(receipt, salt=RECEIPT, max_age=LASTS_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise Invalid("This receipt cannot be read.") from wrong
    actions.note_shown(key, patient=whose, now=request.now)
    return HttpResponse(status=204)


@only(Person.Role.PATIENT)
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """This browser agreed to be sent notices."""
    form = DeviceForm(request.POST)
    if not form.is_valid() or not is_an_address(form.cleaned_data["endpoint"]):
        raise Invalid("This browser's address for notices cannot be used.")
    keys = {name: form.cleaned_data[name] for name in ("p256dh", "auth")}
    endpoint = form.cleaned_data["endpoint"]
    actions.keep_device(endpoint, **keys, by=request.user, now=request.now)
    return JsonResponse({"kept": True})
