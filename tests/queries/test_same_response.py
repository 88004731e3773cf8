"""queries/same_response.sql by hand."""

from __future__ import annotations

from support.tables import rows_of

IDS = {"relation": "u", "response": "records.response_id", "request": "records.request_id"}


def test_same_response() -> None:
    """Only ids that several calls have are shared; a sum has none."""
    usage = """SELECT * FROM (VALUES (1, 'r', 'request'), (2, 'r', 'request'), (3, 'x', 'request'), (4, 'x', 'bucket'),
        (5, NULL, 'request'), (6, NULL, 'request')) AS t(record_id, response_id, grain), (SELECT NULL::VARCHAR AS request_id)"""

    assert sorted(rows_of("same_response", {"u": usage}, **IDS)) == [(1, "r"), (2, "r")]


def test_a_request_of_a_provider_leads_to_its_response() -> None:
    """Who knows both tells it whoever has the request alone, also where that stands for the response's id."""
    usage = """SELECT *, 'request' AS grain FROM (VALUES (1, 'msg', 'req_1'), (2, NULL, 'req_1'), (3, 'req_1', NULL), (4, 'msg', NULL),
        (5, NULL, 'req_2'), (6, NULL, 'req_2'), (7, NULL, '1'), (8, NULL, '1'), (9, 'other', 'req_1'))
        AS t(record_id, response_id, request_id)"""

    assert sorted(rows_of("same_response", {"u": usage}, **IDS)) == [
        (1, "msg"), (2, "msg"), (3, "msg"), (4, "msg"), (5, "req_2"), (6, "req_2"),
    ]  # fmt: skip
