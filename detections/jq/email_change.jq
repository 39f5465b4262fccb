# Changes of the primary e-mail address of Connect users.
# Use: jq -n -c -L detections/jq -f detections/jq/email_change.jq FILE… [--arg trusted REGEX]

include "connect_events";

events
| select(is_email_change)
| {time: (.time | floor | todate), user, principal, source, request}
