"""The kinds of letter: what each is called among staff, where its one link leads, what it says, when it is pointless.

A letter is written when it is sent, which may be hours after it was owed. `holds` looks at the rows as they are then.
One file for each occasion; `base` holds what they share.
"""

from . import again, broadcasts, closures, introductions, night, parties, reminders, staff, storms
from .base import Attachment, Kind, Stock, address, closure_of, first_name, stop_link

KINDS = {
    kind: row
    for occasion in (parties, closures, introductions, night, reminders, broadcasts, storms, again, staff)
    for kind, row in occasion.KINDS.items()
}

__all__ = ["KINDS", "Attachment", "Kind", "Stock", "address", "closure_of", "first_name", "label_of", "stop_link"]


def label_of(kind):
    """What staff call the letter."""
    return KINDS[kind].label if kind in KINDS else kind
