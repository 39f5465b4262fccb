//! `#[shape]`: from a Rust item to a `Schema`.

use heck::{ToKebabCase, ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToTitleCase};
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Error, Expr, Fields, GenericArgument, Item, PathArguments, Result, Token, Type};

use crate::documentation;

/// What stands between the parentheses of `#[shape(…)]` on an item.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a word of its own")]
pub(crate) struct Constraints {
    length: Option<Bounds>,
    range: Option<Bounds>,
    pattern: Option<Expr>,
    sensitive: bool,
    personal: bool,
    nfc: bool,
    stored: bool,
    casing: Casing,
}

/// How the values of an enumeration are written.
#[derive(Clone, Copy, Default)]
enum Casing {
    #[default]
    Capitals,
    AsWritten,
    Camel,
    Kebab,
    Title,
}

impl Casing {
    fn value(self, variant: &str) -> String {
        match self {
            Self::Capitals => variant.to_shouty_snake_case(),
            Self::AsWritten => variant.to_owned(),
            Self::Camel => variant.to_lower_camel_case(),
            Self::Kebab => variant.to_kebab_case(),
            Self::Title => variant.to_title_case(),
        }
    }
}

struct Bounds {
    min: Expr,
    max: Expr,
}

impl Bounds {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let content;
        syn::parenthesized!(content in input);
        let bounds = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?;
        match <[Expr; 2]>::try_from(bounds.into_iter().collect::<Vec<_>>()) {
            Ok([min, max]) => Ok(Self { min, max }),
            Err(_) => Err(content.error("expected (min, max); write `_` for no bound")),
        }
    }
}

impl Constraints {
    /// The derive of a shape that is stored.
    fn stored(&self) -> Option<TokenStream> {
        self.stored
            .then(|| quote!(#[derive(::roster_model::stored::Stored)]))
    }
}

impl Parse for Constraints {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut constraints = Self::default();
        while !input.is_empty() {
            let word: syn::Ident = input.parse()?;
            match word.to_string().as_str() {
                "length" => constraints.length = Some(Bounds::parse(input)?),
                "range" => constraints.range = Some(Bounds::parse(input)?),
                "pattern" => {
                    input.parse::<Token![=]>()?;
                    constraints.pattern = Some(input.parse()?);
                }
                "sensitive" => constraints.sensitive = true,
                "personal" => constraints.personal = true,
                "nfc" => constraints.nfc = true,
                "stored" => constraints.stored = true,
                "as_written" => constraints.casing = Casing::AsWritten,
                "camel_case" => constraints.casing = Casing::Camel,
                "kebab_case" => constraints.casing = Casing::Kebab,
                "title_case" => constraints.casing = Casing::Title,
                _ => {
                    return Err(Error::new(
                        word.span(),
                        "expected length, range, pattern, sensitive, personal, nfc, stored, as_written, camel_case, kebab_case or title_case",
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(constraints)
    }
}

pub(crate) fn expand(constraints: &Constraints, item: Item) -> Result<TokenStream> {
    match item {
        Item::Struct(item) => match item.fields {
            Fields::Named(_) => structure(constraints, item),
            Fields::Unnamed(_) => newtype(constraints, &item),
            Fields::Unit => Err(Error::new(item.span(), "a shape needs at least one field")),
        },
        Item::Enum(item) => enumeration(constraints, item),
        other => Err(Error::new(other.span(), "a shape is a struct or an enum")),
    }
}

fn implementation(
    name: &syn::Ident,
    attributes: &[syn::Attribute],
    constraints: &Constraints,
    kind: &TokenStream,
) -> TokenStream {
    let Constraints {
        sensitive, personal, ..
    } = constraints;
    let text = name.to_string();
    let documentation = documentation(attributes);
    quote! {
        impl crate::schema::Shape for #name {
            fn schema() -> &'static crate::schema::Schema {
                const SCHEMA: &crate::schema::Schema = &crate::schema::Schema {
                    name: #text,
                    documentation: #documentation,
                    sensitive: #sensitive,
                    personal: #personal,
                    kind: #kind,
                };
                SCHEMA
            }
        }
    }
}

fn structure(constraints: &Constraints, mut item: syn::ItemStruct) -> Result<TokenStream> {
    let mut members = Vec::new();
    for field in &mut item.fields {
        members.push(member(field)?);
    }
    let kind = quote!(crate::schema::Kind::Structure(&[#(#members),*]));
    let implementation = implementation(&item.ident, &item.attrs, constraints, &kind);
    let stored = constraints.stored();
    // The output of an operation that says nothing.
    let default = item.fields.is_empty().then(|| quote!(#[derive(Default)]));
    Ok(quote! {
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #default
        #stored
        #item
        #implementation
    })
}

/// Reads and removes a field's `#[shape(…)]`, adds the serde attributes that agree with it, and
/// gives the member's description.
fn member(field: &mut syn::Field) -> Result<TokenStream> {
    let ident = field.ident.clone().expect("a named field has a name");
    let mut wire_name = ident.to_string().to_pascal_case();
    let mut location = quote!(Body);
    let mut idempotency_token = false;
    for attribute in &field.attrs {
        if !attribute.path().is_ident("shape") {
            continue;
        }
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("label") {
                location = quote!(Label);
            } else if meta.path.is_ident("query") {
                let key: syn::LitStr = meta.value()?.parse()?;
                location = quote!(Query(#key));
            } else if meta.path.is_ident("name") {
                wire_name = meta.value()?.parse::<syn::LitStr>()?.value();
            } else if meta.path.is_ident("idempotency_token") {
                idempotency_token = true;
            } else {
                return Err(meta.error("expected label, query, name or idempotency_token"));
            }
            Ok(())
        })?;
    }
    field
        .attrs
        .retain(|attribute| !attribute.path().is_ident("shape"));

    field.attrs.push(syn::parse_quote!(#[serde(rename = #wire_name)]));
    let optional = argument(&field.ty, "Option", 0);
    if optional.is_some() {
        field.attrs.push(syn::parse_quote!(
            #[serde(default, skip_serializing_if = "Option::is_none")]
        ));
    }
    let required = optional.is_none();
    let target = optional.unwrap_or(&field.ty);
    let documentation = documentation(&field.attrs);
    Ok(quote! {
        crate::schema::Member {
            name: #wire_name,
            documentation: #documentation,
            required: #required,
            location: crate::schema::Location::#location,
            idempotency_token: #idempotency_token,
            target: crate::schema::Target::Declared(<#target as crate::schema::Shape>::schema),
        }
    })
}

fn newtype(constraints: &Constraints, item: &syn::ItemStruct) -> Result<TokenStream> {
    let name = &item.ident;
    let inner = match &item.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => &fields.unnamed[0].ty,
        fields => return Err(Error::new(fields.span(), "expected exactly one field")),
    };
    let kind = newtype_kind(constraints, inner)?;
    let implementation = implementation(name, &item.attrs, constraints, &kind);
    let debug = if constraints.sensitive {
        quote!(formatter.write_str("***"))
    } else {
        quote!(std::fmt::Debug::fmt(&self.0, formatter))
    };
    // Strings may be the keys of a map, and a map is ordered.
    let is_string = last_segment(inner).is_some_and(|segment| segment.ident == "String");
    let order = is_string.then(|| quote!(#[derive(PartialOrd, Ord)]));
    let stored = constraints.stored();
    Ok(quote! {
        #[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #order
        #stored
        #[serde(transparent)]
        #item
        #implementation

        impl std::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #debug
            }
        }

        impl std::ops::Deref for #name {
            type Target = #inner;

            fn deref(&self) -> &#inner {
                &self.0
            }
        }

        impl From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
    })
}

fn newtype_kind(constraints: &Constraints, inner: &Type) -> Result<TokenStream> {
    let length = bounds(constraints.length.as_ref());
    let range = bounds(constraints.range.as_ref());
    if let Some(member) = argument(inner, "Vec", 0) {
        return Ok(quote!(crate::schema::Kind::List {
            member: crate::schema::Target::Declared(<#member as crate::schema::Shape>::schema),
            length: #length,
        }));
    }
    if let (Some(key), Some(value)) = (argument(inner, "BTreeMap", 0), argument(inner, "BTreeMap", 1)) {
        return Ok(quote!(crate::schema::Kind::Map {
            key: crate::schema::Target::Declared(<#key as crate::schema::Shape>::schema),
            value: crate::schema::Target::Declared(<#value as crate::schema::Shape>::schema),
            length: #length,
        }));
    }
    match last_segment(inner)
        .map(|segment| segment.ident.to_string())
        .as_deref()
    {
        Some("String") => {
            let nfc = constraints.nfc;
            let pattern = match &constraints.pattern {
                Some(pattern) => quote!(Some(#pattern)),
                None => quote!(None),
            };
            Ok(quote!(crate::schema::Kind::String { length: #length, pattern: #pattern, nfc: #nfc }))
        }
        Some("i32") => Ok(quote!(crate::schema::Kind::Integer { range: #range })),
        Some("i64") => Ok(quote!(crate::schema::Kind::Long { range: #range })),
        Some("Float") => Ok(quote!(crate::schema::Kind::Float { range: #range })),
        _ => Err(Error::new(
            inner.span(),
            "expected String, i32, i64, Float, Vec<…> or BTreeMap<…, …>",
        )),
    }
}

fn bounds(bounds: Option<&Bounds>) -> TokenStream {
    let bound = |expression: &Expr| match expression {
        Expr::Infer(_) => quote!(None),
        other => quote!(Some(#other)),
    };
    let (min, max) = match bounds {
        Some(Bounds { min, max }) => (bound(min), bound(max)),
        None => (quote!(None), quote!(None)),
    };
    quote!(crate::schema::Bounds { min: #min, max: #max })
}

fn enumeration(constraints: &Constraints, mut item: syn::ItemEnum) -> Result<TokenStream> {
    let name = item.ident.clone();
    let mut idents = Vec::new();
    let mut values = Vec::new();
    for variant in &mut item.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new(
                variant.span(),
                "an enumeration has unit variants only",
            ));
        }
        let value = match written(variant)? {
            Some(value) => value,
            None => constraints.casing.value(&variant.ident.to_string()),
        };
        variant.attrs.push(syn::parse_quote!(#[serde(rename = #value)]));
        idents.push(variant.ident.clone());
        values.push(value);
    }
    let kind = quote!(crate::schema::Kind::Enum(&[#(#values),*]));
    let implementation = implementation(&name, &item.attrs, constraints, &kind);
    let stored = constraints.stored();
    // Enumerations may be the keys of a map, too.
    Ok(quote! {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #stored
        #item
        #implementation

        impl #name {
            /// The value's name on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    #(Self::#idents => #values),*
                }
            }
        }

        impl std::fmt::Display for #name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    })
}

/// Reads and removes the value of a variant that no casing writes, such as `#[shape(value = "de-DE")]`.
fn written(variant: &mut syn::Variant) -> Result<Option<String>> {
    let mut value = None;
    for attribute in variant
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("shape"))
    {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("value") {
                return Err(meta.error("expected value"));
            }
            value = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            Ok(())
        })?;
    }
    variant
        .attrs
        .retain(|attribute| !attribute.path().is_ident("shape"));
    Ok(value)
}

fn last_segment(ty: &Type) -> Option<&syn::PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The `index`-th type argument of `ty`, if `ty` is `generic<…>`.
fn argument<'a>(ty: &'a Type, generic: &str, index: usize) -> Option<&'a Type> {
    let segment = last_segment(ty).filter(|segment| segment.ident == generic)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return None;
    };
    match arguments.args.iter().nth(index) {
        Some(GenericArgument::Type(ty)) => Some(ty),
        _ => None,
    }
}
