"""What the web server calls: Django, behind the checks of who may say that a request came encrypted, and that it came whole."""

from __future__ import annotations

import gc

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from samrit.config.proxy import TrustOnly
from samrit.config.whole import Whole

application = TrustOnly(settings.TRUSTED_PROXY, Whole(get_wsgi_application()))

# What is loaded by now stays for good.  Looking through it, and through every pack kept later, each time some hundred
# objects were made took a tenth of all answers' time.
gc.freeze()
gc.set_threshold(50_000, 20, 50)
