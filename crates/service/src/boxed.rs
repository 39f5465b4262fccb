//! Futures that few requests need, apart from the future of every request.

use std::pin::Pin;

/// Makes a future on the heap. An async block that boxes a future by itself keeps room for it, and is copied with that room
/// from caller to caller; this keeps room for what the future captures.
pub fn boxed<F: Future>(make: impl FnOnce() -> F) -> Pin<Box<F>> {
    Box::pin(make())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A future with a kilobyte that is there before and after it waits.
    async fn large() -> u8 {
        let bytes = [7_u8; 1024];
        std::future::ready(()).await;
        bytes[1023]
    }

    #[test]
    fn a_future_that_is_made_boxed_takes_no_room_in_another() {
        let within = async { large().await };
        let boxed_within = async { boxed(large).await };

        assert!(size_of_val(&within) > 1024);
        assert!(size_of_val(&boxed_within) < 64);
    }
}
