"""Carry figures that a unit has reported already, in any kind of file, into a new fact workbook."""

from __future__ import annotations

from dataclasses import replace

from samrit.base.issues import Issue, Refused, define, errors
from samrit.documents.workbook.layout import layout_of
from samrit.documents.workbook.make import Answer, ForWhom
from samrit.engine.facts import Fact, FactFile, brief, understand
from samrit.packs.terms import Terms

NOT_CARRIED = define(
    "WB042", "warning",
    th="ไม่ได้ยกค่า “{text}” ของ {code}{input}{window} มา: {why_th}", en="“{text}” of {code}{input}{window} was not carried over: {why_en}",
    cure_th="กรอกค่านั้นในแบบใหม่ ถ้ายังต้องใช้", cure_en="type it into the new workbook if it is still wanted",
)  # fmt: skip

NOT_ASKED = ("รอบนี้หรือข้อตกลงนี้ไม่ถามข้อนี้", "this round or agreement does not ask it")


def carried(file: FactFile, terms: Terms) -> tuple[ForWhom, list[Issue]]:
    """The unit of a file and its figures by line, with a warning for each that has no place in the workbook.

    What is wrong with the file as a whole (another pack, an unknown round or kind of unit) is refused.
    """
    issues: list[Issue] = []
    # each row by itself: one that cannot be used, or is no longer asked, must not hold up the others
    understand(replace(file, rows=()), terms)
    asked = {line.identity for line in layout_of(terms, file.round).lines}
    answers: dict[tuple[str, str, str], Answer] = {}
    for row in file.rows:
        fact: Fact | None = None
        try:
            facts, _ = understand(replace(file, rows=(row,)), terms)
            fact = next(iter(facts.facts), None)
            why = NOT_ASKED if fact is None else None
        except Refused as refused:
            first = errors(refused.issues)[0]
            why = (first.th, first.en)
        if fact is not None:
            identity = (fact.indicator, fact.input, fact.window)
            if identity not in asked:
                why = NOT_ASKED
            elif identity in answers:
                why = ("รายงานซ้ำ", "it was reported twice")
            else:
                answers[identity] = Answer(row.text.strip(), row.note)
        if why is not None:
            words = {
                "code": brief(row.indicator),
                "input": f".{brief(row.input)}" if row.input else "",
                "window": f" {brief(row.window)}" if row.window else "",
            }
            issues.append(NOT_CARRIED.at(row.place, text=brief(row.text), **words, why_th=why[0], why_en=why[1]))
    return ForWhom(file.unit_name, file.unit_kind, file.under, answers), issues
