//! Variables that look like settings and are none: a misspelt one would be passed over in silence.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::Command;

/// How the variables of settings begin.
const PREFIX: &str = "ROSTER_";

/// Variables, and beginnings of such, that are no settings and still no mistakes: Kubernetes sets the first ones for a service
/// with the name roster, and this project's tests read the others.
const OTHERS: [&str; 5] = [
    "ROSTER_SERVICE_",
    "ROSTER_PORT",
    "ROSTER_BIN",
    "ROSTER_TEST_",
    "ROSTER_WRITE_",
];

/// The similarity from which a name is offered in place of another, from 0 to 1.
const SIMILAR: f64 = 0.8;

/// A sentence for each variable that is no setting of any command.
pub(crate) fn unknown_variables(
    command: &Command,
    environment: impl Iterator<Item = (OsString, OsString)>,
) -> Vec<String> {
    let mut settings = BTreeSet::new();
    collect(command, &mut settings);
    let names: BTreeSet<_> = environment.map(|(name, _)| name).collect();
    let names = names.iter().filter_map(|name| name.to_str());
    let unknown = names.filter(|name| {
        let is_other = OTHERS.iter().any(|other| name.starts_with(other));
        name.starts_with(PREFIX) && !is_other && !settings.contains(*name)
    });
    unknown.map(|name| sentence(name, &settings)).collect()
}

fn sentence(name: &str, settings: &BTreeSet<String>) -> String {
    let rest = |name: &str| name.trim_start_matches(PREFIX).to_owned();
    let rated = settings
        .iter()
        .map(|setting| (strsim::jaro_winkler(&rest(setting), &rest(name)), setting));
    let nearest = rated.max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest.filter(|(similarity, _)| *similarity >= SIMILAR) {
        Some((_, setting)) => {
            format!("the variable {name} is no setting and has no effect: is {setting} meant?")
        }
        None => format!(
            "the variable {name} is no setting and has no effect: `roster serve --help` has the names of all"
        ),
    }
}

/// The variables of all flags of a command and of those below it.
fn collect(command: &Command, settings: &mut BTreeSet<String>) {
    let variables = command.get_arguments().filter_map(clap::Arg::get_env);
    settings.extend(variables.filter_map(|name| Some(name.to_str()?.to_owned())));
    command
        .get_subcommands()
        .for_each(|subcommand| collect(subcommand, settings));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;

    fn unknown(names: &[&str]) -> Vec<String> {
        let environment = names.iter().map(|name| ((*name).into(), "value".into()));
        unknown_variables(&Arguments::command(), environment)
    }

    #[test]
    fn a_misspelt_variable_is_named_with_the_one_that_is_meant() {
        for (misspelt, meant) in [
            ("ROSTER_LISTEN_ADDRESS", "ROSTER_LISTEN"),
            ("ROSTER_LISEN", "ROSTER_LISTEN"),
            ("ROSTER_DATADIR", "ROSTER_DATA_DIR"),
            ("ROSTER_DATABASE_URL", "ROSTER_DATABASE"),
            ("ROSTER_TLS_CERTIFICATE", "ROSTER_TLS_CERT"),
        ] {
            assert_eq!(
                unknown(&[misspelt]),
                [format!(
                    "the variable {misspelt} is no setting and has no effect: is {meant} meant?"
                )]
            );
        }
    }

    #[test]
    fn a_variable_that_is_like_no_other_leads_to_the_list_of_all() {
        assert_eq!(
            unknown(&["ROSTER_XYZZY"]),
            [
                "the variable ROSTER_XYZZY is no setting and has no effect: `roster serve --help` has the names of all"
            ]
        );
    }

    #[test]
    fn settings_and_variables_of_others_are_taken_in_silence() {
        let names = [
            "ROSTER_LISTEN",
            "ROSTER_FROM",
            "ROSTER_CONFIG",
            "ROSTER_SERVICE_HOST",
            "ROSTER_PORT_7420_TCP",
            "ROSTER_TEST_POSTGRES",
            "PATH",
        ];

        assert_eq!(unknown(&names), Vec::<String>::new());
    }
}
