"""The coming night: registrations in every state, sent and decided in the order of time."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from events import registry
from events.demo import deeds
from events.invented.blocks import Block, fresh
from events.invented.facts import WORDS
from events.models import Closure, Party, Source

NEAR_DEG = 0.0003  # about 30 m: the same block once more
OUTSIDE = {"lat": 38.6195, "lng": -90.3352, "number": "7300", "street": "Hanley Rd", "neighborhood": None}
NOT_PLACED = {"lat": None, "lng": None, "neighborhood": None, "number": "", "street": "Gravois and Arsenal"}

CLOSURES = ["requested"] * 4 + ["declined"] * 2 + ["needs_information"] * 2 + ["withdrawn"]


@dataclass
class Sending:
    """A registration: who sent what and when, and what became of it."""

    at: dt.datetime
    block: Block
    state: str
    closure: str = ""
    changes: dict = field(default_factory=dict)
    source: str = Source.WEB


class Season:
    """Runs the registrations of one edition; `moment` is the present, nothing happens after it."""

    def __init__(self, edition, inventor, *, staff, moment):
        self.inventor = inventor
        self.edition = edition
        self.chance = inventor.chance
        self.staff = staff
        self.moment = moment
        self.items = list(edition.kit_items.values_list("code", flat=True))
        self.places = list(edition.pickup_places.values_list("name", flat=True))
        self.days = min(70, (moment.date() - edition.registration_opens).days - 1)

    def ago(self, days, spread=0.0):
        """A moment about `days` before the present, in waking hours."""
        day = self.moment - dt.timedelta(days=days + self.chance.uniform(0, spread))
        return min(day.replace(hour=0, minute=0) + dt.timedelta(hours=self.chance.uniform(8, 23)), self.moment)

    def approved(self, blocks):
        """Sendings of parties that are approved, spread over the season."""
        streets = [block for block in blocks if block.answers["place_kind"] == "street"]
        wishes = self.chance.sample(streets, len(streets) // 2)
        states = CLOSURES + ["approved"] * len(wishes)
        closures = {id(block): state for block, state in zip(wishes, states, strict=False)}
        return [Sending(self.ago(3, self.days - 4), block, "approved", closures.get(id(block), "")) for block in blocks]

    def to_review(self, blocks, approved):
        """Registrations that wait for a coordinator, many with something to look at."""
        later = (self.edition.date + dt.timedelta(days=4)).isoformat()
        another_day = {"date": later, "other_day_reason": "Our school has its open house on the night itself"}
        one_person = {name: blocks[6].answers[name] for name in ("host_name", "email", "phone")}
        odd = [{}, {}, another_day, another_day, OUTSIDE, NOT_PLACED]
        odd += [one_person, one_person, one_person, {"starts": "20:00", "ends": "22:30"}]
        days = [6, 1, 4, 3, 3, 2, 2, 2, 1, 1]
        sendings = [
            Sending(
                self.ago(days[index]), block, "submitted", "" if "street" in changes else self._wish(block), changes
            )
            for index, (block, changes) in enumerate(zip(blocks, odd, strict=False))
        ]
        twice = [block for block in approved if block.answers["level"] == "block"][:2]
        return sendings + [Sending(self.ago(1), self._again(block), "submitted") for block in twice]

    def others(self, blocks):
        """Registrations in every other state."""
        states = ["needs_information"] * 2 + ["unconfirmed"] * 4 + ["declined"] * 2 + ["answered"]
        states += ["withdrawn", "withdrawn_after", "cancelled", "cancelled_after"]
        sendings = []
        for state, block in zip(states, blocks, strict=False):
            days = self.chance.uniform(0.2, 5) if state in ("unconfirmed", "needs_information") else 14
            sendings.append(Sending(self.ago(days), block, state, self._wish(block)))
        return sendings

    def callers(self, blocks):
        """Registrations that a coordinator entered for people who called and have no e-mail."""
        states = ["submitted", "approved", "approved", "needs_information"]
        return [
            Sending(self.ago(2, 6), block, state, source=Source.STAFF, changes={"email": ""})
            for state, block in zip(states, blocks, strict=False)
        ]

    def _wish(self, block):
        return "requested" if block.answers["place_kind"] == "street" and self.chance.random() < 0.5 else ""

    def _again(self, block):
        """Somebody else's registration for the same block."""
        lat, lng = round(block.answers["lat"] + NEAR_DEG, 5), block.answers["lng"]
        other = self.inventor.person()
        return Block(block.town, block.area, block.answers | other | {"lat": lat, "lng": lng}, block.crossings)

    def run(self, blocks, *, whole=True):
        """Send everything, oldest first; with `whole` registrations in every other state too. Gives the parties."""
        sendings = self.approved(blocks)
        if whole:
            spare = fresh(self.inventor, 27)
            sendings += self.to_review(spare[:10], blocks) + self.others(spare[10:23]) + self.callers(spare[23:])
        else:
            sendings += [Sending(self.ago(2), blocks.pop(), "submitted")] if len(blocks) > 5 else []
        parties = [self._send(sending) for sending in sorted(sendings, key=lambda sending: sending.at)]
        if whole:
            self._wishes_after_approval(parties)
        return parties

    def _answers(self, sending):
        """Complete answers, inside the edition's window unless they are meant not to be."""
        edition, answers = self.edition, dict(sending.block.answers)
        answers["date"] = edition.date.isoformat()
        answers["starts"] = max(answers["starts"], edition.starts.strftime("%H:%M"))
        answers["ends"] = min(answers["ends"], edition.ends.strftime("%H:%M"))
        answers["closure_wanted"] = bool(sending.closure)
        if sending.closure:
            first, second = sending.block.crossings
            answers |= {
                "closure_street": answers["street"],
                "closure_from": first,
                "closure_to": second,
                "closure_starts": edition.starts.strftime("%H:%M"),
                "closure_ends": edition.ends.strftime("%H:%M"),
                "barricades": self.chance.choice(["delivered", "delivered", "pickup", "own"]),
                "neighbors_told": self.chance.choice(["Flyers at every door", "We knocked everywhere", "Group chat"]),
            }
        if answers["kit_wanted"]:
            answers |= {"kit_items": self._some_items(), "kit_place": self.chance.choice(self.places)}
        if self.chance.random() < 0.15:
            person = self.inventor.person()
            answers |= {f"second_{name}": person[key] for name, key in (("name", "host_name"), ("email", "email"))}
        return answers | sending.changes

    def _some_items(self):
        """Most hosts want everything in their kit."""
        few = self.chance.random() < 0.3
        return self.chance.sample(self.items, 2) if few else self.items

    def _send(self, sending):
        chance, coordinator = self.chance, self.chance.choice(self.staff)
        key = uuid.UUID(int=chance.getrandbits(128), version=4)
        by = coordinator if sending.source == Source.STAFF else None
        party = registry.register(
            self.edition, self._answers(sending), key=key, now=sending.at, source=sending.source, by=by
        )
        at = sending.at
        if sending.state == "unconfirmed":
            return party
        if sending.source == Source.WEB:
            at = deeds.later(at, chance.uniform(0.05, 3), self.moment)
            party = registry.confirm(party.hosts.get(role="main"), now=at)
        return self._decide(party, sending, coordinator, at)

    def _decide(self, party, sending, by, at):
        state, chance = sending.state, self.chance
        at = deeds.later(at, chance.uniform(3, 50), self.moment)
        if state in ("approved", "withdrawn_after", "cancelled_after"):
            party = deeds.approve(party, by=by, at=at)
        if state == "approved" and sending.closure not in ("", "requested"):
            decided = deeds.later(at, chance.uniform(1, 40), self.moment)
            deeds.decide_closure(party, Closure.State(sending.closure), by=by, at=decided)
        if state in ("needs_information", "answered"):
            party = deeds.ask(party, chance.choice(WORDS["questions"]), by=by, at=at)
        if state == "answered":
            at = deeds.later(at, 9, self.moment)
            party = deeds.answer(party, "The whole street is invited. We meet at the north end.", at=at)
        if state == "declined":
            party = deeds.decline(
                party, "We could not reach you to clear up the place. Call us any time.", by=by, at=at
            )
        if state.startswith("withdrawn"):
            party = deeds.withdraw(party, at=deeds.later(at, 48, self.moment))
        if state.startswith("cancelled"):
            reason = "The water main on this block is being replaced that week."
            party = deeds.cancel(party, reason, by=by, at=deeds.later(at, 60, self.moment))
        return party

    def _wishes_after_approval(self, parties):
        """Two proposals and a few internal notes."""
        approved = list(Party.objects.filter(edition=self.edition, review="approved", level="block").order_by("id"))
        times = {"starts": "16:30", "ends": "20:30"}
        words = {"title": "The long table party", "description": "One table for the whole block. Bring a dish."}
        for party, values in zip(self.chance.sample(approved, 2), (times, words), strict=True):
            deeds.propose(party, values, at=self.ago(1))
        for party, text in zip(self.chance.sample(parties, 3), WORDS["notes"], strict=True):
            deeds.note(party, text, by=self.staff[0], at=self.ago(1))
