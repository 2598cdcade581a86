"""Whether a host gets the letters that are not needed: reminders and news."""

from events.models import Host


def wish(host, *, wants):
    """Keep what the reader of the host's letters wishes, for everything that goes to the same address in this city.

    Letters that are needed, such as a question or a party that is called off, go on either way.
    """
    rows = Host.objects.filter(pk=host.pk)
    if host.email:
        rows = Host.objects.reachable_at(host.email).filter(party__edition__community=host.party.community)
    rows.exclude(wants_reminders=wants).update(wants_reminders=wants)
