"""Files of places for the tests, written straight into the tables.

Springfield's gazetteer has eastward streets that run through its three neighborhoods and a few that cross them.
"""

import datetime as dt

from events.lib.matching import name_of
from events.models import AddressPoint, NamedPlace, PlaceFile, Segment, Street

AT = dt.datetime(2027, 8, 1, 12, 0, tzinfo=dt.UTC)


def make_file(community, kind, *, state=PlaceFile.State.IN_USE):
    return PlaceFile.objects.create(
        community=community, kind=kind, state=state, name=f"{kind}.csv", at=AT, applied_at=AT
    )


def make_street(file, name):
    return Street.objects.create(file=file, name=name, key=name_of(name).core)


def make_points(street, numbers, *, lat, west=-90.2295, step=0.0001):
    """Address points in a row from west to east, the even numbers on the north side."""
    AddressPoint.objects.bulk_create(
        AddressPoint(street=street, number=number, lat=lat + (0.0001 if number % 2 == 0 else 0), lng=west + at * step)
        for at, number in enumerate(numbers)
    )


def make_segment(street, low, high, start, end, line, **fields):
    """A segment from one cross street to another; `line` is [[lng, lat], ...]."""
    lng, lat = ((a + b) / 2 for a, b in zip(line[0], line[-1], strict=True))
    return Segment.objects.create(
        street=street, low=low, high=high, from_street=start, to_street=end, line=line, lat=lat, lng=lng, **fields
    )


def make_place(file, name, kind, *, lat=38.605, lng=-90.215, address=""):
    return NamedPlace.objects.create(
        file=file, name=name, key=name.lower(), kind=kind, lat=lat, lng=lng, address=address
    )


def make_addresses(community):
    """Lemp Ave's 2800 and 2900 blocks in Elm Park, N and S Grand Blvd, Dr Martin Luther King Dr, N 9th St."""
    file = make_file(community, PlaceFile.Kind.ADDRESSES)
    make_points(make_street(file, "Lemp Ave"), [2800, 2801, 2805, 2809, 2811, 2820, 2900, 2921], lat=38.605)
    make_points(make_street(file, "N Grand Blvd"), [100, 102, 1000, 1002], lat=38.608)
    make_points(make_street(file, "S Grand Blvd"), [100, 104, 3000, 3002, 3006], lat=38.602, west=-90.2195)
    make_points(make_street(file, "Dr Martin Luther King Dr"), [400, 402, 410], lat=38.609)
    make_points(make_street(file, "N 9th St"), [12, 14, 210], lat=38.601)
    make_points(make_street(file, "St Louis Ave"), [500, 502], lat=38.607)
    return file


def make_streets(community):
    """Lemp Ave from Lynch St to Pine St (2700 to 2899), and Lynch St, which crosses it."""
    file = make_file(community, PlaceFile.Kind.STREETS)
    lemp, lynch = make_street(file, "Lemp Ave"), make_street(file, "Lynch St")
    make_segment(lemp, 2700, 2799, "Arsenal St", "Lynch St", [[-90.229, 38.605], [-90.228, 38.605]])
    make_segment(lemp, 2800, 2899, "Lynch St", "Pine St", [[-90.228, 38.605], [-90.226, 38.605]])
    make_segment(lynch, 1900, 1998, "Lemp Ave", "Oak Ave", [[-90.228, 38.605], [-90.228, 38.609]])
    make_street(file, "Pine St")
    return file


def make_places(community):
    """A school, a park, a church and a ZIP code."""
    file = make_file(community, PlaceFile.Kind.PLACES)
    make_place(file, "Hickey Elementary School", NamedPlace.Kind.SCHOOL)
    make_place(file, "Lemp Park", NamedPlace.Kind.PARK, lng=-90.205)
    make_place(file, "St. Mary's Church", NamedPlace.Kind.CHURCH, lng=-90.225)
    make_place(file, "63118", NamedPlace.Kind.ZIP, lat=38.6049, lng=-90.2251)
    return file
