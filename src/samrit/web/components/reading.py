"""Elements one reads: links, buttons, status words, notices, tables, lists, timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from samrit.web.reader import Text

Words = Text | str
"""What stands in both languages, or is a name or a figure that has only one form."""


@dataclass(frozen=True)
class Link:
    """A way to somewhere; `hint` is read to those who do not see where the link stands."""

    template: ClassVar = "link"
    text: Words
    href: str
    hint: Words = ""


@dataclass(frozen=True)
class Button:
    """An action, or with `href` a link that looks like one.  `reason` says why it cannot be pressed now."""

    template: ClassVar = "button"
    text: Words
    kind: Literal["primary", "secondary", "danger"] = "primary"
    href: str = ""
    name: str = ""
    value: str = ""
    reason: Words = ""
    id: str = "button"
    back_to: str = ""
    """The id of what stands on top when the same page comes back."""


StatusKind = Literal["todo", "doing", "sent", "review", "returned", "late", "done", "closed", "none"]


@dataclass(frozen=True)
class Status:
    """A state as word, shape and colour."""

    template: ClassVar = "status"
    kind: StatusKind
    word: Words

    @property
    def tone(self) -> str:
        """Which of the five colours."""
        return _TONES[self.kind]


_TONES: dict[StatusKind, str] = {
    "todo": "quiet", "doing": "info", "sent": "info", "review": "info", "returned": "warn", "late": "bad",
    "done": "good", "closed": "quiet", "none": "quiet",
}  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """Something the reader should know, with what to do."""

    template: ClassVar = "notice"
    kind: Literal["info", "good", "warn", "bad"]
    title: Words
    text: Words = ""
    link: Link | None = None

    @property
    def word(self) -> Text:
        """The kind in words, so that colour is not needed to know it."""
        return _NOTICE_WORDS[self.kind]


_NOTICE_WORDS = {
    "info": Text("ควรทราบ", "For information"),
    "good": Text("สำเร็จ", "Done"),
    "warn": Text("โปรดระวัง", "Please note"),
    "bad": Text("มีปัญหา", "Problem"),
}


@dataclass(frozen=True)
class Task:
    """One row of a task list."""

    text: Words
    status: Status
    href: str = ""
    hint: Words = ""


@dataclass(frozen=True)
class TaskSection:
    """Tasks that belong together."""

    title: Words
    tasks: Sequence[Task]


@dataclass(frozen=True)
class TaskList:
    """A long duty as sections of tasks, with one obvious next step."""

    template: ClassVar = "task_list"
    sections: Sequence[TaskSection]
    next_step: Button | None = None
    is_counted: bool = True
    """Says how many are done; not where the list holds only what is still to do, or what others have to do."""

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return sum(len(section.tasks) for section in self.sections)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(task.status.kind in ("done", "closed") for section in self.sections for task in section.tasks)


@dataclass(frozen=True)
class Answer:
    """One row of check-your-answers."""

    question: Words
    answer: object
    change: str = ""
    change_word: Words = ""
    """What the link does, where it does not change the answer."""


@dataclass(frozen=True)
class Answers:
    """Check your answers: what is about to be sent, with a way to change each."""

    template: ClassVar = "answers"
    title: Words
    answers: Sequence[Answer]
    after: Words = ""


@dataclass(frozen=True)
class Column:
    """A column of a table; figures are set right."""

    title: Words
    is_figure: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns; on a phone each row is a card, or with `scrolls` the first column stays and the rest moves."""

    template: ClassVar = "table"
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[object]]
    total: Sequence[object] = ()
    scrolls: bool = False
    is_compact: bool = False

    @property
    def cells(self) -> list[list[tuple[Column, object]]]:
        """Each cell with its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def total_cells(self) -> list[tuple[Column, object]]:
        """The last row, with its columns."""
        return list(zip(self.columns, self.total, strict=True)) if self.total else []


@dataclass(frozen=True)
class Event:
    """One thing that happened."""

    at: datetime
    who: Words
    what: Words
    status: Status | None = None
    remark: Words = ""


@dataclass(frozen=True)
class Timeline:
    """What happened, the latest first."""

    template: ClassVar = "timeline"
    events: Sequence[Event]


@dataclass(frozen=True)
class Empty:
    """Nothing here yet: what will stand here, and the first step."""

    template: ClassVar = "empty"
    title: Words
    text: Words
    first_step: Button | None = None


@dataclass(frozen=True)
class Lock:
    """What cannot be changed: why, and what to do instead."""

    template: ClassVar = "lock"
    reason: Words
    cure: Words = ""
    link: Link | None = None


@dataclass(frozen=True)
class Progress:
    """Work under way, in numbers; without a total, work whose end is not known."""

    template: ClassVar = "progress"
    label: Words
    done: int
    total: int | None
    note: Words = ""
    id: str = "progress"


@dataclass(frozen=True)
class Pagination:
    """Where one is among pages; `href` holds {page}."""

    template: ClassVar = "pagination"
    page: int
    pages: int
    href: str

    @property
    def previous(self) -> str:
        """The address of the page before, or nothing."""
        return self.href.format(page=self.page - 1) if self.page > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after, or nothing."""
        return self.href.format(page=self.page + 1) if self.page < self.pages else ""

    @property
    def near(self) -> list[tuple[int, str]]:
        """First, last and the pages around this one; 0 stands for those left out."""
        wanted = sorted({1, self.pages, *range(max(1, self.page - 1), min(self.pages, self.page + 1) + 1)})
        shown: list[tuple[int, str]] = []
        for number in wanted:
            if shown and number > shown[-1][0] + 1:
                shown.append((0, ""))
            shown.append((number, self.href.format(page=number)))
        return shown


@dataclass(frozen=True)
class Breadcrumb:
    """The way from the home page; the last is this page."""

    template: ClassVar = "breadcrumb"
    links: Sequence[Link]
    here: Words


@dataclass(frozen=True)
class Tabs:
    """Views of the same thing, as links; `here` is the address of the one shown."""

    template: ClassVar = "tabs"
    label: Words
    links: Sequence[Link]
    here: str


@dataclass(frozen=True)
class Fold:
    """Something more, shown when asked for; works without JavaScript.  `is_dialog` frames a question with its buttons."""

    template: ClassVar = "fold"
    summary: Words
    body: Sequence[object]
    is_open: bool = False
    is_dialog: bool = False


@dataclass(frozen=True)
class Prose:
    """Paragraphs."""

    template: ClassVar = "prose"
    paragraphs: Sequence[Words]


@dataclass(frozen=True)
class Pane:
    """One of the panes a reviewer compares."""

    title: Words
    body: Sequence[object]


@dataclass(frozen=True)
class Panes:
    """Rule, claim and evidence side by side; one below the other on a phone."""

    template: ClassVar = "panes"
    panes: Sequence[Pane]
