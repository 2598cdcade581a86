"""What a change would do, before it is saved: what is said now and then, and what happens to parties."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q

from events.lib import phones, wording
from events.models import Closure, Draft, Party, Review, current_of
from events.setup import editions, policies

LABELS = {
    "program_name": "Name of the program",
    "date": "The night",
    "starts": "Parties may start from",
    "ends": "Parties must end by",
    "registration_opens": "Registration opens",
    "listing_until": "Last day to register",
    "closure_until": "Last day to ask for a street closure",
    "visits_until": "Last day to ask for visitors",
    "kit_until": "Last day to ask for a kit",
    "answer_days": "Working days until hosts hear back",
    "asks_permits": "Asks about sound, alcohol, food sold, inflatables, tents",
    "rules": "Rules for hosts",
    "closure_rules": "Rules and fees for street closures",
    "about": "About the night",
    "name": "Name",
    "slug": "Short name in addresses",
    "code": "Code in references",
    "state": "State",
    "region": "Region",
    "is_open": "Shown to the public",
    "contact_email": "Email for questions",
    "contact_phone": "Phone for questions",
    "languages": "Languages",
    "time_zone": "Time zone",
    "date_rule": "Rule for the date",
    "quiet_from": "Quiet from",
    "quiet_until": "Quiet until",
    "contacts_kept_days": "Days until contacts are deleted",
}
ENDED = [Review.DECLINED, Review.WITHDRAWN, Review.CANCELLED]
SHOWN = 30


@dataclass
class Preview:
    """`rows` are (label, before, after); `effects` sentences; `parties` (heading, parties) to look at."""

    rows: list
    effects: list
    parties: tuple = ()

    @property
    def mark(self):
        """Changes when what it says changes, so that nobody confirms what they did not see."""
        said = repr((self.rows, self.effects, [party.reference for party in self.parties[1]] if self.parties else []))
        return hashlib.sha256(said.encode()).hexdigest()[:16]


def of_values(row, values):
    """The Preview of saving `values` {field: value} to an edition or a community: the fields that differ."""
    rows = []
    for name, value in values.items():
        before = getattr(row, name)
        if before == value:
            continue
        if name in ("rules", "closure_rules", "about"):
            rows += _text_rows(LABELS[name], before, value)
        else:
            rows.append((LABELS[name], _words(name, before), _words(name, value)))
    return Preview(rows, [])


def _text_rows(label, before, after):
    names = dict(settings.LANGUAGES)
    codes = [code for code in names if before.get(code, "") != after.get(code, "")]
    return [(f"{label}, {names[code]}", before.get(code, ""), after.get(code, "")) for code in codes]


def _words(name, value):
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.date):
        return wording.day_year(value)
    if isinstance(value, dt.time):
        return wording.clock(value)
    if name == "languages":
        return wording.and_list([str(dict(settings.LANGUAGES).get(code, code)) for code in value])
    if name == "date_rule":
        return editions.rule_in_words(value)
    return phones.pretty(value) if name == "contact_phone" and value else str(value)


def of_dates(edition, values, today):
    """The Preview of new days and hours, with the parties they touch."""
    preview = of_values(edition, values)
    if values["date"] != edition.date:
        preview.effects += _moving(edition, values["date"])
    if (values["starts"], values["ends"]) != (edition.starts, edition.ends):
        outside = list(parties_outside(edition, values["starts"], values["ends"])[: SHOWN + 1])
        if outside:
            for party in outside:
                party.hours = wording.time_range(party.starts, party.ends)
            hours = wording.time_range(values["starts"], values["ends"])
            preview.parties = (f"Parties outside {hours}. They keep their times; ask the hosts.", outside)
    opened = edition.registration_opens <= today <= edition.listing_until
    opens = values["registration_opens"] <= today <= values["listing_until"]
    if edition.is_public and opened != opens:
        preview.effects.append(f"Registration {'opens' if opens else 'closes'} as soon as you save.")
    return preview


def of_policy(edition, values, layers):
    """The Preview of new rules for street closures; `layers` are {slug: name} of the community's layers."""
    policy, rows = edition.policy, []
    for name, value in values.items():
        before = getattr(policy, name)
        if before != value:
            words = (policies.in_words(name, said, layers) for said in (before, value))
            rows.append((policies.LABELS[name], *words))
    asked = Closure.objects.in_edition(edition).live().count()
    effects = []
    if rows and asked:
        kept = (
            "1 closure that was asked for keeps its"
            if asked == 1
            else f"{asked} closures that were asked for keep their"
        )
        effects.append(f"{kept} fee. What the other rules say of it is shown where it is decided.")
    return Preview(rows, effects)


def _moving(edition, date):
    counts = editions.parties_on_the_night(edition).aggregate(
        approved=Count("pk", filter=Q(review=Review.APPROVED)), everything=Count("pk")
    )
    effects = []
    if counts["everything"]:
        others = counts["everything"] - counts["approved"]
        effects.append(
            f"{_parties(counts['approved'], 'approved ')} and {_parties(others, 'other ')} are on "
            f"{wording.day(edition.date)}. They move with the night, and their history says so."
        )
        effects.append("No letter goes out by itself: tell the hosts.")
    own_day = Party.objects.in_edition(edition).exclude(date=edition.date).exclude(review__in=ENDED)
    stay = own_day.exclude(date=date).count()
    if stay:
        effects.append(f"{_parties(stay)} on a day of their own stay there.")
    writing = Draft.objects.filter(edition=edition, party__isnull=True).count()
    if writing:
        effects.append(f"Hosts are writing {writing} registration{'s' if writing > 1 else ''} now; these move too.")
    return effects


def _parties(count, kind=""):
    return f"{count} {kind}part{'y' if count == 1 else 'ies'}"


def parties_outside(edition, starts, ends):
    """Parties still on, on the night, that begin before `starts` or end after `ends`."""
    on = editions.parties_on_the_night(edition).exclude(review__in=ENDED).with_context()
    return on.filter(Q(starts__lt=starts) | Q(ends__gt=ends)).order_by("starts", "reference")


def of_texts(edition, values):
    """The Preview of new texts."""
    preview = of_values(edition, values)
    if values["rules"] != edition.rules:
        version = edition.rules_version
        preview.effects.append(
            f"The rules become version {version + 1}. Hosts who accepted version {version} are not asked again."
        )
    return preview


def of_visitors(rows):
    """The Preview of the kinds of visitor, from the rows of the form."""
    lines = []
    for row in rows:
        before = _visitor(row["old"]) if row["old"] else ""
        after = "" if row["remove"] else _visitor(row["kind"])
        if before != after:
            lines.append((str(row["old"] or row["kind"]), before, after))
    return Preview(lines, [])


def _visitor(kind):
    labels = " / ".join(kind.labels[code] for code in sorted(kind.labels) if kind.labels[code])
    return ", ".join(part for part in (labels, kind_in_words(kind), f"place {kind.position}") if part)


def kind_in_words(kind):
    """Service, agency and hours of a kind of visitor."""
    hours = ""
    if kind.starts and kind.ends:
        hours = wording.time_range(kind.starts, kind.ends)
    elif kind.starts:
        hours = f"from {wording.clock(kind.starts)}"
    elif kind.ends:
        hours = f"until {wording.clock(kind.ends)}"
    parts = [str(kind.get_service_display()), kind.agency, hours]
    return ", ".join(part for part in parts if part)


def of_publishing(edition, publish, *, now):
    """The Preview of showing the edition to the public, or hiding it."""
    community = edition.community
    current = community.current_edition(now)
    others = community.editions.public().exclude(pk=edition.pk)
    shown = list(others) + ([edition] if publish else [])
    then = current_of(shown, community.today(now))
    rows = [("The city's page shows", _night(current), _night(then))] if current != then else []
    approved = Party.objects.in_edition(edition).listed().count()
    effects = []
    if publish and then == edition:
        first, last = wording.day_year(edition.registration_opens), wording.day_year(edition.listing_until)
        effects.append(f"Hosts can register from {first} to {last}.")
    if publish and then != edition and edition.date > then.date:
        effects.append(f"The city's page keeps showing {then.year} until its night is over.")
    if not publish and approved:
        effects.append(f"{_parties(approved, 'approved ')} leave the map and the list.")
    return Preview(rows, effects)


def _night(edition):
    return wording.day_year(edition.date) if edition else "No night yet"
