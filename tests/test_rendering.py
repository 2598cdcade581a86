"""How forms look and speak, and which icons a page carries."""

import re

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string

from events.lib.icons import ICONS
from events.rendering import Form, HintedCheckboxes, HintedRadioSelect


class SampleForm(Form):
    block = forms.CharField(
        label="Block number",
        help_text="Like 2800",
        widget=forms.TextInput(attrs={"class": "input-s"}),
        error_messages={"required": "Enter the block number, like 2800"},
    )
    email = forms.EmailField(label="Email")
    note = forms.CharField(label="Note", required=False, max_length=10, widget=forms.Textarea)
    spot = forms.ChoiceField(
        label="Where on the block?",
        choices=[("street", "In the street"), ("yard", "In a yard")],
        widget=HintedRadioSelect(hints={"street": "You ask to close the block"}),
    )
    doing = forms.MultipleChoiceField(
        label="Activities",
        required=False,
        choices=[("food", "Food"), ("music", "Music")],
        widget=HintedCheckboxes(columns=True),
    )
    rules = forms.BooleanField(label="I have read the rules")


GOOD = {"block": "2800", "email": "rosa@example.org", "spot": "street", "rules": "on"}


def field(form, name):
    return form[name].as_field_group()


def test_a_field_prints_label_hint_error_and_control_in_this_order():
    page = field(SampleForm({}), "block")
    places = [page.index(part) for part in ("<label", 'class="hint"', 'class="errmsg"', "<input")]
    assert places == sorted(places)
    assert 'class="field bad"' in page
    assert 'class="input input-s"' in page


def test_a_control_is_described_by_its_hint_and_its_error():
    page = field(SampleForm({}), "block")
    described = re.search(r'aria-describedby="([^"]+)"', page)[1].split()
    assert described == ["id_block_helptext", "id_block_error"]
    assert all(f'id="{name}"' in page for name in described)
    assert 'aria-invalid="true"' in page


def test_a_group_of_choices_is_a_fieldset_described_by_its_error():
    page = field(SampleForm({}), "spot")
    assert '<fieldset class="field bad" aria-describedby="id_spot_error">' in page
    assert "<legend>Where on the block?</legend>" in page
    assert "<small>You ask to close the block</small>" in page
    assert page.count("aria-invalid") == 0
    assert page.count('<label class="choice">') == 2


def test_a_chosen_answer_stays_chosen():
    form = SampleForm({**GOOD, "email": "", "doing": ["music"]})
    assert re.search(r'value="music"[^>]* checked', field(form, "doing"))
    assert not re.search(r'value="food"[^>]* checked', field(form, "doing"))
    assert re.search(r'name="rules"[^>]* checked', field(form, "rules"))


def test_only_questions_that_may_stay_open_say_optional():
    form = SampleForm()
    assert "(optional)" in field(form, "note")
    assert "(optional)" in field(form, "doing")
    assert not any("(optional)" in field(form, name) for name in ("block", "spot", "rules"))
    form.says_optional = False
    assert "(optional)" not in field(form, "note")


def test_the_browser_never_speaks_before_we_do():
    page = "".join(field(SampleForm(), name) for name in SampleForm.base_fields)
    assert " required" not in page


def test_the_summary_leads_to_the_first_control_of_each_problem():
    form = SampleForm({"note": "far too long a note"})
    form.add_error(None, "Choose an end time after the start")
    page = render_to_string("_parts/errors.html", {"form": form})
    links = re.findall(r'href="#([^"]+)"', page)
    assert links == ["id_block", "id_block", "id_email", "id_note", "id_spot_0", "id_rules"]
    controls = "".join(field(form, name) for name in form.fields)
    assert all(f'id="{link}"' in controls for link in links)
    assert 'role="alert" tabindex="-1"' in page


def test_the_summary_is_silent_when_all_is_well():
    assert render_to_string("_parts/errors.html", {"form": SampleForm(GOOD)}).strip() == ""
    assert SampleForm(GOOD).problems == []


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("block", "", "Enter the block number, like 2800"),
        ("email", "", "“Email” needs an answer"),
        ("email", "rosa", "Enter an email address, like name@example.org"),
        ("note", "eleven char", "Use 10 characters or fewer. You have 11."),
        ("spot", "moon", "Choose from the list"),
        ("rules", "", "Tick this box to go on"),
        ("block", "28\x0000", "We took out characters that cannot be shown. Check what is left."),
        ("block", "28\x1b00", "We took out characters that cannot be shown. Check what is left."),
    ],
)
def test_errors_say_what_to_do(name, value, message):
    assert SampleForm({**GOOD, name: value}).errors == {name: [message]}


def test_the_second_try_passes_when_unseen_characters_were_typed():
    form = SampleForm({**GOOD, "note": "Chalk\x00 🎨"})
    assert not form.is_valid()
    assert form["note"].value() == "Chalk 🎨"
    assert SampleForm({**GOOD, "note": form["note"].value()}).is_valid()


def test_lines_and_tabs_may_be_typed():
    assert SampleForm({**GOOD, "note": "a\r\n\tb"}).is_valid()


def test_what_was_typed_is_escaped_everywhere():
    form = SampleForm({**GOOD, "note": "<script>alert(1)</script>"})
    page = field(form, "note") + render_to_string("_parts/errors.html", {"form": form})
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_one_form_does_not_change_the_next():
    first, second = SampleForm(), SampleForm()
    first.fields["block"].widget.attrs["class"] += " input-m"
    assert second.fields["block"].widget.attrs["class"] == "input input-s"
    assert SampleForm.base_fields["block"].widget.attrs["class"] == "input-s"


def test_steps_are_said_in_words_and_shown_as_lights():
    page = render_to_string("_parts/steps.html", {"number": 3, "total": 8})
    assert "Step 3 of 8" in page
    assert page.count("<li") == 8
    assert page.count('class="on"') == 3


def test_a_page_carries_one_symbol_for_each_icon_it_uses():
    source = '{% load nightout %}{% sprite "kids" %}{% icon "food" %}{% icon "food" %}{% icon "music" %}{% endsprite %}'
    page = Template(source).render(Context())
    assert re.findall(r'symbol id="i-([a-z]+)"', page) == ["food", "music", "kids"]
    assert page.count('href="#i-food"') == 2


def test_an_icon_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(TemplateSyntaxError, match="no icon called 'unicorn'"):
        Template('{% load nightout %}{% icon "unicorn" %}').render(Context())


def test_icons_carry_no_colour_and_no_script():
    drawings = " ".join(ICONS.values())
    assert not re.search(r"#[0-9a-f]{3,6}|style=|\son\w+=|<script", drawings)


def languages(*codes):
    names = {"en": "English", "es": "Español", "vi": "Tiếng Việt"}
    return [{"code": c, "name_local": names[c], "url": f"/{c}/", "current": c == "en"} for c in codes]


def test_a_base_page_needs_nothing_from_its_view():
    page = render_to_string("base.html")
    assert "<title>Block parties near you – NightOut</title>" in page
    assert '<a class="skip" href="#main">' in page
    assert '<main id="main"' in page


def test_with_two_languages_the_page_offers_the_other_one_in_its_own_name():
    page = render_to_string("base.html", {"languages": languages("en", "es")})
    assert '<a class="lang" href="/es/" lang="es" hreflang="es">' in page
    assert "<details" not in page
    assert '<link rel="alternate" hreflang="es" href="/es/">' in page


def test_with_three_languages_the_page_has_a_menu_of_them():
    page = render_to_string("base.html", {"languages": languages("en", "es", "vi")})
    menu = page[page.index("<details") : page.index("</details>")]
    assert re.findall(r'hreflang="(\w+)"', menu) == ["en", "es", "vi"]
    assert re.search(r'hreflang="en" aria-current="true"', menu)


def test_a_public_page_reads_no_message_and_asks_for_no_token():
    def touched():
        raise AssertionError("a public page read what is personal")

    page = render_to_string("base.html", {"messages": touched, "csrf_token": touched, "user": touched})
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("code", ["400", "403", "404", "410", "413", "429"])
def test_an_error_page_says_one_thing_and_offers_one_way_on(code):
    page = render_to_string(f"{code}.html")
    assert page.count("<h1>") == 1
    assert page.count('class="btn"') == 1
    assert '<meta name="robots" content="noindex">' in page
