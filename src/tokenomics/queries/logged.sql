-- What logs state of the models and stretches of time that are summed up; a sum without a model is about
-- all of them. What a gateway answered from its cache the provider never saw; a gateway's own sums hold it.
-- Grain: one row a provider, family, stretch, side and tier; instants in microseconds since 1970.
SELECT cells.provider, cells.family, cells.first, cells.last, cells.by_gateway, cells.whose,
       {tier} AS tier, {sums}
FROM {cells} AS cells
JOIN {families} AS families
    ON cells.provider = families.provider AND cells.family IN (families.family, '')
JOIN {relation} AS records
    ON records.provider = families.provider AND {model} IS NOT DISTINCT FROM families.model
        AND epoch_us(records.ts) >= cells.first AND epoch_us(records.ts) < cells.last
        AND (cells.by_gateway OR records.billing <> 'cached')
WHERE cells.whose = ''
GROUP BY cells.provider, cells.family, cells.first, cells.last, cells.by_gateway, cells.whose, {tier}
