"""The words of a letter, whom it goes to, and the last word before it leaves."""

from django import forms
from django.conf import settings

from events.broadcasts.audience import REVIEWS, USUAL
from events.lib.texts import clean_text, one_line
from events.models import Host, ListingLevel, Outcome
from events.queue import NOT_PLACED
from events.rendering import Form
from events.whereabouts.districts import districts_to_choose

UNSEEN = "We could not tell what you had seen. Look at the letter below, then press the button again."
MOST_SUBJECT, MOST_TEXT = 120, 5000


def languages_of(community):
    """[(code, name)] of the languages a letter can be written in, English first."""
    return [(code, str(name)) for code, name in settings.LANGUAGES if code == "en" or code in community.languages]


class SeenForm(Form):
    """A deed on a letter; `seen` is the revision the person had before them."""

    says_optional = False

    seen = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, error_messages={"required": UNSEEN, "invalid": UNSEEN}
    )


class WordsForm(SeenForm):
    """Subject and text in each language of the community; English is needed, since it stands in for the others."""

    def __init__(self, *args, community, **kwargs):
        self.languages = languages_of(community)
        fields = {}
        for code, name in self.languages:
            fields |= {f"subject_{code}": self._subject(code, name), f"text_{code}": self._text(code, name)}
        self.base_fields = self.base_fields | fields
        super().__init__(*args, **kwargs)

    def _subject(self, code, name):
        return forms.CharField(
            label=f"Subject, {name}",
            max_length=MOST_SUBJECT,
            required=code == "en",
            widget=forms.TextInput(attrs={"lang": code}),
            error_messages={"required": "Enter a subject, like “Rain on the night: what to do”"},
        )

    def _text(self, code, name):
        return forms.CharField(
            label=f"Text, {name}",
            max_length=MOST_TEXT,
            required=code == "en",
            widget=forms.Textarea(attrs={"rows": 12, "lang": code}),
            error_messages={"required": "Enter what you want to tell the hosts"},
        )

    def clean(self):
        values = super().clean()
        for code, name in self.languages[1:]:
            if bool(values.get(f"subject_{code}")) != bool(values.get(f"text_{code}")):
                missing = "text" if values.get(f"subject_{code}") else "subject"
                self.add_error(f"{missing}_{code}", f"Enter the {missing} in {name} too, or leave both empty")
        return values

    def sections(self):
        """[(language's name, its two fields)] for the page."""
        return [(name, [self[f"subject_{code}"], self[f"text_{code}"]]) for code, name in self.languages]

    @staticmethod
    def said(broadcast):
        """What the fields hold of a letter."""
        fields = {f"subject_{code}": words for code, words in broadcast.subjects.items()}
        fields |= {f"text_{code}": words for code, words in broadcast.texts.items()}
        return fields | {"seen": broadcast.revision}

    @property
    def words(self):
        """{subjects, texts}, by language; languages left empty are not in it."""
        values = self.cleaned_data
        subjects = {code: one_line(values[f"subject_{code}"]) for code, _name in self.languages}
        texts = {code: clean_text(values[f"text_{code}"]) for code, _name in self.languages}
        written = [code for code in subjects if subjects[code] and texts[code]]
        return {
            name: {code: said[code] for code in written} for name, said in (("subjects", subjects), ("texts", texts))
        }


class NewForm(WordsForm):
    """The words of a new letter, and the edition whose hosts it goes to."""

    year = forms.ChoiceField(label="Hosts of", widget=forms.Select(attrs={"class": "input-m"}))
    seen = None

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        year.choices = [(str(one.year), f"{one.program_name} {one.year}") for one in editions]
        if len(editions) == 1:
            year.widget, year.initial = forms.HiddenInput(), str(editions[0].year)


def ticks(label, choices=(), help_text=""):
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget, help_text=help_text)


def one_of(label, *choices):
    return forms.ChoiceField(label=label, choices=[("", "All"), *choices], required=False)


class AudienceForm(Form):
    """Filters of the hosts. Filters on different things narrow each other; ticks of one thing add up."""

    says_optional = False

    review = ticks("Registration", [(review.value, review.label) for review in REVIEWS], "No tick: the approved ones")
    role = ticks("People", Host.Role.choices, "No tick: hosts and joined hosts")
    neighborhood = forms.MultipleChoiceField(label="Neighborhoods", required=False)
    district = forms.MultipleChoiceField(label="Districts", required=False)
    closure = one_of(
        "Street closure",
        ("asked", "Asked for one"),
        ("approved", "Approved"),
        ("waiting", "Not decided yet"),
        ("none", "None"),
    )
    kit = one_of("Kit", ("yes", "Wants a kit"), ("no", "Wants none"))
    visitors = ticks("Asked for a visit by")
    day = one_of("Day", ("night", "On the night"), ("other", "On another day"))
    returning = one_of("Been there before", ("yes", "Returning"), ("no", "New"))
    language = ticks("Reads")
    level = ticks("Listing", ListingLevel.choices)
    outcome = ticks("Was it held?", Outcome.choices)
    needed = forms.BooleanField(
        label="Everybody must know this: send it also to hosts who asked for fewer letters", required=False
    )

    def __init__(self, data, *, edition):
        super().__init__(data)
        community = edition.community
        areas = community.neighborhoods.current().order_by("name").values_list("number", "name")
        numbered = [(str(number), name) for number, name in areas]
        self.fields["neighborhood"].choices = [*numbered, (NOT_PLACED, "Not placed")]
        self.fields["district"].choices = districts_to_choose(community)
        self.fields["language"].choices = languages_of(community)
        self.fields["visitors"].choices = [(kind.code, kind.label("en")) for kind in edition.visitor_kinds.all()]
        for name in ("neighborhood", "district"):
            self.fields[name].widget.attrs["size"] = 6
            self.fields[name].help_text = "For several, hold Ctrl, on a Mac Command"

    @property
    def sections(self):
        """The fields that have something to choose: lists of areas, single choices, ticks."""
        named = [self[name] for name in ("neighborhood", "district") if self.fields[name].choices]
        single = [self[name] for name in ("closure", "kit", "day", "returning")]
        groups = [self[name] for name in ("review", "role", "visitors", "language", "level", "outcome")]
        return {"areas": named, "single": single, "groups": [group for group in groups if group.field.choices]}

    @property
    def filters(self):
        """What was chosen, as a broadcast keeps it; what cannot be read is left out."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return chosen | {name: usual for name, usual in USUAL.items() if not chosen.get(name)}


def in_words(filters, form):
    """The filters as [(label, words)], for the letter's page; `form` holds the labels."""
    said = []
    for name, field in form.fields.items():
        chosen = filters.get(name)
        if not chosen:
            continue
        if chosen is True:
            said.append(("Also", "hosts who asked for fewer letters"))
            continue
        labels = dict(_flat(field.choices))
        values = chosen if isinstance(chosen, list) else [chosen]
        said.append((field.label, ", ".join(str(labels.get(value, value)) for value in values)))
    return said


def _flat(choices):
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
