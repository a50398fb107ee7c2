"""The forms that Samrit can make.  Adding one: a module in `forms/`, a template in `templates/`, and its line here."""

from __future__ import annotations

from samrit.documents.forms import (
    FormKind,
    agreement,
    calculation,
    detail_sheet,
    disclosure_calendar,
    disclosure_checklist,
    guidelines,
    measures_plan,
    por_ror_2,
    questionnaire,
    score_annex,
)
from samrit.packs.model import Pack

_KINDS: tuple[FormKind, ...] = (
    por_ror_2.KIND,
    agreement.KIND,
    detail_sheet.KIND,
    calculation.KIND,
    guidelines.KIND,
    measures_plan.KIND,
    disclosure_checklist.KIND,
    disclosure_calendar.KIND,
    questionnaire.KIND,
    score_annex.KIND,
)

FORMS: dict[str, FormKind] = {kind.id: kind for kind in _KINDS}


def of_pack(pack: Pack) -> list[FormKind]:
    """The forms that a pack has, in the order of the catalogue."""
    return [kind for kind in FORMS.values() if kind.fits(pack)]
