//! Where Roster differs from botocore on purpose.

/// Why no operation has a form of its own for the ids of instances.
const IN_ONE_WAY: &str =
    "an instance is named in one way everywhere, and ids in AWS's own examples do not have this form";

/// What differs on purpose, and why. A row whose difference is gone is a fault.
pub(crate) const INTENDED: &[(&str, &str)] = &[
    // Forms that the API reference states and the model does not.
    (
        r#"AgentUsername pattern: Some("^[a-zA-Z0-9_.\\-@]+$"), not None"#,
        "CreateUser's documentation gives the characters",
    ),
    (
        r#"Email pattern: Some("^$|(?=^.{0,265}$)(?=^[^@]{1,64}@)[^\\s\\p{C}\\x22(),.:;<>@\\[\\]\\\\]+(\\.[^\\s\\p{C}\\x22(),.:;<>@\\[\\]\\\\]+)*@([\\p{L}\\p{N}\\p{M}]([\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}])?\\.)+\\p{L}[\\p{L}\\p{N}\\p{M}-]{0,61}[\\p{L}\\p{N}\\p{M}]$"), not None"#,
        "an address is one that mail servers deliver to; an empty address clears",
    ),
    (
        r#"SecondaryEmail name: "SecondaryEmail", not "Email""#,
        "the documentation gives a form for the secondary address only",
    ),
    (
        r#"SecondaryEmail pattern: Some("^$|(?=^.{0,265}$)[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,63}$"), not None"#,
        "SecondaryEmail's documentation gives the form; an empty address clears",
    ),
    (
        "GetFederationToken effect: Write, not Read",
        "it stores a link that works once, so that it must be signed in the header and is audited as a change",
    ),
    (
        "Credentials sensitive: false, not true",
        "each of its tokens is, and the times are none",
    ),
    (
        "Url sensitive: true, not false",
        "the link of GetFederationToken signs in, so that no audit may hold it",
    ),
    (
        "AfterContactWorkTimeLimit bounds: (Some(0), Some(2000000)), not (Some(0), None)",
        "UserPhoneConfig's documentation gives the most",
    ),
    (
        "TagMap bounds: (None, Some(50)), not (Some(1), Some(50))",
        "programs that copy resources send the empty map that they were shown",
    ),
    (
        r#"IpCidr pattern: Some("^[A-Za-z0-9:./]*$"), not Some("^[A-Za-z0-9:/]*$")"#,
        "the model's expression lacks the dot of the IPv4 addresses that the administrator guide shows",
    ),
    (
        "HierarchyGroupName bounds: (Some(1), Some(100)), not (None, None)",
        "CreateUserHierarchyGroup's documentation gives the most; that a name is not empty is assumed",
    ),
    (
        "HierarchyLevelName bounds: (Some(1), Some(50)), not (None, None)",
        "HierarchyLevelUpdate's documentation gives the most; that a name is not empty is assumed",
    ),
    (
        r#"Password pattern: Some("^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}$"), not Some("/^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[a-zA-Z\\d\\S]{8,64}$/")"#,
        "the model's slashes are the delimiters of another language, taken in by mistake",
    ),
    (
        r#"PhoneNumber pattern: Some("^$|^\\+[1-9]\\d{1,14}$"), not Some("\\\\+[1-9]\\\\d{1,14}$")"#,
        "the model's expression is escaped twice and would ask for backslashes; an empty number clears",
    ),
    (
        r#"SensitivePhoneNumber pattern: Some("^$|^\\+[1-9]\\d{1,14}$"), not Some("\\+[1-9]\\d{1,14}$")"#,
        "Roster's expressions stand for the whole string, as the documentation means it; programs send an empty number for none",
    ),
    (
        r#"RegionName pattern: None, not Some("[a-z]{2}(-[a-z]+){1,2}(-[0-9])?")"#,
        "it stands in answers only, and a Region is one of AWS's list when it comes in",
    ),
    (
        r#"ThemeImageLink pattern: Some(".*\\S.*"), not Some(".*\\\\S.*")"#,
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        r#"ThemeString pattern: Some(".*\\S.*"), not Some(".*\\\\S.*")"#,
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        r#"WorkspaceName pattern: Some(".*\\S.*"), not Some(".*\\\\S.*")"#,
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        r#"WorkspaceDescription pattern: Some("^[\\P{C}\\r\\n\\t]*$"), not Some("^[\\\\P{C}\\r\\n\\t]*$")"#,
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        r#"WorkspaceTitle pattern: Some("^[\\P{C}]*$"), not Some("^[\\\\P{C}]*$")"#,
        "the model's expression is escaped twice and would ask for backslashes",
    ),
    (
        r#"WorkspaceAssociatedResourceName pattern: None, not Some(".*\\\\S.*")"#,
        "it stands in answers only",
    ),
    (
        r#"WorkspaceErrorCode pattern: None, not Some("^[1-5][0-9]{2}$")"#,
        "it stands in answers only",
    ),
    // Members that need what Roster does not have.
    (
        "DescribeInstanceResponse.ReplicationConfiguration is not offered",
        "there is no replication between Regions",
    ),
    (
        "CreateHoursOfOperationRequest.ParentHoursOfOperationConfigs is not offered",
        "hours of operation have no overrides that others could take over",
    ),
    (
        "HoursOfOperation.ParentHoursOfOperations is not offered",
        "hours of operation have no overrides that others could take over",
    ),
    (
        "Queue.OutboundEmailConfig is not offered",
        "instances have no e-mail addresses to send from, so none can be set",
    ),
    (
        "InstanceId bounds: (Some(1), Some(100)), not (Some(1), Some(250))",
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId name: "InstanceId", not "ACGRInstanceIdOrArn""#,
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId name: "InstanceId", not "InstanceIdOrArn""#,
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId name: "InstanceId", not "ViewsInstanceId""#,
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId pattern: None, not Some("^(arn:([a-zA-Z0-9-]+):connect:[a-z]+-[a-z-]+-[0-9]+:[0-9]+:instance/)?[a-zA-Z0-9_-]+$")"#,
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId pattern: None, not Some("^(arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z]+-[0-9]{1}:[0-9]{1,20}:instance/)?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$")"#,
        IN_ONE_WAY,
    ),
    (
        r#"InstanceId pattern: None, not Some("^[a-zA-Z0-9\\_\\-:\\/]+$")"#,
        IN_ONE_WAY,
    ),
    (
        r#"PhoneNumberPrefix pattern: Some("\\+?[0-9]{1,11}"), not Some("\\\\+?[0-9]{1,11}")"#,
        "the model's expression is escaped twice and would ask for a backslash",
    ),
    (
        "DescribePhoneNumberResponse.ClaimedPhoneNumberSummary is not offered",
        "there are no telephone numbers to show",
    ),
    (
        "CreateNotificationRequest.PredefinedNotificationId is not offered",
        "AWS has deprecated it, and documents nowhere what it does",
    ),
    (
        "UpdateUserNotificationStatusRequest.LastModifiedRegion is not offered",
        "it stands in a header, for replication between Regions, which there is not",
    ),
    (
        "UpdateUserNotificationStatusRequest.LastModifiedTime is not offered",
        "it stands in a header, for replication between Regions, which there is not",
    ),
    // Names of shapes.
    (
        r#"TrafficDistributionGroupId name: "TrafficDistributionGroupId", not "TrafficDistributionGroupIdOrArn""#,
        "a group has the name of its type, by which access is asked about it",
    ),
    (
        r#"TrafficDistributionGroupId pattern: None, not Some("^(arn:(aws|aws-us-gov):connect:[a-z]{2}-[a-z-]+-[0-9]{1}:[0-9]{1,20}:traffic-distribution-group/)?[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$")"#,
        "it has the form of every id, or is an ARN",
    ),
    (
        r#"ListAgentStatusesRequest name: "ListAgentStatusesRequest", not "ListAgentStatusRequest""#,
        "an input has the name of its operation",
    ),
    // What AWS has added since Roster declared it.
    (
        "Concurrency bounds: (Some(1), Some(10)), not (Some(0), Some(10))",
        "AWS allows 0 since it has workload types, which Roster has not; of the channels, the API reference says at least 1",
    ),
    (
        "MediaConcurrency.Concurrency required: true, not false",
        "AWS lets it be absent since it has workload types, which say it then; Roster has none",
    ),
    (
        "MediaConcurrency.WorkloadTypeConcurrencies is not offered",
        "there are no workload types",
    ),
    // IAM and STS.
    (
        r#"AccessKeyIdType pattern: Some("[\\w]+"), not Some("[\\w]*")"#,
        "STS lets it be empty by form and not by length; IAM's form says both",
    ),
    (
        r#"ArnType pattern: None, not Some("[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+")"#,
        "IAM has no form for ARNs; what STS's form forbids is the ARN of no role",
    ),
    (
        r#"PolicyVersionIdType pattern: None, not Some("v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?")"#,
        "it stands in answers only",
    ),
    (
        r#"AssumeRole exceptions: {("MalformedPolicyDocument", 400), ("PackedPolicyTooLarge", 400)}, not {("ExpiredTokenException", 400), ("InvalidContextAssertion", 400), ("MalformedPolicyDocument", 400), ("PackedPolicyTooLarge", 400), ("RegionDisabledException", 403)}"#,
        "the check of signatures refuses an expired token, no Region is disabled, and there is no identity centre",
    ),
    (
        "AssumeRoleRequest.MinimumSessionTokenSize is not offered",
        "a session token is as long as what it holds",
    ),
    (
        "AssumeRoleResponse.SessionTokenSize is not offered",
        "a session token has no limit of its own",
    ),
    (
        "AssumeRoleResponse.SessionTokenUtilization is not offered",
        "a session token has no limit of its own",
    ),
    (
        "SourceIdentityType bounds: (Some(2), Some(64)), not (Some(2), Some(256))",
        "AWS has raised the most since; Roster refuses what is longer",
    ),
    (
        "CreateRoleRequest.MaxSigninSessionDuration is not offered",
        "there is no console to sign in to with a role",
    ),
    (
        "Role.MaxSigninSessionDuration is not offered",
        "there is no console to sign in to with a role",
    ),
    (
        "Role.SourceRoleTemplate is not offered",
        "there are no role templates",
    ),
    (
        "SimulateCustomPolicyRequest.OrderedOrganizationPolicyInputList is not offered",
        "there are no organizations",
    ),
    (
        "SimulatePrincipalPolicyRequest.PolicyExclusionList is not offered",
        "a simulation takes all policies of its user or role",
    ),
    // CloudTrail.
    (
        "LookupAttributesList bounds: (None, Some(1)), not (None, None)",
        "the API reference allows one attribute, and the model does not say so",
    ),
    (
        "Trail.RecursiveLogging is not offered",
        "nothing is logged that is about the logs",
    ),
    (
        "AssumeRoleRequest.PolicyArns is not offered",
        "a session policy is given in full",
    ),
    (
        "AssumeRoleRequest.ProvidedContexts is not offered",
        "there is no identity centre",
    ),
    (
        "EvaluationResult.EvalDecisionDetails is not offered",
        "there are no policies of resources, and so no decisions across accounts",
    ),
    (
        "EvaluationResult.OrganizationsDecisionDetail is not offered",
        "there are no organizations",
    ),
    (
        "EvaluationResult.ResourceSpecificResults is not offered",
        "each resource has a result of its own",
    ),
    (
        "Statement.EndPosition is not offered",
        "documents are read without places",
    ),
    (
        "Statement.StartPosition is not offered",
        "documents are read without places",
    ),
    ("Role.RoleLastUsed is not offered", "the last use is not kept"),
    (
        "User.PasswordLastUsed is not offered",
        "users of IAM have no passwords",
    ),
];

/// Whether a structure is declared without this member on purpose.
pub(crate) fn is_left_out(shape: &str, member: &str) -> bool {
    let difference = format!("{shape}.{member} is not offered");
    INTENDED.iter().any(|(known, _)| *known == difference)
}
