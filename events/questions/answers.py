"""Answers: one flat JSON object that a draft holds, a proposal holds a part of, and a party is filled from.

Every name is also the name of the form field that asks for it. Dates are "2027-10-05", times "17:00", choices their
values, several choices lists, numbers numbers, an unanswered question absent, None or "".
"""

import datetime as dt

from events.models import Closure, Host, Kit, VisitRequest

TEXTS = (
    *("place_kind", "number", "street", "place_name"),
    *("other_day_reason", "rain_plan"),
    *("title", "host_kind", "organization", "open_to", "description", "bring"),
    *("avoid_times", "topic", "access_notes", "level"),
)
NUMBERS = ("lat", "lng", "expected", "children")
YES_NO = ("show_organization", "no_uniforms", "kit_wanted", "ask_next_year", "neighborhood_chosen")
LISTS = ("activities", "accessibility", "languages", "permits")
DATES = ("date", "rain_date")
TIMES = ("starts", "ends", "best_time")

CLOSURE = {
    "closure_street": "street",
    "closure_from": "from_street",
    "closure_to": "to_street",
    "closure_starts": "starts",
    "closure_ends": "ends",
    "barricades": "barricades",
    "barricades_at": "barricades_at",
    "neighbors_told": "neighbors_told",
    "closure_share": "share",
}
STRETCH = ("street", "from_street", "to_street")
MAIN_HOST = {"host_name": "name", "email": "email", "phone": "phone", "language": "language"}
SECOND_HOST = {"second_name": "name", "second_email": "email", "second_phone": "phone"}

PERSONAL = {*MAIN_HOST, *SECOND_HOST}
LIVE = {
    "activities",
    "accessibility",
    "languages",
    "expected",
    "children",
    "visitors",
    "best_time",
    "avoid_times",
    "topic",
    "no_uniforms",
    "access_notes",
    "kit_wanted",
    "kit_items",
    "kit_place",
    "ask_next_year",
    *PERSONAL,
}


def as_json(value):
    """A cleaned form value as it stands in answers."""
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _time(text):
    return dt.time.fromisoformat(text) if text else None


def _date(text):
    return dt.date.fromisoformat(text) if text else None


def fill(party, answers):
    """Write the answers that are the party's own columns to the instance (unsaved).

    `neighborhood` is the area's official number in the party's community. Names that are absent stay as they were.
    Answers may be older than the areas: one that was retired since is not taken up anew.
    """
    for names, read in (
        (TEXTS, lambda value: value or ""),
        (NUMBERS, lambda value: value),
        (YES_NO, bool),
        (LISTS, lambda value: list(value or [])),
        (DATES, _date),
        (TIMES, _time),
    ):
        for name in names:
            if name in answers:
                setattr(party, name, read(answers[name]))
    if "neighborhood" in answers:
        _fill_area(party, answers["neighborhood"])


def _fill_area(party, number):
    areas = party.edition.community.neighborhoods.without_outline()
    area = areas.filter(number=number).first() if number is not None else None
    if area is not None and area.is_retired and area.pk != party.neighborhood_id:
        area, party.neighborhood_chosen = None, False
    party.neighborhood = area


def fill_hosts(party, answers):
    """Create or update the main host and the second contact; gives the main Host. Needs a saved party."""
    if MAIN_HOST.keys() & answers.keys():
        values = {column: answers[name] or "" for name, column in MAIN_HOST.items() if name in answers}
        Host.objects.update_or_create(party=party, role=Host.Role.MAIN, defaults=values)
    if SECOND_HOST.keys() & answers.keys():
        values = {column: answers[name] or "" for name, column in SECOND_HOST.items() if name in answers}
        second = party.hosts.filter(role=Host.Role.SECOND).first()
        if second is None and any(values.values()):
            main = party.hosts.filter(role=Host.Role.MAIN).first()
            Host.objects.create(party=party, role=Host.Role.SECOND, language=main.language if main else "en", **values)
        elif second is not None:
            for column, value in values.items():
                setattr(second, column, value)
            if second.name or second.email or second.phone:
                second.save()
            else:
                second.delete()
    return party.hosts.get(role=Host.Role.MAIN)


def fill_closure(party, answers):
    """Create, change or withdraw the closure wish; gives it or None. A changed segment or time is decided anew.

    A new stretch, or a wish that was taken back, is asked for anew: it stands without `asked_at` until it is settled.
    """
    closure = Closure.objects.filter(party=party).first()
    if "closure_wanted" not in answers:
        return closure
    if not answers["closure_wanted"]:
        if closure is not None and closure.state != Closure.State.WITHDRAWN:
            closure.state = Closure.State.WITHDRAWN
            closure.save(update_fields=["state"])
        return closure
    values = {}
    for name, column in CLOSURE.items():
        if name in answers:
            values[column] = _column(column, answers[name])
    if closure is None:
        return Closure.objects.create(party=party, **values)
    was = {column: getattr(closure, column) for column in (*STRETCH, "starts", "ends")}
    for column, value in values.items():
        setattr(closure, column, value)
    new = {column for column, value in was.items() if getattr(closure, column) != value}
    is_back = closure.state == Closure.State.WITHDRAWN
    if new or is_back:
        _to_decide(closure)
    if is_back or new.intersection(STRETCH):
        closure.asked_at = None
    elif closure.asked_at is None:
        closure.asked_at = party.created_at
    closure.save()
    return closure


def _column(column, value):
    if column in ("starts", "ends"):
        return _time(value)
    return value or None if column == "share" else value or ""


def ask_closure_again(party):
    """Have a decided closure decided anew, for a party that moved to another day."""
    decided = [Closure.State.APPROVED, Closure.State.DECLINED]
    for closure in Closure.objects.filter(party=party, state__in=decided):
        _to_decide(closure)
        closure.save()


def _to_decide(closure):
    closure.state, closure.reason, closure.decided_at, closure.decided_by = Closure.State.REQUESTED, "", None, None


def fill_visits(party, answers):
    """Bring the visit requests in line with the kinds asked for; requests already planned or kept stay."""
    if "visitors" not in answers:
        return
    wanted = set(answers["visitors"] or [])
    kinds = {kind.code: kind for kind in party.edition.visitor_kinds.all()}
    party.visit_requests.exclude(kind__code__in=wanted).filter(
        state__in=[VisitRequest.State.REQUESTED, VisitRequest.State.DECLINED]
    ).delete()
    there = set(party.visit_requests.values_list("kind__code", flat=True))
    VisitRequest.objects.bulk_create(
        VisitRequest(party=party, kind=kinds[code]) for code in sorted(wanted - there) if code in kinds
    )


def fill_kit(party, answers):
    """Bring the kit in line with the items and the pickup place asked for; one that was handed over is kept.

    A kit asked for without a word about its items holds them all. Places and items that are no more are left out.
    """
    if not {"kit_wanted", "kit_items", "kit_place"} & answers.keys():
        return
    kit = Kit.objects.filter(party=party).first()
    if not party.kit_wanted:
        if kit is not None and kit.handed_over_at is None:
            kit.delete()
        return
    offered = party.edition.kit_items.all()
    if kit is None:
        kit = Kit.objects.create(party=party)
        kit.items.set(offered)
    if "kit_place" in answers:
        kit.place = party.edition.pickup_places.filter(name=answers["kit_place"] or "").first()
        kit.save(update_fields=["place"])
    if "kit_items" in answers:
        kit.items.set([item for item in offered if item.code in (answers["kit_items"] or [])])


def answers_of(party):
    """The answers a party stands for now: what `fill` and its sisters would need to make it again.

    `closure_asked_on` stands among them only to be read: it is the local day that decides what the closure costs.
    """
    answers = {name: as_json(getattr(party, name)) for name in (*TEXTS, *NUMBERS, *YES_NO, *LISTS, *DATES, *TIMES)}
    answers["neighborhood"] = party.neighborhood.number if party.neighborhood else None
    hosts = {host.role: host for host in party.hosts.all()}
    for role, names in ((Host.Role.MAIN, MAIN_HOST), (Host.Role.SECOND, SECOND_HOST)):
        for name, column in names.items():
            answers[name] = getattr(hosts[role], column) if role in hosts else ""
    closure = Closure.objects.filter(party=party).exclude(state=Closure.State.WITHDRAWN).first()
    answers["closure_wanted"] = closure is not None
    for name, column in CLOSURE.items():
        answers[name] = as_json(getattr(closure, column)) if closure else ""
    if closure is not None and closure.asked_at is not None:
        answers["closure_asked_on"] = party.community.today(closure.asked_at).isoformat()
    answers["visitors"] = sorted(party.visit_requests.values_list("kind__code", flat=True))
    kit = Kit.objects.filter(party=party).select_related("place").first() if party.kit_wanted else None
    answers["kit_items"] = sorted(kit.items.values_list("code", flat=True)) if kit else []
    answers["kit_place"] = kit.place.name if kit and kit.place else ""
    return answers


def changed(before, after):
    """(name, before, after) of every answer in `after` that differs; empty ways of saying nothing are equal."""
    return [
        (name, before.get(name), value)
        for name, value in after.items()
        if (before.get(name) or None) != (value or None)
    ]
