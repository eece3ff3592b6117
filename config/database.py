"""Where the rows are kept: SQLite for one machine, PostgreSQL for everything else."""

from pathlib import Path
from typing import Any

import environ


def database(env: environ.Env, var_dir: Path) -> dict[str, Any]:
    """Read DATABASE_URL and add what each engine needs to bear simultaneous writers."""
    found: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{var_dir / 'db.sqlite3'}")
    found["ATOMIC_REQUESTS"] = False  # only actions open transactions, and as short as they can
    if found["ENGINE"].endswith("sqlite3"):
        Path(found["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        # Deferred transactions fail at once when two write; IMMEDIATE ones wait for each other.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON;",
        }
        return found
    found["CONN_HEALTH_CHECKS"] = True
    found.setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": env.int("ALLMENDE_DB_POOL", default=10),
        "timeout": 20,
    }
    return found
