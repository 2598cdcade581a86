"""The steps in their order, which of them a party is asked, and which still want an answer."""

from django.utils.translation import gettext as _

from events.lib.wording import day
from events.models import ListingLevel, PlaceKind
from events.questions.base import moments_of
from events.questions.closure import ClosureForm
from events.questions.levels import narrowed
from events.questions.sharing import SharingForm
from events.questions.visitors import VisitorsForm
from events.questions.what import WhatForm
from events.questions.when import WhenForm
from events.questions.where import WhereForm
from events.questions.you import YouForm

STEPS = [WhereForm, YouForm, WhenForm, WhatForm, VisitorsForm, ClosureForm, SharingForm]
NAMED = {step.name: step for step in STEPS}


def steps_for(edition, answers, now):
    """The form classes a party is asked, in order: visitors where some are offered, a closure only in a street."""
    skipped = set() if edition.visitor_kinds.exists() else {VisitorsForm}
    if answers.get("place_kind") != PlaceKind.STREET:
        skipped.add(ClosureForm)
    return [step for step in STEPS if step not in skipped]


def missing(edition, answers, now):
    """The steps that keep the answers from being sent: asked, needed (or begun), and not right as they stand."""
    data = {name: value for name, value in moments_of(answers).items() if value is not None}
    if answers.get("closure_wanted") is not None:
        data["closure_wanted"] = "yes" if answers["closure_wanted"] else "no"
    return [
        step
        for step in steps_for(edition, answers, now)
        if (step.is_needed or step.is_answered(answers))
        and not step(data, edition=edition, answers=answers, now=now).is_valid()
    ]


def settled(edition, answers, *, now=None):
    """(answers, what was changed in sentences): answers that no longer go together are brought in line.

    No closure without a street, and at `now`, where it is told, none that nobody may ask for any more; a party for
    neighbors only is never exact.
    """
    agreed, said = dict(answers), []
    if answers.get("closure_wanted") and answers.get("place_kind") != PlaceKind.STREET:
        agreed["closure_wanted"] = False
        said.append(_("Your party is not in the street any more, so you do not ask to close it."))
    elif answers.get("closure_wanted") and now is not None and not edition.takes("closure", now):
        agreed["closure_wanted"] = False
        over = _("The last day to ask for a street closure was %(day)s, so you do not ask to close the street.")
        said.append(over % {"day": day(edition.closure_until)})
    level = narrowed(answers)
    if level != answers.get("level"):
        agreed["level"] = level
        said.append(
            _("Everyone now sees only the block, because the party no longer fits the exact place.")
            if level == ListingLevel.BLOCK
            else _("Everyone now sees only the neighborhood, because the party no longer fits what you chose.")
        )
    return agreed, said


def forms_for(edition, answers, now, *, data=None, staff=False):
    """All steps at once for one page: a list of forms over the same `data`, each told what those before it gave.

    The closure is always among them. When all are valid, join their `answers()` and settle them.
    """
    forms, known = [], dict(answers)
    for step in STEPS:
        form = step(data, edition=edition, answers=known, now=now, staff=staff)
        if data is not None and form.is_valid():
            known |= form.answers()
        if form.fields:
            forms.append(form)
    return forms
