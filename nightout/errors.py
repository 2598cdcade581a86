"""The pages for requests that cannot be read or served."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.shortcuts import render
from django.views import defaults


def bad_request(request, exception):
    """413 for more than a form takes, 400 for everything else that makes no sense."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_large else 400
    return render(request, f"{status}.html", status=status)


def server_error(request):
    """500, or 503 when the database is away: then a proxy may show what it kept, and trying again is worth it."""
    response = defaults.server_error(request)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response.status_code = 503
        response["Retry-After"] = "30"
    return response
