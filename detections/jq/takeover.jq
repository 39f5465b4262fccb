# Users whose primary e-mail address changes and who then, within 24 hours, ask for a reset of their password, reset it,
# sign in, or work on Connect's admin website: suspected takeovers.
# Use: jq -n -c -L detections/jq -f detections/jq/takeover.jq FILE… [--arg trusted REGEX]

include "connect_events";

(24 * 60 * 60) as $cool_off
| foreach events as $event ({};
    # The latest change of each user's address, and what the event says of it.
    .suspected = null
    | if ($event | is_email_change) then .changes[$event.user] = $event
      elif ($event | is_use_of_account) then
        .changes[$event | user_of_account] as $change
        | if $change != null and $event.time - $change.time <= $cool_off then
            .suspected = {
              user: $change.user,
              changed_at: ($change.time | floor | todate),
              changed_by: $change.principal,
              used_at: ($event.time | floor | todate),
              used_by: $event.operation,
              source: $event.source
            }
          else . end
      else . end;
    .suspected | values)
