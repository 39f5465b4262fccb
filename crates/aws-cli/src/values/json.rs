//! JSON, with the complaints of Python's decoder.

use serde_json::Value;

/// Reads a JSON document.
///
/// # Errors
/// Python's message, with line, column and character.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        let mut reader = Reader::of(text);
        match reader.document() {
            Err(complaint) => complaint.locate(&reader.text),
            Ok(()) => error.to_string(),
        }
    })
}

/// What Python finds wrong with a document, without where; none if it takes it.
pub(crate) fn complaint(text: &str) -> Option<&'static str> {
    let complaint = Reader::of(text).document().err()?;
    Some(complaint.what)
}

/// Finds out where Python would stop reading, and why.
struct Reader {
    text: Vec<char>,
    place: usize,
}

struct Complaint {
    what: &'static str,
    place: usize,
}

impl Complaint {
    fn locate(&self, text: &[char]) -> String {
        let before = &text[..self.place.min(text.len())];
        let line = before.iter().filter(|character| **character == '\n').count() + 1;
        let column = before
            .iter()
            .rev()
            .take_while(|character| **character != '\n')
            .count()
            + 1;
        format!("{}: line {line} column {column} (char {})", self.what, self.place)
    }
}

impl Reader {
    fn of(text: &str) -> Self {
        Self {
            text: text.chars().collect(),
            place: 0,
        }
    }

    fn document(&mut self) -> Result<(), Complaint> {
        self.skip_blanks();
        self.value()?;
        self.skip_blanks();
        match self.current() {
            None => Ok(()),
            Some(_) => self.complain("Extra data"),
        }
    }

    fn value(&mut self) -> Result<(), Complaint> {
        match self.current() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => self.string(),
            Some(_) | None => self.literal(),
        }
    }

    fn object(&mut self) -> Result<(), Complaint> {
        self.place += 1;
        self.skip_blanks();
        if self.take('}') {
            return Ok(());
        }
        loop {
            if self.current() != Some('"') {
                return self.complain("Expecting property name enclosed in double quotes");
            }
            self.string()?;
            self.skip_blanks();
            if !self.take(':') {
                return self.complain("Expecting ':' delimiter");
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

    fn array(&mut self) -> Result<(), Complaint> {
        self.place += 1;
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

    fn comma(&mut self) -> Result<(), Complaint> {
        if !self.take(',') {
            return self.complain("Expecting ',' delimiter");
        }
        self.skip_blanks();
        Ok(())
    }

    fn string(&mut self) -> Result<(), Complaint> {
        let start = self.place;
        self.place += 1;
        loop {
            match self.current() {
                Some('"') => break,
                Some('\\') => self.escape(start)?,
                Some(character) if character < ' ' => return self.complain("Invalid control character at"),
                Some(_) => self.place += 1,
                None => return unterminated(start),
            }
        }
        self.place += 1;
        Ok(())
    }

    fn escape(&mut self, start: usize) -> Result<(), Complaint> {
        let backslash = self.place;
        self.place += 2;
        match self.text.get(backslash + 1) {
            None => unterminated(start),
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => Ok(()),
            Some('u') => {
                let digits = self.text.get(self.place..self.place + 4).unwrap_or_default();
                if digits.len() == 4 && digits.iter().all(char::is_ascii_hexdigit) {
                    self.place += 4;
                    return Ok(());
                }
                let what = "Invalid \\uXXXX escape";
                Err(Complaint {
                    what,
                    place: backslash + 1,
                })
            }
            Some(_) => {
                let what = "Invalid \\escape";
                Err(Complaint {
                    what,
                    place: backslash,
                })
            }
        }
    }

    fn literal(&mut self) -> Result<(), Complaint> {
        for word in ["null", "true", "false", "NaN", "Infinity", "-Infinity"] {
            if self.text[self.place..]
                .iter()
                .copied()
                .take(word.len())
                .eq(word.chars())
            {
                self.place += word.len();
                return Ok(());
            }
        }
        match number_length(&self.text[self.place..]) {
            0 => self.complain("Expecting value"),
            length => {
                self.place += length;
                Ok(())
            }
        }
    }

    fn current(&self) -> Option<char> {
        self.text.get(self.place).copied()
    }

    fn take(&mut self, character: char) -> bool {
        let taken = self.current() == Some(character);
        self.place += usize::from(taken);
        taken
    }

    fn skip_blanks(&mut self) {
        while matches!(self.current(), Some(' ' | '\t' | '\n' | '\r')) {
            self.place += 1;
        }
    }

    fn complain(&self, what: &'static str) -> Result<(), Complaint> {
        Err(Complaint {
            what,
            place: self.place,
        })
    }
}

fn unterminated(start: usize) -> Result<(), Complaint> {
    let what = "Unterminated string starting at";
    Err(Complaint { what, place: start })
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
    fn complaints_are_those_of_python() {
        for (text, complaint) in [
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
            assert_eq!(parse(text).unwrap_err(), complaint, "{text}");
        }
    }

    #[test]
    fn members_keep_their_order() {
        let value = parse("{\"b\": 1, \"a\": [true, 1.5e3]}").unwrap();
        assert_eq!(value.to_string(), "{\"b\":1,\"a\":[true,1500.0]}");
    }
}
