-- Principals that change 20 primary e-mail addresses of Connect users or more within an hour, with the largest number
-- of changes in any hour. Each change is one of email_change.sql.
-- Replace cloudtrail_logs by your table, and hr-sync by the user or role that synchronizes users.
WITH
  changes AS (
    SELECT
      from_iso8601_timestamp(eventtime) AS time,
      useridentity.arn AS principal
    FROM cloudtrail_logs
    WHERE eventsource = 'connect.amazonaws.com'
      AND eventname = 'UpdateUserIdentityInfo'
      AND errorcode IS NULL
      AND json_extract_scalar(requestparameters, '$.IdentityInfo.Email') IS NOT NULL
      AND coalesce(useridentity.invokedby, '') <> 'synchronization.connect.amazonaws.com'
      AND NOT regexp_like(coalesce(useridentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
  ),
  hours AS (
    SELECT
      principal,
      time,
      count(*) OVER (
        PARTITION BY principal ORDER BY time RANGE BETWEEN INTERVAL '1' HOUR PRECEDING AND CURRENT ROW
      ) AS changes
    FROM changes
  )
SELECT principal, max(changes) AS changes, min(time) AS since, max(time) AS until
FROM hours
WHERE changes >= 20
GROUP BY principal
ORDER BY since
