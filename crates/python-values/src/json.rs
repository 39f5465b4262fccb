//! `json.loads`: JSON, with the messages of Python's decoder.

use serde_json::Value;

/// `json.loads(text)`.
///
/// # Errors
/// Python's message, with line, column and character.
pub fn loads(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        let mut decoder = Decoder::new(text);
        match decoder.document() {
            Err(error) => error.locate(&decoder.text),
            Ok(()) => error.to_string(),
        }
    })
}

/// Python's message for a document that it refuses, without the position. `None`: Python accepts the document.
pub fn decode_error(text: &str) -> Option<&'static str> {
    Decoder::new(text).document().err().map(|error| error.message)
}

/// Finds where Python's decoder stops, and why.
struct Decoder {
    text: Vec<char>,
    position: usize,
}

struct DecodeError {
    message: &'static str,
    position: usize,
}

impl DecodeError {
    fn locate(&self, text: &[char]) -> String {
        let before = &text[..self.position.min(text.len())];
        let line = before.iter().filter(|character| **character == '\n').count() + 1;
        let column = before
            .iter()
            .rev()
            .take_while(|character| **character != '\n')
            .count()
            + 1;
        format!(
            "{}: line {line} column {column} (char {})",
            self.message, self.position
        )
    }
}

impl Decoder {
    fn new(text: &str) -> Self {
        Self {
            text: text.chars().collect(),
            position: 0,
        }
    }

    fn document(&mut self) -> Result<(), DecodeError> {
        self.skip_blanks();
        self.value()?;
        self.skip_blanks();
        match self.current() {
            None => Ok(()),
            Some(_) => self.fail("Extra data"),
        }
    }

    fn value(&mut self) -> Result<(), DecodeError> {
        match self.current() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => self.string(),
            Some(_) | None => self.literal(),
        }
    }

    fn object(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        self.skip_blanks();
        if self.take('}') {
            return Ok(());
        }
        loop {
            if self.current() != Some('"') {
                return self.fail("Expecting property name enclosed in double quotes");
            }
            self.string()?;
            self.skip_blanks();
            if !self.take(':') {
                return self.fail("Expecting ':' delimiter");
            }
            self.skip_blanks();
            self.value()?;
            self.skip_blanks();
            if self.take('}') {
                return Ok(());
            }
            self.comma()?;
        }
    }

    fn array(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        self.skip_blanks();
        if self.take(']') {
            return Ok(());
        }
        loop {
            self.value()?;
            self.skip_blanks();
            if self.take(']') {
                return Ok(());
            }
            self.comma()?;
        }
    }

    fn comma(&mut self) -> Result<(), DecodeError> {
        if !self.take(',') {
            return self.fail("Expecting ',' delimiter");
        }
        self.skip_blanks();
        Ok(())
    }

    fn string(&mut self) -> Result<(), DecodeError> {
        let start = self.position;
        self.position += 1;
        loop {
            match self.current() {
                Some('"') => break,
                Some('\\') => self.escape(start)?,
                Some(character) if character < ' ' => return self.fail("Invalid control character at"),
                Some(_) => self.position += 1,
                None => return unterminated(start),
            }
        }
        self.position += 1;
        Ok(())
    }

    fn escape(&mut self, start: usize) -> Result<(), DecodeError> {
        let backslash = self.position;
        self.position += 2;
        match self.text.get(backslash + 1) {
            None => unterminated(start),
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(()),
            Some('u') => {
                let digits = self
                    .text
                    .get(self.position..self.position + 4)
                    .unwrap_or_default();
                if digits.len() == 4 && digits.iter().all(char::is_ascii_hexdigit) {
                    self.position += 4;
                    return Ok(());
                }
                let message = "Invalid \\uXXXX escape";
                Err(DecodeError {
                    message,
                    position: backslash + 1,
                })
            }
            Some(_) => {
                let message = "Invalid \\escape";
                Err(DecodeError {
                    message,
                    position: backslash,
                })
            }
        }
    }

    fn literal(&mut self) -> Result<(), DecodeError> {
        for word in ["null", "true", "false", "NaN", "Infinity", "-Infinity"] {
            if self.text[self.position..]
                .iter()
                .copied()
                .take(word.len())
                .eq(word.chars())
            {
                self.position += word.len();
                return Ok(());
            }
        }
        match number_length(&self.text[self.position..]) {
            0 => self.fail("Expecting value"),
            length => {
                self.position += length;
                Ok(())
            }
        }
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.position).copied()
    }

    fn take(&mut self, character: char) -> bool {
        let taken = self.current() == Some(character);
        self.position += usize::from(taken);
        taken
    }

    fn skip_blanks(&mut self) {
        while matches!(self.current(), Some(' ' | '\t' | '\n' | '\r')) {
            self.position += 1;
        }
    }

    fn fail(&self, message: &'static str) -> Result<(), DecodeError> {
        Err(DecodeError {
            message,
            position: self.position,
        })
    }
}

fn unterminated(start: usize) -> Result<(), DecodeError> {
    let message = "Unterminated string starting at";
    Err(DecodeError {
        message,
        position: start,
    })
}

/// How many characters at the start are a number.
fn number_length(text: &[char]) -> usize {
    let digits = |from: usize| {
        text[from.min(text.len())..]
            .iter()
            .take_while(|digit| digit.is_ascii_digit())
            .count()
    };
    let sign = usize::from(text.first() == Some(&'-'));
    let whole = if text.get(sign) == Some(&'0') {
        1
    } else {
        digits(sign)
    };
    if whole == 0 {
        return 0;
    }
    let mut length = sign + whole;
    if text.get(length) == Some(&'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(text.get(length), Some('e' | 'E')) {
        let signed = usize::from(matches!(text.get(length + 1), Some('+' | '-')));
        if digits(length + 1 + signed) > 0 {
            length += 1 + signed + digits(length + 1 + signed);
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_those_of_python() {
        for (text, message) in [
            ("{\"FirstName\": ", "Expecting value: line 1 column 15 (char 14)"),
            ("", "Expecting value: line 1 column 1 (char 0)"),
            (
                "{a",
                "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
            ),
            ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"),
            ("[1\n 2]", "Expecting ',' delimiter: line 2 column 2 (char 4)"),
            ("[1] x", "Extra data: line 1 column 5 (char 4)"),
            (
                "[\"ab",
                "Unterminated string starting at: line 1 column 2 (char 1)",
            ),
            ("[\"\\q\"]", "Invalid \\escape: line 1 column 3 (char 2)"),
            ("[\"\\u12\"]", "Invalid \\uXXXX escape: line 1 column 4 (char 3)"),
            (
                "[\"a\tb\"]",
                "Invalid control character at: line 1 column 4 (char 3)",
            ),
            ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
        ] {
            assert_eq!(loads(text).unwrap_err(), message, "{text}");
        }
    }

    #[test]
    fn members_keep_their_order() {
        let value = loads("{\"b\": 1, \"a\": [true, 1.5e3]}").unwrap();
        assert_eq!(value.to_string(), "{\"b\":1,\"a\":[true,1500.0]}");
    }
}
