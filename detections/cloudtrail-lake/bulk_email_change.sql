-- Principals that change 20 primary e-mail addresses of Connect users or more within an hour, with the largest number
-- of changes in any hour. Each change is one of email_change.sql.
-- Replace $EDS_ID by the id of your event data store, and hr-sync by the user or role that synchronizes users.
WITH
  changes AS (
    SELECT
      eventTime AS time,
      userIdentity.arn AS principal
    FROM $EDS_ID
    WHERE eventSource = 'connect.amazonaws.com'
      AND eventName = 'UpdateUserIdentityInfo'
      AND errorCode IS NULL
      AND json_extract_scalar(element_at(requestParameters, 'IdentityInfo'), '$.Email') IS NOT NULL
      AND coalesce(userIdentity.invokedBy, '') <> 'synchronization.connect.amazonaws.com'
      AND NOT regexp_like(coalesce(userIdentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
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
