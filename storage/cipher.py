"""Tokens at rest: Fernet, with the operator's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.errors import Refusal

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class NoKey(Refusal):
    """A secret was to be kept or read, and the operator has set no key for it."""


class WrongKey(Refusal):
    """What is kept was sealed with another key."""


class Cipher:
    """Seals and opens short secrets; without a key it does neither and raises NoKey.

    The key is Fernet's: 32 bytes in URL-safe base64, https://cryptography.io/en/latest/fernet/.
    """

    def __init__(self, key: str | None) -> None:
        self._key = key

    def seal(self, secret: str) -> str:
        """Make of a secret what may lie in the database."""
        return self._fernet().encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Read back what `seal` made; WrongKey if it was made with another key."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415  Most deployments never need it.

        try:
            return self._fernet().decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise WrongKey from error

    def _fernet(self) -> Fernet:
        from cryptography.fernet import Fernet  # noqa: PLC0415  Most deployments never need it.

        if not self._key:
            raise NoKey
        return Fernet(self._key)
