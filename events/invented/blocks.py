"""Invents the blocks and the people of the demo: pure chance from a seed, nobody in it is real.

A Block is a party as it would come back each year: a place, a host, a way to celebrate. Its `answers` are those of
`events.questions.answers`.
"""

import math
from dataclasses import dataclass, field

import shapely
from shapely.geometry import shape

from events.invented.facts import GEOGRAPHY, STREETS, WORDS
from events.invented.streets import TOWN, ground, parts_of
from events.lib.geometry import distance_m

APART_M = 175  # further than the check for another party nearby
EDGE_DEG = 0.0004
SCHOOLISH = {"school", "congregation", "business", "apartments"}
SIZES = {"resident": (15, 70), "association": (30, 120), "park": (60, 250), "school": (80, 300)}
SPANISH_SHARE = 0.12


@dataclass
class Block:
    """A place with its host and its party; `area` is the neighborhood's number."""

    town: str
    area: int
    answers: dict
    crossings: tuple = ("", "")
    hundred: tuple = field(default=())


class Inventor:
    """Gives blocks one after the other; keeps them apart, each e-mail address and phone number given once."""

    def __init__(self, chance):
        self.chance = chance
        self.people = 0
        self.taken = set()
        self.pins = []
        self.shapes = {
            (slug, area["number"]): shape(area["outline"]) for slug, town in GEOGRAPHY.items() for area in town["areas"]
        }
        self.names = {
            (slug, area["number"]): area["name"] for slug, town in GEOGRAPHY.items() for area in town["areas"]
        }

    def pin(self, town, area):
        """A point (lat, lng) well inside the area, away from the pins given before where there is room."""
        outline = self.shapes[town, area]
        inner = outline.buffer(-EDGE_DEG)
        inner = outline if inner.is_empty else inner
        west, south, east, north = inner.bounds
        best = None
        for _attempt in range(120):
            lng = round(self.chance.uniform(west, east), 5)
            lat = round(self.chance.uniform(south, north), 5)
            if not inner.contains(shapely.Point(lng, lat)):
                continue
            nearest = min((distance_m(lat, lng, *pin) for pin in self.pins), default=math.inf)
            if best is None or nearest > best[0]:
                best = (nearest, lat, lng)
            if nearest >= APART_M:
                break
        return best[1:]

    def person(self, *, language="en", has_email=True, has_phone=True):
        """Contact answers of somebody new."""
        number, self.people = self.people, self.people + 1
        first = WORDS["first"][(number * 7 + number // 60) % len(WORDS["first"])]
        last = WORDS["last"][(number * 11 + number // 40) % len(WORDS["last"])]
        codes = (314, 636, 618, 557, 573, 417, 660, 816)
        phone = f"+1{codes[number // 100 % len(codes)]}55501{number % 100:02d}"
        return {
            "host_name": f"{first} {last}",
            "email": f"{first}.{last}{number}@example.org".lower() if has_email else "",
            "phone": phone if has_phone or not has_email else "",
            "language": language,
        }

    def home(self, town, area, streets):
        """A block of neighbors: street, alley or porch."""
        chance = self.chance
        street, number, pin, crossings = (self._drawn if town == TOWN else self._guessed)(town, area, streets)
        hundred = number // 100 * 100
        self.taken.add((town, street, hundred))
        self.pins.append(pin)
        spanish = chance.random() < SPANISH_SHARE
        kind = chance.choices(["street", "yard", "alley"], [80, 15, 5])[0]
        answers = self._party("resident", kind, spanish) | self.person(
            language="es" if spanish else "en", has_phone=chance.random() < 0.85
        )
        answers |= dict(zip(("lat", "lng"), pin, strict=True))
        answers |= {"number": str(number), "street": street, "neighborhood": area}
        answers["level"] = chance.choices(["block", "neighborhood", "unlisted"], [88, 8, 4])[0]
        names = {"street": street, "area": self.names[town, area]}
        if chance.random() < 0.4:
            answers["title"] = self._name("titles", answers["level"], names)
        if chance.random() < 0.3:
            group = self._name("groups", answers["level"], names)
            answers |= {"host_kind": "association", "organization": group, "show_organization": True}
        if chance.random() < 0.08:
            answers["open_to"] = "neighbors"
        return Block(town, area, answers, crossings, (town, street, hundred))

    def _drawn(self, town, area, streets):
        """(street, number, pin, cross streets) of a house on a block that is drawn, away from the pins before."""
        stretches, best = ground().stretches(area, streets), None
        for stretch in self.chance.sample(stretches, len(stretches)):
            if (town, stretch.street, stretch.hundred) in self.taken:
                continue
            number = stretch.hundred + self.chance.randrange(2, 99)
            pin = stretch.point(number)
            nearest = min((distance_m(*pin, *other) for other in self.pins), default=math.inf)
            if best is None or nearest > best[0]:
                best = (nearest, stretch.street, number, pin, stretch.crossings)
            if nearest >= APART_M:
                break
        return best[1:]

    def _guessed(self, town, area, streets):
        """The same where no streets are drawn: the pin is anywhere in the area."""
        parts = parts_of(streets)
        for _attempt in range(50):
            street, (low, high) = self.chance.choice(parts)
            hundred = self.chance.randrange(low // 100, high // 100) * 100
            if (town, street, hundred) not in self.taken:
                break
        others = [name for name, _span in parts if name != street]
        number = hundred + self.chance.randrange(2, 99)
        return street, number, self.pin(town, area), tuple(self.chance.sample(others, 2))

    def _name(self, kind, level, names):
        """A title or a group's name that says no more than the listing level does."""
        patterns = [text for text in WORDS[kind] if level == "block" or "{street}" not in text]
        return self.chance.choice(patterns).format(**names)

    def place(self, town, area, kind, name):
        """A party at a named place: a park, a school, a congregation, a shop."""
        chance = self.chance
        answers = self._party(kind, {"park": "park"}.get(kind, "lot"), spanish=False) | self.person()
        pin = ground().places[name][2:]
        self.pins.append(pin)
        answers |= dict(zip(("lat", "lng"), pin, strict=True))
        answers |= {"place_name": name, "neighborhood": area, "level": "exact"}
        if kind in SCHOOLISH:
            answers |= {"host_kind": kind, "organization": name, "show_organization": True}
        else:
            group = f"Friends of {name.split(',')[0]}"
            answers |= {"host_kind": "association", "organization": group, "show_organization": True}
        if chance.random() < 0.5:
            answers["title"] = f"Night Out at {name.split(',')[0]}"[:80]
        return Block(town, area, answers)

    def _party(self, kind, place_kind, spanish):
        """What the party is like."""
        chance = self.chance
        texts = WORDS["street_es" if spanish else "street_en"] if kind == "resident" else WORDS[kind]
        low, high = SIZES.get(kind, SIZES["association"])
        expected = round(chance.triangular(low, high, low * 1.6) / 5) * 5
        activities = {"food"} if chance.random() < 0.85 else set()
        activities |= set(chance.sample(["kids", "music", "sports", "arts", "movie", "garden", "resources"], 2))
        start = chance.choices(["16:00", "17:00", "17:30", "18:00", "18:30"], [2, 6, 4, 6, 2])[0]
        end = chance.choices(["19:30", "20:00", "20:30", "21:00"], [2, 6, 3, 4])[0]
        visitors = [
            code
            for code, share in (
                ("police", 0.5),
                ("fire", 0.55),
                ("ems", 0.15),
                ("violence-prevention", 0.15),
                ("neighborhood", 0.25),
                ("official", 0.3),
            )
            if chance.random() < share
        ]
        return {
            "place_kind": place_kind,
            "starts": start,
            "ends": end,
            "rain_plan": chance.choices(["go", "cancel"], [3, 1])[0],
            "host_kind": "resident",
            "open_to": "everyone",
            "expected": expected,
            "children": expected // chance.choice([3, 4, 5]),
            "activities": sorted(activities),
            "description": chance.choice(texts) if chance.random() < 0.9 else "",
            "accessibility": sorted(chance.sample(["step-free", "seating", "quiet", "restroom"], chance.randrange(4))),
            "languages": ["en", "es"] if spanish else ["en"],
            "bring": chance.choice(WORDS["bring"]) if chance.random() < 0.6 else "",
            "permits": ["sound"] if "music" in activities and chance.random() < 0.5 else [],
            "visitors": visitors,
            "topic": chance.choice(WORDS["topics"]) if visitors and chance.random() < 0.3 else "",
            "best_time": "18:00" if visitors and chance.random() < 0.5 else "",
            "no_uniforms": bool(visitors) and chance.random() < 0.05,
            "access_notes": chance.choice(WORDS["access_notes"]) if chance.random() < 0.1 else "",
            "kit_wanted": chance.random() < 0.6,
            "ask_next_year": chance.random() < 0.55,
            "rules_accepted": True,
        }


def st_louis(inventor, homes):
    """`homes` blocks and every named place, spread as in life: many in some neighborhoods, none in most."""
    slots = [(area, streets) for area, count, streets in STREETS["st-louis"] for _turn in range(count)]
    kept = sorted(inventor.chance.sample(range(len(slots)), homes))
    blocks = [inventor.place("st-louis", area, kind, name) for area, kind, name in STREETS["places"]]
    return blocks + [inventor.home("st-louis", *slots[index]) for index in kept]


def fresh(inventor, count):
    """Blocks of St. Louis for registrations on their way, from all over the city."""
    rows = STREETS["st-louis"] + STREETS["spare"]
    return [inventor.home("st-louis", *(row[0], row[2])) for row in inventor.chance.sample(rows, count)]


def of_town(inventor, town):
    """The blocks of a small town."""
    return [inventor.home(town, area, streets) for area, count, streets in STREETS[town] for _turn in range(count)]
