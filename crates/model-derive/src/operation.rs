//! `#[operation]`: from a unit struct to an operation's `Description`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitStr, Result, Token};

use crate::documentation;

/// What stands between the parentheses of `#[operation(…)]`.
pub(crate) struct Declaration {
    binding: Binding,
    effect: Ident,
    resources: LitStr,
    further: Option<LitStr>,
    /// None for those that nearly every operation of Connect declares.
    exceptions: Option<Vec<Ident>>,
    output: bool,
    pages: Option<LitStr>,
    finds_nothing: bool,
}

/// How the operation is reached.
enum Binding {
    /// By a path, at this service.
    Http(Ident, LitStr),
    /// By its name, at this service.
    Service(Ident),
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let (mut http, mut service) = (None, None);
        let (mut effect, mut resources, mut exceptions) = (None, None, None);
        let (mut output, mut pages, mut further) = (true, None, None);
        let mut finds_nothing = false;
        while !input.is_empty() {
            let word: Ident = input.parse()?;
            if word == "no_output" {
                output = false;
            } else if word == "finds_nothing" {
                finds_nothing = true;
            } else {
                input.parse::<Token![=]>()?;
                match word.to_string().as_str() {
                    "http" => http = Some(input.parse()?),
                    "service" => service = Some(input.parse()?),
                    "effect" => effect = Some(input.parse()?),
                    "resources" => resources = Some(input.parse()?),
                    "further" => further = Some(input.parse()?),
                    "exceptions" => exceptions = Some(names(input)?),
                    "pages" => pages = Some(input.parse()?),
                    _ => {
                        return Err(Error::new(
                            word.span(),
                            "expected http, service, effect, resources, further, exceptions, pages, no_output or finds_nothing",
                        ));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let missing = |what| Error::new(Span::call_site(), format!("`{what}` is missing"));
        let binding = match (http, service) {
            (Some(http), service) => Binding::Http(service.unwrap_or_else(|| format_ident!("Connect")), http),
            (None, Some(service)) => Binding::Service(service),
            (None, None) => return Err(missing("http` or `service")),
        };
        if exceptions.is_none() && matches!(binding, Binding::Service(_)) {
            return Err(missing("exceptions"));
        }
        Ok(Self {
            binding,
            effect: effect.ok_or_else(|| missing("effect"))?,
            resources: resources.ok_or_else(|| missing("resources"))?,
            further,
            exceptions,
            output,
            pages,
            finds_nothing,
        })
    }
}

fn names(input: ParseStream<'_>) -> Result<Vec<Ident>> {
    let content;
    syn::bracketed!(content in input);
    let names = Punctuated::<Ident, Token![,]>::parse_terminated(&content)?;
    Ok(names.into_iter().collect())
}

pub(crate) fn expand(declaration: &Declaration, item: &syn::ItemStruct) -> Result<TokenStream> {
    let name = &item.ident;
    let text = name.to_string();
    let documentation = documentation(&item.attrs);
    let (service, method, path) = match &declaration.binding {
        Binding::Http(service, http) => {
            let (method, path) = route(http)?;
            (service.clone(), method, path)
        }
        Binding::Service(service) => (service.clone(), "POST".to_owned(), "/".to_owned()),
    };
    let effect = &declaration.effect;
    let resources = resources(&service, &declaration.resources);
    let further = match &declaration.further {
        Some(list) => further(&service, list)?,
        None => Vec::new(),
    };
    let exceptions = match &declaration.exceptions {
        Some(names) => quote!(&[#(crate::exception::ExceptionName::#names),*]),
        None => quote!(crate::exception::COMMON),
    };
    let request = format_ident!("{name}Request");
    let response = if declaration.output {
        let response = format_ident!("{name}Response");
        quote!(#response)
    } else {
        quote!(crate::schema::NoOutput)
    };
    let pages = match &declaration.pages {
        Some(member) => quote!(Some(#member)),
        None => quote!(None),
    };
    let finds_nothing = declaration.finds_nothing;
    Ok(quote! {
        #item

        impl crate::operation::Operation for #name {
            type Request = #request;
            type Response = #response;

            const DESCRIPTION: &'static crate::operation::Description = &crate::operation::Description {
                service: crate::service::Service::#service,
                name: #text,
                documentation: #documentation,
                method: #method,
                path: #path,
                effect: crate::operation::Effect::#effect,
                resources: &[#(#resources),*],
                further: &[#(#further),*],
                exceptions: #exceptions,
                pages: #pages,
                finds_nothing: #finds_nothing,
                request: <#request as crate::schema::Shape>::schema,
                response: <#response as crate::schema::Shape>::schema,
            };
        }
    })
}

fn route(http: &LitStr) -> Result<(String, String)> {
    match http.value().split_once(' ') {
        Some((method, path)) if path.starts_with('/') => Ok((method.to_owned(), path.to_owned())),
        _ => Err(Error::new(http.span(), "expected \"METHOD /path\"")),
    }
}

fn resources(service: &Ident, list: &LitStr) -> Vec<TokenStream> {
    let resource = |word: &str| {
        let (kind, required) = match word.strip_suffix('*') {
            Some(kind) => (kind, true),
            None => (word, false),
        };
        let kind = resource_type(service, kind);
        quote!(crate::operation::Resource {
            kind: #kind,
            required: #required,
        })
    };
    list.value().split_whitespace().map(resource).collect()
}

fn further(service: &Ident, list: &LitStr) -> Result<Vec<TokenStream>> {
    let permission = |text: &str| {
        let parts = text
            .split_once(": ")
            .and_then(|(member, rest)| Some((member, rest.split_once(" on ")?)));
        let Some((member, (action, kind))) = parts else {
            return Err(Error::new(
                list.span(),
                "expected \"Member: service:Action on resource, …\"",
            ));
        };
        let kind = resource_type(service, kind);
        Ok(quote!(crate::operation::FurtherPermission {
            member: #member,
            action: #action,
            on: #kind,
        }))
    };
    list.value().split(", ").map(permission).collect()
}

/// The type of resource of a word, which means another thing at Connect than elsewhere.
fn resource_type(service: &Ident, word: &str) -> TokenStream {
    quote! {
        const {
            crate::resource_type::ResourceType::declared(crate::service::Service::#service, #word)
        }
    }
}
