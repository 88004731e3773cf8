"""Why a bucket did not do what was asked, in one sentence for who asked."""

from __future__ import annotations

import re

from tokenomics.records.errors import LedgerError, LedgerReadOnly, OutsideError, TokenomicsError

# The Delta library draws the causes of an error as a tree, in colours.
_DRAWN = r"\x1b\[[0-9;]*m|↳"
_CODE = r"<Code>(\w+)</Code>"

_VARIABLES = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS",
    "az": "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY",
}

# What lets an endpoint do without TLS, where anything does.
_PLAIN = {"s3": "AWS_ALLOW_HTTP=true", "az": "AZURE_STORAGE_USE_EMULATOR=true"}

# What is to be mended by who asks: what tells it, in the words of the stores and of the library that
# speaks to them, and the sentence.
_MENDED = (
    (
        ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist"),
        "{url}: there is no bucket {bucket!r}: make it, or look at the name and the endpoint",
    ),
    (
        (
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken",
            "AuthenticationFailed", "AuthorizationFailure", "InvalidAuthenticationInfo", "401 Unauthorized",
        ),
        "{url}: the credentials were refused{code}: look at {variables}",
    ),
    (
        (
            "169.254.169.254", "loading credentials", "token request",
            "Account must be specified", "service account file",
        ),
        "{url}: no credentials were found: set {variables}",
    ),
    (
        ("incorrectly configured region", "PermanentRedirect", "AuthorizationHeaderMalformed"),
        "{url}: the bucket is in another region: set AWS_REGION to its own",
    ),
    (
        ("URL scheme is not allowed",),
        "{url}: the endpoint is no https{plain}",
    ),
)  # fmt: skip
_CLOSED = ("AccessDenied", "AuthorizationPermissionMismatch", "403 Forbidden")
_SILENT = ("sending request", "HTTP error", "timed out", "Server returned", "onnection")


def failure(url: str, error: BaseException, *, writing: bool = False) -> TokenomicsError:
    """The error for a user whose bucket failed: LedgerError for what they named or may not do,
    LedgerReadOnly where they may not write, OutsideError where the bucket cannot be reached.
    """
    text = re.sub(_DRAWN, "", str(error))
    scheme, _, rest = url.partition("://")
    code = f" ({found[1]})" if (found := re.search(_CODE, text)) else ""
    plain = f": set {_PLAIN[scheme]} if that is meant" if scheme in _PLAIN else ""
    said = {"url": url, "bucket": rest.partition("/")[0], "code": code, "plain": plain}
    for words, sentence in _MENDED:
        if any(word in text for word in words):
            return LedgerError(sentence.format(**said, variables=_VARIABLES[scheme]))
    if any(word in text for word in _CLOSED):
        return _closed(url, code, writing=writing)
    if any(word in text for word in _SILENT):
        return OutsideError(f"{url} cannot be reached: {reason(error)}")
    kind, done = (OutsideError, "written") if writing else (LedgerError, "read")
    return kind(f"the ledger {url} cannot be {done}: {reason(error)}")


def reason(error: BaseException) -> str:
    """The innermost cause that an error states."""
    lines = [line.strip() for line in re.sub(_DRAWN, "", str(error)).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def _closed(url: str, code: str, *, writing: bool) -> TokenomicsError:
    if writing:
        return LedgerReadOnly(f"{url} may not be written with these credentials{code}: nothing was committed")  # fmt: skip
    return LedgerError(f"{url} may not be read with these credentials{code}")
