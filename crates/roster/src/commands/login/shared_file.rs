//! Changes of AWS's shared files that leave every other line as it is. Pure.
//!
//! Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".

/// The first line of each section that `roster login` writes.
pub(super) const MARK: &str = "# Written by `roster login`.";

/// A section of a shared file.
pub(super) struct Section {
    /// `profile roster`, or `services roster`.
    pub(super) heading: String,
    /// Its lines, without line ends.
    pub(super) lines: Vec<String>,
}

/// Where a section stands in a text.
struct Place {
    start: usize,
    end: usize,
}

/// Whether a text has a section of this heading that `roster login` did not write.
pub(super) fn has_section_of_others(text: &str, heading: &str) -> bool {
    let found = place(text, heading).and_then(|place| text.get(place.start..place.end));
    found.is_some_and(|section| !section.lines().any(|line| line == MARK))
}

/// The text with this section in place of the one with the same heading, or at the end.
pub(super) fn with_section(text: &str, section: &Section) -> String {
    let Section { heading, lines } = section;
    let new = format!("[{heading}]\n{MARK}\n{}\n", lines.join("\n"));
    let (before, after) = match place(text, heading) {
        Some(Place { start, end }) => (&text[..start], &text[end..]),
        None => (text, ""),
    };
    let gap = match before {
        "" => "",
        text if text.ends_with("\n\n") => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    format!("{before}{gap}{new}{after}")
}

/// The place of a section: from its heading to the next heading, or to the comments before that.
fn place(text: &str, heading: &str) -> Option<Place> {
    let (mut offset, mut start, mut end) = (0, None, 0);
    for line in text.split_inclusive('\n') {
        let found = heading_of(line);
        match (start, found) {
            (None, Some(found)) if found == heading => start = Some(offset),
            (Some(_), Some(_)) => break,
            _ => {}
        }
        offset += line.len();
        if start.is_some() && (line.trim_end() == MARK || !is_blank_or_comment(line)) {
            end = offset;
        }
    }
    start.map(|start| Place { start, end })
}

fn is_blank_or_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with(['#', ';'])
}

/// The heading in a line, with single blanks.
fn heading_of(line: &str) -> Option<String> {
    let (inner, _) = line.trim().strip_prefix('[')?.split_once(']')?;
    Some(inner.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(lines: &[&str]) -> Section {
        Section {
            heading: "profile roster".to_owned(),
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    const OURS: &str = "[profile roster]\n# Written by `roster login`.\nregion = us-east-1\n";

    #[test]
    fn a_new_section_comes_last_after_an_empty_line() {
        let section = section(&["region = us-east-1"]);
        for (text, before) in [
            ("", ""),
            (
                "[default]\nregion = eu-west-1\n",
                "[default]\nregion = eu-west-1\n\n",
            ),
            (
                "[default]\nregion = eu-west-1",
                "[default]\nregion = eu-west-1\n\n",
            ),
            ("# mine\n\n", "# mine\n\n"),
        ] {
            assert_eq!(with_section(text, &section), format!("{before}{OURS}"));
        }
    }

    #[test]
    fn a_section_is_replaced_and_every_other_line_stays() {
        let before = "# mine\n[default]\noutput=json\n\n";
        let after = "\n# of work\n[profile work]\ns3 =\n  max_queue = 1\n";
        for old in [
            OURS,
            "[profile  roster]\nregion=x\nservices =\n  a\n",
            "[ profile roster ]\n",
        ] {
            let text = format!("{before}{old}{after}");
            let changed = with_section(&text, &section(&["region = us-east-1"]));
            assert_eq!(changed, format!("{before}{OURS}{after}"), "{old}");
        }
    }

    #[test]
    fn to_write_a_section_again_changes_nothing() {
        let section = section(&["region = us-east-1"]);
        for text in [
            "",
            "[default]\n",
            "[profile roster]\n\n\n[b]\n",
            "[profile roster]\n# x\n",
        ] {
            let once = with_section(text, &section);
            assert_eq!(with_section(&once, &section), once, "{text:?}");
        }
    }

    #[test]
    fn a_section_of_others_is_known_by_its_missing_mark() {
        for (text, is_of_others) in [
            ("", false),
            (OURS, false),
            ("[profile roster]\nregion = x\n", true),
            (
                "[profile roster]\n[profile other]\n# Written by `roster login`.\n",
                true,
            ),
            ("[profile rosters]\n", false),
        ] {
            assert_eq!(
                has_section_of_others(text, "profile roster"),
                is_of_others,
                "{text}"
            );
        }
    }
}
