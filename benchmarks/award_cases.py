"""The cases of benchmarks.awards and their lower limits.

Each function prepares what is not measured and returns what is.
"""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Membership, Person, Role
from awards.actions import checking, paying
from awards.actions.reports import open_report
from awards.actions.vouchers import replace_vouchers
from awards.bank_files import sepa_xml
from awards.models import Award, ProofCheck, Report, ReportDate, ReportSubmission
from awards.report_content import content_of
from awards.views.vouchers import numbered
from awards.voucher_files import COLUMNS, MOST_ROWS, read
from core import clock
from core.snapshots import freeze

Work = Callable[[], object]
SAMPLE = 60
NOTHING = "the application alone"
CSV_NAME, XLSX_NAME = "belege.csv", "belege.xlsx"
OFFICER, CASHIER = "olaf.ordner@allmende.example", "karla.kasse@allmende.example"
LEDGER = """SELECT b.call_id, b.year, b.amount, b.reserved, b.committed, sum(t.ordered),
sum(t.paid), sum(t.returned) FROM programmes_budgetyear b
LEFT JOIN awards_tranche t ON t.budget_year_id = b.id GROUP BY b.id ORDER BY b.call_id, b.year"""
DUE = """FROM awards_reportdate d JOIN awards_award w ON w.id = d.award_id
JOIN accounts_organisation o ON o.id = w.organisation_id
LEFT JOIN awards_report r ON r.duty_id = d.id"""
DUE_PAGE = f"SELECT d.kind, d.due_on, w.funding_code, o.name, r.status {DUE} ORDER BY d.due_on"
COPY = "COPY bench_voucher (row, number, paid_on, payee, purpose, amount) FROM STDIN"
TABLE = """CREATE TABLE bench_voucher (id serial PRIMARY KEY, row int UNIQUE, number text,
paid_on date, payee text, purpose text, amount numeric(14, 2))"""


def person(email: str) -> Person:
    return Person.objects.get(email=email)


def editor() -> Person:
    """Somebody of a municipality, who has no role in the office."""
    return Membership.objects.filter(role=Role.EDITOR).order_by("pk")[0].person


def pattern() -> Award:
    return Award.objects.filter(funding_code__startswith="BENCH-").order_by("pk")[0]


def prepare(folder: Path) -> None:
    """Write the lists of vouchers; open a proof that has one, and begin its check."""
    write_csv(folder / CSV_NAME)
    write_xlsx(folder / XLSX_NAME)
    award, by = pattern(), editor()
    Membership.objects.create(organisation=award.organisation, person=by, role=Role.EDITOR)
    duty = ReportDate.objects.get(award=award, kind=ReportDate.Kind.PROOF)
    open_report(duty.pk)
    report = proof()
    with (folder / CSV_NAME).open("rb") as stream:
        listing = read(stream, CSV_NAME, lines_of(report))
    replace_vouchers(report, listing, seen=report.version, by=by)
    report = proof()
    submission = ReportSubmission.objects.create(
        report=report,
        number=1,
        receipt_number="B-PROOF",
        snapshot=freeze(report, "report_submission", content_of(report)),
        received_at=clock.now(),
        signed_by_key="benchmark",
    )
    today = clock.today()
    ProofCheck.objects.create(submission=submission, cursory_due_on=today, in_depth_due_on=today)


def proof() -> Report:
    return Report.objects.get(duty__award=pattern(), duty__kind=ReportDate.Kind.PROOF)


def lines_of(report: Report) -> dict[str, int]:
    return numbered([one.plan_line for one in report.lines.filter(plan_line__side="expense")])


def vouchers() -> list[list[object]]:
    """Return the rows of a list as long as a list may be."""
    first = pattern().starts_on
    return [
        [
            f"R-{number}",
            first + timedelta(days=number % 1500),
            f"Firma {number % 97}",
            f"Leistung {number}",
            1 + number % 2,
            Decimal(1000 + number * 7919 % 90_000) / 100,
        ]
        for number in range(MOST_ROWS)
    ]


def write_csv(path: Path) -> None:
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(heading for heading, _ in COLUMNS.values())
        for number, day, payee, purpose, line, amount in vouchers():
            writer.writerow([number, f"{day:%d.%m.%Y}", payee, purpose, line, f"{amount:.2f}"])


def write_xlsx(path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([heading for heading, _ in COLUMNS.values()])
    for row in vouchers():
        sheet.append(row)
    book.save(path)


def visited(path: str) -> Work:
    """The page as the officer gets it, with session, queries and template."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(person(OFFICER))

    def visit() -> None:
        answer = client.get(path)
        if answer.status_code != 200:  # noqa: PLR2004
            raise SystemExit(f"{path} answered {answer.status_code}")

    visit()  # fills caches and compiles the template
    return visit


def asked(*statements: str) -> Work:
    def ask() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    ask()
    return ask


def imported(path: Path) -> Work:
    """A whole import: every cell read and checked, the list replaced, sums and trail written."""
    report, by = proof(), editor()
    lines = lines_of(report)

    def load() -> None:
        with path.open("rb") as stream:
            listing = read(stream, path.name, lines)
        replace_vouchers(report, listing, seen=report.version, by=by)

    return load


def bare_csv(path: Path) -> Work:
    def load() -> None:
        with path.open(newline="") as stream:
            list(csv.reader(stream, delimiter=";"))

    return load


def bare_xlsx(path: Path) -> Work:
    def load() -> None:
        book = load_workbook(path, read_only=True, data_only=True)
        list(book.worksheets[0].iter_rows(values_only=True))

    return load


def bare_copy() -> Work:
    """As many rows into a table with the same columns and keys, by the quickest way there is."""
    rows = [
        (place, number, day, payee, purpose, amount)
        for place, (number, day, payee, purpose, _, amount) in enumerate(vouchers())
    ]

    def load() -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
            with cursor.cursor.copy(COPY) as copy:
                for row in rows:
                    copy.write_row(row)

    return load


def sampled() -> Work:
    check, by = ProofCheck.objects.get(submission__receipt_number="B-PROOF"), person(OFFICER)
    return lambda: checking.draw_sample(check, SAMPLE, seen=check.version, by=by)


def bare_sample() -> Work:
    """The frozen list parsed and summed up once: no draw can do with less."""
    snapshot = ReportSubmission.objects.get(receipt_number="B-PROOF").snapshot

    def run() -> None:
        rows = json.loads(bytes(snapshot.content))["vouchers"]
        list(itertools.accumulate(Decimal(row["amount"]) for row in rows))

    return run


def paid() -> Work:
    """One file with a line for every waiting order; fewer would be another measurement."""
    by, lines = person(CASHIER), waiting_lines()

    def pay() -> None:
        made = paying.create_payment_file(by=by)
        if made.count != lines:
            raise SystemExit(f"{made.count} lines in the payment file instead of {lines}")

    return pay


def waiting_lines() -> int:
    return paying.payable_by(person(CASHIER)).count()


def orders() -> list[paying.Order]:
    waiting = paying.payable_by(person(CASHIER)).select_related("request__bank_account")
    return [paying.order_of(payment, clock.today()) for payment in waiting]


def bare_sepaxml() -> Work:
    """The library alone: the same transfers, validated against the schema."""
    rows = orders()
    return lambda: sepa_xml(settings.ALLMENDE_PAYER, rows)


def bare_xml() -> Work:
    """The same leaves by ElementTree, without any check."""
    rows = orders()

    def write() -> bytes:
        root = ElementTree.Element("Document")
        for order in rows:
            transfer = ElementTree.SubElement(root, "CdtTrfTxInf")
            for name in ("reference", "holder", "iban", "bic", "amount", "execution_on"):
                ElementTree.SubElement(transfer, name).text = str(getattr(order, name))
        return ElementTree.tostring(root)

    return write


def due_list() -> Work:
    return asked(f"SELECT count(*) {DUE}", f"{DUE_PAGE} LIMIT 50")


def work_of(name: str, folder: Path) -> Work:
    """Prepare the case, or the limit, of that name."""
    from_csv, from_xlsx = folder / CSV_NAME, folder / XLSX_NAME
    cases: dict[str, Callable[[], Work]] = {
        NOTHING: lambda: lambda: None,
        "ledger overview": lambda: visited(reverse("ledger")),
        "bare SQL sums": lambda: asked(LEDGER),
        "due list": lambda: visited(reverse("office_reports")),
        "bare SQL count and page": due_list,
        "import of 20,000 vouchers, CSV": lambda: imported(from_csv),
        "bare csv.reader": lambda: bare_csv(from_csv),
        "import of 20,000 vouchers, XLSX": lambda: imported(from_xlsx),
        "bare openpyxl": lambda: bare_xlsx(from_xlsx),
        "bare COPY of the rows": bare_copy,
        "sample of 60 from 20,000 vouchers": sampled,
        "bare JSON and sums": bare_sample,
        "payment file of every waiting order": paid,
        "bare sepaxml with its schema": bare_sepaxml,
        "bare ElementTree": bare_xml,
    }
    return cases[name]()


CASES = {
    "ledger overview": ("bare SQL sums",),
    "due list": ("bare SQL count and page",),
    "import of 20,000 vouchers, CSV": ("bare csv.reader", "bare COPY of the rows"),
    "import of 20,000 vouchers, XLSX": ("bare openpyxl", "bare COPY of the rows"),
    "sample of 60 from 20,000 vouchers": ("bare JSON and sums",),
    "payment file of every waiting order": ("bare sepaxml with its schema", "bare ElementTree"),
}
