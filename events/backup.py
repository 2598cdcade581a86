"""Backup and restore of everything an installation holds, in one file that either database can be restored from.

The file is a gzipped tar: `rows/<table>.jsonl` (one JSON array a row), `media/...`, and at the end `manifest.json` with
the release, the applied migrations, the columns, the counts and the checksums. It holds people's homes and numbers: it
is made readable for its owner alone. Sign-ins and the traces of failed ones are not in it, nor are the keys.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

LEFT_OUT = {"axes", "sessions"}
FORMAT = 1
CHUNK = 500
MANIFEST = "manifest.json"


class BackupRefused(Exception):
    """The backup or restore cannot be done; the message is a sentence for people, and nothing has been changed."""


def tables():
    """The models with a table of their own, many-to-many ones too, in a fixed order."""
    everything = apps.get_models(include_auto_created=True)
    return sorted(
        (model for model in everything if model._meta.managed and not model._meta.proxy),
        key=lambda model: model._meta.db_table,
    )


def migrations():
    """The applied migrations as sorted ["app", "name"] pairs."""
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))


@contextlib.contextmanager
def snapshot():
    """Everything read inside is as it was at one moment; writers go on. Not to be used inside a transaction."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL statement_timeout = 0")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # not atomic(), which would take the write lock and keep hosts waiting
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def save(path, *, media, release, now):
    """Write the backup to `path`, which must not exist; gives the manifest. `media` is the folder of uploaded files."""
    path, media = Path(path), Path(media)
    if path.exists():
        raise BackupRefused(f"{path} is there already. Choose another name.")
    if connection.in_atomic_block:
        raise BackupRefused("A backup cannot be made inside a transaction.")
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar, snapshot():
                manifest = _write_all(tar, media, release, now)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as trouble:
        raise BackupRefused(f"The backup could not be written: {trouble.strerror or trouble}") from trouble
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _write_all(tar, media, release, now):
    manifest = {
        "format": FORMAT,
        "release": release,
        "made_at": now.isoformat(),
        "database": connection.vendor,
        "migrations": migrations(),
        "tables": {},
        "media": {},
    }
    for model in tables():
        if model._meta.app_label not in LEFT_OUT:
            manifest["tables"][model._meta.db_table] = _write_table(tar, model)
    for found in sorted(path for path in media.rglob("*") if path.is_file()):
        name = found.relative_to(media).as_posix()
        with found.open("rb") as file:
            manifest["media"][name] = _add(tar, f"media/{name}", file)
    _add(tar, MANIFEST, io.BytesIO(json.dumps(manifest, indent=1).encode()))
    return manifest


def _write_table(tar, model):
    """Add the rows of one table; gives its entry of the manifest."""
    fields, count = model._meta.concrete_fields, 0
    with tempfile.TemporaryFile() as file:
        for row in model._base_manager.order_by("pk").iterator(chunk_size=CHUNK):
            values = [_as_json(field, row) for field in fields]
            file.write(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
            count += 1
        file.seek(0)
        checksum = _add(tar, f"rows/{model._meta.db_table}.jsonl", file)
    return {"columns": [field.column for field in fields], "rows": count, "sha256": checksum}


def _as_json(field, row):
    """The value of a column, exact: Django's own JSON would cut the microseconds."""
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int | float | str) or isinstance(field, models.JSONField):
        return value
    return field.value_to_string(row)


def _add(tar, name, file):
    """Add an open file to the archive; gives the SHA-256 of what is in it."""
    member = tarfile.TarInfo(name)
    member.size = file.seek(0, io.SEEK_END)
    member.mode = 0o600
    file.seek(0)
    checksum = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    tar.addfile(member, file)
    return checksum


def restore(path, *, media):
    """Replace every row and uploaded file by those of the backup at `path`; gives its manifest.

    The file is checked whole before anything is touched, and the rows are replaced in one transaction. Raises
    BackupRefused for a file that is damaged, no backup, or made with other migrations than those applied here.
    """
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            manifest = _checked(tar)
            with transaction.atomic():
                _replace_rows(tar, manifest)
            _replace_media(tar, manifest, Path(media))
    except (OSError, EOFError, tarfile.TarError) as trouble:
        raise BackupRefused(f"{path} is not a backup, or it is damaged ({trouble}).") from trouble
    return manifest


def _checked(tar):
    """The manifest, after every member has been compared with it."""
    try:
        manifest = json.load(tar.extractfile(MANIFEST))
        expected = {f"rows/{name}.jsonl": entry["sha256"] for name, entry in manifest["tables"].items()}
        expected |= {f"media/{name}": checksum for name, checksum in manifest["media"].items()}
        is_known = manifest["format"] == FORMAT
    except (KeyError, TypeError, ValueError, AttributeError) as trouble:
        raise BackupRefused("The file is not a backup of NightOut.") from trouble
    if not is_known:
        raise BackupRefused("The backup was made in a format that this release does not know.")
    if manifest["migrations"] != migrations():
        raise BackupRefused(
            f"The backup was made by release {manifest['release']}, whose tables are not those of this database. "
            "Install that release, run migrate on an empty database, restore, then upgrade."
        )
    if set(expected) != {member.name for member in tar.getmembers()} - {MANIFEST}:
        raise BackupRefused("The backup is not whole: files are missing or too many.")
    for name, checksum in expected.items():
        if hashlib.file_digest(tar.extractfile(name), "sha256").hexdigest() != checksum:
            raise BackupRefused(f"The backup is damaged: {name} is not what was saved.")
    return manifest


def _replace_rows(tar, manifest):
    """Foreign keys are checked at the end of the transaction, so the order of the tables does not matter."""
    models_by_table = {model._meta.db_table: model for model in tables()}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
    for model in models_by_table.values():
        model._base_manager.all()._raw_delete(model._base_manager.db)
    for table, entry in manifest["tables"].items():
        model = models_by_table[table]
        by_column = {field.column: field for field in model._meta.concrete_fields}
        fields = [by_column[column] for column in entry["columns"]]
        batch = []
        for line in tar.extractfile(f"rows/{table}.jsonl"):
            batch.append(_as_row(model, fields, json.loads(line)))
            if len(batch) >= CHUNK:
                _insert(model, batch)
                batch = []
        _insert(model, batch)
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models_by_table.values())):
            cursor.execute(statement)


def _insert(model, batch):
    if batch:
        model._base_manager.bulk_create(batch)


def _as_row(model, fields, values):
    read = {}
    for field, value in zip(fields, values, strict=True):
        if value is not None and not isinstance(field, models.JSONField):
            value = field.to_python(value)
        read[field.attname] = value
    return model(**read)


def _replace_media(tar, manifest, media):
    """Put the uploaded files in place, then take away those that are not in the backup."""
    kept = set()
    for name in manifest["media"]:
        parts = PurePosixPath(name).parts
        if ".." in parts or PurePosixPath(name).is_absolute():
            raise BackupRefused(f"The backup names a file outside the folder of uploads: {name}")
        target = media.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(tar.extractfile(f"media/{name}"), file)
        kept.add(target)
    for found in [path for path in media.rglob("*") if path.is_file() and path not in kept]:
        found.unlink()
