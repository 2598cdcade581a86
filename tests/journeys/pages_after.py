"""The pages of the day after: how it went, the figures, and a host's own data: {what it is: the response}."""

import datetime as dt

from events.models import Host, Party
from tests.conftest import host_client


def after(stage):
    """A host says how it went, sees what is held, and takes leave."""
    party = stage.approved(email="after@example.org", second_name="Ana Lark", second_email="ana@example.org")
    Host.objects.create(party=party, role="joined", name="Ida Vale", email="ida@example.org")
    client, here = host_client(party), f"/my/{party.reference}/"
    yield "data", client.get(f"{here}data/")
    yield "data in Spanish", client.get(f"/es{here}data/")
    yield "data, second contact", host_client(party, "second").get(f"{here}data/")
    yield "delete data, party to come", client.get(f"{here}data/delete/")
    yield "delete data, joined host", host_client(party, "joined").get(f"{here}data/delete/")
    Party.objects.filter(pk=party.pk).update(date=stage.now.date() - dt.timedelta(days=1))
    yield "host's page, the day after", client.get(here)
    yield "outcome", client.get(f"{here}outcome/")
    yield "outcome in Spanish", client.get(f"/es{here}outcome/")
    yield "outcome, with mistakes", client.post(f"{here}outcome/", {"outcome": "not_held", "attendance": "40"})
    client.post(f"{here}outcome/", {"outcome": "held", "attendance": "40"})
    yield "host's page, held", client.get(here)
    yield "delete data, party over", client.get(f"{here}data/delete/")


def reports(stage):
    """Held or not, entered for many; the figures."""
    cast, here = stage.cast, "/staff/springfield/report/"
    yield "outcomes, none", cast.imani.get(f"{here}outcomes/")
    yield "figures, all zero", cast.imani.get(here)
    parties = [stage.approved(email=f"{name}@example.org", street=f"{name} St") for name in ("Ash", "Birch", "Cedar")]
    Party.objects.filter(pk__in=[one.pk for one in parties]).update(date=stage.now.date() - dt.timedelta(days=1))
    yield "outcomes", cast.imani.get(f"{here}outcomes/")
    yield "outcomes, a reader's", cast.reader.get(f"{here}outcomes/")
    sheet = {"party": [one.pk for one in parties], "shown": "unknown", "next": f"{here}outcomes/"}
    yield (
        "outcomes, with mistakes",
        cast.imani.post(f"{here}outcomes/enter/", sheet | {f"attendance_{parties[0].pk}": "40"}),
    )
    said = {f"outcome_{parties[0].pk}": "held", f"outcome_{parties[1].pk}": "not_held", "source": "phone"}
    cast.imani.post(f"{here}outcomes/enter/", sheet | said)
    yield "outcomes, held", cast.imani.get(f"{here}outcomes/?outcome=held")
    yield "figures", cast.imani.get(here)
    yield "figures by kind", cast.imani.get(f"{here}?by=kind")
