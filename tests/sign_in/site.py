"""A whole installation in a folder, served on 127.0.0.1 by a process of its own: `python -m tests.sign_in.site FOLDER`.

Prints its port once it answers, and ends when its standard input does.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from samrit.config import keys, preparing
from samrit.config.start import start

PASSPHRASE = "แมวดำเดินบนหลังคา"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def prepare(home: Path) -> None:
    """As `samrit init` does, with an administrator, a clerk, and a link that sets a password."""
    preparing.lay_out(home)
    keys.write_secret(home / "settings.env", preparing.settings_text().encode())
    keys.make_audit_key(home / "keys" / "audit-ed25519.pem")
    start(home)
    from django.conf import settings

    from samrit.web import assets

    settings.ROOT_URLCONF = "tests.sign_in.addresses"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    preparing.migrate()
    assets.build(home / "static")
    from samrit.apps.accounts import services

    root = services.create_user(by=None, username="root", name="ผู้ดูแลระบบ ตัวอย่าง", is_administrator=True)
    for username, name in (("root", ""), ("clerk.1", "ธุรการ สำนักงานตัวอย่าง"), ("clerk.2", "ธุรการ สถานีตัวอย่าง")):
        user = root if username == "root" else services.create_user(by=root, username=username, name=name)
        services.accept_invitation(token=services.invite(by=None, user=user), password=PASSPHRASE)
    waiting = services.create_user(by=root, username="newcomer", name="ผู้มาใหม่ ตัวอย่าง")
    (home / "invitation").write_text(services.invite(by=root, user=waiting))


def main(home: Path) -> None:
    prepare(home)
    from samrit.config.wsgi import application

    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        print(server.server_port, flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    os.environ.pop("SAMRIT_SECRET_KEY", None)
    main(Path(sys.argv[1]))
