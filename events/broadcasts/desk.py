"""What the letter's page tells: how it reads in each language, how far it has come, who is to be called."""

from dataclasses import dataclass

from django.utils.translation import get_language_info

from events import jobs
from events.lib import wording
from events.lib.phones import pretty
from events.lib.quiet import end_of_quiet
from events.listing import name_of
from events.mail import broadcasts as letters
from events.models import Broadcast, Job, Notice

State = Broadcast.State


@dataclass(frozen=True)
class Version:
    """The letter in one language, as a host reads it down to the small print."""

    language: str
    name: str
    subject: str
    text: str


@dataclass(frozen=True)
class Call:
    """A line of the printed call list."""

    who: str
    phone: str
    party_name: str
    reference: str
    language: str
    is_done: bool = False


def versions_of(broadcast, user, languages, *, now):
    """The letter in each of its languages as `user` would read it, without any host's name and link."""
    shown = []
    for code, name in languages:
        if code in broadcast.subjects:
            text, _line, _small_print = letters.preview(broadcast, user, code, now=now).text.partition("\n--\n")
            shown.append(Version(code, name, broadcast.subjects[code], text.strip()))
    return shown


def unwritten(broadcast, audience, languages):
    """[(language's name, how many people)] of the readers of a language in which there is no text."""
    readers = audience.languages
    return [(name, readers[code]) for code, name in languages if readers[code] and code not in broadcast.subjects]


def progress_of(broadcast, tally, now):
    """How far the letter has come, as `jobs.shown` tells of a job: first its letters are written, then they leave."""
    job = broadcast.job
    if broadcast.state == State.SENDING and job is not None and not job.is_over:
        return jobs.shown(job, now)
    is_going = bool(broadcast.state == State.SENT and tally.waiting)
    total, done = tally.by_email, tally.by_email - tally.waiting
    percent = 100 * done // total if total else 100
    says = _says(broadcast.edition.community, done, total, now) if is_going else broadcast.get_state_display()
    names = {"state": broadcast.state, "done": done, "total": total, "percent": percent}
    return names | {"says": says, "is_over": not is_going}


def quiet_hours(community):
    """When no letter leaves, "9 pm to 8 am", or ''."""
    starts, ends = community.quiet_from, community.quiet_until
    return "" if starts == ends else wording.time_range(starts, ends)


def _says(community, done, total, now):
    starts, ends = community.quiet_from, community.quiet_until
    morning = end_of_quiet(now, zone=community.zone, starts=starts, ends=ends)
    if morning is not None:
        return f"The letters wait until {wording.clock(morning.astimezone(community.zone))}"
    return f"Sending the letters, {done:,} of {total:,}"


def trouble_of(broadcast):
    """Why the writing broke off, in a sentence, or ''."""
    job = broadcast.job
    return job.error if job is not None and job.state == Job.State.FAILED else ""


def calls_of(broadcast, audience):
    """Who is to be called: the people of a draft, or the lines that are on the call list once it was sent."""
    if broadcast.state == State.DRAFT:
        return [_call(host, host.party) for host in audience.by_phone]
    rows = letters.calls_of(broadcast)
    return [_call(row.host, row.party, is_done=row.state == Notice.State.CALLED) for row in rows]


def _call(host, party, *, is_done=False):
    return Call(
        who=host.name or "No name",
        phone=pretty(host.phone) if host.phone else "",
        party_name=name_of(party),
        reference=party.reference,
        language=get_language_info(host.language)["name"] if host.language != "en" else "",
        is_done=is_done,
    )
