"""Letters owed, by the handful."""

import datetime as dt

from events.mail import notices
from events.models import Notice


def owe(host, now, number=1):
    """That many letters to the host, owed a microsecond apart; in order."""
    return [notices.host_link(host, now=now - dt.timedelta(microseconds=number - n)) for n in range(number)]


def row(notice):
    """The notice as it is now."""
    return Notice.objects.get(pk=notice.pk)
