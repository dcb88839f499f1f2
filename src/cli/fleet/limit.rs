//! How much memory a child may take, where the system can hold it to that.

/// Holds this process to so many bytes of memory. One that needs more ends, and the parent says so.
#[cfg(unix)]
pub(super) fn set(bytes: Option<u64>) -> anyhow::Result<()> {
    use anyhow::Context as _;
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Some(bytes) = bytes else { return Ok(()) };
    let now = getrlimit(Resource::As);
    let most = now.maximum.map_or(bytes, |maximum| maximum.min(bytes));
    setrlimit(Resource::As, Rlimit { current: Some(most), maximum: now.maximum })
        .context("cannot limit the memory")
}

/// There is no such limit here; the parent has said so.
#[cfg(not(unix))]
pub(super) fn set(_: Option<u64>) -> anyhow::Result<()> {
    Ok(())
}

/// Can a process be held to a limit here?
pub(super) const IS_THERE: bool = cfg!(unix);
