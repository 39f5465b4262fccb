//! The items of columns that hold many: `Department=Sales|Team=A`, `Language:German=4`.

use crate::column::Column;
use crate::fault::CellFault;
use crate::field::Field;
use crate::kind::Kind;
use crate::list::{self, SEPARATOR};
use crate::references::References;
use crate::values::Values;

/// What stands between the attribute of a proficiency and its value.
const OF_ATTRIBUTE: char = ':';
/// What stands between an item and its value.
const IS: char = '=';

/// The field of a proficiency.
pub(crate) fn proficiency(attribute: &str, value: &str) -> Field {
    let [attribute, value] =
        [attribute, value].map(|part| list::escaped(part, &[OF_ATTRIBUTE, IS, SEPARATOR]));
    Field::item(
        Column::Proficiencies,
        &format!("{attribute}{OF_ATTRIBUTE}{value}"),
    )
}

/// The attribute and the value of a proficiency, by the name of its item.
pub(crate) fn attribute_and_value(item: &str) -> (String, String) {
    let (attribute, value) = list::split_once(item, OF_ATTRIBUTE).unwrap_or((item, ""));
    (list::unescaped(attribute), list::unescaped(value))
}

/// The cell of all items of a column.
pub(crate) fn cell(column: Column, values: &Values) -> String {
    let items = values.iter().filter(|(field, _)| field.column() == column);
    let cells = items.map(|(field, value)| {
        let item = field.item_name().unwrap_or_default();
        let item = match column.declaration().kind {
            Kind::Tags => list::escaped(item, &[SEPARATOR, IS]),
            _ => item.to_owned(),
        };
        format!("{item}{IS}{}", list::escaped(value, &[SEPARATOR]))
    });
    list::joined(&cells.collect::<Vec<_>>())
}

/// Makes all items of a column what a cell says.
pub(crate) fn read(
    column: Column,
    cell: &str,
    references: &References,
    values: &mut Values,
) -> Result<(), CellFault> {
    let kind = column.declaration().kind;
    let mut found: Vec<(Field, String)> = Vec::new();
    for part in list::split(cell) {
        let (item, value) = list::split_once(part, IS).ok_or_else(|| form(kind, part))?;
        let value = list::unescaped(list::trimmed(value));
        let field = field(column, list::trimmed(item), references)?;
        if found.iter().any(|(known, _)| *known == field) {
            return Err(CellFault {
                rule: format!("{} is there twice", field.name()),
                suggestion: Some("keep one of the two".to_owned()),
            });
        }
        let value = kind.read(&value, references)?;
        if value.is_empty() {
            return Err(form(kind, part));
        }
        found.push((field, value));
    }
    values.retain(|field| field.column() != column);
    for (field, value) in found {
        values.set(&field, &value);
    }
    Ok(())
}

/// The field of an item as a cell or a heading has it.
pub(crate) fn field(column: Column, item: &str, references: &References) -> Result<Field, CellFault> {
    let kind = column.declaration().kind;
    if kind != Kind::Proficiencies {
        return Ok(Field::item(column, &list::unescaped(item)));
    }
    let (attribute, value) = list::split_once(item, OF_ATTRIBUTE).ok_or_else(|| form(kind, item))?;
    let (attribute, value) = (list::unescaped(attribute), list::unescaped(value));
    references.check_attribute(&attribute, &value)?;
    Ok(proficiency(&attribute, &value))
}

fn form(kind: Kind, part: &str) -> CellFault {
    let rule = if kind == Kind::Proficiencies {
        "must be written as Attribute:Value=Level, such as Language:German=4|Language:English=5"
    } else {
        "must be written as Key=Value, such as Department=Sales|Team=A"
    };
    let is_list = part.contains([';', ',']);
    CellFault {
        rule: rule.to_owned(),
        suggestion: is_list.then(|| "separate items by |".to_owned()),
    }
}
