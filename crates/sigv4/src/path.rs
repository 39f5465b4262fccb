//! The canonical URI: the path, normalised, then percent-encoded once more than on the wire.
//!
//! Source: IAM User Guide, "Create a signed AWS API request", step 1; RFC 3986, 5.2.4.

use std::borrow::Cow;

use crate::encoding::percent_encode;

/// Appends a path whose escapes are kept as they are, so that `%3A` becomes `%253A`.
pub(crate) fn write_path(out: &mut Vec<u8>, path: &str) {
    percent_encode(out, path.as_bytes(), |byte| byte == b'/');
}

/// Drops empty, `.` and `..` segments; borrows a path that has none.
pub(crate) fn normalize(path: &str) -> Cow<'_, str> {
    if path.starts_with('/') && !path.contains("//") && !path.contains("/.") {
        return Cow::Borrowed(path);
    }
    let mut kept = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(segment),
        }
    }
    let is_folder = ["/", "/.", "/.."].iter().any(|end| path.ends_with(end));
    let end = if is_folder && !kept.is_empty() { "/" } else { "" };
    Cow::Owned(format!("/{}{end}", kept.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_and_dot_segments_are_dropped() {
        for (path, normal) in [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("/..", "/"),
            ("/a", "/a"),
            ("a", "/a"),
            ("/a/", "/a/"),
            ("//a///b//", "/a/b/"),
            ("/a/./b", "/a/b"),
            ("/a/b/.", "/a/b/"),
            ("/a/b/..", "/a/"),
            ("/a/../../b", "/b"),
            ("/users/x//identity-info", "/users/x/identity-info"),
        ] {
            assert_eq!(normalize(path), normal, "{path}");
        }
    }

    #[test]
    fn names_that_only_begin_with_dots_and_escaped_dots_stay() {
        for path in ["/.a", "/..a/b", "/a/...", "/%2E%2E/a", "/a%2F%2Fb"] {
            assert_eq!(normalize(path), path);
        }
    }

    #[test]
    fn what_is_escaped_on_the_wire_is_escaped_again() {
        let mut out = Vec::new();
        write_path(&mut out, "/a%3Ab/c d/é/~._-/@:+");
        assert_eq!(
            String::from_utf8_lossy(&out),
            "/a%253Ab/c%20d/%C3%A9/~._-/%40%3A%2B"
        );
    }
}
