"""What is missing before a season can open, as a list to tick off."""

from dataclasses import dataclass

from django.urls import reverse

from events.models import Role


@dataclass(frozen=True)
class Item:
    """One line: done or not, in words, with the page where it is done."""

    is_done: bool
    words: str
    url: str = ""


def of_community(community, edition, *, areas, members):
    """The lines for the community and its newest edition (or None); `members` are its memberships."""
    slug = community.slug
    facts, staff = reverse("setup:community", args=[slug]), reverse("members:staff", args=[slug])
    deciders = [member for member in members if member.role in (Role.COORDINATOR, Role.ADMINISTRATOR)]
    items = [
        Item(bool(community.contact_email or community.contact_phone), "An address or phone for questions", facts),
        Item(bool(community.date_rule), "A rule for the date, so that next year's night is known", facts),
        Item(areas > 0, "Neighborhoods on the map (without any, parties stand in one list)"),
        Item(len(deciders) > 1, "A second person who can decide, besides you", staff),
    ]
    if edition is None:
        return [*items, Item(False, "A night", reverse("setup:new_edition", args=[slug]))]
    return items + of_edition(edition, community)


def of_edition(edition, community):
    """The lines for one edition."""
    page = [community.slug, edition.year]
    texts, visitors = reverse("setup:texts", args=page), reverse("setup:visitors", args=page)
    kinds = list(edition.visitor_kinds.all())
    unlabeled = any(not kind.labels.get(code) for kind in kinds for code in community.languages)
    return [
        Item(_said(edition.rules, community), f"Rules of {edition.year} in every language", texts),
        Item(_said(edition.closure_rules, community), "Rules and fees for street closures in every language", texts),
        Item(bool(kinds), "Visitors to offer (without any, hosts are not asked)", visitors),
        Item(not unlabeled, "Names of the visitors in every language", visitors),
        Item(
            edition.is_public,
            f"{edition.year} is published" if edition.is_public else f"Publish {edition.year}",
            reverse("setup:publish", args=page),
        ),
    ]


def _said(texts, community):
    return all(texts.get(code) for code in community.languages)
