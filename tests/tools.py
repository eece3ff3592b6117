"""The two tools tests need from the machine: found, installed when root, or named."""

import os
import shutil
import subprocess
from pathlib import Path

TRIES = 3


def find_chromium() -> str | None:
    """Return the path of an installed Chromium."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def find_postgres() -> Path | None:
    """Return the folder with the newest `initdb` and `postgres`; Debian keeps it off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


TOOLS = {
    "PostgreSQL": (find_postgres, "postgresql", "REQUIRE_POSTGRES"),
    "Chromium": (find_chromium, "chromium", "REQUIRE_BROWSER"),
}


def prepare() -> list[str]:
    """Install what is missing if we may; return a sentence for each tool still missing.

    A tool that is required and missing ends the run.
    """
    packages = [package for find, package, _ in TOOLS.values() if find() is None]
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        install(packages)
    missing = []
    for name, (find, package, required) in TOOLS.items():
        if find() is not None:
            continue
        sentence = f"{name} was not found; to install it: apt-get install {package}"
        if os.environ.get(required) == "1":
            raise SystemExit(f"{sentence} ({required}=1)")
        missing.append(sentence)
    return missing


def install(packages: list[str]) -> None:
    """Install Debian packages; a mirror that stumbles is asked again."""
    print(f"Installing {' and '.join(packages)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ]
    for _ in range(TRIES):
        try:
            for command in commands:
                subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        except subprocess.CalledProcessError:
            continue
        return
