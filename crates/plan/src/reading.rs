//! Values from the cells of files and from the answers of the service.

use serde_json::Value;
use unicode_normalization::is_nfc;

use crate::column::Column;
use crate::fault::CellFault;
use crate::field::Field;
use crate::items;
use crate::kind::Kind;
use crate::references::References;
use crate::values::Values;

impl Values {
    /// What a user is, in these columns, by the answers of the service: `DescribeUser`, and beside it the list of
    /// `ListUserProficiencies` as the member `UserProficiencies`.
    pub fn of_user(user: &Value, columns: &[Column], references: &References) -> Self {
        let mut values = Self::with_capacity(columns.len());
        for column in columns {
            let kind = column.declaration().kind;
            let answer = member(user, column.declaration().member);
            if kind == Kind::Tags {
                for (key, value) in answer.as_object().into_iter().flatten() {
                    values.set(&Field::item(*column, key), &kind.shown(value, references));
                }
            } else if kind == Kind::Proficiencies {
                for proficiency in answer.as_array().into_iter().flatten() {
                    let text = |member: &str| proficiency[member].as_str().unwrap_or_default();
                    let field = items::proficiency(text("AttributeName"), text("AttributeValue"));
                    values.set(&field, &kind.shown(&proficiency["Level"], references));
                }
            } else {
                values.set(&(*column).into(), &kind.shown(answer, references));
            }
        }
        values
    }

    /// Makes a managed field what its cell says.
    pub(crate) fn read(
        &mut self,
        field: &Field,
        cell: &str,
        references: &References,
    ) -> Result<(), CellFault> {
        let column = field.column();
        let read = match (column.item_prefix(), field.item_name()) {
            (Some(_), None) => items::read(column, cell, references, self),
            (Some(_), Some(item)) => items::field(column, item, references).and_then(|field| {
                let value = column.declaration().kind.read(cell, references)?;
                self.set(&field, &value);
                Ok(())
            }),
            (None, _) => column
                .declaration()
                .kind
                .read(cell, references)
                .map(|value| self.set(field, &value)),
        };
        read.map_err(|fault| {
            if is_nfc(cell) {
                fault
            } else {
                CellFault::not_composed(cell)
            }
        })
    }

    /// The cell of a managed field.
    pub(crate) fn cell(&self, field: &Field) -> String {
        match (field.column().item_prefix(), field.item_name()) {
            (Some(_), None) => items::cell(field.column(), self),
            (Some(_), Some(_)) | (None, _) => self.text(field).to_owned(),
        }
    }
}

/// A member by its path, such as `IdentityInfo.Email`.
fn member<'a>(user: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(user, |value, name| &value[name])
}
