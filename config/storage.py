"""Where uploaded files and style sheets are kept: on this disk, or files in an S3 bucket."""

from pathlib import Path
from typing import Any

import environ

ANSWER_WITHIN = {"connect_timeout": 3, "read_timeout": 5}  # seconds


def patience() -> Any:
    """Ask the storage once and not for long; people are told and try again themselves."""
    from botocore.config import Config

    once = {"total_max_attempts": 1, "mode": "standard"}
    return Config(**ANSWER_WITHIN, retries=once, s3={"addressing_style": "path"})


def storages(env: environ.Env, var_dir: Path, *, demo: bool) -> dict[str, Any]:
    """Read ALLMENDE_S3_BUCKET and ALLMENDE_S3_ENDPOINT; without a bucket files go to var/files.

    Uploaded files have no address of their own: views hand them out after asking who may see.
    """
    bucket = env("ALLMENDE_S3_BUCKET", default="")
    on_disk = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": var_dir / "files", "base_url": None},
    }
    on_s3 = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env("ALLMENDE_S3_ENDPOINT", default=None),
            "default_acl": None,
            "file_overwrite": False,
            "client_config": patience() if bucket else None,
        },
    }
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    packed = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return {
        "default": on_s3 if bucket else on_disk,
        "staticfiles": {"BACKEND": plain if demo else packed},
    }
