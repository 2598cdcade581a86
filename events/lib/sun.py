"""When the sun goes down."""

import datetime as dt
from zoneinfo import ZoneInfo

from astral import Observer
from astral import sun as almanac


def sunset(lat: float, lng: float, day: dt.date, tz: str | dt.tzinfo) -> dt.time | None:
    """Give the local time of sunset on `day`, to the minute, or None where the sun does not set.

    `lat` and `lng` in degrees, `tz` a zone or its name. Right to about two minutes at moderate latitudes over flat
    ground (astral's implementation of NOAA's solar equations).
    """
    zone = ZoneInfo(tz) if isinstance(tz, str) else tz
    try:
        moment = almanac.sunset(Observer(latitude=lat, longitude=lng), date=day, tzinfo=zone)
    except ValueError:
        return None
    return (moment + dt.timedelta(seconds=30)).replace(second=0, microsecond=0, tzinfo=None).time()
