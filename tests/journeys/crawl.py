"""Follow every link of every page as one person, and note what each page says about itself."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

FILES = (".pdf", ".json", ".xlsx", ".csv", ".docx", ".zip")  # one of each kind is enough
ELSEWHERE = ("http:", "https:", "mailto:", "tel:")
THE_SAME_PAGE_AGAIN = "/darstellung/"  # light or dark


@dataclass
class Page:
    """What one address answered: `links` with fragments, `targets` the ids, `faults` in words."""

    url: str
    name: str
    status: int
    size: int = 0
    title: str = ""
    links: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_html(self) -> bool:
        return bool(self.targets)


class Reader(HTMLParser):
    """Collects links and ids of one page, and what the house forbids in markup."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.targets: list[str] = []
        self.faults: list[str] = []
        self.title = ""
        self._headings, self._in_title = 0, False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("aria-disabled") != "true":
            self.links.append(given.get("href") or "")
        if given.get("id"):
            self.targets.append(given["id"])
        self._headings += tag == "h1"
        self._in_title = tag == "title"
        if tag == "style" or "style" in given:
            self.faults.append(f"style inside the page: <{tag}>")
        if (tag == "script" and "src" not in given) or any(n.startswith("on") for n in given):
            self.faults.append(f"script inside the page: <{tag}>")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def close(self) -> None:
        super().close()
        if self._headings != 1:
            self.faults.append(f"{self._headings} headings of the first level")
        twice = {one for one in self.targets if self.targets.count(one) > 1}
        self.faults += [f"id given twice: {one}" for one in sorted(twice)]
        self.faults += ["a link to nowhere" for link in self.links if not link]


def crawl(
    client: Client, starts: Iterable[str], most: int, seen: Iterable[str] = ()
) -> Iterator[Page]:
    """Yield every page that can be reached, of each kind at most `most` of them.

    Of kinds that are `seen` already one is enough. Sorted lists are not followed on.
    """
    waiting = deque(starts)
    known, kinds = set(waiting), Counter(dict.fromkeys(seen, most - 1))
    while waiting:
        page = read(client, waiting.popleft())
        yield page
        if "?" in page.url:
            continue
        for link in page.links:
            address = urldefrag(link).url
            if address in known or link.startswith(ELSEWHERE):
                continue
            known.add(address)
            kind = kind_of(address)
            kinds[kind] += 1
            if kinds[kind] <= (1 if address.endswith(FILES) else most):
                waiting.append(address)


def kind_of(url: str) -> str:
    """Return the name of the address, and whether a query follows it."""
    return f"{name_of(url)}{'?' * ('?' in url)}"


def name_of(url: str) -> str:
    """Return the name of the address, or what is wrong with it."""
    try:
        return str(resolve(urlsplit(url).path).url_name)
    except Resolver404:
        return f"unknown {url}"


def read(client: Client, url: str) -> Page:
    """Fetch one page and note what stands on it."""
    response = client.get(url)
    page = Page(url, name_of(url), response.status_code)
    if response.status_code in (301, 302):
        page.links = [urljoin(url, response.url)]
        return page
    if response.streaming:
        page.size = len(b"".join(response.streaming_content))
        return page
    page.size = len(response.content)
    if response["Content-Type"].startswith("text/html"):
        reader = Reader()
        reader.feed(response.content.decode())
        reader.close()
        page.title, page.targets, page.faults = reader.title, reader.targets, reader.faults
        # As they stand on the page: sorted by their random keys, each run would visit others.
        links = dict.fromkeys(urljoin(url, link) for link in reader.links if link)
        page.links = [link for link in links if THE_SAME_PAGE_AGAIN not in link]
    return page


def broken_links(pages: Iterable[Page]) -> Iterator[str]:
    """Yield a sentence for every link that fails or points at a place that does not exist."""
    by_url = {page.url: page for page in pages}
    for page in by_url.values():
        for link in page.links:
            address, fragment = urldefrag(link)
            target = by_url.get(address)
            if target is None:
                continue
            if target.status >= 400:
                yield f"{page.url} -> {link}: {target.status}"
            elif fragment and target.is_html and unquote(fragment) not in target.targets:
                yield f"{page.url} -> {link}: no such place on that page"
