# What the detections need to know of an event, whichever format it has: a line of `roster audit export`, with
# `--format cloudtrail` or `--format jsonl`, or a file or line of CloudTrail's.

# The last part of an ARN, or of what stands in its place: the id of a user. Connect's events have ids and ARNs, these
# with percent-encoding.
def last_part: gsub("%2[Ff]"; "/") | split("/") | last;

# The user whose session on Connect's admin website made the request.
def website_user:
  capture("assumed-role/AWSServiceRoleForAmazonConnect[^/]*/(?<user>.+)$")? | .user;

def of_cloudtrail: {
  time: (.eventTime | fromdateiso8601),
  service: .eventSource,
  operation: .eventName,
  user: ((.resources[0].ARN? // .requestParameters.UserId? // .userIdentity.arn? // "") | last_part),
  principal: .userIdentity.arn?,
  invoked_by: .userIdentity.invokedBy?,
  acting_user: ((.userIdentity.arn? // "") | website_user // null),
  source: .sourceIPAddress,
  request: .requestID,
  refused: (.errorCode != null),
  # The address is masked, so whether it differs from the one before is unknown.
  changes_email: (.requestParameters.IdentityInfo?.Email? != null)
};

def of_roster: {
  time: .Time,
  service: "\(.Service // "connect").amazonaws.com",
  operation: .Operation,
  user: ((.Resource // "") | last_part),
  principal: .Principal,
  source: .SourceAddress,
  request: .RequestId,
  refused: (.ErrorCode != null),
  # An address where there was none is no change. One that the takeover guard lets wait is.
  changes_email: any(.Changes[]?;
    (.Record == "user" and .Member == "IdentityInfo.Email" and .Before != null)
    or (.Record == "pending_change" and .Member == "NewEmail" and .After != null)),
  # The takeover guard's mark at a reset within the cool-off of a change.
  suspected: any(.Changes[]?; .Member == "SuspectedTakeover" and .After != null)
};

# All events of the input.
def events:
  inputs
  | if has("Records") then .Records[] else . end
  | if has("eventName") then of_cloudtrail else of_roster end;

# Whether the principal is one of those that may change addresses in bulk: `--arg trusted REGEX`.
def is_trusted: $ARGS.named.trusted as $trusted | $trusted != null and ((.principal // "") | test($trusted));

# Whether the event is a change of the primary address, by anything but a trusted principal or the replication of
# instances between Regions.
def is_email_change:
  .operation == "UpdateUserIdentityInfo"
  and .changes_email
  and (.refused | not)
  and .invoked_by != "synchronization.connect.amazonaws.com"
  and (is_trusted | not);

# Whether the event shows that an account is used, and whose: a user of Roster asks for a reset of the password, resets
# it or signs in, or a user of Connect works on its admin website.
def is_use_of_account:
  (.refused | not)
  and (.acting_user != null
    or (.service == "console.amazonaws.com" and (.operation | IN("RequestPasswordReset", "ResetPassword", "SignIn"))));
def user_of_account: .acting_user // .user;
