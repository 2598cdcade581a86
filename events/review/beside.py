"""What waits for staff besides the registrations, so that the first page after signing in leaves nothing out."""

from dataclasses import dataclass

from events.models import Closure, Notice, Review


@dataclass(frozen=True)
class Beside:
    """How many closures of an edition are to be decided, and whether there is a host of its community to call."""

    closures: int
    has_calls: bool

    @classmethod
    def of(cls, edition, now):
        """Two queries."""
        closures = Closure.objects.waiting().in_edition(edition).exclude(party__review=Review.UNCONFIRMED)
        calls = Notice.objects.filter(community=edition.community).to_call()
        calls = calls.exclude(is_quiet=True, not_after__lte=now).exclude(storm__isnull=False, send_after__gt=now)
        return cls(closures.count(), calls.exists())
