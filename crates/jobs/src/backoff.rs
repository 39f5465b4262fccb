//! How long a job waits after a failed attempt.

use std::time::Duration;

use roster_domain::random::Random;

/// The wait after the first attempt, which doubles with each further one.
const FIRST: Duration = Duration::from_secs(10);
/// The longest wait.
const LONGEST: Duration = Duration::from_hours(1);

/// The wait after so many attempts: between half of the nominal wait and all of it, so that jobs that failed together
/// are not tried together again.
pub(crate) fn backoff(attempts: u32, random: &dyn Random) -> Duration {
    let doublings = attempts.saturating_sub(1).min(31);
    let nominal = FIRST.saturating_mul(1 << doublings).min(LONGEST);
    let mut bytes = [0; 4];
    random.fill(&mut bytes);
    let share = f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX);
    nominal.mul_f64(f64::midpoint(1.0, share))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Always the same byte.
    struct Same(u8);

    impl Random for Same {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn seconds(attempts: u32, byte: u8) -> f64 {
        backoff(attempts, &Same(byte)).as_secs_f64()
    }

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let waits =
            [1, 2, 3, 4, 9, 10, 100, u32::MAX].map(|attempts| backoff(attempts, &Same(0xff)).as_secs());
        assert_eq!(waits, [10, 20, 40, 80, 2560, 3600, 3600, 3600]);
    }

    #[test]
    fn chance_takes_half_of_the_wait_at_most() {
        for attempts in 1..20 {
            let nominal = seconds(attempts, 0xff);
            assert!((seconds(attempts, 0) - nominal / 2.0).abs() < 1e-6);
            for byte in 0..=0xff {
                assert!((nominal / 2.0..=nominal).contains(&seconds(attempts, byte)));
            }
        }
    }
}
