"""No test writes to the real shelf of uploaded files."""

import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """The folder of uploaded files, empty."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"
