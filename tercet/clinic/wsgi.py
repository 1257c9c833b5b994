"""Every page and every deed, as a WSGI program."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tercet.clinic.settings")
application = get_wsgi_application()
