"""Run the whole suite: first what depends on the database on PostgreSQL, then all on SQLite.

python -m tests.suite                 what must never break
python -m tests.suite --drills        the long series instead
python -m tests.suite --screenshots   only the visit to every page, with pictures
python -m tests.suite tests/awards -k budget
"""

import os
import subprocess
import sys

from tests import tools
from tests.cluster import cluster

PROCESSES = min(4, os.cpu_count() or 1)


def main(arguments: list[str]) -> int:
    """Run both parts whatever the first one says; the answer is the worse of the two."""
    missing = tools.prepare()
    wanted = [argument for argument in arguments if argument not in ("--drills", "--screenshots")]
    if "--screenshots" in arguments:
        return run("screenshots", wanted, missing)
    kind = "drill" if "--drills" in arguments else "not drill"
    codes = []
    if tools.find_postgres() is not None:
        with cluster() as url:
            marks = f"({kind}) and not screenshots and not once and not browser"
            codes.append(run(marks, wanted, missing, DATABASE_URL=url))
    marks = f"({kind}) and not screenshots and not postgres"
    codes.append(run(marks, wanted, missing))
    return max(codes)


def run(marks: str, wanted: list[str], missing: list[str], **environment: str) -> int:
    """Run pytest once; finding no test in a part that was narrowed down is no failure."""
    place = "PostgreSQL" if "DATABASE_URL" in environment else "SQLite"
    print(f"\n=== On {place} ===", flush=True)
    command = [sys.executable, "-m", "pytest", f"-n{PROCESSES}", "-m", marks, *wanted]
    without = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    left_out = {"ALLMENDE_TESTS_LEFT_OUT": "\n".join(missing)}
    code = subprocess.call(command, env={**without, **left_out, **environment})
    nothing_found = 5
    return 0 if wanted and code == nothing_found else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
