//! The fields of a user.

use crate::column::Column;

/// A column, or one item of it: the tag of a key, the proficiency in a value. Without an item, it stands for all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Field {
    column: Column,
    /// None for the column as a whole.
    item: Option<Box<str>>,
}

impl Field {
    /// An item of a column.
    pub(crate) fn item(column: Column, item: &str) -> Self {
        Self {
            column,
            item: Some(item.into()),
        }
    }

    /// The field of a name, such as `Email`, `Tags` or `tag:Department`.
    pub fn named(name: &str) -> Option<Self> {
        let column = Column::named(name).map(Self::from);
        column.or_else(|| {
            Column::ALL.iter().find_map(|column| {
                let item = name.strip_prefix(column.item_prefix()?)?;
                (!item.is_empty()).then(|| Self::item(*column, item))
            })
        })
    }

    /// The column.
    pub fn column(&self) -> Column {
        self.column
    }

    /// The key of the tag, or the attribute and the value; none for a column as a whole.
    pub(crate) fn item_name(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// Its name in files.
    pub fn name(&self) -> String {
        match (self.column.item_prefix(), &self.item) {
            (Some(prefix), Some(item)) => format!("{prefix}{item}"),
            _ => self.column.name().to_owned(),
        }
    }

    /// Whether another field is the same, or an item of it.
    pub fn covers(&self, other: &Self) -> bool {
        self.column == other.column && (self.item.is_none() || self.item == other.item)
    }
}

impl From<Column> for Field {
    fn from(column: Column) -> Self {
        Self { column, item: None }
    }
}
