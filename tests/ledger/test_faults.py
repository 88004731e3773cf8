"""Tests of faults.py, with errors as the Delta library words them."""

from __future__ import annotations

import pytest

from tokenomics.ledger.faults import failure, reason
from tokenomics.records.errors import LedgerError, LedgerReadOnly, OutsideError

DRAWN = """Kernel error -> Generic S3 error
          \x1b[31m↳\x1b[0m Error performing GET http://127.0.0.1:1/b/l/_delta_log/_last_checkpoint in 247ms
           \x1b[31m↳\x1b[0m error sending request
            \x1b[31m↳\x1b[0m Connection refused (os error 111)
"""
CODE = "Server returned non-2xx status code\n 403 Forbidden\n <Error><Code>{}</Code></Error>"
NOWHERE = "Error performing GET http://169.254.169.254/latest/api/token\n 403 Forbidden"


def test_a_drawn_error_comes_down_to_its_innermost_cause() -> None:
    """Neither colours nor arrows reach the user."""
    assert reason(OSError(DRAWN)) == "Connection refused (os error 111)"
    assert str(failure("s3://b/l", OSError(DRAWN))) == (
        "s3://b/l cannot be reached: Connection refused (os error 111)"
    )
    assert reason(OSError()) == "OSError"


@pytest.mark.parametrize(
    ("url", "text", "sentence"),
    [
        ("s3://b/l", CODE.format("NoSuchBucket"), "there is no bucket 'b': make it"),
        ("az://b/l", CODE.format("ContainerNotFound"), "there is no bucket 'b': make it"),
        ("s3://b/l", CODE.format("InvalidAccessKeyId"), "refused (InvalidAccessKeyId): look at AWS_ACCESS_KEY_ID"),
        ("az://b/l", CODE.format("AuthenticationFailed"), "look at AZURE_STORAGE_ACCOUNT_NAME"),
        ("s3://b/l", NOWHERE, "no credentials were found: set AWS_ACCESS_KEY_ID"),
        ("az://b/l", "Account must be specified", "no credentials were found: set AZURE_STORAGE"),
        ("gs://b/l", "Unable to open service account file from x", "set GOOGLE_APPLICATION_CREDENTIALS"),
        ("s3://b/l", "Received redirect without LOCATION, this normally indicates an incorrectly configured region", "set AWS_REGION"),
        ("s3://b/l", "builder error\n URL scheme is not allowed", "set AWS_ALLOW_HTTP=true"),
        ("gs://b/l", "builder error\n URL scheme is not allowed", "gs://b/l: the endpoint is no https"),
        ("az://b/l", CODE.format("AuthorizationFailure"), "refused (AuthorizationFailure): look at AZURE"),
        ("s3://b/l", CODE.format("AccessDenied"), "may not be read with these credentials (AccessDenied)"),
        ("s3://b/l", "Invalid JSON in log", "the ledger s3://b/l cannot be read: Invalid JSON in log"),
    ],
)  # fmt: skip
def test_what_is_to_be_mended_is_said(url: str, text: str, sentence: str) -> None:
    """What who asks named wrongly or may not do is their affair, in one line with the address."""
    found = failure(url, OSError(text))

    assert isinstance(found, LedgerError)
    assert sentence in str(found)
    assert url in str(found)
    assert "\n" not in str(found)


def test_a_bucket_that_may_not_be_written_is_read_only() -> None:
    """The same refusal means something else for who writes."""
    refused, broken = OSError(CODE.format("AccessDenied")), OSError("no space")

    assert isinstance(failure("s3://b/l", refused, writing=True), LedgerReadOnly)
    assert type(failure("s3://b/l", broken, writing=True)) is OutsideError
