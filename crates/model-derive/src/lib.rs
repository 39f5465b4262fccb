//! The two attributes of the API description: `#[shape]` for the data on the wire and
//! `#[operation]` for what can be called. `#[derive(Stored)]` is for what is on disk.
//!
//! Both emit constants (and the serde derives that agree with them), never behaviour: decoding,
//! validation, redaction and everything else walk those constants elsewhere.

mod operation;
mod shape;
mod stored;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Declares a shape: a structure, an enumeration, or a one-field struct around a string, number,
/// list or map.
///
/// On the item: `length(min, max)`, `range(min, max)`, `pattern = PATH`, `sensitive`, `personal`, `nfc`,
/// and `as_written`, `camel_case`, `kebab_case` or `title_case` for an enumeration whose values are not in capitals. Either bound may be `_`. On a member: `label`, `query = "name"`, `name = "wireName"`,
/// `idempotency_token`. A member is required unless its type is an `Option`. On a value of an enumeration:
/// `value = "as-it-is"`, if it is written in no such way. A shape that is part of a record is `stored`, see
/// [`macro@Stored`].
#[proc_macro_attribute]
pub fn shape(attributes: TokenStream, item: TokenStream) -> TokenStream {
    let constraints = parse_macro_input!(attributes as shape::Constraints);
    let item = parse_macro_input!(item as syn::Item);
    shape::expand(&constraints, item)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Implements `roster_model::stored::Stored`, if the type of every field implements it. Any other field does not
/// compile.
#[proc_macro_derive(Stored)]
pub fn stored(item: TokenStream) -> TokenStream {
    stored::derive(&parse_macro_input!(item as syn::DeriveInput)).into()
}

/// Declares an operation on a unit struct named as AWS names it. Its input is `<Name>Request` and
/// its output `<Name>Response`.
///
/// Takes `http = "METHOD /path/{Label}"`, `effect = Read | Write`, `resources = "user* …"` in the
/// notation of AWS's service authorization reference, `exceptions = [Name, …]` unless they are the
/// common ones of Connect, and where they apply `further = "Member: service:Action on resource, …"` (permissions that a request needs
/// besides, if it has the member), `no_output`, `pages = "ResultMember"`, and `finds_nothing` if no instance has what it is about.
#[proc_macro_attribute]
pub fn operation(attributes: TokenStream, item: TokenStream) -> TokenStream {
    let declaration = parse_macro_input!(attributes as operation::Declaration);
    let item = parse_macro_input!(item as syn::ItemStruct);
    operation::expand(&declaration, &item)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// The text of an item's doc comment, one line per line.
fn documentation(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| {
        let syn::Meta::NameValue(meta) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(literal) = &meta.value else {
            return None;
        };
        match &literal.lit {
            syn::Lit::Str(text) if meta.path.is_ident("doc") => Some(text.value().trim().to_owned()),
            _ => None,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
