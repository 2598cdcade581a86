"""Last time's answers, fitted to the coming night. What no longer fits is settled, and each settlement is told."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import whereabouts
from events.lib.wording import and_list, day, time_range
from events.models import Night, RainPlan
from events.questions import answers as asked


def carried(party, edition, *, now):
    """(answers, what is different in sentences) of a party of an earlier night, for `edition`."""
    answers = asked.answers_of(party) | {"rules_accepted": True}
    rules = (_day, _rain_date, _hours, _area, _visitors, _closure, _kit)
    said = [rule(answers, party, edition, now) for rule in rules]
    return answers, [sentence for sentence in said if sentence]


def _day(answers, party, edition, now):
    was_elsewhere = bool(answers["other_day_reason"]) and party.night != Night.RAIN_DATE
    answers |= {"date": edition.date.isoformat(), "other_day_reason": ""}
    if was_elsewhere:
        return _("Last time your party had a day of its own. It is now on %(day)s.") % {"day": day(edition.date)}
    return ""


def _rain_date(answers, party, edition, now):
    """The rain date as many days after the night as it was; none where it was not after it."""
    if party.rain_plan != RainPlan.DATE or party.rain_date is None:
        answers["rain_date"] = None
        return ""
    planned = party.edition.date if party.date == party.rain_date else party.date
    distance = party.rain_date - planned
    later = edition.date + distance if distance.days > 0 else None
    answers["rain_date"] = asked.as_json(later)
    return _("Your rain date is now %(day)s.") % {"day": day(later)} if later else ""


def _hours(answers, party, edition, now):
    starts, ends = max(party.starts, edition.starts), min(party.ends, edition.ends)
    if starts >= ends:
        starts, ends = edition.starts, edition.ends
    answers |= {"starts": asked.as_json(starts), "ends": asked.as_json(ends)}
    if party.best_time and not starts <= party.best_time <= ends:
        answers["best_time"] = None
    if (starts, ends) == (party.starts, party.ends):
        return ""
    words = {"night": time_range(edition.starts, edition.ends), "hours": time_range(starts, ends)}
    return _("The night is %(night)s this time, so your party is %(hours)s.") % words


def _area(answers, party, edition, now):
    """The neighborhood of the pin, where the one of last time is no more."""
    area = party.neighborhood
    if area is None or not area.is_retired:
        return ""
    here = whereabouts.neighborhood_at(edition.community, party.lat, party.lng) if party.is_placed else None
    answers |= {"neighborhood": here.number if here else None, "neighborhood_chosen": False}
    if here is None:
        return _("%(area)s is no neighborhood any more. Choose another one.") % {"area": area.name}
    return _("%(area)s is no neighborhood any more. Your party is now in %(here)s.") % {
        "area": area.name,
        "here": here.name,
    }


def _visitors(answers, party, edition, now):
    offered = {kind.code for kind in edition.visitor_kinds.all()} if edition.takes("visits", now) else set()
    gone = [code for code in answers["visitors"] if code not in offered]
    if not gone:
        return ""
    answers["visitors"] = [code for code in answers["visitors"] if code in offered]
    kinds = {kind.code: kind.label(get_language()) for kind in party.edition.visitor_kinds.all()}
    return _("You can no longer ask for these visitors: %(kinds)s.") % {
        "kinds": and_list(kinds.get(code, code) for code in gone)
    }


def _closure(answers, party, edition, now):
    """The wish to close the street; how neighbors were told and who agreed is asked anew each time."""
    if not answers["closure_wanted"]:
        return ""
    answers |= {"neighbors_told": "", "closure_share": None}
    if edition.takes("closure", now):
        return _("You ask to close the street again. Tell your neighbors about it anew.")
    answers["closure_wanted"] = False
    last = {"day": day(edition.closure_until)}
    return _("The last day to ask for a street closure was %(day)s, so you do not ask to close the street.") % last


def _kit(answers, party, edition, now):
    """What is in the kit and where it is picked up, as far as it is offered; all of it where nothing was said."""
    if not answers["kit_wanted"]:
        return ""
    if not edition.takes("kit", now):
        answers |= {"kit_wanted": False, "kit_items": [], "kit_place": ""}
        last = {"day": day(edition.kit_until)}
        return _("The last day to ask for the printed kit was %(day)s, so you do not ask for it.") % last
    offered = [item.code for item in edition.kit_items.all()]
    answers["kit_items"] = [code for code in offered if code in answers["kit_items"]] or offered
    place = answers["kit_place"]
    if not place or edition.pickup_places.filter(name=place).exists():
        return ""
    answers["kit_place"] = ""
    return _("You can no longer pick up your kit at this place: %(place)s.") % {"place": place}
