"""Letters to hosts about their registration."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from events.access import token_of
from events.models import Proposal, Review

from .base import (
    OPEN,
    Kind,
    address,
    always,
    contact_link,
    file_again,
    is_asked_still,
    own_words,
    party_file,
    question_words,
    review_in,
)


def confirm_link(notice):
    return address(f"/confirm/{token_of('confirm', notice.host)}/")


def draft_link(notice):
    return address(f"/draft/{token_of('draft', notice.draft)}/")


def _question_open(notice, stock):
    return is_asked_still(notice, stock) and notice.party.review in OPEN


def _draft_open(notice, stock):
    return notice.draft is not None and notice.draft.party_id is None


def _proposal_is(state):
    def holds(notice, stock):
        proposal = stock.proposals.get(notice.context.get("proposal"))
        return proposal is not None and proposal.state == state and notice.party.review == Review.APPROVED

    return holds


def _second_contact_words(notice, stock):
    main = stock.main_hosts.get(notice.party_id)
    return {"host_name": main.name if main else ""}


def _draft_words(notice, stock):
    until = localtime(notice.draft.expires_at, notice.community.zone)
    return {"until": date_format(until, "DATE_FORMAT")}


KINDS = {
    "confirm": Kind("Confirm the email address", review_in(Review.UNCONFIRMED), confirm_link),
    "received": Kind("Registration received", review_in(*OPEN)),
    "entered": Kind("Registration entered", review_in(*OPEN, Review.APPROVED)),
    "second_contact": Kind("Second contact", review_in(*OPEN, Review.APPROVED), words=_second_contact_words),
    "host_link": Kind("Link sent again", always),
    "draft_link": Kind("Link to finish later", _draft_open, draft_link, _draft_words),
    "question": Kind("Question", _question_open, words=question_words),
    "approved": Kind("Approved", review_in(Review.APPROVED), words=own_words("note"), attachments=party_file),
    "declined": Kind("Declined", review_in(Review.DECLINED), words=own_words("reason")),
    "cancelled": Kind("Cancelled", review_in(Review.CANCELLED), words=own_words("reason"), attachments=file_again),
    "reopened": Kind("Reopened", review_in(*OPEN), words=own_words("note")),
    "withdrawn": Kind("Withdrawn", review_in(Review.WITHDRAWN), attachments=file_again),
    "proposal_accepted": Kind("Change accepted", _proposal_is(Proposal.State.ACCEPTED), attachments=file_again),
    "proposal_rejected": Kind("Change not accepted", _proposal_is(Proposal.State.REJECTED), words=own_words("reason")),
    "contact_changed": Kind("Contact changed", always, contact_link),
}
