"""People who sign in, how they like their pages, and what signing in needs: invitations, sessions, counted attempts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from samrit.apps.ground.ids import new_id
from samrit.base import thai


class Users(BaseUserManager["User"]):
    """How users are made and found."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        """A user; without a password nobody can sign in as them until they set one by an invitation."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.named(username or "").get()

    def named(self, username: str) -> models.QuerySet[User]:
        """Those (one or none) called so in any case; by the index that keeps usernames unique."""
        return self.alias(lower=Lower("username")).filter(lower=username.lower())


class User(AbstractBaseUser):
    """A person who signs in.  What they may do follows from roles and posts in `orgs`, never from this row.

    `is_administrator` may look after the installation (people, packs, backups); it grants no say over any result.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    language = models.CharField(max_length=2, choices=[("th", "ไทย"), ("en", "English")], default="th")
    digits = models.CharField(
        max_length=6, choices=[("arabic", "0123456789"), ("thai", "๐๑๒๓๔๕๖๗๘๙")], default="arabic"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = Users()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="one_user_per_username_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.username

    # A Thai passphrase can be typed in more than one order of marks that looks the same; all of them must open the door.

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else thai.normalise(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(None if raw_password is None else thai.normalise(raw_password))


class Invitation(models.Model):
    """That a person may set their password once, with a token only they were given; the table keeps its digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"


class Session(AbstractBaseSession):
    """One browser in which a person is signed in.  Keeps the digest of its key, and no address."""

    session_key = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(null=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from samrit.apps.accounts.sessions import SessionStore

        return SessionStore


class Attempts(models.Model):
    """Failed sign-ins under one username or from one address (as a keyed digest), and until when no more are heard."""

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures} since {self.since}"


class SecondStep(models.Model):
    """The app on a phone whose codes a person gives after the password; counts once a first code has proved it.

    `last_counter` is the half-minute of the last code that was taken: no code is taken twice.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="second_step")
    sealed_secret = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_counter = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second step of {self.user_id}"


class RecoveryCode(models.Model):
    """One of the codes for whoever lost the phone; kept as a keyed digest, good for one use."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("user", "digest", name="one_recovery_code_per_digest")]

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class Passkey(models.Model):
    """A key that a person's device keeps; the table keeps its public half."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    # a credential's id may have 1,023 bytes, more than a unique index on PostgreSQL likes: its digest finds it
    digest = models.CharField(max_length=64, unique=True)
    credential = models.TextField()
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"passkey of {self.user_id}"


class Identity(models.Model):
    """Who an account is at the sign-in provider, kept from the first time on: a name given to somebody else there later opens nothing."""

    user = models.OneToOneField(User, models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("issuer", "subject", name="one_account_per_identity")]

    def __str__(self) -> str:
        return f"identity of {self.user_id}"
