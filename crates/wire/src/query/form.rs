//! The parameters of a request, by name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use percent_encoding::percent_decode;

use crate::Rejection;

/// Far more than any input of AWS needs.
const MOST_PARAMETERS: usize = 10_000;
/// How deep a shape that contains itself may go; the depth at which JSON is refused, too.
const MOST_PARTS: usize = 128;

/// The parameters of a request, decoded; of several with one name, the first.
///
/// No `Debug`, because it holds what must not be logged.
pub struct Form<'t> {
    // In the order of names, so that what belongs together lies together.
    parameters: BTreeMap<Cow<'t, str>, Cow<'t, str>>,
}

impl<'t> Form<'t> {
    /// Reads a body, or a query string, of type `application/x-www-form-urlencoded`.
    ///
    /// Refuses what is not UTF-8, more than 10,000 parameters, and names of more than 128 parts.
    pub fn parse(text: &'t [u8]) -> Result<Self, Rejection> {
        let mut parameters = BTreeMap::new();
        let pairs = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        for (number, pair) in (1..).zip(pairs) {
            if number > MOST_PARAMETERS {
                return Err(Rejection::TooManyParameters {
                    most: MOST_PARAMETERS,
                });
            }
            let (name, value) = parameter(pair).ok_or(Rejection::ParameterEncoding { number })?;
            if name.split('.').nth(MOST_PARTS).is_some() {
                return Err(Rejection::ParameterTooDeep {
                    number,
                    most: MOST_PARTS,
                });
            }
            parameters.entry(name).or_insert(value);
        }
        Ok(Self { parameters })
    }

    /// The operation meant.
    pub fn action(&self) -> Option<&str> {
        self.text("Action")
    }

    /// The version of the API meant, a date.
    pub fn version(&self) -> Option<&str> {
        self.text("Version")
    }

    /// The value of this name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(AsRef::as_ref)
    }

    /// The rests of all names that start so.
    pub(super) fn below(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        self.parameters
            .range::<str, _>(from)
            .map_while(move |(name, _)| name.strip_prefix(prefix))
    }
}

/// Name and value of one parameter; none if one of them is not UTF-8.
fn parameter(pair: &[u8]) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let equals = pair.iter().position(|byte| *byte == b'=');
    let (name, value) = match equals {
        Some(at) => (&pair[..at], &pair[at + 1..]),
        None => (pair, &[][..]),
    };
    Some((decoded(name)?, decoded(value)?))
}

fn decoded(raw: &[u8]) -> Option<Cow<'_, str>> {
    if !raw.contains(&b'+') {
        return percent_decode(raw).decode_utf8().ok();
    }
    let spaced: Vec<u8> = raw
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = percent_decode(&spaced).decode_utf8().ok()?;
    Some(Cow::Owned(text.into_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn form(text: &str) -> Form<'_> {
        Form::parse(text.as_bytes()).expect("a form")
    }

    fn refusal(text: &str) -> String {
        let refusal = Form::parse(text.as_bytes()).err();
        refusal.expect("a refusal").to_string()
    }

    #[test]
    fn a_form_names_action_and_version() {
        let form = form("Action=GetCallerIdentity&Version=2011-06-15");
        assert_eq!(form.action(), Some("GetCallerIdentity"));
        assert_eq!(form.version(), Some("2011-06-15"));
    }

    #[test]
    fn names_and_values_are_decoded() {
        let form = form("User%4Eame=M%C3%BCller+%2B+S%c3%b6hne&&Path&A=b=c");
        assert_eq!(form.text("UserName"), Some("Müller + Söhne"));
        assert_eq!(form.text("Path"), Some(""));
        assert_eq!(form.text("A"), Some("b=c"));
        assert_eq!(form.action(), None);
    }

    #[test]
    fn of_two_of_one_name_the_first_counts() {
        let form = form("Action=ListUsers&Action=DeleteUser");
        assert_eq!(form.action(), Some("ListUsers"));
    }

    #[test]
    fn what_is_not_utf_8_is_refused_by_its_number() {
        for text in ["Action=A&UserName=%ff", "Action=A&%ff=mary", "Action=A&%ff=a+b"] {
            assert_eq!(
                refusal(text),
                "Parameter 2 of the request is not valid UTF-8 after percent-decoding"
            );
        }
    }

    #[test]
    fn too_many_parameters_are_refused() {
        let most = "A=&".repeat(10_000);
        assert!(Form::parse(most.as_bytes()).is_ok());
        assert_eq!(
            refusal(&format!("{most}A=")),
            "The request has more than 10000 parameters; send fewer at a time"
        );
    }

    #[test]
    fn a_name_that_is_too_deep_is_refused() {
        let deepest = format!("A{}", ".A".repeat(127));
        assert!(Form::parse(deepest.as_bytes()).is_ok());
        assert_eq!(
            refusal(&format!("{deepest}.A=1")),
            "The name of parameter 1 has more than 128 parts between its dots"
        );
    }

    proptest! {
        #[test]
        fn no_bytes_make_parsing_panic(text: Vec<u8>) {
            let _ = Form::parse(&text);
        }
    }
}
