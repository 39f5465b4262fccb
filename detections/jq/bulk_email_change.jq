# Principals that change 20 primary e-mail addresses or more within an hour; a line for each change from the 20th on.
# Use: jq -n -c -L detections/jq -f detections/jq/bulk_email_change.jq FILE… [--arg trusted REGEX]

include "connect_events";

(60 * 60) as $window
| 20 as $many
| foreach (events | select(is_email_change)) as $event ({};
    .[$event.principal] |= ([.[]? | select($event.time - . <= $window)] + [$event.time]);
    .[$event.principal] as $times
    | select(($times | length) >= $many)
    | {principal: $event.principal, changes: ($times | length), since: ($times[0] | floor | todate),
       until: ($event.time | floor | todate)})
