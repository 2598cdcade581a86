"""What the switchboard is asked for: a day, words, an area, a tab, and whether it looks again by itself."""

import datetime as dt

from django import forms

from events.lib.wording import day
from events.models import Party
from events.queue import in_district, words_in
from events.rendering import Form
from events.whereabouts.districts import districts_to_choose

from .lines import TABS

BACK = dt.timedelta(days=30)
AHEAD = dt.timedelta(days=400)
EVERY = [("", "By hand"), ("60", "Every minute")]


class BoardSearch(Form):
    """Query string to parties of one day. What it cannot read it leaves out.

    `day` is the day shown: the one asked for, else today, else the next one with a party, else the last; None where
    there is none.
    """

    says_optional = False

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, street, phone or reference"}),
    )
    on = forms.ChoiceField(required=False, label="Day")
    neighborhood = forms.ChoiceField(required=False, label="Neighborhood")
    district = forms.ChoiceField(required=False, label="District")
    every = forms.ChoiceField(required=False, label="Looks again", choices=EVERY)
    tab = forms.ChoiceField(required=False, choices=list(TABS.items()), widget=forms.HiddenInput)

    def __init__(self, data, *, community, now):
        super().__init__(data)
        self.community = community
        today = community.today(now)
        days = list(self._once_public().filter(date__gte=today - BACK, date__lte=today + AHEAD).dates("date", "day"))
        self.fields["on"].choices = [(each.isoformat(), day(each)) for each in days]
        areas = community.neighborhoods.order_by("name").values_list("number", "name")
        self.fields["neighborhood"].choices = [("", "All"), *((str(number), name) for number, name in areas)]
        self.fields["district"].choices = [("", "All"), *districts_to_choose(community)]
        self.is_valid()
        asked = self.asked("on")
        self.day = dt.date.fromisoformat(asked) if asked else _nearest(days, today)
        if self.day and not asked:
            self.data = {**dict(self.data.items()), "on": self.day.isoformat()}

    def asked(self, name):
        """The cleaned value of a filter, '' where it was not given or cannot be read."""
        return self.cleaned_data.get(name) or ""

    @property
    def shown_tab(self):
        return self.asked("tab") or "all"

    @property
    def is_narrowed(self):
        return any(self.asked(name) for name in ("q", "neighborhood", "district"))

    @property
    def has_districts(self):
        """Whether there is a district to choose."""
        return len(self.fields["district"].choices) > 1

    def parties(self):
        """The parties of the day that words and filters leave, of every tab: approved, or called off after that."""
        rows = self._once_public().filter(date=self.day)
        if self.asked("q"):
            rows = rows.filter(words_in(self.asked("q")))
        if self.asked("neighborhood"):
            rows = rows.filter(neighborhood__number=self.asked("neighborhood"))
        if self.asked("district"):
            rows = rows.filter(in_district(self.community, self.asked("district")))
        return rows

    def _once_public(self):
        rows = Party.objects.in_community(self.community).filter(approved_at__isnull=False)
        return rows.filter(review__in=["approved", "cancelled", "withdrawn"])


def _nearest(days, today):
    coming = [day for day in days if day >= today]
    return coming[0] if coming else days[-1] if days else None
