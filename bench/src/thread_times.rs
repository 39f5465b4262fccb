//! How long the threads of a process have run on a processor, as Linux counts it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;

/// The processor time of the threads of a process, by name.
pub(super) struct ThreadTimes(BTreeMap<String, Duration>);

impl ThreadTimes {
    /// The times of a process until now.
    pub(super) fn of(process: u32) -> anyhow::Result<Self> {
        let mut times = BTreeMap::new();
        for task in std::fs::read_dir(format!("/proc/{process}/task"))? {
            let task = task?.path();
            let name = std::fs::read_to_string(task.join("comm"))?;
            *times.entry(name.trim().to_owned()).or_default() +=
                run_time(&std::fs::read_to_string(task.join("schedstat"))?)?;
        }
        Ok(Self(times))
    }

    /// What has been added since an earlier look.
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let added = |(name, time): (&String, &Duration)| {
            let before = earlier.0.get(name).copied().unwrap_or_default();
            (name.clone(), time.saturating_sub(before))
        };
        Self(self.0.iter().map(added).collect())
    }

    /// The times of the threads whose name is accepted, together.
    pub(super) fn sum(&self, is_wanted: impl Fn(&str) -> bool) -> Duration {
        let wanted = self.0.iter().filter(|(name, _)| is_wanted(name));
        wanted.map(|(_, time)| *time).sum()
    }
}

/// The time on a processor: the first number of schedstat, in nanoseconds. Source: Linux, sched-stats.rst.
fn run_time(schedstat: &str) -> anyhow::Result<Duration> {
    let first = schedstat.split_whitespace().next();
    let nanoseconds = first.context("the kernel does not count the time of threads")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_the_time_on_a_processor() {
        assert_eq!(run_time("1500 20 3\n").unwrap(), Duration::from_nanos(1500));
        assert!(run_time("").is_err());
    }

    #[test]
    fn threads_of_one_name_are_added_and_earlier_time_is_left_out() {
        let times = |http, writer| {
            ThreadTimes(BTreeMap::from([
                ("http".to_owned(), Duration::from_micros(http)),
                ("writer".to_owned(), Duration::from_micros(writer)),
            ]))
        };
        let added = times(30, 7).since(&times(10, 2));
        assert_eq!(added.sum(|name| name == "http"), Duration::from_micros(20));
        assert_eq!(added.sum(|_| true), Duration::from_micros(25));
    }
}
