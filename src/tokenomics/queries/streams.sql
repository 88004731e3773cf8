-- Who states usage of whom in which form: a provider with more than one may be stated twice.
-- Grain: one row a source, series and grain.
SELECT records.source, {series} AS series, records.grain
FROM {relation} AS records
GROUP BY records.source, {series}, records.grain
