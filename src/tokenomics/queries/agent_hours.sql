-- In how many quarters of an hour somebody made a call: a quarter of two people is two.
-- Grain: one row a combination of the dimensions; one row where there are none.
SELECT {listed} count(*) AS quarters
FROM (SELECT DISTINCT {dimensions} calls.person, calls.quarter
      FROM {calls} AS calls
      {joined}
      WHERE calls.person IS NOT NULL) AS windows
{grouping}
