"""Letters to staff."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from events.models import Role

from .base import Kind, own_words


def invitation_link(notice):
    if notice.user.has_usable_password():
        return f"{settings.SITE_URL}/staff/"
    return password_link(notice)


def password_link(notice):
    """Where the person sets a password: the sign-in library's own page and key, good once."""
    names = {"uidb36": user_pk_to_url_str(notice.user), "key": default_token_generator.make_token(notice.user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=names)


def queue_link(notice):
    return f"{settings.SITE_URL}/staff/{notice.community.slug}/"


def _has_a_seat(notice, stock):
    return stock.role(notice) is not None


def _may_sign_in(notice, stock):
    return notice.user.is_active


def _site_words(notice, stock):
    return {"site_name": settings.SITE_NAME}


def _invitation_words(notice, stock):
    return {"role": Role(stock.role(notice)).label, "new": not notice.user.has_usable_password()}


KINDS = {
    "invitation": Kind("Invitation", _has_a_seat, invitation_link, _invitation_words),
    "password_reset": Kind("New password", _may_sign_in, password_link, _site_words),
    "listing_reported": Kind("Listing reported", _has_a_seat, queue_link, own_words("report")),
}
