"""The shelf: large uploaded files, kept below MEDIA_ROOT until they have served their time.

Nothing serves that folder to anybody. A file lies there under a name of chance, never the one it was given.
"""

import os
import secrets
from pathlib import Path, PurePosixPath

from django.conf import settings

PLACES = "places"


def put(chunks, folder):
    """Write the chunks (bytes) to a new file in `folder`; gives its path below MEDIA_ROOT and its size in bytes.

    The file is there whole or not at all. Raises OSError when the disk is full.
    """
    name = f"{folder}/{secrets.token_hex(16)}"
    target = path_of(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    return name, size


def path_of(name):
    """Where a kept file lies. ValueError for a name that leads out of MEDIA_ROOT."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise ValueError(f"No name of a kept file: {name!r}")
    return Path(settings.MEDIA_ROOT).joinpath(*parts)


def take_away(name):
    """Delete a kept file; does nothing for '' or one that is gone."""
    if name:
        path_of(name).unlink(missing_ok=True)


def sweep(folder, *, known, before):
    """Delete files of `folder` that no row knows (their names are not in `known`) and that are older than `before`.

    Gives their number. `before` is a datetime: a file whose row is still to be written is younger.
    """
    strays = [
        path
        for path in Path(settings.MEDIA_ROOT, folder).glob("*")
        if f"{folder}/{path.name.removesuffix('.part')}" not in known and path.stat().st_mtime < before.timestamp()
    ]
    for path in strays:
        path.unlink(missing_ok=True)
    return len(strays)
