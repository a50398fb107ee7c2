"""What the web server calls: Django, behind the check of who may say that a request came encrypted."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from samrit.config.proxy import TrustOnly

application = TrustOnly(settings.TRUSTED_PROXY, get_wsgi_application())
