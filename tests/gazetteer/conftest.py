"""Small files of our own making with the flaws of real ones. Springfield lies at 38.60-38.61 N, 90.24-90.20 W."""

import json

import pytest

from events.gazetteer import files
from events.gazetteer.kinds import OF_KIND


@pytest.fixture
def write(tmp_path):
    """Writes text, bytes, a list of rows (CSV) or of features (GeoJSON lines) to a file; gives its path."""

    def write(content, name="file"):
        path = tmp_path / name
        if isinstance(content, list):
            dump = isinstance(content[0], dict)
            content = "\n".join(json.dumps(row) if dump else ",".join(map(str, row)) for row in content) + "\n"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def load(springfield, now):
    """Loads a file of a kind for Springfield; gives the PlaceFile."""

    def load(kind, path, *, community=springfield, **options):
        file = files.new_file(community, kind, name=path.name, by=None, now=now, mapping=options.pop("mapping", None))
        OF_KIND[kind].load(file, path, by=None, now=now, **options)
        file.refresh_from_db()
        return file

    return load
