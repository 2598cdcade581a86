"""The letter that asks a host of the last night to register again."""

import datetime as dt

from events.mail.owing import owe_all, row_of


def ask(hosts, edition, *, now):
    """Owe each of the hosts (with their party's community) the letter for the edition, once however often it is asked.

    It is of no use after the last day to register.
    """
    last_day = dt.datetime.combine(edition.listing_until, dt.time(23, 59), tzinfo=edition.community.zone)
    owe_all(
        row_of(
            "register_again",
            f"{edition.pk}:{host.pk}",
            host=host,
            now=now,
            not_after=last_day,
            is_quiet=True,
            edition=edition.pk,
        )
        for host in hosts
    )
