"""Addresses of the room."""

from django.urls import path

from events.kit import views, views_staff

app_name = "kit"
staff = "staff/<slug:community>/parties/<slug:reference>/kit"
page = "<slug:community>/<int:year>/p/<slug:party>"
urlpatterns = [
    path("p/<slug:code>/", views.short_address, name="short"),
    path("my/<str:reference>/kit/", views.host, name="host"),
    path("my/<str:reference>/kit/<slug:kind>.pdf", views.sheet_pdf, name="sheet_pdf"),
    path("my/<str:reference>/kit/<slug:kind>/", views.sheet, name="sheet"),
    path(f"{staff}/", views_staff.every, name="staff"),
    path(f"{staff}/<slug:kind>.pdf", views_staff.sheet_pdf, name="staff_sheet_pdf"),
    path(f"{staff}/<slug:kind>/", views_staff.sheet, name="staff_sheet"),
    path(f"{page}/flyer.pdf", views.flyer_pdf, name="flyer_pdf"),
    path(f"{page}/flyer/", views.flyer, name="flyer"),
    path(f"{page}/small-flyers.pdf", views.flyer_pdf, {"kind": "small-flyers"}, name="small_flyers_pdf"),
    path(f"{page}/small-flyers/", views.flyer, {"kind": "small-flyers"}, name="small_flyers"),
]
