//! Every operation that Connect has, whether Roster offers it or not: name, method and path.
//! Source: botocore 1.44.8; `cargo xtask drift --write` writes it anew.

/// An operation of Connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// AWS's name.
    pub name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{Label}` for what a request fills in.
    pub path: &'static str,
}

/// All entries, in alphabetical order.
pub fn entries() -> impl Iterator<Item = Entry> {
    include_str!("catalogue.tsv").lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Entry {
            name: columns.next()?,
            method: columns.next()?,
            path: columns.next()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations;
    use crate::service::Service;

    #[test]
    fn every_line_of_the_catalogue_is_an_entry() {
        assert_eq!(entries().count(), 405);
    }

    #[test]
    fn every_operation_stands_in_the_catalogue_with_the_same_route() {
        for operation in operations::of(Service::Connect) {
            let entry = entries()
                .find(|entry| entry.name == operation.name)
                .expect(operation.name);
            assert_eq!((entry.method, entry.path), (operation.method, operation.path));
        }
    }
}
