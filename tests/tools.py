"""The two tools tests need from the machine: found, installed when root, or named."""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

TRIES = 3
# Debian's Chromium without windows: half the work for a page. Where it is missing, any will do.
WITHOUT_WINDOWS = "chromium-headless-shell"
LONGEST_DOWNLOAD = 60


def find_chromium() -> str | None:
    """Return the path of an installed Chromium."""
    names = [os.environ.get("CHROMIUM", ""), WITHOUT_WINDOWS]
    names += ["chromium", "chromium-browser", "google-chrome"]
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
    if os.geteuid() == 0 and shutil.which("apt-get"):
        if packages:
            install(packages)
        if shutil.which(WITHOUT_WINDOWS) is None and "CHROMIUM" not in os.environ:
            install_if_at_hand(WITHOUT_WINDOWS)
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
    for _ in range(TRIES):
        with suppress(subprocess.CalledProcessError):
            apt_get("update")
            apt_get(*INSTALL, *packages)
            return


def install_if_at_hand(package: str) -> None:
    """Install a package that only saves time, unless fetching it would take longer than that."""
    print(f"Installing {package} ...", flush=True)
    with suppress(subprocess.CalledProcessError, subprocess.TimeoutExpired):
        apt_get("update", timeout=LONGEST_DOWNLOAD)
        apt_get(*INSTALL, "--download-only", package, timeout=LONGEST_DOWNLOAD)
        apt_get(*INSTALL, package)


INSTALL = ("install", "-y", "--no-install-recommends")


def apt_get(*arguments: str, timeout: float | None = None) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    out = subprocess.DEVNULL
    command = ["apt-get", "-qq", *arguments]
    subprocess.run(command, check=True, env=environment, stdout=out, timeout=timeout)
