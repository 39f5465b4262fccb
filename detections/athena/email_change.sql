-- Changes of the primary e-mail address of Connect users, by anything but a trusted principal or the replication of
-- instances between Regions. The address is masked, so an update that repeats the address counts as a change, too.
-- Replace cloudtrail_logs by your table, and hr-sync by the user or role that synchronizes users.
SELECT
  from_iso8601_timestamp(eventtime) AS time,
  regexp_extract(url_decode(json_extract_scalar(requestparameters, '$.UserId')), '[^/]+$') AS user_id,
  useridentity.arn AS principal,
  sourceipaddress AS source,
  requestid AS request
FROM cloudtrail_logs
WHERE eventsource = 'connect.amazonaws.com'
  AND eventname = 'UpdateUserIdentityInfo'
  AND errorcode IS NULL
  AND json_extract_scalar(requestparameters, '$.IdentityInfo.Email') IS NOT NULL
  AND coalesce(useridentity.invokedby, '') <> 'synchronization.connect.amazonaws.com'
  AND NOT regexp_like(coalesce(useridentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
ORDER BY time
