//! Tables of members.

use std::fmt::Write;

use roster_model::schema::{Bounds, Kind, Location, Member, Schema};

/// A table of the members of a structure, and of those within them, below a heading; nothing if there are none.
pub(super) fn table(heading: &str, schema: &'static Schema) -> String {
    let mut rows = String::new();
    members(&mut rows, schema, "", &[]);
    if rows.is_empty() {
        return String::new();
    }
    format!("\n| {heading} | Type | What it is |\n| --- | --- | --- |\n{rows}")
}

/// Adds the members of a structure that stands below others.
fn members(rows: &mut String, schema: &'static Schema, path: &str, outer: &[&str]) {
    let outer = [outer, &[schema.name]].concat();
    for member in schema.members() {
        let path = match path {
            "" => member.name.to_owned(),
            path => format!("{path}.{}", member.name),
        };
        let target = member.target.schema();
        let words: Vec<&str> = member.documentation.split_whitespace().collect();
        let (kind, inner, steps) = described(target);
        let repeats = inner.is_some_and(|inner| outer.contains(&inner.name));
        let again = if repeats {
            "; its members are those of the one around it"
        } else {
            ""
        };
        let _ = writeln!(
            rows,
            "| `{path}` | {kind}{}{again} | {} |",
            flags(member, target),
            words.join(" ").replace('|', "\\|")
        );
        if let Some(inner) = inner.filter(|_| !repeats) {
            members(rows, inner, &format!("{path}{steps}"), &outer);
        }
    }
}

/// The type in words, the structure within it, and the steps that lead there.
fn described(schema: &'static Schema) -> (String, Option<&'static Schema>, String) {
    match &schema.kind {
        Kind::NoOutput => (String::new(), None, String::new()),
        Kind::Structure(_) => ("structure".to_owned(), Some(schema), String::new()),
        Kind::List { member, length } => {
            let (item, inner, steps) = described(member.schema());
            let words = format!("list{} of: {item}", bounds(*length, "items"));
            (words, inner, format!("[]{steps}"))
        }
        Kind::Map { key, value, length } => {
            let (of_key, ..) = described(key.schema());
            let (item, inner, steps) = described(value.schema());
            let words = format!("map{} from: {of_key}; to: {item}", bounds(*length, "entries"));
            (words, inner, format!(".*{steps}"))
        }
        Kind::String { length, pattern, nfc } => {
            let mut words = format!("string{}", bounds(*length, "characters"));
            if let Some(pattern) = pattern {
                let _ = write!(words, ", {}", pattern.words);
            }
            if *nfc {
                words.push_str(", in NFC");
            }
            (words.replace('|', "\\|"), None, String::new())
        }
        Kind::Enum(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            (values.join(", "), None, String::new())
        }
        Kind::Integer { range } => (format!("integer{}", bounds(*range, "")), None, String::new()),
        Kind::Long { range } => (format!("long{}", bounds(*range, "")), None, String::new()),
        Kind::Float { range } => (format!("number{}", bounds(*range, "")), None, String::new()),
        Kind::Boolean => ("boolean".to_owned(), None, String::new()),
        Kind::Timestamp => ("time, in seconds since 1970".to_owned(), None, String::new()),
    }
}

/// `, 1 to 100 characters`.
fn bounds(bounds: Bounds, unit: &str) -> String {
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {unit}")
    };
    match (bounds.min, bounds.max) {
        (None, None) => String::new(),
        (Some(min), None) => format!(", at least {min}{unit}"),
        (None, Some(max)) => format!(", at most {max}{unit}"),
        (Some(min), Some(max)) => format!(", {min} to {max}{unit}"),
    }
}

fn flags(member: &Member, target: &Schema) -> String {
    let mut flags = String::new();
    if member.required {
        flags.push_str("; **required**");
    }
    match member.location {
        Location::Body => {}
        Location::Label => flags.push_str("; in the path"),
        Location::Query(key) => {
            let _ = write!(flags, "; in the query as `{key}`");
        }
        Location::Header(name) => {
            let _ = write!(flags, "; in the header `{name}`");
        }
    }
    if target.sensitive {
        flags.push_str("; sensitive");
    }
    flags
}

#[cfg(test)]
mod tests {
    use roster_model::operations;
    use roster_model::service::Service;

    use super::*;

    #[test]
    fn a_table_has_bounds_requirements_and_members_within_members() {
        let operation = operations::find(Service::Connect, "CreateUser").unwrap();

        let table = table("Input", operation.request());

        assert!(
            table.contains("| `InstanceId` | string, 1 to 100 characters; **required**; in the path |"),
            "{table}"
        );
        assert!(
            table.contains("| `IdentityInfo.FirstName` | string, 0 to 255 characters"),
            "{table}"
        );
        assert!(
            table
                .lines()
                .any(|line| line.starts_with("| `Password` |") && line.contains("; sensitive")),
            "{table}"
        );
    }

    #[test]
    fn a_structure_within_itself_is_shown_once() {
        let operation = operations::find(Service::Connect, "SearchUsers").unwrap();

        let table = table("Input", operation.request());

        assert!(table.contains("`SearchCriteria.OrConditions`"), "{table}");
        assert!(
            !table.contains("`SearchCriteria.OrConditions[].OrConditions`"),
            "{table}"
        );
    }
}
