//! Ceremony: the lines of a handler that say nothing about its operation. These are its imports, the
//! header of its `impl … handle(…)` and its blank lines; everything else is content.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::{ImplItem, Item, ItemImpl};

use super::mirror::{HANDLERS, operations};
use super::tree::is_for_tests;

/// How much of a handler may be ceremony, in percent.
const MOST: f64 = 15.0;

/// The lines of handlers.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lines {
    all: usize,
    imports: usize,
    headers: usize,
    blank: usize,
}

impl Lines {
    const fn ceremony(&self) -> usize {
        self.imports + self.headers + self.blank
    }

    #[allow(clippy::cast_precision_loss, reason = "numbers of lines")]
    fn percent(&self) -> f64 {
        100.0 * self.ceremony() as f64 / self.all.max(1) as f64
    }

    fn fault(&self) -> Option<String> {
        let percent = self.percent();
        (percent > MOST).then(|| format!("{percent:.1} % of the handlers is ceremony: more than {MOST} %"))
    }

    fn add(&mut self, other: &Self) {
        self.all += other.all;
        self.imports += other.imports;
        self.headers += other.headers;
        self.blank += other.blank;
    }
}

pub(super) fn measure(root: &Path) -> Result<String> {
    let sum = handlers(root)?;
    Ok(format!(
        "ceremony in handlers: {:.1} % ({} of {} lines: {} imports, {} headers, {} blank)",
        sum.percent(),
        sum.ceremony(),
        sum.all,
        sum.imports,
        sum.headers,
        sum.blank
    ))
}

pub(super) fn faults(root: &Path) -> Result<Vec<String>> {
    let fault = handlers(root)?.fault();
    Ok(fault.into_iter().collect())
}

/// The lines of all handlers.
fn handlers(root: &Path) -> Result<Lines> {
    let mut sum = Lines::default();
    for path in operations(root, HANDLERS)? {
        let path = root.join(HANDLERS).join(path);
        let text = fs::read_to_string(&path)?;
        sum.add(&count(&text).with_context(|| format!("cannot parse {}", path.display()))?);
    }
    Ok(sum)
}

fn count(text: &str) -> Result<Lines> {
    let file = syn::parse_file(text)?;
    let (mut imports, mut headers, mut tests) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for item in &file.items {
        match item {
            Item::Use(item) => imports.extend(lines(item.span())),
            Item::Impl(item) => headers.extend(header(item)),
            Item::Mod(item) if is_for_tests(&item.attrs) => tests.extend(lines(item.span())),
            _ => {}
        }
    }
    let blank = text
        .lines()
        .enumerate()
        .filter(|(index, line)| line.trim().is_empty() && !tests.contains(&(index + 1)));
    Ok(Lines {
        all: text.lines().count() - tests.len(),
        imports: imports.len(),
        headers: headers.len(),
        blank: blank.count(),
    })
}

/// The lines from `impl` to the brace that opens the body of `handle`.
fn header(item: &ItemImpl) -> BTreeSet<usize> {
    let handle = item.items.iter().find_map(|member| match member {
        ImplItem::Fn(function) if function.sig.ident == "handle" => Some(function),
        _ => None,
    });
    let Some(handle) = handle else {
        return BTreeSet::new();
    };
    let mut header: BTreeSet<usize> =
        (item.impl_token.span.start().line..=item.brace_token.span.open().start().line).collect();
    header.extend(handle.sig.span().start().line..=handle.block.brace_token.span.open().start().line);
    header
}

fn lines(span: proc_macro2::Span) -> std::ops::RangeInclusive<usize> {
    span.start().line..=span.end().line
}

#[cfg(test)]
mod tests {
    use super::*;

    const HANDLER: &str = "\
use crate::call::Call;
use crate::{
    a, b,
};

impl Handler for DeleteUser {
    async fn handle(
        call: &Call,
    ) -> Result<NoOutput, Refusal> {
        call.user().await?;

        Ok(NoOutput)
    }
}

fn helper() {}
";

    #[test]
    fn imports_header_and_blank_lines_are_ceremony() {
        let expected = Lines {
            all: 16,
            imports: 4,
            headers: 4,
            blank: 3,
        };

        assert_eq!(count(HANDLER).unwrap(), expected);
    }

    #[test]
    fn tests_are_not_counted() {
        let with_tests = format!("{HANDLER}\n#[cfg(test)]\nmod tests {{\n    use super::*;\n\n}}\n");

        // The blank line before the tests is the handler's.
        assert_eq!(count(&with_tests).unwrap().all, 17);
    }

    #[test]
    fn more_than_15_percent_is_a_fault() {
        let with_imports = |imports| Lines {
            all: 100,
            imports,
            ..Lines::default()
        };

        assert_eq!(with_imports(15).fault(), None);
        assert_eq!(
            with_imports(16).fault().unwrap(),
            "16.0 % of the handlers is ceremony: more than 15 %"
        );
    }
}
