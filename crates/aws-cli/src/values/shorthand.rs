//! The AWS CLI's shorthand syntax: `Key=value,List=a,b,Nested={Key=value},Other=[a,b]`.
//!
//! The grammar does not depend on the description: everything is a string, a list or an object, and
//! `shorthand_types` then converts strings to numbers and booleans.
//! Source: AWS CLI User Guide, “Using shorthand syntax”, and the behaviour of the AWS CLI.

use serde_json::{Map, Value};

use super::file;

/// Why shorthand cannot be parsed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ShorthandError {
    /// It does not follow the grammar. The message points at the position.
    Syntax(String),
    /// A file that `@=` names cannot be read.
    File(String),
}

/// Parses shorthand.
pub(super) fn parse(text: &str) -> Result<Value, ShorthandError> {
    let mut parser = Parser {
        text: text.chars().collect(),
        position: 0,
        loads_files: false,
    };
    parser.members().map(Value::Object)
}

struct Parser {
    text: Vec<char>,
    position: usize,
    /// Whether the current value follows `@=`.
    loads_files: bool,
}

type Parsed<T> = Result<T, ShorthandError>;

impl Parser {
    /// `key=value`, separated by commas, up to the end.
    fn members(&mut self) -> Parsed<Map<String, Value>> {
        let mut members = Map::new();
        let mut start = self.position;
        loop {
            let key = self.key_and_sign()?;
            let value = self.value_or_list()?;
            if members.contains_key(&key) {
                return Err(self.repeated_key(&key, start));
            }
            members.insert(key, value);
            start = self.position + 1;
            if self.current().is_none() {
                return Ok(members);
            }
            self.expect_between_blanks(',')?;
        }
    }

    /// The key and the `=` or `@=` after it.
    fn key_and_sign(&mut self) -> Parsed<String> {
        let is_part = |character: char| character.is_ascii_alphanumeric() || "-_.#/:".contains(character);
        let start = self.position;
        while self.current().is_some_and(is_part) {
            self.position += 1;
        }
        let key = self.text[start..self.position].iter().collect();
        self.skip_blanks();
        self.loads_files = self.current() == Some('@');
        if self.loads_files {
            self.position += 1;
        }
        self.expect_between_blanks('=')?;
        Ok(key)
    }

    /// A value outside brackets, where commas may make a list.
    fn value_or_list(&mut self) -> Parsed<Value> {
        match self.current() {
            None => Ok(Value::from("")),
            Some('[') => self.list(),
            Some('{') => self.object(),
            Some(_) => self.scalar_or_list(),
        }
    }

    fn scalar_or_list(&mut self) -> Parsed<Value> {
        let first = self.first_scalar()?;
        self.skip_blanks();
        if self.current() != Some(',') {
            return Ok(Value::from(first));
        }
        self.expect_between_blanks(',')?;
        let mut items = vec![Value::from(first)];
        loop {
            match self.next_scalar() {
                Ok((item, at_end)) => {
                    items.push(Value::from(item));
                    if at_end {
                        break;
                    }
                }
                Err(error) if self.current().is_none() || matches!(error, ShorthandError::File(_)) => {
                    return Err(error);
                }
                Err(_) => {
                    self.back_to_comma();
                    break;
                }
            }
        }
        Ok(if items.len() == 1 {
            items.swap_remove(0)
        } else {
            Value::Array(items)
        })
    }

    /// The next item of a list without brackets, and whether it is the last. Fails at the next `key=`.
    fn next_scalar(&mut self) -> Parsed<(String, bool)> {
        let item = match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote)?,
            Some(_) | None => {
                let end = self.word_end(starts_word, continues_next_word);
                if end == self.position {
                    return Err(self.unexpected("<second>", "<none>"));
                }
                self.word(end)?
            }
        };
        self.skip_blanks();
        if self.current().is_none() {
            return Ok((item, true));
        }
        self.expect_between_blanks(',')?;
        Ok((item, false))
    }

    fn list(&mut self) -> Parsed<Value> {
        self.expect_between_blanks('[')?;
        let mut items = Vec::new();
        while self.current() != Some(']') {
            items.push(self.nested_value()?);
            self.separator(']')?;
        }
        self.expect(']')?;
        Ok(Value::Array(items))
    }

    fn object(&mut self) -> Parsed<Value> {
        self.expect_between_blanks('{')?;
        let mut members = Map::new();
        while self.current() != Some('}') {
            let key = self.key_and_sign()?;
            let value = self.nested_value()?;
            self.separator('}')?;
            members.insert(key, value);
        }
        self.expect('}')?;
        Ok(Value::Object(members))
    }

    fn nested_value(&mut self) -> Parsed<Value> {
        match self.current() {
            Some('[') => self.list(),
            Some('{') => self.object(),
            Some(_) | None => self.first_scalar().map(Value::from),
        }
    }

    /// A comma, unless the closing bracket follows.
    fn separator(&mut self, closing: char) -> Parsed<()> {
        self.skip_blanks();
        if self.current() != Some(closing) {
            self.expect(',')?;
            self.skip_blanks();
        }
        Ok(())
    }

    fn first_scalar(&mut self) -> Parsed<String> {
        match self.current() {
            Some(quote @ ('\'' | '"')) => self.quoted(quote),
            Some(_) | None => {
                let end = self.word_end(starts_word, continues_first_word);
                if end == self.position {
                    Ok(String::new())
                } else {
                    self.word(end)
                }
            }
        }
    }

    /// The end of the word that starts here. If no word starts here, the end is here.
    fn word_end(&self, starts: fn(char) -> bool, continues: fn(char) -> bool) -> usize {
        let mut end = self.position;
        let mut fits = starts;
        loop {
            match self.text[end..] {
                ['\\', ',', ..] => end += 2,
                [character, ..] if fits(character) => end += 1,
                _ => return end,
            }
            fits = continues;
        }
    }

    fn word(&mut self, end: usize) -> Parsed<String> {
        let word: String = self.text[self.position..end].iter().collect();
        self.position = end;
        self.resolve(word.replace("\\,", ",").trim_end().to_owned())
    }

    fn quoted(&mut self, quote: char) -> Parsed<String> {
        let Some(end) = self.closing_quote(quote) else {
            let name = if quote == '"' {
                "<double quoted>"
            } else {
                "<singled quoted>"
            };
            return Err(self.unexpected(name, "<none>"));
        };
        let inner: String = self.text[self.position + 1..end].iter().collect();
        self.position = end + 1;
        let unescaped = inner.replace(&format!("\\{quote}"), &quote.to_string());
        self.resolve(unescaped.replace("\\\\", "\\"))
    }

    /// The next quote without a backslash before it, or else the last quote.
    fn closing_quote(&self, quote: char) -> Option<usize> {
        let behind = self.position + 1..self.text.len();
        let mut quotes = behind.filter(|position| self.text[*position] == quote);
        let is_escaped = |position: &usize| *position > self.position + 1 && self.text[position - 1] == '\\';
        let last = quotes.clone().next_back();
        quotes.find(|position| !is_escaped(position)).or(last)
    }

    fn resolve(&self, text: String) -> Parsed<String> {
        match self.loads_files.then(|| file::load(&text)).flatten() {
            Some(loaded) => loaded.map_err(ShorthandError::File),
            None => Ok(text),
        }
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.position).copied()
    }

    fn skip_blanks(&mut self) {
        let is_blank = |character| matches!(character, ' ' | '\t'..='\r');
        while self.current().is_some_and(is_blank) {
            self.position += 1;
        }
    }

    fn expect(&mut self, expected: char) -> Parsed<()> {
        if self.current() == Some(expected) {
            self.position += 1;
            return Ok(());
        }
        let received = self.current().map_or_else(|| "EOF".to_owned(), String::from);
        Err(self.unexpected(&expected.to_string(), &received))
    }

    fn expect_between_blanks(&mut self, expected: char) -> Parsed<()> {
        self.skip_blanks();
        self.expect(expected)?;
        self.skip_blanks();
        Ok(())
    }

    fn back_to_comma(&mut self) {
        while self.position > 0 && self.current() != Some(',') {
            self.position -= 1;
        }
    }

    fn unexpected(&self, expected: &str, received: &str) -> ShorthandError {
        let location = self.location(self.position);
        ShorthandError::Syntax(format!(
            "Expected: '{expected}', received: '{received}' for input:\n {location}"
        ))
    }

    fn repeated_key(&self, key: &str, position: usize) -> ShorthandError {
        let location = self.location(position);
        ShorthandError::Syntax(format!(
            "Second instance of key \"{key}\" encountered for input:\n{location}\nThis is often because \
             there is a preceding \",\" instead of a space."
        ))
    }

    /// The input, with a caret below a position.
    fn location(&self, position: usize) -> String {
        let is_break = |character: &char| *character == '\n';
        let line_start = self.text[..position]
            .iter()
            .rposition(is_break)
            .map_or(0, |at| at + 1);
        let line_end = self.text[position..]
            .iter()
            .position(is_break)
            .map_or(self.text.len(), |at| position + at);
        let (above, below): (String, String) = (
            self.text[..line_end].iter().collect(),
            self.text[line_end..].iter().collect(),
        );
        format!("{above}\n{}^{below}", " ".repeat(position - line_start))
    }
}

/// As in the AWS CLI, characters beyond the Basic Multilingual Plane are only allowed in quotes.
fn starts_word(character: char) -> bool {
    matches!(character, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='Z' | '\\'..='z' | '|'..='\u{ffff}')
}

fn continues_first_word(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '!' | '#'..='&' | '('..='+' | '-'..='\\' | '^'..='|' | '~'..='\u{ffff}')
}

fn continues_next_word(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '!' | '#'..='&' | '('..='+' | '-'..='<' | '>'..='\u{ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn syntax_error(text: &str) -> String {
        match parse(text) {
            Err(ShorthandError::Syntax(message)) => message,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn lists_objects_quotes_and_escapes_are_parsed() {
        for (text, value) in [
            ("a=b", json!({"a": "b"})),
            ("a=", json!({"a": ""})),
            ("a=b,c", json!({"a": ["b", "c"]})),
            ("a=b,c,d=e,f", json!({"a": ["b", "c"], "d": ["e", "f"]})),
            ("a=b,c=d", json!({"a": "b", "c": "d"})),
            (
                "a=[b, c],d={e=f,g=[h,{i=j}]}",
                json!({"a": ["b", "c"], "d": {"e": "f", "g": ["h", {"i": "j"}]}}),
            ),
            ("a=[],b={}", json!({"a": [], "b": {}})),
            ("a='b, c',d=\"e=f\"", json!({"a": "b, c", "d": "e=f"})),
            ("a='it\\'s',b=\"\\\\\"", json!({"a": "it's", "b": "\\"})),
            ("a=b\\,c,d=e", json!({"a": "b,c", "d": "e"})),
            ("a = b c , d = e ", json!({"a": "b c", "d": "e"})),
            ("a=b=c", json!({"a": "b=c"})),
            ("x.y/z:w#1=v", json!({"x.y/z:w#1": "v"})),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn syntax_errors_point_at_the_position() {
        for (text, message) in [
            ("a", "Expected: '=', received: 'EOF' for input:\n a\n ^"),
            (
                "a={b=c",
                "Expected: ',', received: 'EOF' for input:\n a={b=c\n      ^",
            ),
            ("a=[b", "Expected: ',', received: 'EOF' for input:\n a=[b\n    ^"),
            (
                "a='b",
                "Expected: '<singled quoted>', received: '<none>' for input:\n a='b\n  ^",
            ),
            (
                "a=b,\nc==\nd",
                "Expected: ',', received: '=' for input:\n a=b,\nc==\n  ^\nd",
            ),
            (
                "a=b,c,",
                "Expected: '<second>', received: '<none>' for input:\n a=b,c,\n      ^",
            ),
        ] {
            assert_eq!(syntax_error(text), message, "{text}");
        }
    }

    /// Shorthand for a value, with all strings quoted.
    fn written(value: &Value) -> String {
        match value {
            Value::String(text) => format!("'{}'", text.replace('\'', "\\'")),
            Value::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(",")),
            Value::Object(members) => format!("{{{}}}", written_members(members)),
            Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
        }
    }

    fn written_members(members: &Map<String, Value>) -> String {
        let members: Vec<_> = members
            .iter()
            .map(|(key, value)| format!("{key}={}", written(value)))
            .collect();
        members.join(",")
    }

    fn values() -> impl Strategy<Value = Value> {
        let text = "[^\\\\]*".prop_map(Value::from);
        text.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                members(inner).prop_map(Value::Object),
            ]
        })
    }

    fn members(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
        prop::collection::vec(("[a-zA-Z0-9_.#/:-]{1,8}", inner), 1..4)
            .prop_map(|members| members.into_iter().collect())
    }

    proptest! {
        #[test]
        fn written_shorthand_parses_to_the_same_value(members in members(values())) {
            prop_assert_eq!(parse(&written_members(&members)), Ok(Value::Object(members)));
        }

        #[test]
        fn any_text_is_parsed_or_refused(text in ".*") {
            let _ = parse(&text);
        }
    }
}
