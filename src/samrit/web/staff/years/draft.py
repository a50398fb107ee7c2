"""A draft of an agreement as it goes from the page to the server and back: boxes, YAML or a file; problems at their field.

Boxes and YAML stand on one form, so that both are always sent.  The one whose button was pressed counts; the other
follows it, unless somebody typed there too: then it stays as typed, and the page says that it was not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest

from samrit.apps.assessments.models import Agreement, Assessment
from samrit.apps.frameworks.queries import terms_of, unpacked
from samrit.base.issues import Issue, Refused
from samrit.packs import agreed as agreements
from samrit.packs.agreed import Agreed, Written, levels_of
from samrit.packs.model import Pack
from samrit.packs.terms import Terms, read_overlay, resolve
from samrit.web import wording
from samrit.web.reader import Text
from samrit.web.staff.years import boxes
from samrit.web.staff.years.boxes import Boxes

LARGEST = 200_000
WHOLE = "agreed-total"
"""The field of problems that all weights have together."""


@dataclass(frozen=True)
class Draft:
    """What stands on the page, and what it comes to."""

    pack: Pack
    base: str  # the overlay that the boxes started from; what no box shows is taken from it
    agreed: Agreed
    boxes: Boxes
    typed: Agreed  # what the boxes say so far, as well as they can be read
    yaml: str
    terms: Terms | None = None  # what would be signed is `base`, and this is what it makes
    problems: Sequence[Text] = ()  # those that belong to no box
    yaml_problems: Sequence[Text] = ()
    is_yaml_unused: bool = False
    are_boxes_unused: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether there is anything to put right first."""
        return bool(self.problems or self.yaml_problems or self.boxes.errors)


def begun(of: Assessment, signed: Sequence[Agreement]) -> Draft:
    """Before anything was typed: what holds now, so that an amendment starts from it."""
    return _started(of, signed[0].overlay if signed else "")


def sent(request: HttpRequest, of: Assessment, signed: Sequence[Agreement]) -> Draft:
    """What was typed, or stands in the file given."""
    post = request.POST
    start = _started(of, _line_ends(post.get("base", "")) or (signed[0].overlay if signed else ""))
    if boxes.NAME not in post:
        return _by_yaml(of, replace(start, yaml=_line_ends(post.get("terms", start.yaml))), are_boxes_sent=False)
    shown, typed = boxes.typed(start.pack, post, start.agreed)
    text, problem = _file(request)
    draft = replace(
        start, boxes=shown, typed=typed, yaml=_line_ends(post.get("terms", start.yaml)) if text is None else text
    )
    if problem is not None:
        return replace(draft, yaml_problems=[problem])
    if text is not None or post.get("look") == "yaml":
        return _by_yaml(of, draft, are_boxes_sent=True)
    return _by_boxes(of, draft)


def as_typed(request: HttpRequest, of: Assessment) -> Draft:
    """The boxes with all that is wrong with them, while somebody types: nothing is kept of it."""
    start = _started(of, _line_ends(request.POST.get("base", "")))
    shown, typed = boxes.typed(start.pack, request.POST, start.agreed)
    draft = replace(start, boxes=shown, typed=typed)
    if shown.errors:
        return draft
    written = agreements.write(start.pack, typed)
    try:
        resolve(start.pack, read_overlay(written.text.encode(), _name(of)))
    except Refused as refused:
        errors, others = _placed(refused.issues, start.pack, typed, written)
        return replace(draft, boxes=replace(shown, errors=errors), problems=others)
    return draft


def _started(of: Assessment, text: str) -> Draft:
    pack = unpacked(of.year.pack)
    bare = agreements.write(pack, Agreed()).text
    try:
        agreed = agreements.read(pack, text or bare, _name(of))
    except Refused:  # no page sends such a text
        text, agreed = "", Agreed()
    return Draft(pack, text or bare, agreed, boxes.filled(pack, agreed), agreed, text or bare)


def _by_boxes(of: Assessment, draft: Draft) -> Draft:
    if draft.boxes.errors:
        return draft
    written = agreements.write(draft.pack, draft.typed)
    try:
        terms = terms_of(of.year.pack, written.text)
    except Refused as refused:
        errors, others = _placed(refused.issues, draft.pack, draft.typed, written)
        return replace(draft, boxes=replace(draft.boxes, errors=errors), problems=others)
    is_unused = draft.yaml not in (draft.base, written.text)
    yaml = draft.yaml if is_unused else written.text
    return replace(draft, base=written.text, agreed=draft.typed, yaml=yaml, terms=terms, is_yaml_unused=is_unused)


def _by_yaml(of: Assessment, draft: Draft, *, are_boxes_sent: bool) -> Draft:
    try:
        agreed = agreements.read(draft.pack, draft.yaml, _name(of))
        terms = terms_of(of.year.pack, draft.yaml)
    except Refused as refused:
        return replace(draft, yaml_problems=[_at_line(one) for one in refused.issues])
    is_typed = are_boxes_sent and (bool(draft.boxes.errors) or draft.typed != draft.agreed)
    if is_typed and draft.typed != agreed:
        shown = replace(draft.boxes, errors={})
        return replace(draft, base=draft.yaml, agreed=agreed, boxes=shown, terms=terms, are_boxes_unused=True)
    return replace(
        draft, base=draft.yaml, agreed=agreed, boxes=boxes.filled(draft.pack, agreed), typed=agreed, terms=terms
    )


def _placed(
    issues: Iterable[Issue], pack: Pack, agreed: Agreed, written: Written
) -> tuple[Mapping[str, Text], list[Text]]:
    """Problems by the box they concern, and the others."""
    places: dict[str, list[Text]] = {}
    others: list[Text] = []
    points: dict[str, Decimal] = {one.code: min(levels_of(one)) for one in pack.every_indicator() if levels_of(one)}
    tops = {str(code) for code in pack.framework.order}
    for issue in issues:
        told = wording.problem(issue)
        name = written.fields.get(issue.place.line, "") if issue.place.file.endswith(_FILE) else ""
        operation, _, about = name.partition("-")
        if operation == "levels":
            places.setdefault(boxes.level(about, points[about]), []).append(told)
        elif name:
            places.setdefault(name, []).append(told)
        elif agreed.weights.keys() & tops and set(issue.about) >= tops:
            places.setdefault(WHOLE, []).append(Text(issue.th, issue.en))  # its cure is for who writes packs
        else:
            others.append(told)
    return {name: joined(found) for name, found in places.items()}, others


def joined(texts: Sequence[Text]) -> Text:
    """Several problems of one field as one text."""
    return Text("\n".join(one.th for one in texts), "\n".join(one.en or one.th for one in texts))


def _file(request: HttpRequest) -> tuple[str | None, Text | None]:
    given = request.FILES.get("file")
    if given is None:
        return None, None
    if (given.size or 0) > LARGEST:
        return None, Text("ไฟล์ใหญ่เกิน 200 KB ไม่ใช่ไฟล์คำรับรอง", "The file is larger than 200 KB: it is no agreement.")
    try:
        return _line_ends(given.read().decode("utf-8-sig")), None
    except UnicodeDecodeError:
        return None, Text("อ่านไฟล์ไม่ได้ บันทึกเป็น UTF-8 ก่อน", "The file cannot be read; save it as UTF-8.")


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n")


_FILE = "/agreement"


def _name(of: Assessment) -> str:
    return f"{of.year.pack.pack}{_FILE}"


def _at_line(one: Issue) -> Text:
    told = wording.problem(one)
    return Text(f"บรรทัด {one.place.line}: {told.th}", f"line {one.place.line}: {told.en}") if one.place.line else told
