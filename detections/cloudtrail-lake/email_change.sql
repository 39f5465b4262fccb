-- Changes of the primary e-mail address of Connect users, by anything but a trusted principal or the replication of
-- instances between Regions. The address is masked, so an update that repeats the address counts as a change, too.
-- Replace $EDS_ID by the id of your event data store, and hr-sync by the user or role that synchronizes users.
SELECT
  eventTime AS time,
  regexp_extract(url_decode(element_at(requestParameters, 'UserId')), '[^/]+$') AS user_id,
  userIdentity.arn AS principal,
  sourceIPAddress AS source,
  requestID AS request
FROM $EDS_ID
WHERE eventSource = 'connect.amazonaws.com'
  AND eventName = 'UpdateUserIdentityInfo'
  AND errorCode IS NULL
  AND json_extract_scalar(element_at(requestParameters, 'IdentityInfo'), '$.Email') IS NOT NULL
  AND coalesce(userIdentity.invokedBy, '') <> 'synchronization.connect.amazonaws.com'
  AND NOT regexp_like(coalesce(userIdentity.arn, ''), ':(user|assumed-role)/hr-sync(/|$)')
ORDER BY time
