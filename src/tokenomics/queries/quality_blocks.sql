-- Tasks or calls as a bootstrap draws them: each for itself where a group has at most `most`,
-- else put by chance into one of 256 blocks. By chance
-- is by a hash of the place among them in order of cost: no name decides.
-- Grain: one row a combination of the dimensions and a block.
SELECT {dimensions} sum(placed.cost) AS cost, sum(placed.minutes) AS minutes,
       sum(placed.successes) AS successes
FROM (SELECT {dimensions} tasks.cost, tasks.minutes, tasks.successes,
             CASE WHEN count(*) OVER ({partition}) <= {most} THEN CAST(tasks.place AS VARCHAR)
                  ELSE substring(md5(CAST(tasks.place AS VARCHAR)), 1, 2) END AS block
      FROM (SELECT {dimensions} tasks.cost, tasks.minutes, tasks.successes,
                   row_number() OVER ({partition}
                                      ORDER BY tasks.cost, tasks.minutes, tasks.successes) AS place
            FROM {tasks} AS tasks) AS tasks) AS placed
GROUP BY {dimensions} placed.block
