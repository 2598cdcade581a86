"""The table of work: which function does which kind of job. The worker and the demo hand it to `events.jobs`."""

from events.places import uploads

WORK = {
    "places.read": uploads.read,
    "places.apply": uploads.apply,
}
