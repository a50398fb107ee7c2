"""What the web server calls: Django, behind the checks of who may say that a request came encrypted, and that it came whole."""

from __future__ import annotations

import gc
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created

from samrit.config.proxy import TrustOnly
from samrit.config.turns import Turns
from samrit.config.whole import Whole

application = TrustOnly(settings.TRUSTED_PROXY, Whole(Turns(get_wsgi_application())))

# What is loaded by now stays for good: Python's collector need not look through it again.  It still looks through what is
# made later, packs included, but not each time some hundred objects were made, as it would by itself.
gc.freeze()
gc.set_threshold(50_000, 20, 50)


PREPARED = 1_000
"""Questions that a connection keeps prepared: all that pages ask, as each process reads by one connection (`Turns`)."""


def _keep_prepared(connection: Any, **_: Any) -> None:
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = PREPARED


connection_created.connect(_keep_prepared)
