"""Sums of providers beside logs, in whole numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tokenomics.overlap.buckets import Bucket, cell_of, chosen, shares, unlogged

DAY = 24 * 3600 * 1_000_000


def bucket(name: str, tier: str = "standard", /, **quantities: int) -> Bucket:
    """A sum of a day."""
    return Bucket(
        name,
        "usage",
        "acme",
        "",
        "1d: model",
        "",
        "small",
        tier,
        0,
        DAY,
        False,
        "",
        False,
        quantities,
    )


@given(st.integers(0, 10**18), st.lists(st.integers(0, 10**12), min_size=1, max_size=9))
def test_shares_sum_to_the_whole(whole: int, weights: list[int]) -> None:
    """Parts are not negative and sum to the whole wherever anything has weight."""
    parts = shares(whole, weights)

    assert all(part >= 0 for part in parts)
    assert sum(parts) == (whole if any(weights) else 0)


counts = st.lists(
    st.tuples(st.sampled_from(["standard", "batch"]), st.integers(0, 10**9)), max_size=6
)


@given(counts, counts)
def test_what_is_unlogged_is_what_logs_lack(
    summed: list[tuple[str, int]], logged: list[tuple[str, int]]
) -> None:
    """All sums of a cell together leave what exceeds all logs, and no sum more than itself."""
    found = [bucket(str(i), tier, input=n) for i, (tier, n) in enumerate(summed)]
    seen: dict[str, dict[str, int]] = {}
    for tier, n in logged:
        used = seen.setdefault(tier, {"input": 0})
        used["input"] += n
    cells = {cell_of(b): seen for b in found}
    rest = unlogged(found, cells)
    left = {b.id: rest.get(b.id, {}).get("input", 0) for b in found}

    assert sum(left.values()) == max(
        0, sum(n for _, n in summed) - sum(n for _, n in logged) if summed else 0
    )
    assert all(left[b.id] <= b.quantities["input"] for b in found)


def test_what_lacks_goes_to_the_tier_that_lacks_it() -> None:
    """Logs that state no batch leave the batch sum, not a part of each."""
    sums = [bucket("s", input=100), bucket("b", "batch", input=50)]
    logged = {cell_of(sums[0]): {"standard": {"input": 100}}}

    assert unlogged(sums, logged) == {"b": {"input": 50}}


def test_meters_fold_into_those_of_the_sum() -> None:
    """Reasoning is in a sum's output, unknown cache writes in its five-minute ones: 10 - 7, 30 - 25."""
    sums = [bucket("s", output=10, cache_write_5m=30, input=5)]
    used = {"output": 3, "reasoning": 4, "cache_write": 25, "cache_read": 5}

    assert unlogged(sums, {cell_of(sums[0]): {"standard": used}}) == {
        "s": {"output": 3, "cache_write_5m": 5}
    }


def test_a_series_of_another_operation_stands_beside() -> None:
    """Sums of chat and of embeddings are two usages, whatever their series are called."""
    chat = bucket("c", input=5)._replace(operation="chat", series="1d: a")
    embedding = bucket("e", input=7)._replace(operation="embedding", series="1d: b")

    kept, overlaps = chosen([chat, embedding])

    assert sorted(b.id for b in kept) == ["c", "e"]
    assert overlaps == []


def test_equal_series_agree() -> None:
    """Two series that say the same are told apart without doubt, the finer one stands."""
    coarse, fine = bucket("a", input=5), bucket("b", input=5)._replace(series="1d: model, project")

    kept, overlaps = chosen([coarse, fine])

    assert [b.id for b in kept] == ["b"]
    assert [o.certain for o in overlaps] == [True]


def test_a_series_that_names_models_stands_before_a_fuller_one() -> None:
    """What names no model has no price: it gives way, and is named."""
    named = bucket("m", input=90)
    bare = bucket("b", input=100)._replace(series="1d", family="")

    kept, overlaps = chosen([bare, named])

    assert [b.id for b in kept] == ["m"]
    assert [(o.sources, o.calls, o.certain) for o in overlaps] == [
        (("usage (1d: model)", "usage (1d)"), 1, False)
    ]


def test_a_sum_with_quantities_of_no_meter_is_always_left_with_them() -> None:
    """Logs that state all its tokens say nothing of the rest of it."""
    sums = [bucket("s", input=10)._replace(has_other=True)]

    assert unlogged(sums, {cell_of(sums[0]): {"standard": {"input": 10}}}) == {"s": {}}


def test_a_provider_stands_before_a_gateway() -> None:
    """A gateway's sum is the greater one by what its cache answered, and gives way to the provider's."""
    bill, proxy = (
        bucket("b", input=5),
        bucket("p", input=7)._replace(by_gateway=True, source="proxy"),
    )

    assert [b.id for b in chosen([bill, proxy])[0]] == ["b"]
    assert cell_of(bill) != cell_of(proxy)


def test_telemetry_gives_way_to_whoever_sums_up_its_days() -> None:
    """Of the provider's own sums of all its days that is certain; of a gateway's, or of one day of two, it is not."""
    ours = bucket("t", input=5)._replace(source="metrics", whose="service:a")
    two_days = ours._replace(id="u", last=2 * DAY)
    bill = bucket("b", input=7)
    proxy = bill._replace(id="p", by_gateway=True, source="proxy")

    for sums, left, certain in (
        ([bill, ours], ["b"], True),
        ([proxy, ours], ["p"], False),
        ([bill, two_days], ["b"], False),
    ):
        kept, overlaps = chosen(sums)
        assert [b.id for b in kept] == left
        assert [(o.how, o.calls, o.certain) for o in overlaps] == [("series", 1, certain)]


def test_telemetry_stands_where_nobody_else_sums_it_up() -> None:
    """On other days, of another account, or of other meters; services of one provider are added."""
    ours = bucket("t", input=5)._replace(whose="service:a", scope="one")
    others = [
        bucket("day", input=7)._replace(first=DAY, last=2 * DAY),
        bucket("account", input=7)._replace(scope="two"),
        bucket("images", images=7),
        ours._replace(id="service", whose="service:b"),
    ]

    for other in others:
        assert sorted(b.id for b in chosen([other, ours])[0]) == sorted([other.id, "t"])


def test_telemetry_is_compared_by_days_and_a_session_with_all_it_did() -> None:
    """A minute is compared with its day, a running total with all its days."""
    minute = bucket("m", input=1)._replace(whose="service:a", first=DAY + 5, last=DAY + 65)
    running = minute._replace(last=2 * DAY + 1)
    session = minute._replace(whose="session:s")

    assert [cell_of(b)[2:4] for b in (minute, running)] == [(DAY, 2 * DAY), (DAY, 3 * DAY)]
    assert cell_of(session) == cell_of(session._replace(first=0, last=9 * DAY))
