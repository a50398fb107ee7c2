"""Read the chain: verify it whole, and the history of one object."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from uuid import UUID

from samrit.apps.audit import chain, shred
from samrit.apps.audit.chain import Link
from samrit.apps.audit.models import Event
from samrit.base.issues import Issue

BATCH = 2000


def links() -> Iterator[Link]:
    """Every event in order, with its words; read in batches, so that memory stays flat."""
    for event in Event.objects.order_by("number").select_related("detail").iterator(chunk_size=BATCH):
        yield _link(event)


def verify(anchors: dict[int, str] | None = None) -> list[Issue]:
    """Every break of the chain, and every event whose words are gone with no event that says so; empty: it holds."""
    return [*chain.check(links(), anchors), *shred.unlogged()]


def history(object_id: UUID) -> list[Event]:
    """The events about an object, oldest first."""
    return list(Event.objects.filter(subjects__object=object_id).select_related("detail").order_by("number"))


def _link(event: Event) -> Link:
    detail = getattr(event, "detail", None)
    return Link(
        event.number,
        event.at.astimezone(UTC),
        event.actor,
        event.code,
        event.about,
        event.commitment,
        event.previous,
        event.hash,
        detail.salt if detail else "",
        detail.payload if detail else None,
        bool(detail and detail.shredded_at),
    )
