"""Run with the landing's own program: prepare an installation and build a small demo agency in it.

Arguments: the folder of that program, the data folder, the database ("" is SQLite), the password of every account.
"""

# ruff: noqa: E402 - Django is made ready before what needs it is imported

import functools
import sys
from pathlib import Path

import samrit

program, home, database, password = sys.argv[1:]
assert Path(samrit.__file__).is_relative_to(program), f"this is another program: {samrit.__file__}"

from samrit.config.preparing import prepare

prepare(Path(home), database)

from samrit.demo import agency, people
from samrit.demo.size import Size

# the password is one, so its hash, a third of a second of work, may be one
people.make_password = functools.cache(people.make_password)
agency.build({one.username: password for one in people.ACCOUNTS}, size=Size(1, 1, 1, 1))
