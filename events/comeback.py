"""Who was there last time: the night before, its parties, and which of them are back in the coming one."""

from django.db.models import Exists, OuterRef, Q

from events.models import Host, Notice, Party, Review, Source

LETTER = "register_again"


def coming(community, now):
    """The public edition for which people can register now or later, or None."""
    edition = community.current_edition(now)
    if edition is None or edition.is_cancelled or edition.is_past(now):
        return None
    edition.community = community
    return edition


def night_before(edition):
    """The community's last edition before this one that had parties, or None."""
    earlier = edition.community.editions.filter(date__lt=edition.date, parties__isnull=False)
    return earlier.order_by("-date").first()


def parties_of_before(edition):
    """The approved parties of the night before, with `is_back`: whether a party of `edition` continues it."""
    before = night_before(edition)
    rows = Party.objects.in_edition(before) if before is not None else Party.objects.none()
    rows = rows.filter(review=Review.APPROVED, merged_into__isnull=True)
    return rows.annotate(is_back=Exists(_next(OuterRef("pk"), edition)))


def next_of(party, edition):
    """The party of `edition` that continues `party`, or None."""
    return _next(party.pk, edition).first()


def may_be_asked(edition):
    """The main hosts of the night before who may be asked to come again, and were not asked for this edition yet.

    They said so ("ask me next year") or were imported; they have an e-mail, want such letters and are not back.
    """
    agreed = Q(party__ask_next_year=True) | Q(party__source=Source.IMPORT)
    hosts = Host.objects.main().filter(agreed, party__in=parties_of_before(edition).filter(is_back=False))
    hosts = hosts.exclude(email="").filter(wants_reminders=True)
    return hosts.exclude(Exists(asked(edition).filter(host=OuterRef("pk"))))


def asked(edition):
    """The letters that asked hosts to register again for this edition."""
    return Notice.objects.filter(kind=LETTER, community=edition.community, context__edition=edition.pk)


def _next(party, edition):
    return Party.objects.in_edition(edition).filter(previous=party).exclude(review=Review.WITHDRAWN)
