"""The operator's pages: every community of the installation."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from events.access import get_operator_or_404, staff_only
from events.models import Community, Role
from events.setup import communities, preview
from events.setup.forms_communities import CommunityForm, NewCommunityForm
from events.setup.views_confirm import confirm_page, is_confirmed, wants_back


@staff_only
def every(request):
    """All communities, by region."""
    get_operator_or_404(request)
    administrators = Count("memberships", filter=Q(memberships__role=Role.ADMINISTRATOR), distinct=True)
    rows = Community.objects.select_related("region").annotate(
        administrators=administrators,
        areas=Count("neighborhoods", distinct=True),
        nights=Count("editions", distinct=True),
    )
    return render(request, "setup/communities.html", {"rows": rows.order_by("region__name", "name")})


@staff_only
def new(request):
    """Opens a community, with its first administrator."""
    get_operator_or_404(request)
    form = NewCommunityForm(request.POST or None)
    if not form.is_valid():
        return render(request, "setup/new_community.html", {"form": form})
    community = communities.create(
        form.values(), new_region=form.new_region_name(), administrator=form.administrator(), now=timezone.now()
    )
    messages.success(request, f"{community} is there. Its setup shows what is missing.")
    return redirect("setup:home", community.slug)


@staff_only
def edit(request, community):
    """Name, address, code, region and facts of a community."""
    get_operator_or_404(request)
    row = get_object_or_404(Community.objects.select_related("region"), slug=community)
    form = CommunityForm(request.POST or None, community=row)
    if not form.is_valid() or wants_back(request):
        return render(request, "setup/edit_community.html", {"form": form, "row": row})
    values, new_region = form.values(), form.new_region_name()
    if new_region:
        del values["region"]
    shown = preview.of_values(row, values)
    if new_region:
        shown.rows.append(("Region", str(row.region), new_region))
    if values["slug"] != row.slug:
        shown.effects.append(f"Every address of {row} changes. Old links and printed QR codes stop working.")
    if shown.rows and not is_confirmed(request, shown):
        return confirm_page(request, shown, heading=f"Save the changes to {row}?", button="Save changes")
    communities.change(row, values, new_region=new_region)
    messages.success(request, f"{values['name']} is saved.")
    return redirect("setup:communities")
