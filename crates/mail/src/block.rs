//! The blocks of a template: a subject, and then paragraphs and links.
//!
//! A template is cut into blocks before it is filled, so that no value can begin a block of its own.

/// A block of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A line `[label](address)` alone.
    Link {
        /// What it says.
        label: String,
        /// Where it leads.
        address: String,
    },
}

impl Block {
    /// The same block with other texts.
    pub(crate) fn try_map<E>(&self, mut map: impl FnMut(&str) -> Result<String, E>) -> Result<Self, E> {
        Ok(match self {
            Self::Paragraph(text) => Self::Paragraph(map(text)?),
            Self::Link { label, address } => Self::Link {
                label: map(label)?,
                address: map(address)?,
            },
        })
    }

    /// Whether there is nothing to show: a paragraph without text, or a link that leads nowhere.
    pub(crate) fn is_empty(&self) -> bool {
        let (Self::Paragraph(text) | Self::Link { address: text, .. }) = self;
        text.trim().is_empty()
    }
}

/// The subject and the blocks of a template. Blocks are separated by empty lines.
pub(crate) fn parse(source: &str) -> (String, Vec<Block>) {
    let source = source.replace("\r\n", "\n");
    let mut blocks = source
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty());
    let subject = blocks.next().unwrap_or_default().to_owned();
    (subject, blocks.map(block).collect())
}

fn block(text: &str) -> Block {
    link(text).unwrap_or_else(|| Block::Paragraph(text.to_owned()))
}

fn link(text: &str) -> Option<Block> {
    let (label, address) = text.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let (label, address) = (label.to_owned(), address.to_owned());
    (!text.contains('\n')).then_some(Block::Link { label, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_a_subject_and_blocks() {
        let source = "Hello {{ name }}\r\n\r\nOne\r\nline.\n\n\n[Open]({{ link }})\n\n[not](a link) here\n";

        let (subject, blocks) = parse(source);

        assert_eq!(subject, "Hello {{ name }}");
        let expected = [
            Block::Paragraph("One\nline.".to_owned()),
            Block::Link {
                label: "Open".to_owned(),
                address: "{{ link }}".to_owned(),
            },
            Block::Paragraph("[not](a link) here".to_owned()),
        ];
        assert_eq!(blocks, expected);
    }
}
