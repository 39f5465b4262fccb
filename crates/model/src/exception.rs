//! The modelled exceptions: codes and HTTP statuses. Sources: the API references of the services;
//! the statuses are those of their models.

macro_rules! exceptions {
    ($($(#[$doc:meta])* $name:ident => $status:literal $code:literal),* $(,)?) => {
        /// An exception that operations may declare.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ExceptionName {
            $($(#[$doc])* $name),*
        }

        impl ExceptionName {
            /// Every exception.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code on the wire, such as `InvalidRequestException`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code),*
                }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$name => $status),*
                }
            }
        }
    };
}

/// The exceptions that nearly every operation of Connect declares. A declaration without a list has these.
pub const COMMON: &[ExceptionName] = &[
    ExceptionName::InvalidRequest,
    ExceptionName::InvalidParameter,
    ExceptionName::ResourceNotFound,
    ExceptionName::Throttling,
    ExceptionName::InternalService,
];

exceptions! {
    /// The request as a whole is not valid.
    InvalidRequest => 400 "InvalidRequestException",
    /// A parameter has a value that is not allowed.
    InvalidParameter => 400 "InvalidParameterException",
    /// What the request names is not there.
    ResourceNotFound => 404 "ResourceNotFoundException",
    /// The caller stands for a user that there is not.
    UserNotFound => 404 "UserNotFoundException",
    /// What the request would make is there already.
    DuplicateResource => 409 "DuplicateResourceException",
    /// What the request would associate is associated already.
    ResourceConflict => 409 "ResourceConflictException",
    /// The resource is in use.
    ResourceInUse => 409 "ResourceInUseException",
    /// A condition on the state of what the request is about does not hold.
    ConditionalOperationFailed => 409 "ConditionalOperationFailedException",
    /// There are more results than may be returned.
    MaximumResultReturned => 400 "MaximumResultReturnedException",
    /// A limit on the number of resources is reached.
    LimitExceeded => 429 "LimitExceededException",
    /// A quota of the account is used up.
    ServiceQuotaExceeded => 402 "ServiceQuotaExceededException",
    /// Too many requests.
    Throttling => 429 "ThrottlingException",
    /// Too many requests, as few operations have it.
    TooManyRequests => 429 "TooManyRequestsException",
    /// An attribute to look events up by is not valid.
    InvalidLookupAttributes => 400 "InvalidLookupAttributesException",
    /// A stretch of time ends before it starts.
    InvalidTimeRange => 400 "InvalidTimeRangeException",
    /// A page cannot have that many results.
    InvalidMaxResults => 400 "InvalidMaxResultsException",
    /// A token was not given out for this list.
    InvalidNextToken => 400 "InvalidNextTokenException",
    /// A token was not given out.
    InvalidToken => 400 "InvalidTokenException",
    /// What should be the name of a trail is none.
    InvalidTrailName => 400 "InvalidTrailNameException",
    /// What should be the ARN of a trail is none.
    CloudTrailARNInvalid => 400 "CloudTrailARNInvalidException",
    /// There is no such bucket.
    NoSuchBucket => 404 "NoSuchBucket",
    /// There is no such object.
    NoSuchKey => 404 "NoSuchKey",
    /// There is no such trail.
    TrailNotFound => 400 "TrailNotFoundException",
    /// A role of an organization is missing.
    NoManagementAccountSLRExists => 400 "NoManagementAccountSLRExistsException",
    /// There is no such category of events.
    InvalidEventCategory => 400 "InvalidEventCategoryException",
    /// The operation is not to be had here.
    UnsupportedOperation => 400 "UnsupportedOperationException",
    /// The operation is not to be had now.
    OperationNotPermitted => 400 "OperationNotPermittedException",
    /// The caller has no right to it.
    AccessDenied => 403 "AccessDeniedException",
    /// Roster failed, not the caller.
    InternalService => 500 "InternalServiceException",
    /// What a request to IAM names is not there.
    NoSuchEntity => 404 "NoSuchEntity",
    /// What a request to IAM would make is there already.
    EntityAlreadyExists => 409 "EntityAlreadyExists",
    /// A quota of IAM's is used up.
    QuotaExceeded => 409 "LimitExceeded",
    /// What a request to IAM would remove still has something that must be removed first.
    DeleteConflict => 409 "DeleteConflict",
    /// A policy document is none.
    MalformedPolicyDocument => 400 "MalformedPolicyDocument",
    /// A value in a request to IAM cannot be used.
    InvalidInput => 400 "InvalidInput",
    /// A managed policy cannot be attached.
    PolicyNotAttachable => 400 "PolicyNotAttachable",
    /// Session policy and tags are too much for one session token.
    PackedPolicyTooLarge => 400 "PackedPolicyTooLarge",
    /// Only the service that made something may change it.
    UnmodifiableEntity => 400 "UnmodifiableEntity",
    /// Another request is changing the same record.
    ConcurrentModification => 409 "ConcurrentModification",
    /// A policy that is tried out cannot be evaluated.
    PolicyEvaluation => 500 "PolicyEvaluation",
    /// IAM failed, not the caller.
    ServiceFailure => 500 "ServiceFailure",
}
