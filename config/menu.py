"""Menus as label and URL name: the main menu by roles, the tabs of one application."""

APPLICANT = frozenset({"editor", "signatory", "org_admin"})
OFFICE = frozenset({"officer", "head_of_unit", "budget_officer", "auditor"})
READERS = OFFICE | {"researcher"}
REVIEWER = frozenset({"reviewer"})
PANEL = frozenset({"panel_member", "panel_chair", "minute_keeper"})
CASHIER = frozenset({"cashier"})
PUBLIC: frozenset[str] = frozenset()

# The roles that see an entry; none: the public.
MENU = [
    ("Start", "start", PUBLIC),
    ("Förderaufrufe", "calls", PUBLIC),
    ("Geförderte Projekte", "funded", PUBLIC),
    ("Unsere Anträge", "municipality_home", APPLICANT | {"guest", "partner"}),
    ("Förderaufrufe", "calls", APPLICANT),
    ("Bescheide", "letters", APPLICANT),
    ("Zuwendungen", "awards", APPLICANT),
    ("Nachweise", "my_reports", APPLICANT),
    ("Vergleich und Befragungen", "my_evaluation", APPLICANT),
    ("Team", "team", APPLICANT),
    ("Lage", "office_home", OFFICE),
    ("Aufrufe", "office_calls", OFFICE),
    ("Eingang", "inbox", OFFICE),
    ("Auswahl", "selection", OFFICE),
    ("Zuwendungen", "awards", OFFICE),
    ("Kasse", "cash", CASHIER),
    ("Auswertung", "report", READERS),
    ("Forschungsdaten", "research", frozenset({"researcher"})),
    ("Meine Gutachten", "my_reviews", REVIEWER),
    ("Jury", "my_sessions", PANEL),
]

# Beginnings of addresses that belong to an entry without standing below its own.
MENU_ALSO = {
    "municipality_home": [
        *("/antrag/", "/beteiligung/", "/schriftwechsel/"),
        *("/kommune/zugang/", "/kommune/kalender/"),
    ],
    "my_reports": ["/nachweis/"],
    "my_evaluation": ["/kommune/vergleich/", "/befragung/"],
    "awards": [
        *("/zuwendung", "/mittelanforderung", "/auszahlung/", "/zinsen/", "/kommune/konto/"),
        *(
            "/aenderung",
            "/rueckforderung",
            "/meilenstein/",
            "/vergabe/",
            "/nachweis",
            "/programm/nachweise/",
        ),
        *("/programm/pruefung", "/programm/risiken/", "/programm/ueberwachung/"),
        *("/programm/ausnahmen/", "/programm/vergaben/"),
        *("/programm/lesezugriffe/", "/programm/wurzeln/", "/programm/archiv/"),
    ],
    "inbox": [
        *("/programm/antrag/", "/programm/arbeitsvorrat/", "/programm/zulassungen/"),
        *("/programm/gruende/", "/programm/bestaetigung", "/programm/filter/"),
        *("/programm/schriftwechsel/", "/schriftwechsel/"),
    ],
    "selection": [
        "/programm/entscheidungen/",
        "/programm/gutachtende/",
        "/programm/jury/",
        "/programm/mappe/",
    ],
    "office_calls": ["/programm/aufruf", "/programm/frage/", "/programm/ziele"],
    "office_home": ["/betrieb/"],
    "report": ["/programm/vergleich/"],
    "funded": ["/rueckblick/", "/offene-daten/"],
}

# What belongs to the inbox, as tabs of its pages.
INBOX_TABS = [
    ("Eingang", "inbox"),
    ("Arbeitsvorrat", "work_queue"),
    ("Schriftwechsel", "office_correspondence"),
    ("Zulassungen bestätigen", "ready_to_confirm"),
    ("Gründe", "why_applications_fail"),
    ("Bestätigungen", "confirmations"),
]

# Every app that shows an application to the office adds its page here.
APPLICATION_TABS = [
    ("Antrag", "office_application"),
    ("Unterlagen", "office_documents"),
    ("Formalprüfung", "formal_check"),
    ("Schriftwechsel", "correspondence"),
    ("Sicht der Kommune", "applicants_view"),
    ("Verlauf", "application_history"),
]

# Who tells an organisation what the last round said about its application.
LAST_ROUND = "evaluation.earlier.assessment_before"
