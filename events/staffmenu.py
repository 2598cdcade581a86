"""The staff's menu: seven subjects, and below the chosen one its pages. What a seat may not open is not in it."""

from dataclasses import dataclass

from django.urls import reverse

EVERYBODY, DECIDERS, ADMINISTRATORS = "read", "decide", "setup"


@dataclass(frozen=True)
class Page:
    """A line of the menu: the address's name, its words, the right it wants, and the rooms or addresses below it."""

    name: str
    words: str
    right: str = EVERYBODY
    rooms: tuple = ()


SUBJECTS = {
    "Registrations": [
        Page("review:queue", "Queue", rooms=("review", "entry", "pairs")),
        Page("placing:list", "Not placed", rooms=("placing",)),
        Page("returning:list", "Last year’s hosts", rooms=("returning",)),
        Page("imports:upload", "Import", DECIDERS, ("imports",)),
    ],
    "Closures": [
        Page("closures:list", "To decide", rooms=("closures",)),
        Page("closures:barricades", "Barricades"),
    ],
    "Kits": [Page("packing:list", "Kits", rooms=("packing", "kit"))],
    "Letters": [
        Page("broadcasts:list", "To many hosts", rooms=("broadcasts",)),
        Page("calls:list", "Calls", rooms=("calls",)),
    ],
    "The night": [
        Page("board:board", "Switchboard", rooms=("board",)),
        Page("storms:storm", "Postpone or call off", DECIDERS, ("storms",)),
    ],
    "Report": [
        Page("reports:figures", "Figures", rooms=("reports",)),
        Page("reports:outcomes", "Held or not", rooms=("reports:enter",)),
    ],
    "Setup": [
        Page("setup:home", "Nights and staff", ADMINISTRATORS, ("setup", "members")),
        Page("places:home", "Places", rooms=("places",)),
    ],
}


@dataclass(frozen=True)
class Link:
    """A link of the menu; `current` is "page" on the page itself, "true" below it, else ""."""

    words: str
    url: str
    current: str


def menu_of(seat, match):
    """(links to the subjects, links to the pages of the chosen one) for a seat on the page of a resolver match.

    A subject with one page has no second row.
    """
    top, below = [], []
    for words, pages in SUBJECTS.items():
        mine = [page for page in pages if seat.may(page.right)]
        if not mine:
            continue
        here = _here(mine, match)
        links = [_link(page, seat, _current(page, match) if page is here else "") for page in mine]
        name = words if len(mine) > 1 else _only(words, mine[0])
        top.append(Link(name, links[0].url, _of_subject(here, mine, match)))
        if here is not None and len(mine) > 1:
            below = links
    return top, below


def _only(words, page):
    """What a subject is called that has one page for this seat: by its page where that says more."""
    return page.words if words == "Setup" else words


def _here(pages, match):
    """The page of these that the match is on or below, or None: by its name, else by its room."""
    by_name = [page for page in pages if match.view_name in (page.name, *page.rooms)]
    by_room = [page for page in pages if match.namespace in page.rooms]
    return (by_name or by_room or [None])[0]


def _of_subject(here, pages, match):
    return "" if here is None else _current(here, match) if len(pages) == 1 else "true"


def _current(page, match):
    return "page" if page.name == match.view_name else "true"


def _link(page, seat, current):
    return Link(page.words, reverse(page.name, args=[seat.community.slug]), current)
