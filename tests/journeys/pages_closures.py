"""The pages about closed streets in every state: {what it is: the response}, as in `pages`."""

from django.urls import reverse

from events.models import Closure, ClosurePolicy, Petition, Review

LINE = [[[-90.2249, 38.605], [-90.2229, 38.605]]]


def closed(stage):
    """What everybody sees of closed streets, and the sheets to print."""
    nobody, here = stage.nobody, "/springfield/closed-streets/"
    yield "closed streets, none", nobody.get(here)
    for path in ("notice/", "consent/"):
        yield f"closed streets, {path}", nobody.get(here + path)
        yield f"closed streets, {path} in Spanish", nobody.get(f"/es{here}{path}")
    _approve(stage, stage.approved(), line=LINE)
    yield "closed streets, one", nobody.get(here)
    far = {"date": "2027-10-07", "other_day_reason": "School", "closure_street": "Dr Martin Luther King Dr"}
    _approve(stage, stage.approved(email="far@example.org", number="2899", **far), line=None)
    yield "closed streets, two days", nobody.get(here)
    yield "closed streets in Spanish", nobody.get(f"/es{here}")
    ClosurePolicy.objects.create(edition=stage.edition, proof="petition", share=60)
    yield "consent sheet, signatures asked", nobody.get(f"{here}consent/")


def closures(stage):
    """What coordinators see of a closure that breaks rules, costs money and is in another's way."""
    imani, party = stage.cast.imani, stage.party(Review.SUBMITTED, email="late@example.org", number="2899")
    ClosurePolicy.objects.create(edition=stage.edition, latest="20:00", proof="share", share=75)
    Closure.objects.filter(party=party).update(fee_cents=10_000, share=60, barricades_at="By the church")
    Petition.objects.create(
        party=party, name="signed.pdf", content_type="application/pdf", size=9, path="petitions/a", at=stage.now
    )
    yield "closures, with faults", imani.get("/staff/springfield/closures/")
    yield "closures, fee not paid", imani.get("/staff/springfield/closures/?due=1")
    yield "closure, with faults", imani.get(f"/staff/springfield/parties/{party.reference}/")
    yield "closure, approve", imani.get(reverse("closures:approve", args=["springfield", party.reference]))
    yield "closure, a reader's", stage.cast.reader.get(f"/staff/springfield/parties/{party.reference}/")
    yield "barricades, none", imani.get("/staff/springfield/closures/barricades/")
    _approve(stage, stage.approved(email="next@example.org", number="2898"), line=LINE)
    yield "barricades", imani.get("/staff/springfield/closures/barricades/")


def _approve(stage, party, *, line):
    Closure.objects.filter(party=party).update(state="approved", decided_at=stage.now, line=line)
