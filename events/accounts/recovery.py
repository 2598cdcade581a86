"""The way back for somebody who forgot the password."""

from django.db import transaction

from events.mail import notices
from events.models import Allowance, Community, User

MANY = 1_000_000


def send_reset_link(email, *, now):
    """Queue a letter with a link to set a new password, if somebody active has this address.

    For an unknown address the same questions are asked and one row is written, so that both answers take alike.
    """
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        community = Community.objects.filter(memberships__user=user).first() or Community.objects.first()
        if user is None or community is None:
            Allowance.objects.take("reset:nobody", burst=MANY, per_hour=MANY, now=now)
        else:
            notices.password_reset(user, community, now=now)
