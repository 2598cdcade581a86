"""The WSGI door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from nightout.alphabet import in_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nightout.settings")
application = in_utf8(get_wsgi_application())
