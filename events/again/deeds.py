"""Registering again: a draft of last time's answers, that continues the party of last time."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from events import history
from events.again.answers import carried
from events.models import Draft, Host
from events.questions.steps import steps_for


def begin(host, edition, *, language, now):
    """(draft, what was settled in sentences) of the host's last party for `edition`.

    The host's e-mail counts as confirmed: the link came in a letter to it, and ends when it changes. A draft that was
    begun before, on whatever device, is continued as it is, and nothing is settled anew. Sentences
    are in `language`, and so is what the draft's letters say unless the host chose another one.
    """
    with transaction.atomic():
        party = history.locked(host.party)
        Host.objects.filter(pk=host.pk, link_version=host.link_version, confirmed_at=None).update(confirmed_at=now)
        begun = Draft.objects.alive(now).filter(edition=edition, previous=party).first()
        if begun is not None:
            return begun, []
        with override(language):
            answers, said = carried(party, edition, now=now)
        draft = Draft.objects.create(
            edition=edition,
            previous=party,
            answers=answers,
            steps_done=[step.name for step in steps_for(edition, answers, now)],
            language=answers.get("language") or language,
            created_at=now,
            updated_at=now,
            expires_at=now + dt.timedelta(days=settings.DRAFT_DAYS),
        )
        return draft, said
