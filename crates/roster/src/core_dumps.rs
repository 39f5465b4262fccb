//! The memory of a server holds secrets: it is excluded from core dumps, and other processes of the same user cannot
//! read it. How to debug nevertheless: docs/guide/operate.md.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Makes the memory of this process private, as far as the system allows.
pub(crate) fn forbid() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
    {
        tracing::warn!(%error, "other processes of this user can read this one's memory");
    }
    let none = Rlimit {
        current: Some(0),
        ..getrlimit(Resource::Core)
    };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "a crash may write this process's memory to a file");
    }
}
