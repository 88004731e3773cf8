-- How many calls wrote to a cache, how many of them without a session, and how many too late to tell.
-- Grain: one row.
SELECT count(*) AS calls, coalesce(sum(CASE WHEN unread.guessed THEN 1 ELSE 0 END), 0) AS guessed,
       coalesce(sum(CASE WHEN unread.waiting THEN 1 ELSE 0 END), 0) AS waiting
FROM {unread} AS unread
