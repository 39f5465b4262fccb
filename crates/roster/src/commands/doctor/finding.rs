//! What a check finds.

/// How good it is, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Ok,
    Warning,
    Failure,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }
}

/// One thing that is right or wrong; then the message says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) state: State,
    pub(super) message: String,
}

impl Finding {
    pub(super) fn ok(message: impl Into<String>) -> Self {
        Self {
            state: State::Ok,
            message: message.into(),
        }
    }

    pub(super) fn warning(message: impl Into<String>) -> Self {
        Self {
            state: State::Warning,
            message: message.into(),
        }
    }

    pub(super) fn failure(message: impl Into<String>) -> Self {
        Self {
            state: State::Failure,
            message: message.into(),
        }
    }
}
