"""Listings as data."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from support.schemas import LISTINGS, SCHEMAS, schema_text, validator
from tokenomics.analysis.listing import Listing
from tokenomics.report.listing_data import envelope, frame, to_csv
from tokenomics.report.origin import Origin


def test_json_is_exact_and_what_is_unknown_is_null(listing: Listing, origin: Origin) -> None:
    """Amounts are text as they are, counts integers; the totals are the calls' and the listing's."""
    found = envelope(listing, origin)

    assert (found["schema"], found["kind"]) == ("tokenomics/sample.v1", "sample")
    assert found["rows"][0]["change"] == "-1.005"
    assert found["rows"][0]["calls"] == 1200
    assert found["rows"][1]["per_task"] is None
    assert found["totals"]["change"] == "2.328"
    assert found["totals"]["cost"] == "3.466692"
    assert "feature" not in found["totals"]
    assert found["notes"][0] == "chat: less"


def test_csv_has_every_column_and_no_formula(listing: Listing) -> None:
    """A name that begins like a formula gets an apostrophe, what is unknown is empty."""
    assert to_csv(listing).splitlines() == [
        "feature,calls,change,per_task,rate,multiple,sentence",
        "chat | <b>,1200,-1.005,0.01234,0.5,20,chat: less",
        "'=cmd(),3,3.333,,,3.4567,",
    ]


def test_a_frame_has_a_type_a_column(listing: Listing) -> None:
    """Also without any row."""
    expected = {
        "feature": pl.String(),
        "calls": pl.Int64(),
        "change": pl.Decimal(38, 18),
        "per_task": pl.Decimal(38, 18),
        "rate": pl.Decimal(38, 18),
        "multiple": pl.Decimal(38, 18),
        "sentence": pl.String(),
    }

    assert frame(listing).schema == expected
    assert frame(listing)["change"].to_list() == [Decimal("-1.005"), Decimal("3.333")]
    assert frame(listing._replace(rows=())).schema == expected


@pytest.mark.parametrize("kind", LISTINGS)
def test_published_schemas_are_what_the_columns_say(kind: str) -> None:
    """`python tests/support/schemas.py` writes them."""
    assert (SCHEMAS / f"{kind}.v1.json").read_text("utf-8") == schema_text(kind)


def test_a_schema_takes_what_it_describes_and_refuses_the_rest(
    listing: Listing, origin: Origin
) -> None:
    """Every key of the envelope is named, and an amount is no number."""
    document = envelope(listing, origin)
    checks = validator("sample", "Sample", listing.columns[1:])

    assert list(checks.iter_errors(document)) == []
    document["rows"][0]["change"] = -1.005
    assert [error.json_path for error in checks.iter_errors(document)] == ["$.rows[0].change"]
