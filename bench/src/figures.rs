//! The figures: what each means, the least that it must reach, and the aim.

use std::fmt;

/// A figure.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) meaning: &'static str,
    unit: Unit,
    at_least: f64,
    aim: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// A part of something else's speed.
    Part,
    /// Something else's speed, so many times.
    Times,
    Milliseconds,
    Seconds,
    Megabytes,
    /// Pieces; the fewer the better.
    Count,
}

/// A figure and what was measured; nothing if it was not.
pub(super) struct Row {
    pub(super) figure: &'static Figure,
    pub(super) measured: Option<f64>,
}

pub(super) static DESCRIBE: Figure = Figure {
    name: "DescribeUser / no-op",
    meaning: "Signed reads of single users, against the health endpoint of the same server: what signature, \
              routing, reading and writing JSON and two looks at records leave of the bare HTTP speed.",
    unit: Unit::Part,
    at_least: 0.60,
    aim: 0.75,
};

pub(super) static UPDATE: Figure = Figure {
    name: "UpdateUserIdentityInfo / no-op",
    meaning: "Signed updates, each a change, each on disk with its audit record before it is answered.",
    unit: Unit::Part,
    at_least: f64::NAN,
    aim: f64::NAN,
};

pub(super) static DESCRIBE_OTHERS: Figure = Figure {
    name: "DescribeSecurityProfile / DescribeUser",
    meaning: "Signed reads of one security profile over and over, against those of users from everywhere: what a resource of \
              another type costs when it is at hand.",
    unit: Unit::Part,
    at_least: 0.90,
    aim: 1.0,
};

pub(super) static UPDATE_OTHERS: Figure = Figure {
    name: "UpdateUserPhoneConfig / UpdateUserIdentityInfo",
    meaning: "Updates of the telephone settings of users, against those of their identities, of the same users in turn.",
    unit: Unit::Part,
    at_least: 0.90,
    aim: 1.0,
};

pub(super) static SQLITE_ALONE: Figure = Figure {
    name: "UpdateUserIdentityInfo / SQLite alone",
    meaning: "The same updates, in turns with one thread that runs their statements with bodies that are ready, on the \
              same rows and entries, with as many updates in a commit, and flushes each commit.",
    unit: Unit::Part,
    at_least: 0.60,
    aim: 0.75,
};

pub(super) static POLICIES: Figure = Figure {
    name: "the update with policies / with access off",
    meaning: "The same updates by a user of IAM with five policies of ten statements each, some of which depend on \
              what is stored, against a server that checks neither signature nor policy.",
    unit: Unit::Part,
    at_least: 0.90,
    aim: 0.95,
};

pub(super) static GROUP_COMMIT: Figure = Figure {
    name: "group commit / a transaction per request",
    meaning: "The same updates, against a server that commits each by itself.",
    unit: Unit::Times,
    at_least: 3.0,
    aim: f64::NAN,
};

pub(super) static SLOW_GROUP_COMMIT: Figure = Figure {
    name: "the same where a commit takes 1 ms more",
    meaning: "As above, with a millisecond of delay before every commit of both, as on a slower disk.",
    unit: Unit::Times,
    at_least: 3.0,
    aim: 15.0,
};

pub(super) static LATENCY: Figure = Figure {
    name: "p99 of the update",
    meaning: "How long the slowest of a hundred updates takes under full load, checkpoints included.",
    unit: Unit::Milliseconds,
    at_least: 15.0,
    aim: 3.0,
};

pub(super) static BULK_PLAN: Figure = Figure {
    name: "plan for everybody",
    meaning: "`roster bulk plan` with a file that has a row for each user of the directory (100,000), against them: listed, \
              described one by one, compared.",
    unit: Unit::Seconds,
    at_least: 3.0,
    aim: f64::NAN,
};

pub(super) static BULK_PLAN_MEMORY: Figure = Figure {
    name: "memory of a plan for everybody",
    meaning: "The largest resident set of that process.",
    unit: Unit::Megabytes,
    at_least: 200.0,
    aim: f64::NAN,
};

pub(super) static BULK_APPLY: Figure = Figure {
    name: "roster bulk apply / UpdateUserIdentityInfo",
    meaning: "Changes in a second by `roster bulk apply` of 20,000 changes, which describes each user beforehand and notes each call on \
              disk before and after it, against the same updates by the load generator, in turns.",
    unit: Unit::Part,
    at_least: 0.70,
    aim: f64::NAN,
};

/// What size costs on an engine: a large directory against a small one.
pub(super) struct Sizes {
    pub(super) update: Figure,
    pub(super) describe: Figure,
    pub(super) first_page: Figure,
    pub(super) middle_page: Figure,
    pub(super) taken_name: Figure,
    pub(super) search: Figure,
    pub(super) search_beside_describe: Figure,
    pub(super) search_others: Figure,
    pub(super) search_anywhere: Figure,
    pub(super) names: Figure,
    pub(super) fill: Figure,
}

pub(super) static SQLITE_SIZES: Sizes = Sizes {
    update: size(
        "update, many users / few",
        "What size costs on SQLite: updates of users all over the large directory, against the small one.",
    ),
    describe: size(
        "describe, many users / few",
        "The same for reads of single users.",
    ),
    first_page: size(
        "first page of a list, many users / few",
        "The same for `ListUsers`, 100 users a page.",
    ),
    middle_page: size(
        "page in the middle, many users / few",
        "The same for a page of which half of the users stand before.",
    ),
    taken_name: size(
        "taken username, many users / few",
        "The same for `CreateUser` with usernames all over the directory: each is looked up, and refused as taken.",
    ),
    search: size(
        "search, many users / few",
        "The same for `SearchUsers`, 10 users a page: by last name, which one user has, and by the first characters of \
         the username, which ten users have.",
    ),
    search_beside_describe: search_beside_describe(
        "SearchUsers / DescribeUser",
        "These searches in the large directory, against reads of single users of it.",
    ),
    search_others: search_others(
        "SearchQueues / SearchUsers",
        "The same for 1,000 queues, by description, which one queue has, and by the first characters of the name, which ten \
         queues have, against these searches.",
    ),
    search_anywhere: search_anywhere(
        "search for a part of a name",
        "`SearchUsers` with `CONTAINS` in the large directory, for what few names contain: all names are looked through.",
    ),
    names: names(
        "update of names / of a number",
        "Updates that change both names of users of the large directory, and so two entries of the index that searches \
         use, against updates that change the mobile number, which is in no index.",
    ),
    fill: fill(
        "filling an index of a million users",
        "From the start of a server on the large directory without that index to the line that says where it listens, for each \
         million users.",
    ),
};

pub(super) static POSTGRES_SIZES: Sizes = Sizes {
    update: size(
        "PostgreSQL: update, many users / few",
        "The same on PostgreSQL, and so on.",
    ),
    describe: size("PostgreSQL: describe, many users / few", "Reads of single users."),
    first_page: size(
        "PostgreSQL: first page of a list, many users / few",
        "`ListUsers`.",
    ),
    middle_page: size(
        "PostgreSQL: page in the middle, many users / few",
        "Half of the users stand before it.",
    ),
    taken_name: size(
        "PostgreSQL: taken username, many users / few",
        "`CreateUser`, refused.",
    ),
    search: size("PostgreSQL: search, many users / few", "`SearchUsers`, as above."),
    search_beside_describe: search_beside_describe(
        "PostgreSQL: SearchUsers / DescribeUser",
        "The same on PostgreSQL.",
    ),
    search_others: search_others(
        "PostgreSQL: SearchQueues / SearchUsers",
        "The same on PostgreSQL.",
    ),
    search_anywhere: search_anywhere(
        "PostgreSQL: search for a part of a name",
        "The same on PostgreSQL.",
    ),
    names: names(
        "PostgreSQL: update of names / of a number",
        "The same on PostgreSQL.",
    ),
    fill: fill(
        "PostgreSQL: filling an index of a million users",
        "The same on PostgreSQL.",
    ),
};

const fn search_beside_describe(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Part,
        at_least: 0.30,
        aim: 0.50,
    }
}

const fn search_others(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Part,
        at_least: 0.90,
        aim: 1.0,
    }
}

const fn search_anywhere(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Milliseconds,
        at_least: 100.0,
        aim: 20.0,
    }
}

const fn names(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Part,
        at_least: 0.90,
        aim: 0.95,
    }
}

const fn fill(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Seconds,
        at_least: 60.0,
        aim: 18.0,
    }
}

const fn size(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Part,
        at_least: 0.80,
        aim: f64::NAN,
    }
}

pub(super) static PGBENCH: Figure = Figure {
    name: "PostgreSQL: update / pgbench",
    meaning: "Signed updates by HTTP, on the same cluster in turns with `pgbench -M prepared -c 16 -j 2`, whose \
              transaction does by itself what an update does: reads instance and user, writes the user, adds a \
              record to the audit and moves the end of its chain; the same tables, and bodies of the same size.",
    unit: Unit::Times,
    at_least: 1.5,
    aim: 2.0,
};

pub(super) static SEARCHERS: Figure = Figure {
    name: "ListUsers beside four searchers / alone",
    meaning: "Pages of a list while four clients search the same instance, again and again, for what no user has, against the same \
              pages alone.",
    unit: Unit::Part,
    at_least: 0.40,
    aim: 0.70,
};

pub(super) static POSTGRES_SEARCHERS: Figure = Figure {
    name: "PostgreSQL: ListUsers beside four searchers / alone",
    meaning: "The same on PostgreSQL.",
    unit: Unit::Part,
    at_least: 0.40,
    aim: 0.70,
};

pub(super) static DELETION: Figure = Figure {
    name: "longest update while an instance is deleted",
    meaning: "The slowest update of users of one instance, under full load, while what another instance of a million users held is removed.",
    unit: Unit::Milliseconds,
    at_least: 30.0,
    aim: 10.0,
};

pub(super) static POSTGRES_DELETION: Figure = Figure {
    name: "PostgreSQL: longest update while an instance is deleted",
    meaning: "The same on PostgreSQL.",
    unit: Unit::Milliseconds,
    at_least: 30.0,
    aim: 10.0,
};

/// What many access keys cost on an engine.
pub(super) struct Keys {
    pub(super) many: Figure,
    pub(super) changing: Figure,
}

impl Keys {
    pub(super) fn all(&'static self) -> [&'static Figure; 2] {
        [&self.many, &self.changing]
    }
}

pub(super) static SQLITE_KEYS: Keys = Keys {
    many: keys(
        "DescribeUser by 4,000 keys / by one",
        "Reads of single users by 4,000 users of IAM in turn, each with a policy, against one of them: every \
         key is looked up once a minute.",
    ),
    changing: keys(
        "by 500 keys while a policy changes / quiet",
        "The same with 500 keys, while the policy of one user is rewritten ten times a second, against the same \
         reads while nothing changes.",
    ),
};

pub(super) static POSTGRES_KEYS: Keys = Keys {
    many: keys(
        "PostgreSQL: DescribeUser by 4,000 keys / by one",
        "The same on PostgreSQL, where every key is looked up once a second.",
    ),
    changing: keys(
        "PostgreSQL: by 500 keys while a policy changes / quiet",
        "The same on PostgreSQL.",
    ),
};

const fn keys(name: &'static str, meaning: &'static str) -> Figure {
    Figure {
        name,
        meaning,
        unit: Unit::Part,
        at_least: 0.60,
        aim: 0.90,
    }
}

pub(super) static POLICIES_OF_USERS: Figure = Figure {
    name: "PostgreSQL: PutUserPolicy / UpdateUserIdentityInfo",
    meaning: "32 callers change the policies of 32 users of IAM: each change lists the policies of its user before \
              it writes. Against updates of users of Connect, by 32 callers too.",
    unit: Unit::Part,
    at_least: 0.30,
    aim: 0.60,
};

pub(super) static MOTO: Figure = Figure {
    name: "DescribeInstance / moto's server",
    meaning: "The one operation that another emulator also has, signature checked here and not there.",
    unit: Unit::Times,
    at_least: 60.0,
    aim: 150.0,
};

pub(super) static START: Figure = Figure {
    name: "start to first answer",
    meaning: "From the start of the process, on an empty data directory, to its first answer: key, database and \
              tables are made on the way.",
    unit: Unit::Milliseconds,
    at_least: 100.0,
    aim: 30.0,
};

pub(super) static IDLE_MEMORY: Figure = Figure {
    name: "memory after the start",
    meaning: "The resident set of a server that has answered once.",
    unit: Unit::Megabytes,
    at_least: 30.0,
    aim: 12.0,
};

pub(super) static LOADED_MEMORY: Figure = Figure {
    name: "memory after the load",
    meaning: "The same after the reads and updates above: page caches have filled, and the rows that were read are kept.",
    unit: Unit::Megabytes,
    at_least: f64::NAN,
    aim: f64::NAN,
};

pub(super) static COMMAND: Figure = Figure {
    name: "the documentation's command, `roster-aws` / the AWS CLI",
    meaning: "`connect update-user-identity-info` as AWS's documentation shows it, the whole process, against the \
              same server: how many times as long as `roster-aws`, the program for a link named `aws`, the AWS CLI takes.",
    unit: Unit::Times,
    at_least: 250.0,
    aim: 400.0,
};

pub(super) static COMMAND_ROSTER: Figure = Figure {
    name: "the documentation's command, `roster` / the AWS CLI",
    meaning: "The same by `roster connect`.",
    unit: Unit::Times,
    at_least: 200.0,
    aim: 300.0,
};

pub(super) static COMMAND_SKELETON: Figure = Figure {
    name: "skeleton, `roster-aws` / the AWS CLI",
    meaning: "`--generate-cli-skeleton`, which sends nothing: how many times as long the AWS CLI takes.",
    unit: Unit::Times,
    at_least: 300.0,
    aim: 600.0,
};

pub(super) static COMMAND_MEMORY: Figure = Figure {
    name: "memory of the command",
    meaning: "The largest resident set of `roster connect` in the documentation's command; no less than what the bench \
              itself held when it started it.",
    unit: Unit::Megabytes,
    at_least: 15.0,
    aim: f64::NAN,
};

pub(super) static SKELETON: Figure = Figure {
    name: "processor time of a skeleton",
    meaning: "`roster connect … --generate-cli-skeleton`: what starting the command line costs.",
    unit: Unit::Milliseconds,
    at_least: 1.0,
    aim: 0.6,
};

pub(super) static COMMAND_FAULTS: Figure = Figure {
    name: "page faults of the command",
    meaning: "Minor page faults of `roster-aws` in the documentation's command.",
    unit: Unit::Count,
    at_least: 250.0,
    aim: 150.0,
};

pub(super) static COMMAND_SIZE: Figure = Figure {
    name: "size of `roster-aws`",
    meaning: "The file, with its symbols.",
    unit: Unit::Megabytes,
    at_least: 15.0,
    aim: 8.0,
};

impl Sizes {
    pub(super) fn all(&'static self) -> [&'static Figure; 11] {
        [
            &self.update,
            &self.describe,
            &self.first_page,
            &self.middle_page,
            &self.taken_name,
            &self.search,
            &self.search_beside_describe,
            &self.search_others,
            &self.search_anywhere,
            &self.names,
            &self.fill,
        ]
    }
}

impl Figure {
    pub(super) fn measured(&'static self, value: f64) -> Row {
        Row {
            figure: self,
            measured: Some(value),
        }
    }

    pub(super) fn not_measured(&'static self) -> Row {
        Row {
            figure: self,
            measured: None,
        }
    }

    pub(super) fn at_least(&self) -> String {
        self.unit.show(self.at_least)
    }

    pub(super) fn aim(&self) -> String {
        self.unit.show(self.aim)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(value) = self.measured else {
            return formatter.write_str("not measured");
        };
        let Figure { unit, at_least, .. } = self.figure;
        formatter.write_str(&unit.show_beside(value, *at_least))?;
        if self.figure.unit.misses(value, self.figure.at_least) {
            formatter.write_str(" (missed)")?;
        }
        Ok(())
    }
}

impl Unit {
    fn show(self, value: f64) -> String {
        self.show_with(value, self.digits(value))
    }

    /// Shows a value with one more digit for as long as rounding contradicts the verdict on it.
    fn show_beside(self, value: f64, mark: f64) -> String {
        const MOST_DIGITS: usize = 6;
        let mut digits = self.digits(value);
        while digits < MOST_DIGITS && self.misses(rounded(value, digits), mark) != self.misses(value, mark) {
            digits += 1;
        }
        self.show_with(value, digits)
    }

    fn show_with(self, value: f64, digits: usize) -> String {
        if value.is_nan() {
            return String::new();
        }
        let ending = match self {
            Self::Part | Self::Count => "",
            Self::Times => "x",
            Self::Milliseconds => " ms",
            Self::Seconds => " s",
            Self::Megabytes => " MB",
        };
        format!("{value:.digits$}{ending}")
    }

    fn digits(self, value: f64) -> usize {
        match self {
            Self::Part => 2,
            Self::Times if value < 10.0 => 1,
            Self::Times | Self::Count => 0,
            Self::Milliseconds | Self::Seconds | Self::Megabytes => 1,
        }
    }

    fn misses(self, value: f64, mark: f64) -> bool {
        match self {
            Self::Part | Self::Times => value < mark,
            Self::Milliseconds | Self::Seconds | Self::Megabytes | Self::Count => value > mark,
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a number has few digits")]
#[expect(clippy::cast_possible_wrap, reason = "a number has few digits")]
fn rounded(value: f64, digits: usize) -> f64 {
    let scale = 10_f64.powi(digits as i32);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_does_not_contradict_the_verdict() {
        assert_eq!(GROUP_COMMIT.measured(2.98).to_string(), "2.98x (missed)");
        assert_eq!(GROUP_COMMIT.measured(3.04).to_string(), "3.0x");
        assert_eq!(GROUP_COMMIT.measured(2.5).to_string(), "2.5x (missed)");
        assert_eq!(POLICIES.measured(0.8996).to_string(), "0.8996 (missed)");
        assert_eq!(LATENCY.measured(15.02).to_string(), "15.02 ms (missed)");
    }

    #[test]
    fn what_has_no_mark_misses_none() {
        assert_eq!(LOADED_MEMORY.measured(74.21).to_string(), "74.2 MB");
    }
}
