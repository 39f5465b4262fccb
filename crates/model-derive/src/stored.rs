//! `#[derive(Stored)]`: a type is stored if everything in it is.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields};

/// The implementation for a type. A field whose type is not stored is an error at that field.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let fields: Vec<&Fields> = match &input.data {
        Data::Struct(item) => vec![&item.fields],
        Data::Enum(item) => item.variants.iter().map(|variant| &variant.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    let name = &input.ident;
    let types = fields
        .into_iter()
        .flat_map(|fields| fields.iter().map(|field| &field.ty));
    quote! {
        impl ::roster_model::stored::Stored for #name {}

        const _: () = {
            const fn is_stored<T: ::roster_model::stored::Stored>() {}
            is_stored::<#name>();
            #(is_stored::<#types>();)*
        };
    }
}
