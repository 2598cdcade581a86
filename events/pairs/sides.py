"""Two parties side by side: each in a coordinator's words, how far apart, and what was done about them."""

from dataclasses import dataclass

from events.checks import place_in_words
from events.lib import phones, wording
from events.models import Closure, Introduction
from events.pairs import deeds
from events.spoken import SPOKEN_NAMES


@dataclass(frozen=True)
class Side:
    """One of the two: rows are (label, words)."""

    party: object
    name: str
    hosts: list
    rows: list
    public_url: str = ""

    @property
    def words(self):
        """The party as a choice on a form names it."""
        who = f" of {self.hosts[0][1]}" if self.hosts else ""
        return f"{self.party.reference}{who}, {self.name}. {self.party.get_review_display()}."


def side_of(party):
    """The Side of a party from `access.get_party_or_404`."""
    closure = Closure.objects.filter(party=party).exclude(state=Closure.State.WITHDRAWN).first()
    visits = ", ".join(str(visit.kind) for visit in party.visit_requests.select_related("kind"))
    rows = [
        ("State", party.get_review_display()),
        ("When", f"{wording.day(party.date)}, {wording.time_range(party.starts, party.ends)}"),
        ("Where", f"{party.number} {party.street}".strip() or party.place_name),
        ("Kind of place", party.get_place_kind_display()),
        ("Neighborhood", party.neighborhood.name if party.neighborhood else "Not placed"),
        ("Public listing", party.get_level_display()),
        ("Party name", party.title),
        ("Hosted by", party.organization or party.get_host_kind_display()),
        ("What", party.description),
        ("Expected", "" if party.expected is None else str(party.expected)),
        ("Visitors asked for", visits),
        ("Street closure", f"{closure.get_state_display()}: {closure}" if closure else ""),
        ("Registered", f"{wording.day_year(party.created_at.astimezone(party.community.zone).date())}"),
    ]
    return Side(party, place_in_words(party), hosts_of(party), [row for row in rows if row[1]])


def hosts_of(party):
    """[(role and language, name, phone, phone as people write it, e-mail)] of a party's hosts."""
    return [
        (
            f"{host.get_role_display()}, {SPOKEN_NAMES.get(host.language, host.language)}",
            host.name or "No name",
            host.phone,
            phones.pretty(host.phone) if host.phone else "",
            host.email,
        )
        for host in party.hosts.all()
    ]


def compared(first, second):
    """[(label, words of the first, words of the second)] of everything that either side tells."""
    mine, theirs = dict(first.rows), dict(second.rows)
    labels = [label for label, _words in first.rows] + [label for label, _words in second.rows if label not in mine]
    return [(label, mine.get(label, ""), theirs.get(label, "")) for label in labels]


def distance_words(party, other):
    """How far apart they are, in words."""
    metres = deeds.metres_between(party, other)
    if metres is None:
        return "One of them has no place on the map yet."
    feet = max(round(metres / 0.3048, -1), 10)
    return f"About {feet:.0f} feet apart." if metres < 300 else f"{wording.miles(metres)} apart."


@dataclass(frozen=True)
class Past:
    """One introduction in words: who began it and when, what the sides said, and how it stands."""

    introduction: Introduction
    says: str
    answers: list
    is_open: bool


def past_of(party, other):
    """The Pasts of two parties, newest first."""
    return [_past(one, party, other) for one in reversed(list(deeds.between(party, other)))]


def _past(introduction, party, other):
    said = {introduction.party_id: introduction.party_answer, introduction.other_id: introduction.other_answer}
    words = {"yes": "yes", "no": "no", "": "no answer yet" if introduction.ended_at is None else "no answer"}
    return Past(
        introduction,
        _says(introduction),
        [(one, said[one.pk], words[said[one.pk]]) for one in (party, other)],
        introduction.ended_at is None,
    )


def _says(introduction):
    if introduction.ended_at is None:
        return "The hosts were asked."
    if introduction.is_agreed:
        return "Both hosts agreed and know each other."
    answers = {introduction.party_answer, introduction.other_answer}
    if answers == {Introduction.Answer.NO}:
        return "They are two parties."
    return "Ended: " + ("one host would rather not." if Introduction.Answer.NO in answers else "it was overtaken.")
