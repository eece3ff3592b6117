"""The demonstration's secret key: made once, kept in var/, never in the repository."""

import os
import secrets
import tempfile
from pathlib import Path


def kept_secret_key(folder: Path) -> str:
    """Return the key kept in the folder, making it at the first call.

    The key is written aside and linked into place, so that of several processes starting
    at once one wins and all read the same complete key.
    """
    kept = folder / "secret_key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, fresh = tempfile.mkstemp(dir=folder, prefix="secret_key.")
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(60))
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        finally:
            os.unlink(fresh)
    return kept.read_text()
