//! The condition keys that requests with certain members have, from the table in the guide. A test of the server
//! compares that table with the requests.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use roster_model::operation::Description;

const TABLE: &str = "docs/guide/access.md";
const HEAD: &str = "| Key | What it is | Requests that have it |";

/// Keys, and what the table says of the requests that have them.
pub(super) struct ConditionKeys(Vec<(String, String)>);

impl ConditionKeys {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let guide = fs::read_to_string(root.join(TABLE)).with_context(|| format!("cannot read {TABLE}"))?;
        Self::parse(&guide).with_context(|| format!("{TABLE} has no table of condition keys"))
    }

    fn parse(guide: &str) -> Option<Self> {
        let rows = guide.lines().skip_while(|line| *line != HEAD).skip(2);
        let rows = rows.take_while(|line| line.starts_with('|'));
        let rows = rows.filter_map(|line| {
            let mut cells = line.trim_matches('|').split(" | ");
            let key = cells.next()?.trim().to_owned();
            Some((key, cells.last()?.to_owned()))
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then_some(Self(rows))
    }

    /// The keys of requests with a member that the operation has.
    pub(super) fn of(&self, operation: &Description) -> Vec<&str> {
        let has = |word: &str| operation.request().member(word).is_some();
        let rows = self.0.iter().filter(|(_, requests)| {
            let mut words = requests.split('`').skip(1).step_by(2);
            words.any(has)
        });
        rows.map(|(keys, _)| keys.as_str()).collect()
    }
}
