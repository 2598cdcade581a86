"""The framework's admin: rare repairs by the operator alone, through the same sign-in.

History, letters and states are read-only here.
"""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect

from events import registry, whereabouts
from events.access import staff_only
from events.models import (
    Change,
    Closure,
    Community,
    Edition,
    Host,
    Membership,
    Neighborhood,
    Notice,
    Party,
    Proposal,
    Region,
    User,
    VisitorKind,
)


def may_repair(request):
    """Whether this is the operator, with a second step where one is required."""
    return request.user.is_authenticated and request.user.is_operator and not owes_second_step(request.user)


def owes_second_step(user):
    return settings.STAFF_MFA_REQUIRED and not is_mfa_enabled(user)


@staff_only
def sign_in(request, extra_context=None):
    """There is one sign-in, the staff's; for everybody but the operator this place does not exist."""
    if not may_repair(request):
        raise Http404
    return redirect("admin:index")


admin.site.has_permission = may_repair
admin.site.login = sign_in
admin.site.site_header = "NightOut: repairs"
admin.site.site_title = "NightOut"


class ReadOnly(admin.ModelAdmin):
    """Rows that nobody rewrites, not even the operator."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ["at", "party", "deed", "by_user", "by_host"]
    list_select_related = ["party", "by_user", "by_host"]
    search_fields = ["party__reference"]


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ["created_at", "kind", "party", "state", "attempts", "last_error"]
    list_filter = ["state", "kind"]
    list_select_related = ["party"]
    search_fields = ["party__reference"]


@admin.register(Proposal, Closure)
class DecisionAdmin(ReadOnly):
    list_display = ["party", "state", "decided_at", "decided_by"]
    list_select_related = ["party", "decided_by"]
    search_fields = ["party__reference"]


@admin.register(Party)
class PartyAdmin(admin.ModelAdmin):
    """Facts can be repaired here; states move only by the deeds that write history."""

    list_display = ["reference", "edition", "review", "date", "neighborhood"]
    list_filter = ["review", "edition"]
    list_select_related = ["edition__community", "neighborhood"]
    search_fields = ["reference", "street"]
    raw_id_fields = ["edition", "neighborhood", "previous", "decided_by", "opened_by"]
    readonly_fields = [
        "reference",
        "slug",
        "source",
        "review",
        "night",
        "outcome",
        "created_at",
        "submitted_at",
        "waiting_since",
        "approved_at",
        "decided_at",
        "decided_by",
        "revision",
        "opened_by",
        "opened_at",
        "public_note",
        "public_lat",
        "public_lng",
        "districts",
        "merged_into",
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Save the repair; address, pin and search words follow, so that no level tells more than it may."""
        with transaction.atomic():
            obj.edition.touch()
            obj.search_text = registry.words_of(obj)
            if obj.slug is not None:
                obj.slug = registry.free_slug(obj)
            whereabouts.show_pins([obj])
            super().save_model(request, obj, form, change)
            whereabouts.put_in_districts([obj])


@admin.register(Host)
class HostAdmin(admin.ModelAdmin):
    list_display = ["party", "role", "language", "confirmed_at"]
    list_select_related = ["party"]
    raw_id_fields = ["party"]
    search_fields = ["party__reference"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "name", "is_active", "is_superuser", "last_login"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_superuser", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]


@admin.register(Neighborhood)
class NeighborhoodAdmin(admin.ModelAdmin):
    list_display = ["number", "name", "community", "kind", "is_retired"]
    list_filter = ["community", "kind"]
    search_fields = ["name"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "community", "role", "service"]
    list_select_related = ["user", "community"]
    list_filter = ["community", "role"]


@admin.register(Region, Community, Edition, VisitorKind)
class PlainAdmin(admin.ModelAdmin):
    pass
