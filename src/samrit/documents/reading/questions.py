"""Questions and the answers already given: whatever is not clear is asked here, and nowhere decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from samrit.base import thai
from samrit.base.issues import Issue, Place, Refused, define
from samrit.documents.reading.tables import Spot
from samrit.documents.reading.understood import Choice, Doubt, Said

NO_SUCH_QUESTION = define(
    "RD010", "error",
    th="ไม่มีคำถาม “{id}”", en="there is no question “{id}”",
    cure_th="คำถามที่มี: {allowed}", cure_en="the questions are: {allowed}",
)  # fmt: skip
NOT_AN_ANSWER = define(
    "RD011", "error",
    th="“{answer}” ตอบคำถาม {id} ไม่ได้", en="“{answer}” does not answer {id}",
    cure_th="ตอบได้: {allowed_th}", cure_en="it may be answered: {allowed_en}",
)  # fmt: skip
NOT_A_PAIR = define(
    "RD012", "error",
    th="“{text}” ไม่ใช่คำตอบในรูป รหัส=ค่า", en="“{text}” is not an answer of the form ID=VALUE",
    cure_th="เขียนเช่น --answer T1R4C6=72.00", cure_en="write for example --answer T1R4C6=72.00",
)  # fmt: skip


class Questions:
    """Gathers doubts; a question whose answer was given is not asked again."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = {id_.upper(): thai.arabic_digits(text.strip()) for id_, text in answers.items()}
        self._asked: dict[str, Doubt] = {}
        self._open: dict[str, Doubt] = {}
        self._issues: list[Issue] = []

    def ask(
        self,
        spot: Spot | None,
        seen: str,
        why: Said,
        choices: Sequence[Choice] = (),
        *,
        free: bool = False,
        id_: str = "",
    ) -> str | None:
        """The answer to a question; None while there is none, and then the question is open."""
        # two questions about one place are told apart by a letter, the first keeping the plain name
        name = base = id_ or (spot.id if spot else "")
        for letter in "abcdefghijklmnopqrstuvwxyz":
            if name not in self._asked or self._asked[name].why == why:
                break
            name = f"{base}{letter}"
        doubt = Doubt(name, spot, seen, why, tuple(choices), free)
        self._asked[name] = doubt
        answer = self._answers.get(name.upper())
        if answer is not None and self._fits(answer, doubt):
            self._open.pop(name, None)
            return answer
        self._open[name] = doubt
        return None

    @property
    def open(self) -> tuple[Doubt, ...]:
        """The questions that wait for an answer."""
        return tuple(self._open.values())

    def refuse_strangers(self, name: str) -> None:
        """Refuse answers that fit no question; called when all questions have been asked."""
        asked = {id_.upper() for id_ in self._asked}
        allowed = ", ".join(self._asked) or "—"
        strangers = [id_ for id_ in self._answers if id_ not in asked]
        issues = [*self._issues, *(NO_SUCH_QUESTION.at(Place(name), id=id_, allowed=allowed) for id_ in strangers)]
        if issues:
            raise Refused(issues)

    def _fits(self, answer: str, doubt: Doubt) -> bool:
        if any(answer == one.answer for one in doubt.choices) or (doubt.free and _is_figure(answer)):
            return True
        listed = [one.answer for one in doubt.choices]
        words = {"allowed_th": [*listed, *(["ตัวเลขอื่น"] if doubt.free else [])]}
        words["allowed_en"] = [*listed, *(["another figure"] if doubt.free else [])]
        told = {key: ", ".join(values) for key, values in words.items()}
        self._issues.append(NOT_AN_ANSWER.at(Place("--answer"), answer=answer, id=doubt.id, **told))
        return False


def read_answers(given: Sequence[str]) -> dict[str, str]:
    """`ID=VALUE` texts as answers; refuses every one that is not of that form."""
    bad = [text for text in given if "=" not in text or not text.partition("=")[0].strip()]
    if bad:
        raise Refused([NOT_A_PAIR.at(Place("--answer"), text=text) for text in bad])
    return {text.partition("=")[0].strip(): text.partition("=")[2].strip() for text in given}


def figure_choice(text: str, th: str = "ใช้ค่านี้", en: str = "use this figure") -> Choice:
    """A figure as an answer."""
    return Choice(text, Said(th, en))


def with_choice(doubt: Doubt, choice: Choice) -> Doubt:
    """The doubt with one more answer, where it has not got that one."""
    if any(one.answer == choice.answer for one in doubt.choices):
        return doubt
    return replace(doubt, choices=(*doubt.choices, choice))


def _is_figure(answer: str) -> bool:
    if answer == "-":
        return True
    try:
        thai.parse_figure(answer)
    except thai.ThaiTextError:
        return False
    return True
