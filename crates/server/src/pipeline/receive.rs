//! The body, which is part of what was signed, within its limits. Until its signature is checked it counts
//! against what all such bodies may take together.

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use roster_domain::clock::{Clock, timeout};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::find_key::WithKey;
use crate::exception::Failure;
use crate::limits::Limits;
use crate::reached::StageResult;

/// A request that has arrived as a whole.
pub(crate) struct Received<'r> {
    pub(super) with_key: WithKey<'r>,
    pub(super) body: Body<'r>,
}

/// A body whose signature is not checked yet.
#[derive(Default)]
pub(crate) struct Body<'r> {
    bytes: Bytes,
    /// What it takes of what all such bodies may take.
    _room: Option<SemaphorePermit<'r>>,
}

impl Body<'_> {
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes of a body whose sender is known: it counts no longer.
    pub(super) fn proven(self) -> Bytes {
        self.bytes
    }
}

/// Reads the body of a request.
pub(super) async fn receive<'r, B>(
    with_key: WithKey<'r>,
    body: B,
    limits: Limits,
    room: &'r Semaphore,
    clock: &dyn Clock,
) -> StageResult<'r, Received<'r>>
where
    B: hyper::body::Body<Data = Bytes> + Send,
    B::Error: std::error::Error + Send + Sync + 'static,
{
    // Reads have no body, and need no time-out for it.
    if body.is_end_stream() {
        let body = Body::default();
        return Ok(Received { with_key, body });
    }
    let reading = read(body, limits.body_bytes, room);
    let body = timeout(clock, limits.body_time, reading).await;
    match body.unwrap_or(Err(Failure::TooSlow(limits.body_time))) {
        Ok(body) => Ok(Received { with_key, body }),
        Err(failure) => Err(with_key.summary.stop(failure)),
    }
}

/// Reads a body of so many bytes at most.
pub(crate) async fn read<B>(body: B, limit: usize, room: &Semaphore) -> Result<Body<'_>, Failure>
where
    B: hyper::body::Body<Data = Bytes>,
{
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(Failure::TooLarge(limit));
    }
    let mut body = std::pin::pin!(body);
    let mut bytes = BytesMut::new();
    let mut taken: Option<SemaphorePermit<'_>> = None;
    while let Some(frame) = body.frame().await {
        // What trailers say is not signed, and not looked at.
        let Ok(data) = frame.map_err(|_| Failure::Broken)?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > limit {
            return Err(Failure::TooLarge(limit));
        }
        let more = u32::try_from(data.len()).ok();
        let more = more.and_then(|more| room.try_acquire_many(more).ok());
        let more = more.ok_or(Failure::NoRoomForBodies)?;
        match &mut taken {
            Some(taken) => taken.merge(more),
            None => taken = Some(more),
        }
        bytes.extend_from_slice(&data);
    }
    Ok(Body {
        bytes: bytes.freeze(),
        _room: taken,
    })
}
