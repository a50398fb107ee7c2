"""Django's settings for tests and the type checker: an installation in a temporary folder, prepared by nobody.

SAMRIT_TEST_DATABASE=postgresql://… runs the same tests on PostgreSQL (tests/apps/conftest.py starts one for itself).
"""

import os
import tempfile

os.environ.setdefault("SAMRIT_HOME", os.path.join(tempfile.gettempdir(), f"samrit-tests-{os.getuid()}"))
os.environ.setdefault("SAMRIT_SECRET_KEY", "only-for-tests-" + "x" * 40)
if database := os.environ.get("SAMRIT_TEST_DATABASE"):
    os.environ["SAMRIT_DATABASE"] = database

from samrit.config.settings import *  # noqa: F403 - a settings module is its names, and reads the environment above

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# WhiteNoise warns of a folder that is not there; `samrit serve` makes it
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - comes with the names above
