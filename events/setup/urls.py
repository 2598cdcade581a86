"""Addresses of the room, below /staff/."""

from django.urls import path

from events.setup import views, views_closures, views_communities, views_editions

app_name = "setup"
urlpatterns = [
    path("communities/", views_communities.every, name="communities"),
    path("communities/new/", views_communities.new, name="new_community"),
    path("communities/<slug:community>/", views_communities.edit, name="edit_community"),
    path("<slug:community>/setup/", views.home, name="home"),
    path("<slug:community>/setup/community/", views.community, name="community"),
    path("<slug:community>/setup/editions/new/", views_editions.new, name="new_edition"),
    path("<slug:community>/setup/editions/<int:year>/", views_editions.overview, name="edition"),
    path("<slug:community>/setup/editions/<int:year>/dates/", views_editions.dates, name="dates"),
    path("<slug:community>/setup/editions/<int:year>/texts/", views_editions.texts, name="texts"),
    path("<slug:community>/setup/editions/<int:year>/visitors/", views_editions.visitors, name="visitors"),
    path("<slug:community>/setup/editions/<int:year>/closures/", views_closures.closures, name="closures"),
    path("<slug:community>/setup/editions/<int:year>/publish/", views_editions.publish, name="publish"),
]
