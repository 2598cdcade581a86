"""Who returns: which earlier party another one continues, for whole editions at a time."""

from collections import namedtuple

from events.imports.reading import place_key
from events.lib.streets import hundred
from events.models import Host, Party

NEEDED = (
    *("key", "source", "number", "street", "place_name"),
    *("edition", "edition__date", "previous", "previous__edition", "previous__edition__date"),
)
Earlier = namedtuple("Earlier", "party date")


class Register:
    """Parties by their host's e-mail, phone and block; the latest one wins. Filled in memory, asked without a query."""

    def __init__(self):
        self._by = {}

    def add(self, party, date, contacts):
        """Remember a party of the edition of `date`; `contacts` are e-mails and phones of its hosts."""
        for key in self._keys(party, contacts):
            known = self._by.get(key)
            if known is None or known.date <= date:
                self._by[key] = Earlier(party, date)

    def find(self, party, contacts):
        """The Earlier that `party` continues: by e-mail, else by phone, else by its block; or None."""
        return next((self._by[key] for key in self._keys(party, contacts) if key in self._by), None)

    def _keys(self, party, contacts):
        mails = [("email", value.lower()) for value in contacts if "@" in value]
        calls = [("phone", value) for value in contacts if value and "@" not in value]
        block = hundred(party.number)
        blocks = [("block", block, place_key("", party.street, ""))] if party.street and block is not None else []
        return mails + calls + blocks


def parties_with_contacts(community, **which):
    """(party, [e-mails and phones]) of a community's parties, oldest edition first: two queries."""
    parties = Party.objects.in_community(community).filter(**which).select_related("edition", "previous__edition")
    parties = parties.only(*NEEDED).order_by("edition__date", "id")
    contacts = {}
    hosts = Host.objects.filter(party__in=parties.order_by().values("pk"), role=Host.Role.MAIN)
    for party, email, phone in hosts.values_list("party", "email", "phone"):
        contacts[party] = [email, phone]
    return [(party, contacts.get(party.pk, [])) for party in parties]


def link(community, edition, imported):
    """Set `previous` of the imported parties (unsaved) and of newer editions' parties that continue one of them.

    `imported` is [(party, contacts)] with primary keys. A link to a later party than the imported one stays. Gives
    the number of newer parties linked.
    """
    mine = Register()
    for party, contacts in imported:
        mine.add(party, edition.date, contacts)
    linked = []
    for party, contacts in parties_with_contacts(community, edition__date__gt=edition.date):
        is_nearer = party.previous is None or party.previous.edition.date < edition.date
        found = mine.find(party, contacts) if is_nearer else None
        if found is not None:
            party.previous = found.party
            linked.append(party)
    Party.objects.bulk_update(linked, ["previous"], batch_size=200)
    return len(linked)


def earlier(community, edition):
    """The Register of all parties before the edition."""
    register = Register()
    for party, contacts in parties_with_contacts(community, edition__date__lt=edition.date):
        register.add(party, party.edition.date, contacts)
    return register
