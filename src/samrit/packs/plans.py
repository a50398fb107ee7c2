"""Tables of work around the indicators: plans by row, committees and their orders, what must be published and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from samrit.packs.bind import Code, Located
from samrit.packs.texts import Based, Item, Source, Words

Rhythm = Literal["week", "month", "quarter", "half_year", "year", "when_done", "on_change", "at_year_end", "always"]


@dataclass(frozen=True, kw_only=True)
class PlanColumn(Located):
    """A column of a plan table."""

    id: Annotated[Code, "referred to by cells"]
    heading: Annotated[Words, "as printed"]


@dataclass(frozen=True, kw_only=True)
class FollowUp(Located):
    """How often a row is followed up, and what else triggers it."""

    verbatim: Annotated[str, "as printed (scanning noise repaired)"]
    every: Annotated[Rhythm, "the interval"]
    also: Annotated[tuple[Rhythm, ...], "further occasions printed with it"] = ()


@dataclass(frozen=True, kw_only=True)
class Deadline(Located):
    """By when a row is done."""

    verbatim: Annotated[str, "as printed"]
    starts: Annotated[date | None, "from this day on (C.E.)"] = None
    by: Annotated[date | None, "done by this day (C.E.)"] = None


@dataclass(frozen=True, kw_only=True)
class PlanRow(Located):
    """One row of a plan: the texts by column, and what a program needs to remind and to check."""

    id: Annotated[Code, "short key"]
    indicator: Annotated[Code | None, "the indicator it serves"] = None
    cells: Annotated[dict[Code, tuple[Item, ...]], "column → its lines"]
    posts: Annotated[tuple[Code, ...], "who is responsible"] = ()
    reports_to: Annotated[tuple[Code, ...], "who is reported to"] = ()
    deadline: Annotated[Deadline | None, "by when"] = None
    follow_up: Annotated[FollowUp | None, "how often it is followed up"] = None
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class Plan(Located):
    """A plan table, as printed."""

    id: Annotated[Code, "short key"]
    name: Annotated[Words, "title as printed"]
    columns: Annotated[tuple[PlanColumn, ...], "from the left"]
    rows: Annotated[tuple[PlanRow, ...], "from the top"]
    notes: Annotated[tuple[Item, ...], "remarks below it"] = ()
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class Member(Located):
    """A seat in a committee, by post."""

    mark: Annotated[str, "the number as printed"] = ""
    post: Annotated[Code, "a post of the pack"]
    seat: Annotated[Words, "chair, vice-chair, member, secretary: as printed"]


@dataclass(frozen=True, kw_only=True)
class Committee(Located):
    """A committee and the order that appoints it."""

    id: Annotated[Code, "short key"]
    name: Annotated[Words, "as printed"]
    order_number: Annotated[str, "number of the order, as printed"] = ""
    order_subject: Annotated[Words | None, "subject of the order"] = None
    dated: Annotated[str, "date of the order, as printed"] = ""
    effective: Annotated[Words | None, "from when until when"] = None
    signed_by: Annotated[Code | None, "the post that signs"] = None
    members: Annotated[tuple[Member, ...], "in order"]
    duties: Annotated[tuple[Item, ...], "numbered as printed"] = ()
    source: Annotated[Source | None, "where it stands"] = None


@dataclass(frozen=True, kw_only=True)
class Publication(Located):
    """What a disclosure item demands of its publication, and who prepares and checks it."""

    period: Annotated[Words | None, "the period its content must cover"] = None
    as_of: Annotated[str, "“information as of …”, as printed"] = ""
    formats: Annotated[
        tuple[Literal["web_page", "pdf", "machine_readable", "infographic"], ...], "how it must be published"
    ] = ()
    nil_statement: Annotated[bool, "when there is nothing, that must be said"] = False
    languages: Annotated[tuple[Literal["th", "en"], ...], "languages demanded"] = ()
    prepared_by: Annotated[tuple[Code, ...], "posts that prepare it"] = ()
    checked_by: Annotated[tuple[Code, ...], "posts that check it"] = ()
    deadline: Annotated[Deadline | None, "by when"] = None
    calendar: Annotated[tuple[Item, ...], "dated steps printed for it"] = ()
    follow_up: Annotated[FollowUp | None, "how often it is reported or renewed"] = None


@dataclass(frozen=True, kw_only=True)
class Sample(Based):
    """The smallest number of respondents that makes a survey count: a share, within a floor and a ceiling."""

    id: Annotated[Code, "short key"]
    survey: Annotated[Code | None, "the survey it is for"] = None
    of: Annotated[Words, "what the share is taken of"]
    share_percent: Annotated[Decimal, "the share, rounded up to a whole respondent"]
    least: Annotated[int, "never fewer, unless there are fewer people: then all of them"]
    most: Annotated[int, "never more are demanded"]
