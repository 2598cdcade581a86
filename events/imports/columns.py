"""What a spreadsheet's column may be to us, and which one it probably is, from the words at its head."""

from dataclasses import dataclass

from events.lib.texts import slug_of

SAMPLES = 3


@dataclass(frozen=True)
class Target:
    """One of our fields. `synonyms` are header words, folded; the earlier the surer."""

    name: str
    label: str
    group: str
    synonyms: tuple
    hint: str = ""


def _target(name, label, group, synonyms, hint=""):
    return Target(name, label, group, tuple(word.strip() for word in synonyms.split(",")), hint)


HOST, PLACE, NIGHT, AFTER = "Host", "Place", "When", "Afterwards"

TARGETS = [
    _target(
        "host_name",
        "Host’s name",
        HOST,
        "host name,name of host,contact name,contact person,host,contact,organizer,organizer name,block captain,"
        "captain,full name,your name,name,coordinator",
    ),
    _target(
        "email",
        "Email",
        HOST,
        "email,e mail,email address,e mail address,host email,contact email,mail,your email,organizer email",
    ),
    _target(
        "phone",
        "Phone",
        HOST,
        "phone,phone number,telephone,mobile,cell,cell phone,contact phone,host phone,tel,contact number,daytime phone",
    ),
    _target(
        "organization",
        "Organization",
        HOST,
        "organization,organisation,group,group name,association,neighborhood association,hosted by,sponsor,school,"
        "company",
    ),
    _target("title", "Party’s name", PLACE, "party name,event name,name of party,name of event,title,party,event"),
    _target(
        "address",
        "Address in one column",
        PLACE,
        "address,street address,party address,event address,location address,party location,event location,location,"
        "where,block,block address,site address",
        "Number and street together, like 2827 Lemp Ave",
    ),
    _target(
        "number",
        "Block or house number",
        PLACE,
        "block number,house number,street number,number,hundred block,street no,house no,no",
    ),
    _target("street", "Street", PLACE, "street,street name,st name,road"),
    _target(
        "place_name",
        "Name of the place",
        PLACE,
        "place,place name,venue,venue name,park,location name,facility,site,site name",
        "A park, a school, a church",
    ),
    _target(
        "neighborhood",
        "Neighborhood",
        PLACE,
        "neighborhood,neighbourhood,neighborhood name,nbhd,neighborhood number,area,district name",
        "Name or official number",
    ),
    _target(
        "date", "Date", NIGHT, "date,event date,party date,day,date of event,date of party", "Empty means the night"
    ),
    _target(
        "time",
        "Hours in one column",
        NIGHT,
        "time,hours,event time,party time,times,start and end,time of event,time of party",
        "Like 5-8 pm",
    ),
    _target("starts", "Starts at", NIGHT, "start,starts,start time,begin,begins,from,begin time,time start,starts at"),
    _target("ends", "Ends at", NIGHT, "end,ends,end time,finish,until,to,time end,ends at,finish time"),
    _target(
        "expected",
        "People expected",
        NIGHT,
        "expected,people expected,expected attendance,estimated attendance,expected number,guests,estimate,how many,"
        "number of people,expected guests",
    ),
    _target("held", "Was it held?", AFTER, "held,was it held,took place,happened,status,outcome", "Yes or no"),
    _target(
        "attendance",
        "People who came",
        AFTER,
        "attendance,actual attendance,attended,people who came,final attendance,number attended,turnout,actual",
    ),
    _target(
        "level",
        "Listing level",
        AFTER,
        "listing level,listing,level,visibility,public,map",
        "Exact, block, neighborhood or unlisted",
    ),
    _target(
        "ask_next_year",
        "May we ask next year?",
        AFTER,
        "ask next year,may we ask next year,contact next year,contact again,consent,keep me posted,remind me,"
        "contact me next year,future contact",
        "Yes or no. Empty means no.",
    ),
]
BY_NAME = {target.name: target for target in TARGETS}
HOST_FIELDS = ("host_name", "organization")
PLACE_FIELDS = ("address", "street", "place_name", "neighborhood")


def folded(text):
    """A header's words in lower case without accents and signs: "E-mail (host)" gives "e mail host"."""
    return slug_of(text, max_length=80, empty="").replace("-", " ")


def guess(header):
    """{field: column} for a header, each column at most once: the same words first, then a synonym inside them."""
    names = [folded(name) for name in header]
    found = {}
    ranked = sorted(
        (rank, target.name, column)
        for target in TARGETS
        for column, name in enumerate(names)
        if (rank := _rank(target, name)) is not None
    )
    for _rank_of, field, column in ranked:
        if field not in found and column not in found.values():
            found[field] = column
    if "street" in found and "number" not in found and "address" not in found:
        found["address"] = found.pop("street")
    return found


def _rank(target, name):
    """How far from sure that the header `name` is `target`; None if it is not."""
    if name in target.synonyms:
        return target.synonyms.index(name)
    words = name.split()
    for place, synonym in enumerate(target.synonyms):
        parts = synonym.split()
        runs = [words[n : n + len(parts)] for n in range(len(words) - len(parts) + 1)]
        if len(synonym) > 3 and parts in runs:
            return 100 + place + 10 * len(words)
    return None


def samples(rows, column):
    """The first values of a column that say something; rows begin with the spreadsheet's row number."""
    values = []
    for row in rows:
        if row[column + 1] and row[column + 1] not in values:
            values.append(row[column + 1])
        if len(values) == SAMPLES:
            break
    return values
