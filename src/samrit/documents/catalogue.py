"""The forms that Samrit can make.  Adding one: a module in `forms/`, a template in `templates/`, and its line here."""

from __future__ import annotations

from samrit.documents.forms import FormKind
from samrit.packs.model import Pack

_KINDS: tuple[FormKind, ...] = ()

FORMS: dict[str, FormKind] = {kind.id: kind for kind in _KINDS}


def of_pack(pack: Pack) -> list[FormKind]:
    """The forms that a pack has, in the order of the catalogue."""
    return [kind for kind in FORMS.values() if kind.fits(pack)]
