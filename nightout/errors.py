"""The pages for requests that cannot be read."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.shortcuts import render


def bad_request(request, exception):
    """413 for more than a form takes, 400 for everything else that makes no sense."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = 413 if too_large else 400
    return render(request, f"{status}.html", status=status)
