"""The command line: `samrit`.  Commands are imported when they are called, so that `samrit --help` starts at once."""

from __future__ import annotations

import importlib
from typing import Any

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "pack": ("samrit.cli.pack:pack", "ชุดเกณฑ์: แสดง ตรวจ ทดสอบ · packs: list, show, check, test, docs"),
    "template": ("samrit.cli.template:template", "ทำแบบกรอกข้อมูลใน Excel · the workbook a unit fills in"),
    "score": ("samrit.cli.score:score", "คิดคะแนนจากไฟล์ข้อมูล · score a file of facts"),
    "batch": ("samrit.cli.batch:batch", "คิดคะแนนหลายหน่วยจากตารางเดียว · score a table of many units"),
    "explain": ("samrit.cli.score:explain", "อธิบายที่มาของคะแนน · explain how a figure came about"),
    "whatif": (
        "samrit.cli.whatif:whatif",
        "ทำอะไรแล้วคะแนนขึ้น · what raises the score most, and the cheapest way to a target",
    ),
    "form": ("samrit.cli.form:form", "ทำแบบฟอร์มราชการ PDF DOCX XLSX · official forms from a scorecard, or empty"),
    "lint": ("samrit.cli.lint:lint", "ตรวจเอกสารก่อนลงนาม · read a paper before it is signed"),
    "verify": ("samrit.cli.verify:verify", "คำนวณซ้ำเพื่อพิสูจน์คะแนน · recompute a scorecard and prove it"),
    "read": ("samrit.cli.read:read", "อ่านแบบที่กรอกแล้วกลับเป็นตัวเลข · read a filled form or a table of indicators"),
    "init": ("samrit.cli.installation:init", "เตรียมที่ติดตั้ง · prepare an installation: data folder, keys, database"),
    "serve": ("samrit.cli.installation:serve", "เปิดระบบหน้าเว็บ · serve the web application"),
    "account": ("samrit.cli.beginning:account", "บัญชีแรก หรือทางกลับเข้าใช้ · the first account, or a way back in"),
    "agency": ("samrit.cli.beginning:agency", "ตั้งหน่วยงานแรก · set up an agency"),
    "doctor": ("samrit.cli.installation:doctor", "ตรวจสุขภาพระบบ · examine an installation"),
    "upgrade": ("samrit.cli.installation:upgrade", "ปรับฐานข้อมูลตามโปรแกรมรุ่นใหม่ · bring the database up to date"),
    "backup": ("samrit.cli.installation:backup", "สำรองทั้งระบบขณะทำงาน · back an installation up while it serves"),
    "restore": ("samrit.cli.installation:restore", "กู้คืนจากสำรอง · restore a backup into an empty folder"),
    "audit": ("samrit.cli.audit:audit", "พิสูจน์บันทึกเหตุการณ์ · prove that the record of events is whole"),
    "demo": ("samrit.cli.demo:demo", "ทดลองด้วยข้อมูลตัวอย่าง · try it on the shipped example"),
}


class Lazy(click.Group):
    """A group that knows its commands' names and one-line helps without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("คำสั่ง · Commands"):
            formatter.write_dl([(name, help_) for name, (_, help_) in COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        import difflib

        if args and args[0] not in COMMANDS:
            guess = difflib.get_close_matches(args[0], COMMANDS, 1)
            if guess:
                ctx.fail(f"ไม่มีคำสั่ง {args[0]!r} หมายถึง {guess[0]!r} หรือไม่ · no such command; did you mean {guess[0]!r}?")
        return super().resolve_command(ctx, args)


EPILOG = """\b
ตัวอย่าง · Examples:
  samrit demo
  samrit pack check th-prd-por-ror-2-2556
  samrit score facts.yaml
  samrit explain facts.yaml 2.1 --lang en

\b
รหัสออก · Exit codes:
  0 สำเร็จ · done
  1 ข้อมูลมีปัญหา (บอกทุกข้อ) · the input has problems, all of them told
  2 ใช้คำสั่งไม่ถูก · wrong usage
"""


@click.group(
    cls=Lazy, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="samrit", prog_name="samrit")
def main() -> None:
    """สัมฤทธิ์ — คำรับรองการปฏิบัติราชการและการประเมินคุณธรรม: เกณฑ์เป็นข้อมูล คะแนนอธิบายตัวเอง

    Samrit — performance agreements and integrity assessments: a framework is data, a score explains itself.
    """
