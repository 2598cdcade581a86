"""The table of work: which function does which kind of job. The worker and the demo hand it to `events.jobs`."""

from events.broadcasts import sending
from events.places import uploads

WORK = {
    "broadcasts.send": sending.send,
    "places.read": uploads.read,
    "places.apply": uploads.apply,
}
