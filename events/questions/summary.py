"""Answers read back to the person who gave them: rows in two groups, by who sees them."""

from dataclasses import dataclass, field

from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from events.lib.phones import pretty
from events.lib.wording import and_list, clock, day, time_range
from events.listing import Listing
from events.models import SPOKEN, Barricades, ListingLevel, Permit, PlaceKind, RainPlan
from events.questions.base import moments_of
from events.questions.levels import party_of


@dataclass(frozen=True)
class Row:
    """One answer: its name, its lines (none: not provided) and the step that asks for it."""

    label: str
    lines: list = field(default_factory=list)
    step: str = ""

    @classmethod
    def of(cls, label, step, *lines):
        return cls(label, [str(line) for line in lines if line], step)


def listing_of(edition, answers):
    """The Listing that complete answers would have; not saved."""
    return Listing.of(party_of(edition, answers))


def public_rows(edition, answers):
    """The rows everyone will see."""
    listing = listing_of(edition, answers)
    spoken = dict(SPOKEN)
    place = listing.place if listing.blade else ""
    area = listing.neighborhood.name if listing.neighborhood else ""
    rain = RainPlan(answers["rain_plan"]).label
    rain_date = moments_of(answers).get("rain_date")
    return [
        Row.of(_("Where"), "where", place, listing.place_kind, area),
        Row.of(
            _("When"),
            "when",
            day(listing.date),
            time_range(listing.starts, listing.ends),
            _("If it rains: %(plan)s") % {"plan": rain},
            rain_date and day(rain_date),
        ),
        Row.of(_("Name"), "what", listing.name),
        Row.of(_("Who may come"), "what", listing.open_to),
        Row.of(_("What is planned"), "what", listed(listing.activities)),
        Row.of(_("About it"), "what", answers.get("description")),
        Row.of(_("What to bring"), "what", answers.get("bring")),
        Row.of(_("Accessibility"), "what", listed(listing.accessibility)),
        Row.of(
            _("Languages spoken"),
            "what",
            and_list(spoken[code] for code in answers.get("languages") or [] if code in spoken),
        ),
        Row.of(_("Hosted by"), "what", listing.hosted_by),
        Row.of(_("What everyone may see"), "sharing", ListingLevel(listing.level).label),
    ]


def team_rows(edition, answers):
    """The rows only the city team sees."""
    offered = list(edition.visitor_kinds.all())
    rows = [
        Row.of(_("Your name"), "you", answers.get("host_name")),
        Row.of(_("Email"), "you", answers.get("email")),
        Row.of(_("Phone"), "you", answers.get("phone") and pretty(answers["phone"])),
        Row.of(_("Language for our letters"), "you", language_name(answers.get("language"))),
        Row.of(_("The place itself"), "where", *whole_place(answers)),
        Row.of(_("Group"), "what", answers.get("organization")),
        Row.of(_("People"), "what", *people(answers)),
        Row.of(_("May need a permit"), "what", and_list(Permit(v).label for v in answers.get("permits") or [])),
    ]
    rows = [row for row in rows if row.lines or row.label not in (_("Group"), _("May need a permit"))]
    if answers.get("other_day_reason"):
        rows.append(Row.of(_("Why another day"), "when", answers["other_day_reason"]))
    if offered:
        rows.append(Row.of(_("Visitors you asked for"), "visitors", *visitors(offered, answers)))
    if answers.get("place_kind") == PlaceKind.STREET:
        rows.append(Row.of(_("Street closure"), "closure", *closure(answers)))
    return [*rows, *sharing(edition, answers)]


def listed(pairs):
    """The labels of (value, label) pairs as one list: "Food to share and live music"."""
    first, *others = [str(label) for _value, label in pairs] or [""]
    return and_list([first, *(label[:1].lower() + label[1:] for label in others)])


def language_name(code):
    return get_language_info(code)["name_local"].capitalize() if code else ""


def whole_place(answers):
    """The place as the team reads it: name, number and street."""
    return answers.get("place_name"), f"{answers.get('number', '')} {answers.get('street', '')}".strip()


def people(answers):
    """How many are expected, in a line or two."""
    expected, children = answers.get("expected"), answers.get("children")
    about = _("About %(count)s people") % {"count": expected} if expected else ""
    return about, _("%(count)s of them children") % {"count": children} if children else ""


def visitors(offered, answers):
    """The visitors asked for, and what was said about the visit."""
    asked = answers.get("visitors") or []
    if not asked:
        return []
    best = moments_of(answers).get("best_time")
    return [
        and_list(kind.label(get_language()) for kind in offered if kind.code in asked),
        _("Best at %(time)s") % {"time": clock(best)} if best else "",
        answers.get("avoid_times"),
        answers.get("topic"),
        _("No uniforms, please") if answers.get("no_uniforms") else "",
        answers.get("access_notes"),
    ]


def closure(answers):
    """The wish to close the street, never said as a fact."""
    wanted = answers.get("closure_wanted")
    if not wanted:
        return [_("You do not ask to close the street")] if wanted is False else []
    at, share = moments_of(answers), answers.get("closure_share")
    return [
        _("You ask to close %(street)s from %(first)s to %(last)s, %(hours)s")
        % {
            "street": answers["closure_street"],
            "first": answers["closure_from"],
            "last": answers["closure_to"],
            "hours": time_range(at["closure_starts"], at["closure_ends"]),
        },
        _("Barricades: %(how)s") % {"how": Barricades(answers["barricades"]).label},
        answers.get("barricades_at"),
        answers.get("neighbors_told"),
        share and _("%(share)s percent of the households agree") % {"share": share},
    ]


def sharing(edition, answers):
    """The second contact, the kit and next year."""
    yes_no = {True: _("Yes"), False: _("No")}
    phone = answers.get("second_phone")
    rows = [
        Row.of(
            _("Second contact"),
            "sharing",
            answers.get("second_name"),
            answers.get("second_email"),
            phone and pretty(phone),
        ),
    ]
    if "kit_wanted" in answers:
        rows.append(Row.of(_("Printed kit"), "sharing", yes_no[bool(answers["kit_wanted"])], *kit(edition, answers)))
    rows.append(Row.of(_("Ask me again next year"), "sharing", yes_no[bool(answers.get("ask_next_year"))]))
    return rows


def kit(edition, answers):
    """What is in the kit that is wanted, and where it is picked up."""
    if not answers.get("kit_wanted"):
        return []
    chosen, place = answers.get("kit_items") or [], answers.get("kit_place")
    items = [item.label(get_language()) for item in edition.kit_items.all() if item.code in chosen] if chosen else []
    return [and_list(items), _("Picked up here: %(place)s") % {"place": place} if place else ""]
