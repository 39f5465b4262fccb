//! The words of a command line that are neither options of every command nor their values.

use crate::command_line::Arity;
use crate::globals;

/// The places of these words: those of the service and of the command come first.
pub(crate) fn command_words(arguments: &[String]) -> impl Iterator<Item = usize> {
    let mut places = 0..arguments.len();
    std::iter::from_fn(move || {
        loop {
            let place = places.next()?;
            let argument = &arguments[place];
            if !argument.starts_with('-') {
                return Some(place);
            }
            if takes_next(argument) {
                places.next();
            }
        }
    })
}

/// Whether the value of an option is the next word.
fn takes_next(argument: &str) -> bool {
    let exact = globals::OPTIONS.iter().find(|option| option.name == argument);
    let mut starting = globals::OPTIONS
        .iter()
        .filter(|option| option.name.starts_with(argument));
    let only = starting.next().filter(|_| starting.next().is_none());
    exact.or(only).is_some_and(|option| option.arity == Arity::One)
}
