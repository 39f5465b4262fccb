-- Users whose primary e-mail address changes and who then, within 24 hours, use their account: suspected takeovers.
-- Roster records that a user asks for a reset of the password, resets it or signs in. CloudTrail records only what a
-- user changes on Connect's admin website. Each change of an address is one of email_change.sql.
-- Replace cloudtrail_logs by your table, and hr-sync by the user or role that synchronizes users.
WITH
  changes AS (
    SELECT
      from_iso8601_timestamp(eventtime) AS time,
      regexp_extract(url_decode(json_extract_scalar(requestparameters, '$.UserId')), '[^/]+$') AS user_id,
      useridentity.arn AS principal
    FROM cloudtrail_logs
    WHERE eventsource = 'connect.amazonaws.com'
      AND eventname = 'UpdateUserIdentityInfo'
      AND errorcode IS NULL
      AND json_extract_scalar(requestparameters, '$.IdentityInfo.Email') IS NOT NULL
      AND coalesce(useridentity.invokedby, '') <> 'synchronization.connect.amazonaws.com'
      AND NOT regexp_like(coalesce(useridentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
  ),
  uses AS (
    SELECT
      from_iso8601_timestamp(eventtime) AS time,
      regexp_extract(resources[1].arn, '[^/]+$') AS user_id,
      eventname AS operation,
      sourceipaddress AS source
    FROM cloudtrail_logs
    WHERE eventsource = 'console.amazonaws.com'
      AND eventname IN ('RequestPasswordReset', 'ResetPassword', 'SignIn')
      AND errorcode IS NULL
    UNION ALL
    SELECT
      from_iso8601_timestamp(eventtime) AS time,
      regexp_extract(useridentity.arn, '[^/]+$') AS user_id,
      eventname AS operation,
      sourceipaddress AS source
    FROM cloudtrail_logs
    WHERE useridentity.arn LIKE '%:assumed-role/AWSServiceRoleForAmazonConnect%'
  )
SELECT
  changes.user_id,
  changes.time AS changed_at,
  changes.principal AS changed_by,
  uses.time AS used_at,
  uses.operation AS used_by,
  uses.source
FROM changes
JOIN uses
  ON uses.user_id = changes.user_id
  AND uses.time BETWEEN changes.time AND changes.time + INTERVAL '24' HOUR
ORDER BY used_at, changed_at
