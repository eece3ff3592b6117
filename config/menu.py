"""The main menu: label, URL name and the roles that see the entry (none: the public)."""

APPLICANT = frozenset({"editor", "signatory", "org_admin"})
OFFICE = frozenset({"officer", "head_of_unit", "budget_officer", "auditor"})
READERS = OFFICE | {"researcher"}
REVIEWER = frozenset({"reviewer"})
PUBLIC: frozenset[str] = frozenset()

MENU = [
    ("Start", "start", PUBLIC),
    ("Förderaufrufe", "calls", PUBLIC),
    ("Geförderte Projekte", "funded", PUBLIC),
    ("Unsere Anträge", "municipality_home", APPLICANT),
    ("Förderaufrufe", "calls", APPLICANT),
    ("Team", "team", APPLICANT),
    ("Lage", "office_home", OFFICE),
    ("Aufrufe", "office_calls", OFFICE),
    ("Eingang", "inbox", OFFICE),
    ("Auswahl", "selection", OFFICE),
    ("Auswertung", "report", READERS),
    ("Meine Gutachten", "my_reviews", REVIEWER),
]
