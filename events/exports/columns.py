"""The files' columns, and how a party or a closure fills them; times and dates are ISO 8601, local to the city."""

from django.utils import timezone

from events.checks import checks_of, faults
from events.closing.sight import BARRICADES
from events.lib import phones
from events.models import SPOKEN, Access, Activity, Host, Permit
from events.whereabouts.districts import by_layer

LANGUAGES = dict(SPOKEN)

PARTIES = [
    "reference", "state", "waiting since", "submitted", "approved", "decided", "decided by", "reason", "entered as",
    "place kind", "number", "street", "place name", "neighborhood", "latitude", "longitude",
    "date", "starts", "ends", "other day reason", "rain plan", "rain date",
    "party name", "hosted by", "organization", "organization shown", "open to", "expected", "children", "activities",
    "description", "accessibility", "languages", "bring", "also planned",
    "visits asked", "best time", "avoid times", "topic", "no uniforms", "access notes",
    "closure", "closure street", "closure from", "closure to", "closure starts", "closure ends", "barricades",
    "neighbors told",
    "listing", "kit wanted", "ask next year", "night", "outcome", "outcome said by", "outcome said",
    "attendance", "went well",
    "host", "email", "email confirmed", "phone", "host language",
    "second contact", "second email", "second phone", "joined hosts", "checks",
]  # fmt: skip
DISTRICTS_AT = PARTIES.index("neighborhood") + 1
CLOSURES = [
    "reference", "party state", "street", "from street", "to street", "date", "from", "to", "barricades",
    "barricades at", "neighbors told", "households agree %", "signature files", "asked", "fee", "fee paid",
    "fee paid by", "state", "reason", "decided", "decided by", "host", "phone",
]  # fmt: skip


def _yes(value):
    return "yes" if value else "no"


def _moment(value, zone):
    return timezone.localtime(value, zone).strftime("%Y-%m-%d %H:%M") if value else ""


def _labels(values, choices):
    names = dict(choices)
    return "; ".join(str(names.get(value, value)) for value in values)


def _clock(value):
    return value.strftime("%H:%M") if value else ""


def _phone(host):
    return phones.pretty(host.phone) if host and host.phone else ""


def _joined(party):
    """The hosts of parties that became this one or asked to join it: name, email and phone of each."""
    joined = [host for host in party.hosts.all() if host.role == Host.Role.JOINED]
    return "; ".join(", ".join(filter(None, [host.name, host.email, _phone(host)])) for host in joined)


def party_columns(layers):
    """The header of a community's parties: PARTIES, and a column for each of its layers of districts."""
    return [*PARTIES[:DISTRICTS_AT], *(layer.name for layer in layers), *PARTIES[DISTRICTS_AT:]]


def party_row(party, facts, layers):
    """A party's cells, in the order of `party_columns`; wants hosts, visit requests and districts prefetched."""
    cells, names = _party_cells(party, facts), by_layer(party)
    return [*cells[:DISTRICTS_AT], *(names.get(layer.pk, "") for layer in layers), *cells[DISTRICTS_AT:]]


def _party_cells(party, facts):
    zone = facts.edition.community.zone
    hosts = {host.role: host for host in party.hosts.all()}
    main, second = hosts.get("main"), hosts.get("second")
    area = party.neighborhood
    return [
        party.reference, str(party.get_review_display()), _moment(party.waiting_since, zone),
        _moment(party.submitted_at, zone), _moment(party.approved_at, zone), _moment(party.decided_at, zone),
        str(party.decided_by or ""), party.reason, str(party.get_source_display()),
        str(party.get_place_kind_display()), party.number, party.street, party.place_name, area.name if area else "",
        party.lat, party.lng,
        party.date, _clock(party.starts), _clock(party.ends), party.other_day_reason,
        str(party.get_rain_plan_display()), party.rain_date,
        party.title, str(party.get_host_kind_display()), party.organization, _yes(party.show_organization),
        str(party.get_open_to_display()), party.expected, party.children, _labels(party.activities, Activity.choices),
        party.description, _labels(party.accessibility, Access.choices), _labels(party.languages, SPOKEN),
        party.bring, _labels(party.permits, Permit.choices),
        "; ".join(f"{visit.kind} ({visit.get_state_display()})" for visit in party.visit_requests.all()),
        _clock(party.best_time), party.avoid_times, party.topic, _yes(party.no_uniforms), party.access_notes,
        *_closure_cells(getattr(party, "closure", None)),
        str(party.get_level_display()), _yes(party.kit_wanted), _yes(party.ask_next_year),
        str(party.get_night_display()), str(party.get_outcome_display()),
        str(party.get_outcome_source_display()), _moment(party.outcome_at, zone), party.attendance, party.went_well,
        main.name if main else "", main.email if main else "", _yes(main and main.confirmed_at), _phone(main),
        str(LANGUAGES.get(main.language, main.language)) if main else "",
        second.name if second else "", second.email if second else "", _phone(second), _joined(party),
        "; ".join(check.label for check in faults(checks_of(party, facts))) or "Checks pass",
    ]  # fmt: skip


def _closure_cells(closure):
    if closure is None:
        return [""] * 8
    return [
        str(closure.get_state_display()), closure.street, closure.from_street, closure.to_street,
        _clock(closure.starts), _clock(closure.ends), BARRICADES[closure.barricades], closure.neighbors_told,
    ]  # fmt: skip


def closure_row(closure, zone):
    """A closure's cells, in the order of CLOSURES; wants the party's hosts and petitions prefetched."""
    party = closure.party
    main = party.main_host()
    return [
        party.reference, str(party.get_review_display()), closure.street, closure.from_street, closure.to_street,
        party.date, _clock(closure.starts), _clock(closure.ends), BARRICADES[closure.barricades],
        closure.barricades_at, closure.neighbors_told, closure.share, len(party.petitions.all()),
        _moment(closure.asked_at, zone), f"{closure.fee_cents / 100:.2f}", _moment(closure.fee_paid_at, zone),
        str(closure.fee_paid_by or ""), str(closure.get_state_display()), closure.reason,
        _moment(closure.decided_at, zone), str(closure.decided_by or ""), main.name if main else "", _phone(main),
    ]  # fmt: skip
