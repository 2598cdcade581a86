"""The framework's admin: rare repairs by the operator alone, through the same sign-in.

History, letters and states are read-only here.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

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

admin.site.login = secure_admin_login(admin.site.login)
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
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
