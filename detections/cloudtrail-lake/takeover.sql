-- Users whose primary e-mail address changes and who then, within 24 hours, use their account: suspected takeovers.
-- Roster records that a user asks for a reset of the password, resets it or signs in. CloudTrail records only what a
-- user changes on Connect's admin website. Each change of an address is one of email_change.sql.
-- Replace $EDS_ID by the id of your event data store, and hr-sync by the user or role that synchronizes users.
WITH
  changes AS (
    SELECT
      eventTime AS time,
      regexp_extract(url_decode(element_at(requestParameters, 'UserId')), '[^/]+$') AS user_id,
      userIdentity.arn AS principal
    FROM $EDS_ID
    WHERE eventSource = 'connect.amazonaws.com'
      AND eventName = 'UpdateUserIdentityInfo'
      AND errorCode IS NULL
      AND json_extract_scalar(element_at(requestParameters, 'IdentityInfo'), '$.Email') IS NOT NULL
      AND coalesce(userIdentity.invokedBy, '') <> 'synchronization.connect.amazonaws.com'
      AND NOT regexp_like(coalesce(userIdentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
  ),
  uses AS (
    SELECT
      eventTime AS time,
      regexp_extract(resources[1].arn, '[^/]+$') AS user_id,
      eventName AS operation,
      sourceIPAddress AS source
    FROM $EDS_ID
    WHERE eventSource = 'console.amazonaws.com'
      AND eventName IN ('RequestPasswordReset', 'ResetPassword', 'SignIn')
      AND errorCode IS NULL
    UNION ALL
    SELECT
      eventTime AS time,
      regexp_extract(userIdentity.arn, '[^/]+$') AS user_id,
      eventName AS operation,
      sourceIPAddress AS source
    FROM $EDS_ID
    WHERE userIdentity.arn LIKE '%:assumed-role/AWSServiceRoleForAmazonConnect%'
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
