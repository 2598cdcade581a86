"""The staff of a community: list, invitation, role, removal."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from events import membership
from events.access import get_seat_or_404, staff_only
from events.members.forms import InvitationForm, RoleForm


def _member_or_404(request, community, pk):
    seat = get_seat_or_404(request, community, "setup")
    member = get_object_or_404(seat.community.memberships.select_related("user", "community"), pk=pk)
    return seat, member


@staff_only
def staff(request, community):
    """Who may do what here."""
    seat = get_seat_or_404(request, community, "setup")
    members = seat.community.memberships.select_related("user").order_by("user__name", "user__email")
    return render(request, "members/staff.html", {"seat": seat, "members": members})


@staff_only
def invite(request, community):
    """Invites somebody; the answer is the same whether or not the person is known elsewhere."""
    seat = get_seat_or_404(request, community, "setup")
    form = InvitationForm(request.POST or None, roles=membership.grantable(seat))
    if form.is_valid():
        try:
            membership.invite(seat.community, now=timezone.now(), **form.cleaned_data)
        except membership.Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, f"An invitation to {form.cleaned_data['email']} is on its way.")
            return redirect("members:staff", seat.community.slug)
    return render(request, "members/invite.html", {"seat": seat, "form": form})


@staff_only
@require_POST
def invite_again(request, community, pk):
    """Sends the invitation once more."""
    seat, member = _member_or_404(request, community, pk)
    membership.invite_again(member, now=timezone.now())
    messages.success(request, f"An invitation to {member.user.email} is on its way.")
    return redirect("members:staff", seat.community.slug)


@staff_only
def member(request, community, pk):
    """Another role for somebody."""
    seat, member = _member_or_404(request, community, pk)
    said = {"role": member.role, "service": member.service}
    form = RoleForm(request.POST or None, roles=membership.grantable(seat), initial=said)
    if form.is_valid():
        try:
            membership.change_role(member, **form.cleaned_data)
        except membership.Refused as refused:
            form.add_error("role", str(refused))
        else:
            messages.success(request, f"The role of {member.user} is saved.")
            return redirect("members:staff", seat.community.slug)
    return render(request, "members/member.html", {"seat": seat, "form": form, "member": member})


@staff_only
def remove(request, community, pk):
    """Asks, then takes somebody off the staff."""
    seat, member = _member_or_404(request, community, pk)
    if request.method != "POST":
        return render(request, "members/remove.html", {"seat": seat, "member": member})
    try:
        membership.remove(member)
    except membership.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{member.user} is no longer on the staff.")
    if member.user == request.user:
        return redirect("review:home")
    return redirect("members:staff", seat.community.slug)
