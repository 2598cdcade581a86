"""What the invented city is made of: its outlines, the streets that have a name, and words for people and parties."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def _read(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


GEOGRAPHY, STREETS, WORDS = _read("geography.json"), _read("streets.json"), _read("words.json")
