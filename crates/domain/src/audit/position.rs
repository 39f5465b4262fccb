//! Where a record stands among those of all chains.

use roster_model::shapes::Timestamp;

/// How many bits of a position are by chance: the others are milliseconds, and last until 2248.
const CHANCE_BITS: u32 = 20;
/// How far apart records are at most that were to have one position: so far that chains seldom meet
/// which are all ahead of their times, and so near that each soon is behind its time again.
const APART: i64 = 1 << 14;

/// A record's position among those of all chains: its time, but after its predecessor in its own chain. If
/// two chains choose the same position, the index refuses one, which chooses again.
pub fn position(milliseconds: i64, last: i64, chance: i64) -> i64 {
    // In the first half of the millisecond, so that dozens of successors are in it, too, and have its time.
    let by_time = milliseconds << CHANCE_BITS | chance & ((1 << (CHANCE_BITS - 1)) - 1);
    if by_time > last {
        by_time
    } else {
        last + 1 + chance.rem_euclid(APART)
    }
}

/// The time of the record at a position: as positions grow along a chain, no time in it falls behind another.
pub fn time_at(position: i64) -> Timestamp {
    Timestamp {
        milliseconds: position >> CHANCE_BITS,
    }
}

/// The first position of a time.
pub fn first_position(time: Timestamp) -> i64 {
    let time = time.milliseconds;
    // A time outside of what positions can hold is at their end.
    time.saturating_mul(1 << CHANCE_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dozens_of_records_of_one_millisecond_have_its_time() {
        for chance in [0, APART - 1, (1 << CHANCE_BITS) - 1, i64::MAX, -1] {
            let mut last = 0;
            for _ in 0..32 {
                let next = position(1_795_256_130_000, last, chance);
                assert!(next > last);
                assert_eq!(time_at(next).milliseconds, 1_795_256_130_000, "{chance}");
                last = next;
            }
        }
    }

    #[test]
    fn no_time_falls_behind_the_one_before() {
        let last = position(2000, 0, -1);

        let next = position(1000, last, 0);

        assert!(next > last);
        assert_eq!(time_at(next).milliseconds, 2000);
    }
}
