"""Every string of the public's and the hosts' pages is wrapped, is in the catalog, and is translated into Spanish.

Nothing here needs gettext on the machine: sources are read with `ast` and Django's own template reader, catalogs with
polib. When a test asks for it, run in the project's folder, with gettext installed:
`django-admin makemessages -l es --add-location=file --no-obsolete --no-wrap -i .venv -i tests`, translate, then
`django-admin compilemessages -l es -i .venv`, and commit both files.
"""

import ast
import html
import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

pytestmark = pytest.mark.once

TOP = Path(__file__).resolve().parent.parent
FOLDER = TOP / "locale" / "es" / "LC_MESSAGES"
FUNCTIONS = {"gettext": 1, "gettext_noop": 1, "ngettext": 2, "pgettext": 2, "npgettext": 3}
FUNCTIONS |= {f"{name}_lazy": number for name, number in FUNCTIONS.items() if name != "gettext_noop"} | {"_": 1}
TEXT = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({TEXT})(?:\s*,\s*({TEXT}))?(?:\s*,\s*({TEXT}))?", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}")
STAFF_ROOMS = {"review", "entry", "calls", "closures", "imports", "exports", "setup", "members", "accounts", "demo"}
STAFF_ROOMS |= {"board", "broadcasts", "packing", "pairs", "places", "placing", "reports", "returning", "storms"}
STAFF_TEMPLATES = STAFF_ROOMS | {"account", "mfa"}
STAFF_FILES = {"admin.py", "backup.py", "checks.py", "queue.py", "deciding.py"}
READ_ALOUD = {"alt", "aria-label", "content", "placeholder", "title", "value"}
NOT_WORDS = {"Apple Maps", "OpenStreetMap"}
# What the framework's own catalog translates: names of weekdays and months that are not known beforehand.
NAMED_BY_DJANGO = {"weekday", "month"}


@pytest.fixture(scope="module")
def catalog():
    return polib.pofile(str(FOLDER / "django.po"))


def python_files():
    paths = [*(TOP / "events").rglob("*.py"), *(TOP / "nightout").rglob("*.py")]
    return sorted(path for path in paths if "migrations" not in path.parts)


def template_files():
    return sorted(path for path in (TOP / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def name_of(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def calls_in(path):
    """(function, its arguments as far as they are literal texts, node) of every call for a translation."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and name_of(node.func) in FUNCTIONS:
            said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            yield name_of(node.func), [text for text in said if isinstance(text, str)], node


def strings():
    """{(context, text, plural): where} of everything that asks to be translated."""
    found = {}

    def keep(function, said, where):
        context = said.pop(0) if function.removesuffix("_lazy").endswith("pgettext") else ""
        plural = said[1] if function.removesuffix("_lazy") in ("ngettext", "npgettext") else ""
        found[context, said[0], plural] = str(where.relative_to(TOP))

    for path in python_files():
        for function, said, _node in calls_in(path):
            if len(said) >= FUNCTIONS[function]:
                keep(function, said[: FUNCTIONS[function]], path)
    for path in template_files():
        for call in CALL.finditer(templatize(path.read_text())):
            said = [ast.literal_eval(text) for text in call.groups()[1:] if text]
            keep(call[1], said[: FUNCTIONS[call[1]]], path)
    return found


def key_of(entry):
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def translations_of(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_string_is_in_the_catalog_and_the_catalog_has_no_other(catalog):
    wanted = strings()
    listed = {key_of(entry) for entry in catalog if not entry.obsolete}
    assert {key: where for key, where in wanted.items() if key not in listed} == {}
    assert listed - set(wanted) == set()


def test_every_string_is_translated(catalog):
    assert [entry.msgid for entry in catalog if not all(translations_of(entry))] == []
    assert [entry.msgid for entry in catalog if entry.fuzzy] == []
    assert [entry.msgid for entry in catalog.obsolete_entries()] == []


def test_a_translation_has_the_placeholders_and_the_markup_of_its_string(catalog):
    def bones(text):
        return sorted({*PLACEHOLDER.findall(text)}), sorted(re.findall(r"<[^>]+>", text))

    assert [
        (entry.msgid, said) for entry in catalog for said in translations_of(entry) if bones(said) != bones(entry.msgid)
    ] == []


def test_the_compiled_catalog_is_the_catalog(catalog):
    def content(entries):
        return {key_of(entry): translations_of(entry) for entry in entries}

    assert content(polib.mofile(str(FOLDER / "django.mo"))) == content(catalog)


def test_spanish_says_usted_and_opens_its_questions(catalog):
    said = [text for entry in catalog for text in translations_of(entry)]
    familiar = re.compile(r"\b(tú|tu|tus|te|ti|contigo|tuyo|tuya|puedes|quieres|tienes|eres)\b", re.IGNORECASE)
    assert [text for text in said if familiar.search(text)] == []
    assert [text for text in said if text.count("?") != text.count("¿") and "://" not in text] == []


def test_functions_of_translation_go_by_names_that_the_extractor_knows():
    odd = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                odd += [f"{path}: {name.asname}" for name in node.names if name.asname not in (None, "_")]
    assert odd == []


def test_only_literal_texts_are_handed_to_a_translation():
    odd = []
    for path in python_files():
        for function, said, node in calls_in(path):
            first = node.args[0] if node.args else None
            is_named_by_django = isinstance(first, ast.Name) and first.id in NAMED_BY_DJANGO
            if len(said) < FUNCTIONS[function] and not is_named_by_django:
                odd.append(f"{path.relative_to(TOP)}:{node.lineno} {ast.unparse(node)}")
    assert odd == []


class Loose(HTMLParser):
    """Collects the words of a page, and of attributes that are read aloud."""

    def __init__(self):
        super().__init__()
        self.words, self.skipped = [], 0

    def handle_starttag(self, tag, attrs):
        self.skipped += tag in ("script", "style", "svg")
        if tag != "meta" or dict(attrs).get("name") not in (
            "viewport",
            "robots",
            "color-scheme",
            "theme-color",
            "supported-color-schemes",
        ):
            self.words += [value for name, value in attrs if name in READ_ALOUD and tag not in ("input", "link")]

    def handle_endtag(self, tag):
        self.skipped -= tag in ("script", "style", "svg")

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def loose_words(path):
    """What a template says outside its translations."""
    page, inside = [], ""
    for token in Lexer(path.read_text()).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if not inside and (word in ("blocktranslate", "comment") or token.contents.startswith("block main_class")):
                inside = word
            elif word == f"end{inside}":
                inside = ""
        if token.token_type == TokenType.TEXT and not inside:
            page.append(token.contents)
        elif token.token_type != TokenType.TEXT:
            page.append("·")
    text = "".join(page)
    if path.suffix == ".html":
        reader = Loose()
        reader.feed(text)
        text = "\n".join(reader.words)
    for known in NOT_WORDS:
        text = text.replace(known, "")
    return re.findall(r"[^\W\d_]{2,}", html.unescape(text))


def is_for_staff(path):
    parts = path.relative_to(TOP / "templates").parts
    # A page for the server's bad hour has neither database nor translation: both languages stand in it.
    return parts[0] in STAFF_TEMPLATES or parts[-1] in ("base_staff.html", "job.html", "500.html")


@pytest.mark.parametrize("path", [path for path in template_files() if not is_for_staff(path)], ids=lambda p: p.name)
def test_templates_say_nothing_outside_translations(path):
    assert loose_words(path) == []


def test_forms_and_messages_say_nothing_outside_translations():
    spoken = {"label", "help_text", "empty_label"}
    loose = []
    for path in python_files():
        inside = path.relative_to(TOP)
        if inside.parts[0] != "events" or inside.parts[1] in STAFF_ROOMS | STAFF_FILES | {"management", "models"}:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            said = [word.value for word in node.keywords if word.arg in spoken]
            if name_of(node.func) in ("ValidationError", "add_error"):
                said += node.args
            if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "messages":
                said += node.args
            loose += [
                f"{inside}:{text.lineno} {text.value}"
                for text in said
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and " " in text.value
            ]
    assert loose == []


def grade_of(sentence):
    """The school grade by Flesch and Kincaid, syllables counted by their vowels."""
    words = re.findall(r"[A-Za-z’']+", sentence.lower())
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", word)))) for word in words)
    return 0.39 * len(words) + 11.8 * syllables / len(words) - 15.59


def test_english_pages_and_letters_can_be_read_in_the_sixth_grade(catalog):
    rooms = {}
    for entry in catalog:
        text = PLACEHOLDER.sub("Elm", re.sub(r"<[^>]+>", "", entry.msgid))
        sentences = [part for part in re.split(r"(?<=[.?!:;])\s", text) if len(part.split()) >= 5]
        for room in {Path(path).parent for path, _line in entry.occurrences}:
            rooms.setdefault(str(room), []).extend(sentences)
    grades = {room: sum(map(grade_of, said)) / len(said) for room, said in rooms.items() if said}
    assert {room: grade for room, grade in grades.items() if grade > 6} == {}
    assert {sentence for said in rooms.values() for sentence in said if len(sentence.split()) > 30} == set()
