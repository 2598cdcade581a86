"""The pages on which a closure is asked for, and its rules are set: {what it is: the response}, as in `pages`."""

from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import ClosurePolicy, Review
from tests import streetfiles
from tests.conftest import host_client

REFUSED = {
    "closure_wanted": "yes",
    "closure_street": "Lemp Ave",
    "closure_from": "Arsenal St",
    "closure_to": "Pine St",
    "closure_starts": "4 pm",
    "closure_ends": "11 pm",
    "barricades": "delivered",
}
FOUND = {"closure_street": "Lemp Ave", "closure_from": "Lynch St", "closure_to": "Pine St"}


def asking(stage):
    """The closure step, signatures and the fee, for a city that checks and asks for all it can."""
    streetfiles.make_streets(stage.edition.community)
    rules = ClosurePolicy.objects.create(
        edition=stage.edition, latest="21:00", proof="petition", share=60, fee_cents=6_250, only_night_is_free=True
    )
    draft, rosa = stage.draft()
    here = f"/springfield/register/{draft.key}/"
    signed = {"petition": SimpleUploadedFile("signed.pdf", b"%PDF-1.7"), "add": "1"}
    yield "closure, refused", rosa.post(f"{here}closure/", REFUSED)
    yield "closure, refused in Spanish", rosa.post(f"/es{here}closure/", REFUSED | signed)
    yield "closure, signatures there", rosa.get(f"{here}closure/")
    yield "where, a park instead", rosa.get(f"{here}where/?instead=park")
    other_day = {"date": "2027-10-09", "other_day_reason": "School"}
    draft.answers |= FOUND | other_day
    draft.save()
    yield "check, with a fee", rosa.get(f"{here}check/")
    rules.share, rules.proof = 75, "share"
    rules.save()
    yield "closure, share asked", rosa.get(f"{here}closure/")
    rules.proof = "petition"
    rules.save()
    party = stage.party(Review.SUBMITTED, email="costs@example.org", number="2899", **FOUND, **other_day)
    ines = host_client(party)
    yield "host, signatures and fee", ines.get(f"/my/{party.reference}/")
    yield "host, signatures", ines.get(f"/my/{party.reference}/petition/")
    yield "host, signatures, with mistakes", ines.post(f"/my/{party.reference}/petition/", {})
    yield "host, closure refused", ines.post(f"/my/{party.reference}/edit/closure/", REFUSED)
    imani = stage.cast.imani
    papers = f"/staff/springfield/parties/{party.reference}/closure/petitions/"
    yield "signatures, none", imani.get(papers)
    yield "signatures, with mistakes", imani.post(papers, {})
    imani.post(papers, {"petition": SimpleUploadedFile("scan.pdf", b"%PDF-1.7")})
    yield "signatures", imani.get(papers)
    edit = f"/staff/springfield/parties/{party.reference}/edit/?step=closure"
    yield "edit, closure refused", imani.post(edit, REFUSED | {"seen": "1"})


def ruling(stage):
    """The rules for closures, set by an administrator."""
    admin, page = stage.cast.admin, "/staff/springfield/setup/editions/2027/closures/"
    yield "closure rules", admin.get(page)
    yield "closure rules, with mistakes", admin.post(page, {"proof": "share", "free_until": "2028-01-01"})
    right = {"proof": "share", "share": "75", "most_blocks": "1", "barricades": ["own"], "fee_cents": "100"}
    seen = admin.get(page).context["form"]["seen"].value()
    yield "closure rules, to confirm", admin.post(page, right | {"seen": seen})
