-- Calls with what each of them cost: the same amounts as of groups, to the last digit.
-- Grain: one row a usage record.
SELECT {columns} calls.requests, {amount} AS cost, {priced} AS priced, {unpriced} AS unpriced
FROM {calls} AS calls
JOIN {rates} AS rates ON {same_key}
{besides}
