"""Address points come out of a city's file."""

from events.models import AddressPoint, NamedPlace, PlaceFile

HEADER = ["LON", "LAT", "NUMBER", "STREET", "UNIT", "CITY", "DISTRICT", "REGION", "POSTCODE", "ID", "HASH"]


def row(number, street, lat=38.605, lng=-90.225, postcode="", unit=""):
    return [lng, lat, number, street, unit, "Springfield", "", "MO", postcode, "", ""]


def test_an_openaddresses_csv_is_loaded(write, load):
    path = write(
        [HEADER, row(2827, "LEMP AVE", postcode="63118"), row("2829R", "Lemp Avenue"), row("10 1/2", "N 9TH ST")]
    )
    file = load("addresses", path)
    assert file.state == PlaceFile.State.IN_USE
    assert [str(point) for point in AddressPoint.objects.order_by("pk")] == [
        "2827 Lemp Ave",
        "2829R Lemp Ave",
        "101/2 N 9th St",
    ]
    assert NamedPlace.objects.get().name == "63118"
    assert file.report["finished"]
