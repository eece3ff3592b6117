"""Who gets an answer at which address, joined from all apps. What is not listed fails the build.

The module of an app may offer `records(world)`: more records for its addresses, key by name.
"""

from tests.house.access import (
    accounts,
    applications,
    awards,
    consortium,
    core,
    evaluation,
    follow_up,
    money,
    office_work,
    panel,
    programmes,
    reporting,
    signing,
    teamwork,
)

APPS = (
    core,
    accounts,
    programmes,
    applications,
    consortium,
    evaluation,
    awards,
    follow_up,
    money,
    office_work,
    panel,
    reporting,
    signing,
    teamwork,
)
PAGES = {name: one for app in APPS for name, one in app.PAGES.items()}
API = {name: one for app in APPS for name, one in getattr(app, "API", {}).items()}
MORE_STEPS = {name: more for app in APPS for name, more in getattr(app, "MORE_STEPS", {}).items()}
