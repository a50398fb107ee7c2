"""Tables that only grow: triggers on SQLite and PostgreSQL that refuse UPDATE, DELETE and TRUNCATE, put there by migrations.

The database refuses, not the program: a later bug, a shell, or a person with SQL cannot change what became official
without first removing the trigger, which the audit chain then betrays.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

MESSAGE = "samrit: this table only grows; a correction is a new row"


class InsertOnly(migrations.operations.base.Operation):
    """Migration operation: from now on the model's table accepts new rows and no change."""

    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.model], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in _guards(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in _released(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Let {self.model} only grow"


def _guards(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for verb in ("update", "delete")
        ]
    return [
        f"CREATE OR REPLACE FUNCTION samrit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        f'CREATE TRIGGER "{table}_only_grows" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION samrit_only_grows()",
        f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION samrit_only_grows()",
    ]


def _released(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete")]
    return [f'DROP TRIGGER IF EXISTS "{table}_{name}" ON "{table}"' for name in ("only_grows", "no_truncate")]
