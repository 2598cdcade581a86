"""Writes letters: a notice becomes subject, text and HTML in its reader's language at the moment it is sent.

Links are made here, from the rows' link versions, and are kept nowhere. The same words without links are what a
coordinator says on the phone to somebody without e-mail.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override, pgettext

from events.lib.phones import pretty
from events.lib.texts import one_line
from events.lib.wording import day_year, time_range
from events.listing import address_of, name_of, place_of, times_of
from events.mail import frame
from events.mail.kinds import KINDS, Stock, address, closure_of, stop_link
from events.mail.owing import NO_LONGER_SO
from events.models import Closure, Host, PlaceKind, Review

LONGEST_SUBJECT = 150
# What a mail program makes a link of, in any script: addresses with names or with numbers, and phone numbers.
LOOKS_LIKE_A_LINK = re.compile(
    r"://|www\.|[@＠]|\w[.。．｡][^\W\d_]{2,}|\d{1,3}(\.\d{1,3}){3}|(\d[\s().+-]*){7}", re.IGNORECASE
)
ROWS = (
    "community",
    "host",
    "user",
    "draft__edition",
    "introduction__draft",
    "storm",
    "broadcast__edition",
    "party__edition__community",
    "party__neighborhood",
    "party__closure",
)


class Obsolete(Exception):
    """The letter has lost its point: what it would say is no longer so."""


@dataclass(frozen=True)
class Composed:
    """A letter ready to send. `message_id` is the same however often the notice is sent.

    `stop_address` is where a mail program ends letters of this sort at one press, or '' for a letter that is needed.
    """

    to: str
    subject: str
    text: str
    html: str
    reply_to: str
    message_id: str
    stop_address: str = ""
    attachments: tuple = ()


def compose(notice, stock=None):
    """The letter that the notice owes, as things stand now.

    Wants the notice with `ROWS` selected. Raises Obsolete when the letter has lost its point or its reader.
    """
    to = reader_address(notice)
    if not to:
        raise Obsolete("No e-mail address any more")
    stock = stock or Stock.of([notice])
    with override(language_of(notice)):
        subject, text = _written(notice, stock)
        return Composed(
            to=to,
            subject=subject,
            text=text,
            html=frame.html_of(subject, text),
            reply_to=notice.community.contact_email,
            message_id=message_id(notice),
            stop_address=stop_link(notice, "at-once/") if may_be_stopped(notice) else "",
            attachments=attachments_of(notice),
        )


def attachments_of(notice):
    """The files (Attachment) that go with the letter, in its reader's language; wants the notice with `ROWS`."""
    with override(language_of(notice)):
        return tuple(KINDS[notice.kind].attachments(notice))


def words_to_say(notice, stock=None, language=None):
    """The letter's own words without greeting and links, to be said on the phone, as paragraphs.

    In `language`, or the reader's own. Raises Obsolete when there is nothing to say any more.
    """
    with override(language or language_of(notice)):
        _subject, text = _written(notice, stock or Stock.of([notice]), spoken=True)
    return [re.sub(r"^> ?", "", paragraph, flags=re.MULTILINE) for paragraph in text.split("\n\n")]


def has_a_point(notice, stock):
    """Whether what the letter says is still so, and its reader still wants it."""
    is_wanted = not may_be_stopped(notice) or notice.host.wants_reminders
    return is_wanted and KINDS[notice.kind].holds(notice, stock)


def may_be_stopped(notice):
    """Whether the host can do without this letter, and so may ask for no more like it."""
    return notice.host is not None and notice.is_quiet and not notice.context.get("needed")


def reader_address(notice):
    """Where the letter goes: the host's address as it is now, so that no secret link goes to one that was changed."""
    if notice.introduction and not notice.host:
        return notice.introduction.email
    return notice.host.email if notice.host else notice.to_email


def language_of(notice):
    """The reader's language where letters exist in it, else English."""
    return notice.language if notice.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def message_id(notice):
    """The notice's own Message-ID: sent twice, mail programs show it once."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}@{host}>"


def _written(notice, stock, spoken=False):
    """(subject, text) in the active language."""
    kind = KINDS[notice.kind]
    if not has_a_point(notice, stock):
        raise Obsolete(NO_LONGER_SO)
    values = {"spoken": spoken, "days": 0} | _common(notice) | (_about(notice.party) if notice.party else {})
    values |= kind.words(notice, stock)
    for typed in ("host_name", "their_name", "asker"):
        values[typed] = harmless(values.get(typed, ""))
    values["link"] = "" if spoken else kind.link(notice)
    values["stop_link"] = stop_link(notice) if may_be_stopped(notice) and not spoken else ""
    text = render_to_string(f"mail/{notice.kind}.txt", values).strip()
    lines = [re.sub(r" {2,}", " ", line.strip()) for line in text.split("\n")]
    subject = one_line(lines[0])[:LONGEST_SUBJECT]
    return subject, re.sub(r"\n{3,}", "\n\n", "\n".join(lines[1:])).strip()


def harmless(text, instead=""):
    """What somebody typed, on one line, or `instead` where it could lead a reader elsewhere.

    Anybody can have a letter sent to any address by registering with it; it must not carry their advertisement.
    """
    line = one_line(text)
    return instead if LOOKS_LIKE_A_LINK.search(line) else line


def _common(notice):
    community, reader = notice.community, notice.host or notice.user or notice.introduction
    edition = notice.party.edition if notice.party else notice.draft.edition if notice.draft else None
    return {
        "name": harmless(reader.name if reader else ""),
        "is_main": notice.host is None or notice.host.role == Host.Role.MAIN,
        "is_joined": notice.host is not None and notice.host.role == Host.Role.JOINED,
        "community": community.name,
        "program": edition.program_name if edition else settings.SITE_NAME,
        "contact_email": community.contact_email,
        "contact_phone": pretty(community.contact_phone) if community.contact_phone else "",
        "contact_page": address("/about/contact/"),
    }


def _about(party):
    """What every letter about a party can say of it, in the active language."""
    path = address_of(party)
    return {
        "party_name": harmless(name_of(party), harmless(place_of(party), party.reference)),
        "when": _when(party.date, *times_of(party)),
        "reference": party.reference,
        "days": party.edition.answer_days,
        "page": f"{settings.SITE_URL}{path}" if path and party.review == Review.APPROVED else "",
        "was_public": bool(path),
        "approved": party.review == Review.APPROVED,
        "in_calendar": party.approved_at is not None,
        "on_street": party.place_kind in (PlaceKind.STREET, PlaceKind.ALLEY),
    } | _closing(party)


def _closing(party):
    closure = closure_of(party)
    if closure is None or closure.state == Closure.State.WITHDRAWN:
        return {"closure_state": "", "had_closure": closure is not None}
    streets = {"street": closure.street, "from": closure.from_street, "to": closure.to_street}
    segment = pgettext("part of a street", "%(street)s from %(from)s to %(to)s") % streets
    return {
        "closure_state": closure.state,
        "had_closure": True,
        "segment": harmless(segment, party.reference),
        "closed": time_range(closure.starts, closure.ends),
        "closed_when": _when(party.date, closure.starts, closure.ends),
    }


def _when(date, starts, ends):
    words = {"day": day_year(date), "hours": time_range(starts, ends)}
    return pgettext("day and hours", "%(day)s, %(hours)s") % words
