//! The metrics of a Roster.

use std::collections::BTreeMap;
use std::fmt;

use crate::answer::Answer;

/// What a look at the metrics shows: series with their values.
#[derive(Clone, Debug)]
pub struct Metrics {
    text: String,
    series: BTreeMap<String, String>,
}

impl Metrics {
    pub(crate) fn new(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200);
        let text = String::from_utf8(answer.body.clone()).expect("text");
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        let series = samples.map(|line| {
            let (series, value) = line.rsplit_once(' ').expect("a series and its value");
            (series.to_owned(), value.to_owned())
        });
        Self {
            series: series.collect(),
            text,
        }
    }

    /// The value of a series, as the page has it.
    pub fn value(&self, series: &str) -> Option<&str> {
        self.series.get(series).map(String::as_str)
    }

    /// The value of a series that counts; 0 if there is none yet.
    pub fn count(&self, series: &str) -> u64 {
        self.value(series)
            .map_or(0, |value| value.parse().expect("a count"))
    }

    /// The sum of the series that start like this.
    pub fn sum(&self, start: &str) -> u64 {
        let series = self.series().filter(|series| series.starts_with(start));
        series.map(|series| self.count(series)).sum()
    }

    /// The series that there are.
    pub fn series(&self) -> impl Iterator<Item = &str> {
        self.series.keys().map(String::as_str)
    }
}

impl fmt::Display for Metrics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
