"""Addresses of the room. `find_link` stands alone too, for links of which nobody knows the community any more."""

from django.urls import path

from events.hosting import views, views_data, views_night, views_outcome, views_petition, views_quiet

app_name = "hosting"
urlpatterns = [
    path("link/<str:token>/", views.link, name="link"),
    path("quiet/<str:token>/", views_quiet.quiet, name="quiet"),
    path("quiet/<str:token>/at-once/", views_quiet.quiet_at_once, name="quiet_at_once"),
    path("my/<str:reference>/", views.party, name="party"),
    path("my/<str:reference>/edit/<slug:step>/", views.edit, name="edit"),
    path("my/<str:reference>/answer/", views.answer, name="answer"),
    path("my/<str:reference>/send-again/", views.send_again, name="send_again"),
    path("my/<str:reference>/petition/", views_petition.petition, name="petition"),
    path("my/<str:reference>/withdraw/", views.withdraw, name="withdraw"),
    path("my/<str:reference>/night/", views_night.night, name="night"),
    path("my/<str:reference>/night/<slug:said>/", views_night.say_night, name="say_night"),
    path("my/<str:reference>/data/", views_data.data, name="data"),
    path("my/<str:reference>/data.json", views_data.data_file, name="data_file"),
    path("my/<str:reference>/data/delete/", views_data.delete_data, name="delete_data"),
    path("my/<str:reference>/outcome/", views_outcome.outcome, name="outcome"),
    path("my/<str:reference>/proposal/withdraw/", views.take_back, name="take_back"),
    path("my/<str:reference>/second-contact/remove/", views.remove_second, name="remove_second"),
    path("my/<str:reference>/link/", views.replace_link, name="replace_link"),
    path("my/<str:reference>/link/send/", views.send_link, name="send_link"),
    path("my/<str:reference>/sign-out/", views.sign_out, name="sign_out"),
    path("find-my-link/", views.find_link, name="find_link"),
    path("find-my-link/sent/", views.link_sent, name="link_sent"),
    path("<slug:community>/find-my-link/", views.find_link, name="find_link"),
    path("<slug:community>/find-my-link/sent/", views.link_sent, name="link_sent"),
]
