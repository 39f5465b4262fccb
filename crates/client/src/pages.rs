//! Lists, page by page; and botocore's token, which can resume in the middle of a page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roster_model::operation::Interface;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::parameters::Parameters;

/// The output member that says where the next page starts, and the request member that takes it.
pub const NEXT_TOKEN: &str = "NextToken";

/// The request member that limits the items of a page.
pub const MAX_RESULTS: &str = "MaxResults";

/// The members by which a list is read page by page.
#[derive(Clone, Copy, Debug)]
pub struct PageMembers {
    /// The output member that says where the next page starts, and the request member that takes it.
    pub token: &'static str,
    /// The request member that limits the items of a page.
    pub size: &'static str,
}

impl PageMembers {
    /// Those of most services.
    pub const NEXT_TOKEN: Self = Self {
        token: NEXT_TOKEN,
        size: MAX_RESULTS,
    };
    /// Those of IAM.
    const MARKER: Self = Self {
        token: "Marker",
        size: "MaxItems",
    };

    /// Those of an operation.
    pub fn of(operation: &Interface) -> Self {
        match operation.request().member(Self::MARKER.token) {
            Some(_) => Self::MARKER,
            None => Self::NEXT_TOKEN,
        }
    }
}

/// The member of botocore's token that says how many items of its page were returned before.
const RETURNED: &str = "boto_truncate_amount";

/// Calls the operation once.
type Call<'a> = &'a dyn Fn(&Parameters) -> Result<Value, Error>;

/// Where a list starts and how much of it is fetched.
#[derive(Clone, Debug, Default)]
pub struct PageOptions {
    /// The token of an earlier list that was cut.
    pub starting_token: Option<String>,
    /// How many items the service puts into a page.
    pub page_size: Option<i64>,
    /// The most items to return.
    pub max_items: Option<i64>,
}

/// The pages of a list, in order.
pub struct Pages<'a> {
    call: Call<'a>,
    members: PageMembers,
    /// The output member that is cut into pages.
    items: &'static str,
    parameters: Parameters,
    /// How many items may still be returned.
    remaining: Option<usize>,
    /// Where the next page to fetch starts, and how many of its items to skip.
    token: Value,
    skip: usize,
    /// The token that the service gave last.
    previous: Option<Value>,
    is_done: bool,
    resume_token: Option<String>,
}

impl<'a> Pages<'a> {
    /// The pages of the output member `items`. `call` calls the operation once.
    pub fn new(
        call: Call<'a>,
        members: PageMembers,
        items: &'static str,
        mut parameters: Parameters,
        options: &PageOptions,
    ) -> Self {
        let (token, skip) = options
            .starting_token
            .as_deref()
            .map_or((Value::Null, 0), |token| read_token(token, members.token));
        put_token(&mut parameters, members.token, &token);
        if let Some(size) = options.page_size {
            parameters.insert(members.size.to_owned(), Value::from(size));
        }
        Self {
            call,
            members,
            items,
            parameters,
            remaining: options.max_items.map(|max| usize::try_from(max).unwrap_or(0)),
            token,
            skip,
            previous: None,
            is_done: false,
            resume_token: None,
        }
    }

    /// The token that resumes the list, if `max_items` cut it.
    pub fn resume_token(&self) -> Option<&str> {
        self.resume_token.as_deref()
    }

    /// Fetches the next page. `None`: the list has ended.
    ///
    /// # Errors
    /// Those of the call, and a token that repeats.
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator would put the error inside the option"
    )]
    pub fn next(&mut self) -> Result<Option<Value>, Error> {
        if self.is_done {
            return Ok(None);
        }
        let mut page = (self.call)(&self.parameters)?;
        let skip = std::mem::take(&mut self.skip);
        let next = page
            .get(self.members.token)
            .filter(|token| !is_empty(token))
            .cloned();
        let cut = self.cut(&mut page, skip);
        match (cut, next) {
            (Cut::Within(kept), _) => self.stop(&self.token.clone(), Some(kept + skip)),
            (Cut::No, None) => self.is_done = true,
            (Cut::No, Some(next)) if self.remaining == Some(0) => self.stop(&next, None),
            (Cut::No, Some(next)) => self.advance(next)?,
        }
        Ok(Some(page))
    }

    /// All pages as one output: all items, and the other members of the first page.
    ///
    /// # Errors
    /// Those of [`Pages::next`].
    pub fn merged(&mut self, other_members: &[&str]) -> Result<Value, Error> {
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
        let mut output = Map::new();
        output.extend(items.map(|items| (self.items.to_owned(), Value::Array(items))));
        output.extend(others.unwrap_or_default());
        output.extend(
            self.resume_token
                .clone()
                .map(|token| (NEXT_TOKEN.to_owned(), Value::from(token))),
        );
        Ok(Value::Object(output))
    }

    /// Removes the items that were returned before, and those beyond the limit.
    fn cut(&mut self, page: &mut Value, skip: usize) -> Cut {
        let Some(Value::Array(items)) = page.get_mut(self.items) else {
            return Cut::No;
        };
        items.drain(..skip.min(items.len()));
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

    fn stop(&mut self, token: &Value, returned: Option<usize>) {
        self.is_done = true;
        self.resume_token = Some(write_token(self.members.token, token, returned));
    }

    fn advance(&mut self, next: Value) -> Result<(), Error> {
        if self.previous.as_ref() == Some(&next) {
            return Err(Error::RepeatedToken(next));
        }
        put_token(&mut self.parameters, self.members.token, &next);
        self.previous = Some(next.clone());
        self.token = next;
        Ok(())
    }
}

enum Cut {
    No,
    /// After this many items of the page.
    Within(usize),
}

fn is_empty(token: &Value) -> bool {
    token.is_null() || token.as_str() == Some("")
}

fn put_token(parameters: &mut Parameters, member: &str, token: &Value) {
    if token.is_null() || token.as_str() == Some("None") {
        parameters.shift_remove(member);
    } else {
        parameters.insert(member.to_owned(), token.clone());
    }
}

/// Writes a token as botocore does, blanks included.
fn write_token(member: &str, token: &Value, returned: Option<usize>) -> String {
    let returned = returned.map_or_else(String::new, |returned| format!(", \"{RETURNED}\": {returned}"));
    STANDARD.encode(format!("{{\"{member}\": {token}{returned}}}"))
}

/// Reads a token and the items to skip: botocore's form, its older `token___3`, or the service's own.
fn read_token(text: &str, member: &str) -> (Value, usize) {
    if let Some(mut written) = decoded(text) {
        let skip = written.get(RETURNED).and_then(Value::as_u64).unwrap_or(0);
        let token = written.remove(member).unwrap_or_default();
        return (token, usize::try_from(skip).unwrap_or(usize::MAX));
    }
    let (token, skip) = match text.split_once("___") {
        Some((token, skip)) => skip.parse().map_or((text, 0), |skip| (token, skip)),
        None => (text, 0),
    };
    match token {
        "None" => (Value::Null, skip),
        _ => (Value::from(token), skip),
    }
}

fn decoded(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Five items in pages of two.
    #[allow(clippy::unnecessary_wraps, reason = "calls may fail")]
    fn call(parameters: &Parameters) -> Result<Value, Error> {
        Ok(match parameters.get(NEXT_TOKEN).and_then(Value::as_str) {
            None => json!({"Items": [1, 2], "NextToken": "a", "Count": 5}),
            Some("a") => json!({"Items": [3, 4], "NextToken": "b", "Count": 9}),
            Some(_) => json!({"Items": [5]}),
        })
    }

    fn pages(max_items: Option<i64>, starting_token: Option<&str>) -> Value {
        let options = PageOptions {
            max_items,
            starting_token: starting_token.map(str::to_owned),
            page_size: None,
        };
        Pages::new(
            &call,
            PageMembers::NEXT_TOKEN,
            "Items",
            Parameters::new(),
            &options,
        )
        .merged(&["Count"])
        .unwrap()
    }

    #[test]
    fn pages_are_merged() {
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
    fn tokens_are_those_of_botocore() {
        let token = "eyJOZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==";
        assert_eq!(pages(Some(1), None)[NEXT_TOKEN], token);
        assert_eq!(read_token(token, NEXT_TOKEN), (Value::Null, 1));
        assert_eq!(read_token("tok-1", NEXT_TOKEN), (json!("tok-1"), 0));
        assert_eq!(read_token("tok___2", NEXT_TOKEN), (json!("tok"), 2));
    }

    #[test]
    fn a_repeated_token_ends_the_list() {
        let call = |_: &Parameters| Ok(json!({"Items": [], "NextToken": "a"}));
        let merged = Pages::new(
            &call,
            PageMembers::NEXT_TOKEN,
            "Items",
            Parameters::new(),
            &PageOptions::default(),
        )
        .merged(&[]);
        assert!(matches!(merged, Err(Error::RepeatedToken(token)) if token == "a"));
    }
}
