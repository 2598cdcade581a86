"""The residents' pages. What is public is cached; only the message about a listing is a form of its own."""

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from events import basemap, limits
from events.access import get_community_or_404
from events.caching import public_page
from events.calendar import calendar_of, where_of
from events.citymap import close_up, region_drawing
from events.directory import city as pages
from events.directory import facts, lists, reports
from events.directory import near as nearness
from events.directory.forms import CitySearch, ReportForm
from events.lib import wording
from events.lib.texts import pick, slug_of
from events.listing import Listing, listings
from events.models import Community, Edition, Party, PlaceKind, current_of

NEARBY_M = 3000
FAR_DAYS = 330


# What a page is about


def fetch_region(request, now):
    """The open communities, and the current edition of each of them that has one."""
    communities = list(Community.objects.open().select_related("region").order_by("region__name", "name"))
    by_id = {community.pk: community for community in communities}
    public = {pk: [] for pk in by_id}
    for edition in Edition.objects.public().filter(community__in=by_id):
        edition.community = by_id[edition.community_id]
        public[edition.community_id].append(edition)
    current = [current_of(public[pk], community.today(now)) for pk, community in by_id.items()]
    editions = [edition for edition in current if edition is not None]
    return communities, editions


def fetch_city(request, now, community):
    """A community and its current edition, or None before it has one."""
    community = get_community_or_404(request, community)
    edition = community.current_edition(now)
    if edition is not None:
        edition.community = community
    return community, edition


def fetch_list(request, now, community):
    """A community, its current edition or None, whether it has streets, and the pictures its map may load."""
    community, edition = fetch_city(request, now, community)
    return community, edition, basemap.has_streets(community), basemap.tiles()


def fetch_area(request, now, community, neighborhood):
    """A community, its current edition or None, and one of its neighborhoods, by its address of now or before."""
    community, edition = fetch_city(request, now, community)
    area = pages.area_called(community, neighborhood)
    if area is None:
        raise Http404
    area.community = community
    return community, edition, area


def fetch_edition(request, now, community, year):
    """A public edition of a community, by its year."""
    community = get_community_or_404(request, community)
    edition = get_object_or_404(Edition.objects.public(), community=community, year=year)
    edition.community = community
    return (edition,)


def fetch_party(request, now, community, year, party):
    """A party that has a page, its edition, and where the clock stands for it."""
    rows = Party.objects.with_page().filter(edition__is_public=True, edition__community__is_open=True)
    found = rows.filter(edition__community__slug=community, edition__year=year, slug=party)
    row = found.with_context().defer("neighborhood__outline", "neighborhood__path").first()
    if row is None:
        get_community_or_404(request, community)  # whose parties the page that says so leads to
        raise Http404
    request.community = row.edition.community
    if row.neighborhood is not None:
        row.neighborhood.community = row.edition.community
    return row, row.edition, facts.moment_of(row, now)


def fetch_nothing(request, now):
    """A page that depends on nothing but the release and the language."""
    return ()


def fetch_layer(request, now):
    """The pictures of streets that a map may load."""
    return (basemap.tiles(),)


def fetch_open(request, now):
    """The open communities."""
    return (list(Community.objects.open()),)


# The pages


@public_page(fetch_region)
def region(request, communities, editions, *, now):
    """The communities with their nights; where there is only one, that one."""
    if len(communities) == 1:
        return redirect(communities[0])
    form = CitySearch(request.GET)
    wanted = slug_of(form.cleaned_data.get("q", ""), empty="") if form.is_valid() else ""
    by_community = {edition.community_id: edition for edition in editions}
    counts = dict(
        Party.objects.listed().filter(edition__in=editions).values_list("edition").annotate(number=Count("pk"))
    )
    cities = [
        {
            "community": one,
            "edition": (edition := by_community.get(one.pk)),
            "day": _night_day(edition, now) if edition else "",
            "first_day": wording.day(edition.first_date) if edition and edition.first_date else "",
            "phase": _phase(edition, now) if edition else "",
            "count": counts.get(edition.pk, 0) if edition else 0,
            "parties": lists.count_words(counts.get(edition.pk, 0)) if edition else "",
        }
        for one in communities
        if wanted in slug_of(f"{one.name} {one.state}")
    ]
    context = {"cities": cities, "form": form, "wanted": wanted, "map": region_drawing(communities)}
    return render(request, "directory/region.html", context)


def city(request, community):
    """A city's parties on the map and in the list; for a place in the address nearest first, and kept by nobody."""
    show = city_near if "near" in request.GET else city_list
    response = show(request, community=community)
    return basemap.let_in(response) if request.GET.get("view") == "map" else response


@public_page(fetch_list)
def city_list(request, community, edition, has_streets, _layer, *, now):
    if edition is None:
        return render(request, "directory/no_edition.html", {"name": community.name})
    page = pages.city_page(edition, request.GET, has_streets=has_streets)
    return _city(request, edition, page, now)


@require_safe
@gzip_page
def city_near(request, community):
    now = timezone.now()
    community, edition = fetch_city(request, now, community)
    if edition is None:
        return render(request, "directory/no_edition.html", {"name": community.name})
    page = pages.city_page(edition, request.GET, has_streets=basemap.has_streets(community))
    if not page.search.is_rounded:
        return redirect(f"{request.path}{page.search.query()}")
    other = nearness.other_city(community, page.search.near) if page.is_outside else None
    return _city(request, edition, page, now, other=other)


def _city(request, edition, page, now, **more):
    context = _night(edition, now) | {"page": page, "search": page.search} | more
    today = edition.community.today(now)
    context["is_on_today"] = any(one.date == today and not one.is_off for one in page.found)
    if context["phase"] == "after":
        context["coming"] = pages.still_to_come(page.found, today)
    if context["phase"] == "after" or edition.is_cancelled:
        context |= {"totals": pages.totals_of(edition), "next_night": pages.next_night(edition)}
    return render(request, "directory/city.html", context)


@public_page(fetch_area)
def neighborhood(request, community, edition, area, *, now):
    """A neighborhood's parties and its contact; an address of before leads to the one of now."""
    if area.slug != request.resolver_match.kwargs["neighborhood"]:
        return redirect(area)
    if edition is None:
        return render(request, "directory/no_edition.html", {"name": area.name})
    context = _night(edition, now) | {
        "area": area,
        "page": pages.area_page(edition, area),
        "contact": pick(area.contact, get_language()),
    }
    return render(request, "directory/neighborhood.html", context)


@public_page(fetch_edition)
def archive(request, edition, *, now):
    """A night in figures, by neighborhood."""
    years = edition.community.editions.public().order_by("-year").values_list("year", flat=True)
    context = _night(edition, now) | {"totals": pages.totals_of(edition), "years": list(years)}
    return render(request, "directory/archive.html", context)


@public_page(fetch_party)
def party(request, row, edition, moment, *, now):
    """One party: is it on, when, where, may I come."""
    listing = Listing.of(row)
    spot = listing if listing.lat is not None else listing.neighborhood
    nearby = []
    if spot is not None and spot.lat is not None:
        same_day = Party.objects.in_edition(edition).filter(date=row.date)
        around = listings(edition, same_day.shown_near(spot.lat, spot.lng, NEARBY_M))
        nearby = lists.nearby(around, spot.lat, spot.lng, but=listing, says_far=listing.lat is not None)
    context = _night(edition, now) | {
        "listing": listing,
        "moment": moment,
        "banner": facts.banner_of(listing, moment),
        "is_off_with_night": edition.is_cancelled and listing.is_on_the_night and listing.state == "on",
        "facts": facts.facts_of(listing),
        "is_in_street": row.place_kind in (PlaceKind.STREET, PlaceKind.ALLEY),
        "where": (where := where_of(listing)),
        "directions": facts.directions_of(listing, where) if moment != facts.OVER else None,
        "day": _day(listing.date, now, edition),
        "map": close_up(edition.community, listing.neighborhood, [listing]) if listing.lat is not None else None,
        "nearby": nearby,
        "address": f"{settings.SITE_URL}{listing.url}",
        "report_url": reverse("directory:report", args=[edition.community.slug, edition.year, row.slug]),
        "calendar_url": reverse("directory:calendar", args=[edition.community.slug, edition.year, row.slug]),
    }
    return render(request, "directory/party.html", context)


@public_page(fetch_party)
def calendar(request, row, edition, moment, *, now):
    """The party as a calendar file."""
    response = HttpResponse(calendar_of(row, now=now), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.slug}.ics"'
    return response


def report(request, community, year, party):
    """A resident tells the coordinators that something is wrong with a listing."""
    now = timezone.now()
    row, _edition, _moment = fetch_party(request, now, community, year, party)
    listing = Listing.of(row)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.check(request, "report", now=now)
        if not form.is_from_a_machine:
            reports.pass_on(listing, form.cleaned_data["text"], email=form.cleaned_data["email"], now=now)
        return redirect("directory:reported", community, year, party)
    context = {"form": form, "listing": listing, "back_url": listing.url}
    return render(request, "directory/report.html", context)


@public_page(fetch_party)
def reported(request, row, edition, moment, *, now):
    """Says that the message was passed on."""
    return render(request, "directory/reported.html", {"listing": Listing.of(row)})


@public_page(fetch_city)
def about(request, community, edition, *, now):
    """The night, its hours and its rules, in the city's own words where it has some."""
    if edition is None:
        return render(request, "directory/no_edition.html", {"name": community.name})
    language = get_language()
    context = _night(edition, now) | {
        "words": edition.words("about", language),
        "rules": edition.words("rules", language),
        "closure_rules": edition.words("closure_rules", language),
        "rule": pages.rule_in_words(community),
        "contact": pages.contact_of(community),
        "years": list(community.editions.public().order_by("-year").values_list("year", flat=True)),
    }
    return render(request, "directory/about.html", context)


@public_page(fetch_nothing)
def accessibility(request, *, now):
    return render(request, "directory/accessibility.html")


@public_page(fetch_layer)
def privacy(request, layer, *, now):
    context = {"draft_days": settings.DRAFT_DAYS, "map_host": layer.host if layer else ""}
    return render(request, "directory/privacy.html", context)


@public_page(fetch_open)
def contact(request, communities, *, now):
    contacts = [(one, pages.contact_of(one)) for one in communities]
    return render(request, "directory/contact.html", {"communities": contacts})


def _night(edition, now):
    """What every page about an edition says of its night."""
    return {
        "edition": edition,
        "phase": _phase(edition, now),
        "night_day": _night_day(edition, now),
        "hours": wording.time_range(edition.starts, edition.ends),
        "until": wording.clock(edition.ends),
        "opens": date_format(edition.registration_opens, "MONTH_DAY_FORMAT"),
        "closes": date_format(edition.listing_until, "MONTH_DAY_FORMAT"),
        "takes_parties": edition.takes("listing", now),
    }


def _phase(edition, now):
    """Where the clock stands for residents; 'off' for a night that is called off, whatever the clock says."""
    return "off" if edition.is_cancelled else edition.phase(now).value


def _night_day(edition, now):
    return _day(edition.date, now, edition)


def _day(date, now, edition):
    """A day in words, with its year where another one could be meant."""
    today = edition.community.today(now)
    is_plain = date.year == today.year or 0 <= (date - today).days < FAR_DAYS
    return wording.day(date) if is_plain else wording.day_year(date)
