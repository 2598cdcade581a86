"""The stylesheets and templates keep their promises: contrast, size, own files only."""

import gzip
import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
APP = (CSS / "app.css").read_text()

TEXTS = ("ink", "ink-2", "link", "link-visited", "accent")

# (text, ground, least ratio), each in both themes. Source: WCAG 2.2, 1.4.3 and 1.4.11.
PAIRS = [
    *[
        (text, ground, 4.5)
        for text in ("ink", "ink-2", "link", "link-visited", "accent")
        for ground in ("bg", "surface")
    ],
    *[("ink", ground, 4.5) for ground in ("tint", "tint-line", "sunk", "ok-bg", "err-bg")],
    ("ink-2", "sunk", 4.5),
    ("ok", "ok-bg", 4.5),
    ("warn", "warn-bg", 4.5),
    ("err", "err-bg", 4.5),
    ("err", "surface", 4.5),
    ("err", "bg", 4.5),
    ("btn-ink", "btn", 4.5),
    ("btn-ink", "btn-hover", 4.5),
    ("blade-ink", "blade", 4.5),
    ("line-strong", "bg", 3),
    ("line-strong", "surface", 3),
    ("btn-edge", "bg", 3),
]


def tokens(theme):
    """{name: "#rrggbb"} of "light" or "dark", references followed."""
    light, dark = re.findall(r":root\{(.*?)\n\}", APP, re.S)[:2]
    found = dict(re.findall(r"--([\w-]+):([^;]+);", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([\w-]+):([^;]+);", dark))

    def plain(value):
        while reference := re.fullmatch(r"var\(--([\w-]+)\)", value):
            value = found[reference[1]]
        return "#" + "".join(c * 2 for c in value[1:]) if re.fullmatch(r"#\w{3}", value) else value

    return {name: plain(value) for name, value in found.items()}


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground, least):
    colours = tokens(theme)
    low, high = sorted(luminance(colours[name]) for name in (text, ground))
    assert (high + 0.05) / (low + 0.05) >= least


def test_styles_fit_a_full_phone_network():
    size = {path.name: len(gzip.compress(path.read_bytes())) for path in CSS.glob("*.css")}
    assert size["app.css"] + size["pages.css"] <= 10_000
    assert size["app.css"] + size["pages.css"] + size["staff.css"] <= 14_000


def test_every_file_a_stylesheet_names_exists():
    named = [(path, name) for path in CSS.glob("*.css") for name in re.findall(r"url\(([^)]+)\)", path.read_text())]
    assert named
    assert [name for path, name in named if not (path.parent / name).resolve().is_file()] == []


def test_no_template_carries_a_style_or_a_script_of_its_own():
    own = re.compile(r"""<style|\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/(ld\+)?json)|\son[a-z]+\s*=["']""")
    pages = [path for path in TEMPLATES.rglob("*.html") if "mail" not in path.relative_to(TEMPLATES).parts]
    assert len(pages) > 10
    assert [path.name for path in pages if own.search(path.read_text())] == []
