"""The house stands: who may import whom, how long a file may get, what a name may be. Read from the code with `ast`."""

import ast
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
APP = TOP / "events"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "services", "managers", "constants", "misc"}
GROUND, BEDROCK = {"models"}, {"lib"}
DESK_FOLDERS = {"boundaries", "closing", "gazetteer", "invented", "mail", "questions", "whereabouts"}
NOT_ROOMS = GROUND | BEDROCK | DESK_FOLDERS | {"management", "migrations", "templatetags"}
ROOMS = sorted(
    folder.name for folder in APP.iterdir() if (folder / "__init__.py").exists() and folder.name not in NOT_ROOMS
)
DOOR_FILES = {"views.py", "urls.py", "adapter.py"}
MAY_SPEAK_HTTP = {"access.py", "caching.py", "limits.py", "context.py", "rendering.py", "admin.py", "errors.py"}
CLOCK = r"(timezone|datetime|dt|date|dt\.datetime|dt\.date|datetime\.datetime)\.(now|utcnow|today)"
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls.path")


def sources():
    """Every Python file of the application, without migrations."""
    return sorted(path for path in APP.rglob("*.py") if "migrations" not in path.parts)


def imports_of(path):
    """(module, line) of every import in the file, relative ones made absolute."""
    package = path.relative_to(TOP).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            for name in node.names:
                yield f"{module}.{name.name}", node.lineno


def room_of(path):
    """The room a file stands in, or None on the shared floors."""
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 and parts[0] in ROOMS else None


def faults(rule):
    """Every import that `rule(path, module)` objects to, as readable lines."""
    return [
        f"{path.relative_to(TOP)}:{line} imports {module}"
        for path in sources()
        for module, line in imports_of(path)
        if rule(path, module)
    ]


def test_rooms_never_reach_into_each_other():
    def reaches(path, module):
        parts = module.split(".")
        here = room_of(path)
        return here and parts[0] == "events" and len(parts) > 1 and parts[1] in ROOMS and parts[1] != here

    assert faults(reaches) == []


def test_shared_desks_never_import_a_room():
    def climbs(path, module):
        parts = module.split(".")
        inside = path.relative_to(APP)
        is_file = len(inside.parts) == 1 and inside.name not in {"urls.py", "admin.py"}
        is_desk = is_file or inside.parts[0] in DESK_FOLDERS
        return is_desk and parts[0] == "events" and len(parts) > 1 and parts[1] in ROOMS

    assert faults(climbs) == []


def test_the_ground_floor_stands_on_bedrock_alone():
    def climbs(path, module):
        parts = module.split(".")
        return (
            path.relative_to(APP).parts[0] in GROUND
            and parts[0] == "events"
            and len(parts) > 1
            and parts[1] not in GROUND | BEDROCK
        )

    assert faults(climbs) == []


def test_bedrock_knows_nothing_of_parties():
    allowed = ("django.utils", "django.core", "events.lib")

    def climbs(path, module):
        ours = module.startswith(("django", "events", "nightout"))
        return path.relative_to(APP).parts[0] in BEDROCK and ours and not module.startswith(allowed)

    assert faults(climbs) == []


def test_only_doors_speak_http():
    def speaks(path, module):
        inside = path.relative_to(APP)
        is_door = inside.name in DOOR_FILES or inside.parts[0] == "management" or inside.name in MAY_SPEAK_HTTP
        is_door = is_door or inside.name.startswith(("views", "forms"))
        return not is_door and module.startswith(HTTP)

    assert faults(speaks) == []


def test_imports_stand_at_the_top():
    late = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                late += [
                    f"{path.relative_to(TOP)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert late == []


def test_no_file_is_above_400_lines():
    paths = [*sources(), *(TOP / "nightout").rglob("*.py"), *(TOP / "tests").rglob("*.py")]
    paths += [*(TOP / "templates").rglob("*.html"), *(TOP / "static" / "js").glob("*.js")]
    lengths = {str(path.relative_to(TOP)): len(path.read_text().splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_room_nears_1500_lines():
    sizes = {room: sum(len(path.read_text().splitlines()) for path in (APP / room).rglob("*.py")) for room in ROOMS}
    assert {room: size for room, size in sizes.items() if size > 1500} == {}


def test_functions_can_be_read_in_one_look():
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60:
                long.append(f"{path.relative_to(TOP)}:{node.lineno} {node.name}")
    assert long == []


def test_no_file_has_a_name_that_says_nothing():
    names = [path for path in sources() if path.stem in FORBIDDEN_NAMES]
    names += [path for path in APP.rglob("*") if path.is_dir() and path.name in FORBIDDEN_NAMES]
    assert names == []


def test_there_are_no_signals():
    def signals(path, module):
        return module.startswith(("django.db.models.signals", "django.dispatch"))

    assert faults(signals) == []


@pytest.mark.parametrize("room", ROOMS)
def test_one_word_names_a_room_everywhere(room):
    urls = (APP / room / "urls.py").read_text()
    assert f'app_name = "{room}"' in urls or room == "accounts"
    assert (TOP / "tests" / room).is_dir()
    renders = any("render(" in path.read_text() for path in (APP / room).glob("views*.py"))
    assert (TOP / "templates" / room).is_dir() or not renders  # a room for files alone has no pages


def test_domain_functions_take_the_clock_as_an_argument():
    """`timezone.now()` and friends are asked in views (and the page cache around them) and commands alone."""
    asks = []
    for path in sources():
        inside = path.relative_to(APP)
        if inside.name.startswith("views") or inside.parts[0] == "management" or inside.name == "caching.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and re.fullmatch(CLOCK, ast.unparse(node.func)):
                asks.append(f"{inside}:{node.lineno}")
    assert asks == []
