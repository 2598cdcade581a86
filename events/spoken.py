"""Answers and history in a coordinator's words."""

import datetime as dt

from events.lib import phones, wording
from events.models import (
    SPOKEN,
    Access,
    Activity,
    Barricades,
    Closure,
    HostKind,
    ListingLevel,
    Night,
    OpenTo,
    Outcome,
    OutcomeSource,
    Permit,
    PlaceKind,
    RainPlan,
    Review,
)

GROUPS = [
    (
        "Where",
        "place_kind number street place_name neighborhood neighborhood_chosen access_notes",
    ),
    ("When", "date starts ends other_day_reason rain_plan rain_date"),
    (
        "What",
        "title host_kind organization show_organization open_to expected children activities description accessibility "
        "languages bring permits",
    ),
    ("Visitors", "visitors best_time avoid_times topic no_uniforms"),
    ("Who sees it", "level kit_wanted kit_items kit_place ask_next_year"),
]
LABELS = {
    "place_kind": "Kind of place",
    "number": "Number",
    "street": "Street",
    "place_name": "Name of the place",
    "neighborhood": "Neighborhood",
    "neighborhood_chosen": "Neighborhood chosen by the host",
    "lat": "Latitude",
    "lng": "Longitude",
    "access_notes": "Access notes",
    "date": "Date",
    "starts": "Starts",
    "ends": "Ends",
    "other_day_reason": "Why another day",
    "rain_plan": "If it rains",
    "rain_date": "Rain date",
    "title": "Party name",
    "host_kind": "Hosted by",
    "organization": "Organization",
    "show_organization": "Organization shown",
    "open_to": "Open to",
    "expected": "People expected",
    "children": "Children",
    "activities": "Activities",
    "description": "Description",
    "accessibility": "Accessibility",
    "languages": "Languages",
    "bring": "What to bring",
    "permits": "Also planned",
    "visitors": "Visitors asked for",
    "best_time": "Best time",
    "avoid_times": "Times to avoid",
    "topic": "Topic",
    "no_uniforms": "No uniforms, please",
    "level": "Public listing",
    "kit_wanted": "Kit wanted",
    "kit_items": "In the kit",
    "kit_place": "Kit picked up",
    "ask_next_year": "Ask next year",
    "host_name": "Host’s name",
    "email": "Host’s email",
    "phone": "Host’s phone",
    "language": "Host’s language",
    "second_name": "Second contact’s name",
    "second_email": "Second contact’s email",
    "second_phone": "Second contact’s phone",
    "closure_wanted": "Street closure wanted",
    "closure_street": "Closed street",
    "closure_from": "Closed from",
    "closure_to": "Closed to",
    "closure_starts": "Closure starts",
    "closure_ends": "Closure ends",
    "closure_share": "Households that agree, in percent",
    "barricades": "Barricades",
    "barricades_at": "Barricades are left",
    "neighbors_told": "How neighbors were told",
    "review": "State",
    "closure": "Street closure",
    "night": "On the night",
    "night_time": "New time",
    "night_words": "In their words",
    "outcome": "Outcome",
    "attendance": "Attendance",
    "outcome_source": "Who said so",
    "proposal": "Proposed change",
    "joined": "Joined host",
    "introduction": "Wants to be introduced",
    "merged_into": "Now together with",
    "merged": "Now one with",
}
SPOKEN_NAMES = dict(SPOKEN)
CHOICES = {
    "place_kind": PlaceKind,
    "rain_plan": RainPlan,
    "host_kind": HostKind,
    "open_to": OpenTo,
    "level": ListingLevel,
    "barricades": Barricades,
    "review": Review,
    "closure": Closure.State,
    "night": Night,
    "outcome": Outcome,
    "outcome_source": OutcomeSource,
    "activities": Activity,
    "accessibility": Access,
    "permits": Permit,
}
TIMES = {"starts", "ends", "best_time", "closure_starts", "closure_ends", "night_time"}
DATES = {"date", "rain_date"}
PHONES = {"phone", "second_phone"}
LETTERS = {
    "confirm": "Confirm the email address",
    "received": "Registration received",
    "entered": "Entered by staff",
    "second_contact": "To the second contact",
    "host_link": "Link sent again",
    "question": "Question",
    "approved": "Approved",
    "declined": "Declined",
    "cancelled": "Cancelled",
    "reopened": "Reopened",
    "withdrawn": "Withdrawn",
    "proposal_accepted": "Proposed change accepted",
    "proposal_rejected": "Proposed change not accepted",
    "contact_changed": "Contact changed",
    "closure_question": "Question about the closure",
    "closure_approved": "Closure approved",
    "closure_declined": "Closure declined",
    "closure_reopened": "Closure reopened",
    "join_confirm": "Asked to confirm the wish to join",
    "join_asked": "Somebody asks to join",
    "join_agreed": "Another host joined",
    "joined": "Joined the party",
    "join_declined": "Cannot join",
    "joined_left": "A joined host left",
    "join_ended": "Not a host any more",
    "pair_asked": "Asked to be introduced",
    "pair_agreed": "Introduced",
    "pair_declined": "Introduction ended",
    "merged": "Two parties are one",
    "night_said": "Changed on the night",
}


class Words:
    """Says answers of one edition; `areas` maps neighborhood numbers to names, `visitors` codes to labels."""

    def __init__(self, edition):
        self.areas = dict(edition.community.neighborhoods.order_by().values_list("number", "name"))
        self.visitors = {kind.code: kind.label("en") for kind in edition.visitor_kinds.all()}
        self.kit_items = {item.code: item.label("en") for item in edition.kit_items.all()}

    def label(self, name):
        """The question's short name."""
        return LABELS.get(name) or name.replace("_", " ").capitalize()

    def say(self, name, value):
        """An answer in words, '' where nothing was answered."""
        if value is None or value == "" or value == []:
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, list):
            return ", ".join(self._one(name, each) for each in value)
        return self._one(name, value)

    def _one(self, name, value):
        try:
            if name in TIMES:
                return wording.clock(dt.time.fromisoformat(value))
            if name in DATES:
                return wording.day_year(dt.date.fromisoformat(value))
        except (TypeError, ValueError):
            return str(value)
        if name in CHOICES:
            return str(dict(CHOICES[name].choices).get(value, value))
        if name == "neighborhood":
            return self.areas.get(value, str(value))
        if name == "visitors":
            return self.visitors.get(value, str(value))
        if name == "kit_items":
            return self.kit_items.get(value, str(value))
        if name in ("languages", "language"):
            return str(SPOKEN_NAMES.get(value, value))
        if name in PHONES:
            return phones.pretty(str(value))
        return str(value)

    def differences(self, triples):
        """[(label, before, after)] in words of (name, before, after); what reads the same is left out."""
        said = [(self.label(name), self.say(name, before), self.say(name, after)) for name, before, after in triples]
        return [difference for difference in said if difference[1] != difference[2]]
