//! Fetching a list page by page, and the AWS CLI's own token for going on in the middle of a page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roster_python_values::repr;
use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::input::Parameters;
use crate::options::{Given, MAX_RESULTS, NEXT_TOKEN};

/// How many items of the page a token points into have been shown.
const SHOWN: &str = "boto_truncate_amount";

/// Calls the operation.
pub(crate) type Call<'a> = &'a dyn Fn(&Parameters) -> Result<Value, Failure>;

/// The pages of a list, one after another.
pub(crate) struct Pages<'a> {
    call: Call<'a>,
    /// The output member that is cut into pages.
    items: &'static str,
    parameters: Parameters,
    /// How many items may still be shown.
    remaining: Option<usize>,
    /// Where the page being fetched starts, and how many of its items to leave out.
    token: Value,
    left_out: usize,
    /// What the service said last about the page to follow.
    previous: Option<Value>,
    done: bool,
    /// Where to go on, if items were left.
    pub(crate) resume_token: Option<String>,
}

impl<'a> Pages<'a> {
    /// The pages of the member `items`, from where the options say.
    pub(crate) fn new(
        call: Call<'a>,
        items: &'static str,
        mut parameters: Parameters,
        given: &Given,
    ) -> Self {
        let (token, left_out) = given
            .starting_token
            .as_deref()
            .map_or((Value::Null, 0), read_token);
        put_token(&mut parameters, &token);
        if let Some(size) = given.page_size {
            parameters.insert(MAX_RESULTS.to_owned(), Value::from(size));
        }
        Self {
            call,
            items,
            parameters,
            remaining: given.max_items.map(|most| usize::try_from(most).unwrap_or(0)),
            token,
            left_out,
            previous: None,
            done: false,
            resume_token: None,
        }
    }

    /// The next page; none behind the last.
    pub(crate) fn next(&mut self) -> Result<Option<Value>, Failure> {
        if self.done {
            return Ok(None);
        }
        let mut page = (self.call)(&self.parameters)?;
        let left_out = std::mem::take(&mut self.left_out);
        let next = page.get(NEXT_TOKEN).filter(|token| !is_empty(token)).cloned();
        let shown = self.cut(&mut page, left_out);
        match (shown, next) {
            (Cut::Within(kept), _) => self.stop(&self.token.clone(), Some(kept + left_out)),
            (Cut::No, None) => self.done = true,
            (Cut::No, Some(next)) if self.remaining == Some(0) => self.stop(&next, None),
            (Cut::No, Some(next)) => self.go_on(next)?,
        }
        Ok(Some(page))
    }

    /// All pages as one answer: the items together, everything else from the first page.
    pub(crate) fn merged(&mut self, other_members: &[&str]) -> Result<Value, Failure> {
        let mut items: Option<Vec<Value>> = None;
        let mut others: Option<Map<String, Value>> = None;
        while let Some(mut page) = self.next()? {
            if let Some(Value::Array(found)) = page.get_mut(self.items).map(Value::take) {
                items.get_or_insert_default().extend(found);
            }
            others.get_or_insert_with(|| {
                let member = |name: &&str| ((*name).to_owned(), page.get(name).cloned().unwrap_or_default());
                other_members.iter().map(member).collect()
            });
        }
        let mut answer = Map::new();
        answer.extend(items.map(|items| (self.items.to_owned(), Value::Array(items))));
        answer.extend(others.unwrap_or_default());
        answer.extend(
            self.resume_token
                .clone()
                .map(|token| (NEXT_TOKEN.to_owned(), Value::from(token))),
        );
        Ok(Value::Object(answer))
    }

    /// Leaves out what was shown before, and what is too much.
    fn cut(&mut self, page: &mut Value, left_out: usize) -> Cut {
        let Some(Value::Array(items)) = page.get_mut(self.items) else {
            return Cut::No;
        };
        items.drain(..left_out.min(items.len()));
        match self.remaining {
            Some(remaining) if items.len() > remaining => {
                items.truncate(remaining);
                self.remaining = Some(0);
                Cut::Within(remaining)
            }
            Some(remaining) => {
                self.remaining = Some(remaining - items.len());
                Cut::No
            }
            None => Cut::No,
        }
    }

    fn stop(&mut self, token: &Value, shown: Option<usize>) {
        self.done = true;
        self.resume_token = Some(write_token(token, shown));
    }

    fn go_on(&mut self, next: Value) -> Result<(), Failure> {
        if self.previous.as_ref() == Some(&next) {
            let token = repr(&json!({NEXT_TOKEN: next}));
            return Err(Failure::General(format!(
                "Error during pagination: The same next token was received twice: {token}"
            )));
        }
        put_token(&mut self.parameters, &next);
        self.previous = Some(next.clone());
        self.token = next;
        Ok(())
    }
}

enum Cut {
    No,
    /// So many items of the page were kept.
    Within(usize),
}

/// Whether pages are fetched one after another: not if told so, nor if the command line asks for one
/// particular page.
pub(crate) fn is_wanted(no_paginate: bool, given: &Given, parameters: &Parameters) -> Result<bool, Failure> {
    let asks_for_one = [NEXT_TOKEN, MAX_RESULTS]
        .iter()
        .any(|name| parameters.contains_key(*name));
    if !no_paginate && !asks_for_one {
        return Ok(true);
    }
    let used: Vec<_> = [
        ("--starting-token", given.starting_token.is_some()),
        ("--page-size", given.page_size.is_some_and(|size| size != 0)),
        ("--max-items", given.max_items.is_some_and(|most| most != 0)),
    ]
    .into_iter()
    .filter_map(|(option, is_used)| is_used.then_some(option))
    .collect();
    if used.is_empty() {
        return Ok(false);
    }
    let used = used.join(", ");
    Err(Failure::Validation(format!(
        "Cannot specify --no-paginate along with pagination arguments: {used}"
    )))
}

fn is_empty(token: &Value) -> bool {
    token.is_null() || token.as_str() == Some("")
}

fn put_token(parameters: &mut Parameters, token: &Value) {
    if token.is_null() || token.as_str() == Some("None") {
        parameters.shift_remove(NEXT_TOKEN);
    } else {
        parameters.insert(NEXT_TOKEN.to_owned(), token.clone());
    }
}

/// Writes a token as botocore does, blanks included.
fn write_token(token: &Value, shown: Option<usize>) -> String {
    let shown = shown.map_or_else(String::new, |shown| format!(", \"{SHOWN}\": {shown}"));
    STANDARD.encode(format!("{{\"{NEXT_TOKEN}\": {token}{shown}}}"))
}

/// Reads a token: one that was written here, the older `token___3`, or the service's own.
fn read_token(text: &str) -> (Value, usize) {
    if let Some(mut written) = decoded(text) {
        let shown = written.get(SHOWN).and_then(Value::as_u64).unwrap_or(0);
        let token = written.remove(NEXT_TOKEN).unwrap_or_default();
        return (token, usize::try_from(shown).unwrap_or(usize::MAX));
    }
    let (token, shown) = match text.split_once("___") {
        Some((token, shown)) => shown.parse().map_or((text, 0), |shown| (token, shown)),
        None => (text, 0),
    };
    match token {
        "None" => (Value::Null, shown),
        _ => (Value::from(token), shown),
    }
}

fn decoded(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five items in pages of two.
    #[allow(clippy::unnecessary_wraps, reason = "calls may fail")]
    fn call(parameters: &Parameters) -> Result<Value, Failure> {
        Ok(match parameters.get(NEXT_TOKEN).and_then(Value::as_str) {
            None => json!({"Items": [1, 2], "NextToken": "a", "Count": 5}),
            Some("a") => json!({"Items": [3, 4], "NextToken": "b", "Count": 9}),
            Some(_) => json!({"Items": [5]}),
        })
    }

    fn pages(max_items: Option<i64>, starting_token: Option<&str>) -> Value {
        let given = Given {
            max_items,
            starting_token: starting_token.map(str::to_owned),
            ..Given::default()
        };
        Pages::new(&call, "Items", Parameters::new(), &given)
            .merged(&["Count"])
            .unwrap()
    }

    #[test]
    fn pages_are_put_together() {
        assert_eq!(pages(None, None), json!({"Items": [1, 2, 3, 4, 5], "Count": 5}));
    }

    #[test]
    fn a_list_is_read_to_its_end_in_steps_of_any_size() {
        for step in 1..7 {
            let (mut items, mut token) = (Vec::new(), None);
            loop {
                let answer = pages(Some(step), token.as_deref());
                items.extend(answer["Items"].as_array().unwrap().clone());
                token = answer.get(NEXT_TOKEN).and_then(Value::as_str).map(str::to_owned);
                if token.is_none() {
                    break;
                }
            }
            assert_eq!(Value::from(items), json!([1, 2, 3, 4, 5]), "steps of {step}");
        }
    }

    #[test]
    fn tokens_are_those_of_the_aws_cli() {
        let token = "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==";
        assert_eq!(pages(Some(1), None)[NEXT_TOKEN], token);
        assert_eq!(read_token(token), (Value::Null, 1));
        assert_eq!(read_token("tok-1"), (json!("tok-1"), 0));
        assert_eq!(read_token("tok___2"), (json!("tok"), 2));
    }

    #[test]
    fn a_service_that_repeats_a_token_is_not_asked_for_ever() {
        let call = |_: &Parameters| Ok(json!({"Items": [], "NextToken": "a"}));
        let merged = Pages::new(&call, "Items", Parameters::new(), &Given::default()).merged(&[]);
        assert!(
            matches!(merged, Err(Failure::General(what)) if what.contains("received twice: {'NextToken': 'a'}"))
        );
    }
}
