from tests.pages.conftest import *
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
@pytest.mark.parametrize("name",["org_admin","administrator"])
def test_q(world,opened,name,monkeypatch):
    c=opened(name); c.get("/")
    for on in (True, False):
        if not on: monkeypatch.setattr("samrit.web.staff.home.first_steps", lambda who: None)
        with CaptureQueriesContext(connection) as q: c.get("/")
        print(name,on,len(q))
