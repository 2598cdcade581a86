"""Signatures for a closure: photos and documents that a host adds, kept on the shelf for coordinators alone.

A file is taken by what it holds, never by its name or by what a browser calls it.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from events import history, shelf
from events.lib.texts import one_line
from events.models import Deed, Draft, Petition

FOLDER = "petitions"
MOST_BYTES = 5_000_000  # a request of more than 6 MB is refused unread
MOST_FILES = 6
HEAD = 32
ENDINGS = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "image/heic": ".heic",
}
ACCEPT = ",".join([*ENDINGS, *ENDINGS.values()])
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}


class NotTaken(ValueError):
    """The file cannot be kept; the message is a sentence for the host."""


def type_of(head):
    """The content type that a file's first bytes (HEAD of them) tell, or None for one that is not taken."""
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    return None


def check(upload):
    """The content type of an uploaded file. Raises NotTaken."""
    if upload.size > MOST_BYTES:
        most = {"size": MOST_BYTES // 1_000_000}
        raise NotTaken(_("This file is too large. Choose one of %(size)s MB at most, or take the photo again.") % most)
    upload.seek(0)
    kind = type_of(upload.read(HEAD))
    upload.seek(0)
    if kind is None:
        raise NotTaken(_("We can take a photo or a PDF. Choose another file."))
    return kind


def add(upload, *, now, draft=None, party=None, by=None):
    """Keep a file of a draft, or of a party with a line in its history by `by`; gives its Petition. Raises NotTaken."""
    kind = check(upload)
    owner = {"party": party} if party is not None else {"draft": draft}
    name = one_line(upload.name)[-120:] or f"petition{ENDINGS[kind]}"
    _check_room(owner)
    path, size = shelf.put(upload.chunks(), FOLDER)
    try:
        with transaction.atomic():
            fresh = history.locked(party) if party is not None else None
            if draft is not None:
                Draft.objects.select_for_update().filter(pk=draft.pk).first()
            _check_room(owner)  # once more, with the owner's row locked: ten at once are ten
            petition = Petition.objects.create(**owner, name=name, content_type=kind, size=size, path=path, at=now)
            if fresh is not None:
                history.record(fresh, Deed.PETITION_ADDED, by=by, now=now)
    except BaseException:
        shelf.take_away(path)
        raise
    return petition


def _check_room(owner):
    if Petition.objects.filter(**owner).count() >= MOST_FILES:
        raise NotTaken(_("You added %(count)s files already. Remove one first.") % {"count": MOST_FILES})


def remove(petition, *, by=None, now):
    """Delete a file, on the disk too; of a party with a line in its history. Doing so twice changes nothing."""
    with transaction.atomic():
        party = history.locked(petition.party) if petition.party_id is not None else None
        if not Petition.objects.filter(pk=petition.pk).delete()[0]:
            return
        if party is not None:
            history.record(party, Deed.PETITION_REMOVED, by=by, now=now)
        transaction.on_commit(lambda: shelf.take_away(petition.path))


def hand_over(draft, party):
    """Make the draft's files the party's, when the registration is sent."""
    Petition.objects.filter(draft=draft).update(party=party, draft=None)


def sweep(*, before):
    """Delete files that no row speaks of any more and that are older than `before`; gives their number."""
    known = set(Petition.objects.values_list("path", flat=True))
    return shelf.sweep(FOLDER, known=known, before=before)


def file_name(petition):
    """The name under which a petition is downloaded: the host's own, with the ending of what it really is."""
    ending = ENDINGS[petition.content_type]
    return petition.name if petition.name.lower().endswith(ending) else f"{petition.name}{ending}"
