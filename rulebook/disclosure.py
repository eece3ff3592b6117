"""Disclosure: publishing counts so that nobody learns a small one.

Source: cell suppression for two-way tables with totals (Cox 1980, Suppression methodology and
statistical disclosure control; Gusfield 1988, A graph theoretic approach to statistical data
security; Samarati and Sweeney 1998 for k-anonymity).

A table with totals is a flow: each count runs from the source through its row and its column to
the sink and, as part of the grand total, back to the source. Cells and totals are the arcs; that
every total is the sum of its cells says that as much flows into each node as out of it. So any
other table that fits the published numbers differs from the true one by flow around circles of
blank arcs: forwards without limit, backwards no further than to zero. Whether a blank entry can
be k or more is therefore a question of maximum flow, which is exact in whole numbers.
"""

import heapq
import math
import operator
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Arc = tuple[int, int]


@dataclass(frozen=True)
class Published:
    """A table as it may be shown: every number is true, None is a blank."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class _Network:
    """The table as arcs: source (0) to rows, rows to columns, columns to sink, sink to source."""

    rows: range
    columns: range
    sink: int
    flow: Mapping[Arc, int]

    @cached_property
    def steps(self) -> dict[int, list[tuple[int, Arc]]]:
        """The neighbours of each node, each with the arc that leads there or comes from it."""
        steps: dict[int, list[tuple[int, Arc]]] = {}
        for tail, head in self.flow:
            steps.setdefault(tail, []).append((head, (tail, head)))
            steps.setdefault(head, []).append((tail, (tail, head)))
        return steps

    @cached_property
    def price(self) -> dict[Arc, float]:
        """What a blank costs the reader: the cells it sums, then the size of the count.

        A zero costs more than another cell: it is often known from elsewhere and hides little.
        """
        total = self.flow[self.sink, 0]
        return {
            (tail, head): (len(self.rows) if head in (0, self.sink) else 1)
            * (len(self.columns) if 0 in (tail, head) else 1)
            + (count / (total + 1) if count else 1)
            for (tail, head), count in self.flow.items()
        }


def suppress(table: Sequence[Sequence[int]], k: int) -> Published:
    """Return the table of counts with totals, safe to publish.

    Every cell and every total above 0 and below ``k`` is blank, and so are further entries until
    a reader who knows all the rest, that counts are whole and not negative, and ``k`` cannot
    exclude for any of those small entries that it is ``k`` or more. Nothing is blank when
    nothing is small; no blank beyond the small ones could be shown.

    >>> published = suppress([[20, 3, 12], [14, 31, 9], [8, 16, 25]], k=5)
    >>> for row, row_total in zip(published.cells, published.row_totals):
    ...     print(*row, row_total)
    None None 12 35
    14 31 9 54
    None None 25 49
    >>> published.column_totals, published.total
    ((42, 50, 46), 138)
    """
    network = _network(_check(table, k))
    small = [arc for arc, count in network.flow.items() if 0 < count < k]
    blank = _enough_blanks(network, small, k)

    def shown(tail: int, head: int) -> int | None:
        return None if (tail, head) in blank else network.flow[tail, head]

    return Published(
        tuple(tuple(shown(row, column) for column in network.columns) for row in network.rows),
        tuple(shown(0, row) for row in network.rows),
        tuple(shown(column, network.sink) for column in network.columns),
        shown(network.sink, 0),
    )


def k_anonymity(rows: Iterable[Mapping[str, object]], quasi_identifiers: Sequence[str]) -> int:
    """Return the size of the smallest class of rows alike in all quasi-identifiers.

    >>> rows = [{"Land": "BE", "size": 1}, {"Land": "BE", "size": 1}, {"Land": "BB", "size": 1}]
    >>> k_anonymity(rows, ["Land", "size"]), k_anonymity(rows, ["size"]), k_anonymity([], ["size"])
    (1, 3, 0)
    """
    classes = Counter(tuple(row[column] for column in quasi_identifiers) for row in rows)
    return min(classes.values(), default=0)


def _check(table: Sequence[Sequence[int]], k: int) -> list[list[int]]:
    """Return the counts as plain integers; refuse what is no table of counts."""
    if operator.index(k) < 1:
        raise ValueError(f"k must be 1 or more, but is {k}")
    counts = [[operator.index(count) for count in row] for row in table]
    if len({len(row) for row in counts}) > 1:
        raise ValueError("all rows of a table must be equally long")
    if any(count < 0 for row in counts for count in row):
        raise ValueError("a count must not be negative")
    return counts


def _network(counts: list[list[int]]) -> _Network:
    rows = range(1, len(counts) + 1)
    columns = range(rows.stop, rows.stop + (len(counts[0]) if counts else 0))
    sink = columns.stop
    flow = {
        (row, column): count
        for row, line in zip(rows, counts, strict=True)
        for column, count in zip(columns, line, strict=True)
    }
    row_totals = {(0, row): sum(flow[row, column] for column in columns) for row in rows}
    column_totals = {(column, sink): sum(flow[row, column] for row in rows) for column in columns}
    total = {(sink, 0): sum(row_totals.values())}
    return _Network(rows, columns, sink, flow | row_totals | column_totals | total)


def _enough_blanks(network: _Network, small: list[Arc], k: int) -> set[Arc]:
    """Return the small entries and as many others as protect them, none of which is too many."""
    blank = set(small)
    differing: dict[Arc, set[Arc]] = {}
    for entry in sorted(small, key=lambda arc: network.flow[arc]):
        differing[entry] = _other_table(network, blank, entry, k)
        blank |= differing[entry]
    for arc in sorted(blank.difference(small), key=network.price.__getitem__, reverse=True):
        fewer = blank - {arc}
        again = {
            entry: _other_table(network, fewer, entry, k)
            for entry in small
            if arc in differing[entry]
        }
        if all(differs <= fewer for differs in again.values()):
            blank = fewer
            differing |= again
    return blank


def _other_table(network: _Network, blank: set[Arc], entry: Arc, k: int) -> set[Arc]:
    """Return where some table with ``k`` at the entry differs from the true one.

    As long as blanks alone can take the difference, the table differs nowhere else. Where they
    cannot, the cheapest path goes through entries that are shown, which must be blank too. There
    always is one, because the totals of an entry can all grow with it.
    """

    def within_blanks(arc: Arc) -> float:
        return 0 if arc in blank and arc != entry else math.inf

    def with_more_blanks(arc: Arc) -> float:
        return network.price[arc] if arc not in blank else within_blanks(arc)

    tail, head = entry
    missing = k - network.flow[entry]
    change = Counter({entry: missing})
    while missing:
        path = _path(network, change, (head, tail), within_blanks, 1)
        if not path:
            path = _path(network, change, (head, tail), with_more_blanks, missing)
        amount = min(
            [missing, *(network.flow[arc] + change[arc] for arc, sign in path if sign < 0)]
        )
        for arc, sign in path:
            change[arc] += sign * amount
        missing -= amount
    return {arc for arc, moved in change.items() if moved}


def _path(
    network: _Network,
    change: Counter[Arc],
    ends: tuple[int, int],
    toll: Callable[[Arc], float],
    least: int,
) -> list[tuple[Arc, int]]:
    """Return the cheapest path on which ``least`` more can flow, [] when there is none.

    Each step is an arc and whether its count grows (1) or shrinks (-1); Dijkstra 1959.
    """
    start, goal = ends
    cheapest, came_by = {start: 0.0}, dict[int, tuple[int, Arc]]()
    queue = [(0.0, 0, start)]
    while queue:
        paid, hops, node = heapq.heappop(queue)
        if node == goal:
            return _trace(came_by, start, goal)
        for other, arc in network.steps[node]:
            cost, grows = paid + toll(arc), arc == (node, other)
            if cost >= cheapest.get(other, math.inf):
                continue
            if grows or network.flow[arc] + change[arc] >= least:
                cheapest[other], came_by[other] = cost, (node, arc)
                heapq.heappush(queue, (cost, hops + 1, other))
    return []


def _trace(came_by: Mapping[int, tuple[int, Arc]], start: int, node: int) -> list[tuple[Arc, int]]:
    """Return the steps that led from the start to a node, last one first."""
    steps = []
    while node != start:
        before, arc = came_by[node]
        steps.append((arc, 1 if arc == (before, node) else -1))
        node = before
    return steps
