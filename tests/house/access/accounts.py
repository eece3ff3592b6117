"""People and teams."""

from tests.house.access.declaring import ORG_ADMIN, SIGNED_IN, TOWN, at

PAGES = {
    "team": at(SIGNED_IN, ORG_ADMIN, sent={"organisation": "home"}),
    "remove_member": at(post=ORG_ADMIN, seen_by=TOWN, key="membership"),
}
