//! The modelled exceptions: names and HTTP statuses. Source: the Connect API reference; the
//! statuses are those of the service model.

macro_rules! exceptions {
    ($($(#[$doc:meta])* $name:ident => $status:literal),* $(,)?) => {
        /// An exception that operations may declare.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ExceptionName {
            $($(#[$doc])* $name),*
        }

        impl ExceptionName {
            /// Every exception.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name on the wire, such as `InvalidRequestException`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => concat!(stringify!($name), "Exception")),*
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

exceptions! {
    /// The request as a whole is not valid.
    InvalidRequest => 400,
    /// A parameter has a value that is not allowed.
    InvalidParameter => 400,
    /// What the request names is not there.
    ResourceNotFound => 404,
    /// What the request would make is there already.
    DuplicateResource => 409,
    /// A limit on the number of resources is reached.
    LimitExceeded => 429,
    /// A quota of the account is used up.
    ServiceQuotaExceeded => 402,
    /// Too many requests.
    Throttling => 429,
    /// Roster failed, not the caller.
    InternalService => 500,
}
