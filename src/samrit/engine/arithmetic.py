"""Arithmetic as people write it: figures, and steps with × and ÷ and the brackets that are needed."""

from __future__ import annotations

from fractions import Fraction

from samrit.base import figures, thai
from samrit.base.issues import Language
from samrit.engine.steps import Step

MAX_ARITHMETIC = 400
ENDS_WITHIN = 6
CUT_AT = 4

_SIGNS = {"add": " + ", "sub": " − ", "mul": " × ", "div": " ÷ "}
_BINDS = {"add": 1, "sub": 1, "mul": 2, "div": 2}


def arithmetic(step: Step) -> str:
    """A step as people write it, with × and ÷ and the brackets that are needed; long ones are cut with a word."""
    written = _write(step)
    return written if len(written) <= MAX_ARITHMETIC else f"{written[:MAX_ARITHMETIC]}…"


def _write(step: Step, outer: int = 0) -> str:
    if step.op in ("const", "input", "node", "table", "ladder"):
        return number(step.value)
    if step.op == "round":
        return _write(step.args[0], outer)
    if step.op in ("min", "max"):
        return f"{step.op}({', '.join(_write(arg) for arg in step.args)})"
    if step.op == "mul" and step.args[1].op == "const" and step.args[1].value == 1:
        # an equal weight says nothing
        return _write(step.args[0], outer)
    binds = _BINDS[step.op]
    if step.op == "add" and len({arg.value for arg in step.args}) == 1 and all(arg.op == "const" for arg in step.args):
        # how many, written as a count
        return number(step.value)
    # what stands right of − or ÷ needs its own brackets
    inner = [_write(arg, binds + (index > 0 and step.op in ("sub", "div"))) for index, arg in enumerate(step.args)]
    written = _SIGNS[step.op].join(inner)
    return f"({written})" if binds < outer and len(inner) > 1 else written


def number(value: Fraction) -> str:
    """A figure as a reader writes it: whole when it ends within six decimals, else its first decimals and “…”."""
    said = figures.short(value, ENDS_WITHIN)
    dots = said.startswith("≈")
    if dots:
        # cut, not rounded: what is written is the beginning of the figure
        scale = 10**CUT_AT
        cut = abs(value.numerator) * scale // value.denominator
        said = f"{'-' if value < 0 else ''}{cut // scale}.{cut % scale:0{CUT_AT}d}"
    whole, dot, rest = said.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}" if len(digits) > 4 else digits
    return f"{sign}{grouped}{dot}{rest}{'…' if dots else ''}"


def rounding(value: Fraction, places: int, language: Language) -> str:
    """The figure as shown, after the fuller one where rounding takes something away."""
    shown = figures.shown(value, places)
    if Fraction(shown) == value:
        return shown
    return f"{number(value)} {'ปัดเป็น' if language == 'th' else 'rounded to'} {shown}"


def month(window: str, language: Language) -> str:
    """A month that facts are reported for ("2556-04") as people say it: เม.ย. 56, Apr 2013; others as they stand."""
    try:
        year, number_ = thai.parse_month(window.replace("-", "/").partition("/")[2] + "/" + window[:4])
    except thai.ThaiTextError:
        return window
    if language == "en":
        return f"{ENGLISH_MONTHS[number_ - 1]} {year}"
    return f"{thai.MONTHS_SHORT[number_ - 1]} {str(thai.to_be_year(year))[2:]}"


ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
