# Resets of passwords that Roster's takeover guard marks as suspected takeovers. Only Roster's own records have the mark.
# Use: jq -n -c -L detections/jq -f detections/jq/suspected_takeover.jq FILE…

include "connect_events";

events
| select(.suspected)
| {time: (.time | floor | todate), user, operation, source, request}
