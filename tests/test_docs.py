"""The documents tell the truth: what they name exists, what exists is named."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

TOP = Path(__file__).resolve().parent.parent
README = (TOP / "README.md").read_text()
DOCUMENTS = sorted([TOP / "README.md", TOP / "CHANGELOG.md", *(TOP / "docs").rglob("*.md")])
ROOM = re.compile(r"^  (\w+)/\s+ROOM ", re.M)
SETTING = re.compile(r"""(?:env|env\.\w+|_secret)\(\s*"([A-Z_]+)\"""")


def section(title):
    """The README's text under the heading."""
    return re.search(rf"^## {title}\b.*?$(.*?)(?=^## |\Z)", README, re.M | re.S)[1]


@pytest.mark.parametrize("title", ["Run it", "Test it"])
def test_one_command_line_runs_it_and_one_tests_it(title):
    (block,) = re.findall(r"^```\w*\n(.*?)^```", section(title), re.M | re.S)
    command = block.replace("\\\n", " ").strip()
    assert "\n" not in command
    assert command.startswith("python3 -m venv .venv && ")


def test_the_readme_names_every_room_and_no_other():
    rooms = {path.parent.name for path in (TOP / "events").glob("*/urls.py")}
    assert set(ROOM.findall(README)) == rooms


def test_the_readme_names_every_shared_desk():
    tree = section("The house")
    quiet = {"__init__.py", "apps.py", "admin.py"}
    desks = {path.name for path in (TOP / "events").glob("*.py")} - quiet
    assert {name for name in desks if name not in tree} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_between_documents_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(document):
    named = set(re.findall(r"manage\.py (\w+)", document.read_text()))
    assert named - set(get_commands()) == set()


def test_every_setting_is_explained():
    read = set(SETTING.findall((TOP / "nightout" / "settings.py").read_text()))
    explained = set(re.findall(r"^#?\s?([A-Z_]+)=", (TOP / ".env.example").read_text(), re.M))
    assert read == explained


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_its_reason(name):
    lines = [line for line in (TOP / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not re.match(r"^[\w.\[\],-]+==[\w.]+ +# \w", line)] == []


def test_every_decision_is_about_half_a_page():
    lengths = {path.name: len(path.read_text().split()) for path in (TOP / "docs" / "decisions").glob("*.md")}
    assert {name: words for name, words in lengths.items() if not 80 <= words <= 500} == {}


def test_the_glossary_names_every_noun():
    glossary = (TOP / "docs" / "concepts.md").read_text()
    nouns = {path.stem for path in (TOP / "events" / "models").glob("*.py")} - {"__init__", "choices"}
    assert {noun for noun in nouns if f"models/{noun}.py" not in glossary} == set()
