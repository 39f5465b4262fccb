//! Writing XML 1.0.

/// A document in the making.
pub(crate) struct Xml {
    text: String,
}

impl Xml {
    /// A document of one element in a namespace, which `inner` fills.
    pub(crate) fn document(name: &str, namespace: &str, inner: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut xml = Self { text: String::new() };
        xml.text.extend(["<", name, " xmlns=\""]);
        xml.text(namespace);
        xml.text.push_str("\">");
        inner(&mut xml);
        xml.close(name);
        xml.text.into_bytes()
    }

    /// A document of one element in no namespace, which `inner` fills.
    pub(crate) fn fragment(name: &str, inner: impl FnOnce(&mut Self)) -> Vec<u8> {
        let mut xml = Self { text: String::new() };
        xml.element(name, inner);
        xml.text.into_bytes()
    }

    /// An element, which `inner` fills.
    pub(crate) fn element(&mut self, name: &str, inner: impl FnOnce(&mut Self)) {
        self.text.extend(["<", name, ">"]);
        let start = self.text.len();
        inner(self);
        if self.text.len() > start {
            self.close(name);
        } else {
            self.text.insert(start - 1, '/');
        }
    }

    /// An element that holds a text.
    pub(crate) fn text_element(&mut self, name: &str, text: &str) {
        self.element(name, |xml| xml.text(text));
    }

    /// A text, with U+FFFD for every character that XML cannot hold.
    pub(crate) fn text(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                // As it is, a reader would take it for a line feed.
                '\r' => self.text.push_str("&#13;"),
                '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'.. => {
                    self.text.push(character);
                }
                '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => self.text.push(char::REPLACEMENT_CHARACTER),
            }
        }
    }

    fn close(&mut self, name: &str) {
        self.text.extend(["</", name, ">"]);
    }
}
