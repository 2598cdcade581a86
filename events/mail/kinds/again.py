"""The letter that asks a host of the last night to register again."""

from events.access import token_of
from events.lib.wording import day, day_year
from events.models import Edition, Party, Review

from .base import Kind, address


def again_link(notice):
    return address(f"/again/{token_of('again', notice.host)}/")


def _is_wanted(notice, stock):
    """Whether the night is still to come and no party of it continues this one."""
    edition = _edition(notice)
    if edition is None or edition.is_cancelled or not edition.is_public:
        return False
    return not Party.objects.filter(edition=edition, previous=notice.party).exclude(review=Review.WITHDRAWN).exists()


def _words(notice, stock):
    edition = _edition(notice)
    return {
        "program": edition.program_name,
        "night": day_year(edition.date),
        "closes": day(edition.listing_until),
        "last_day": day_year(notice.party.date),
    }


def _edition(notice):
    return Edition.objects.filter(pk=notice.context.get("edition")).first()


KINDS = {"register_again": Kind("Register again", _is_wanted, again_link, _words)}
