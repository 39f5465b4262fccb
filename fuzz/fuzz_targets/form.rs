//! A form of IAM or STS, to the input of the operation that it names.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_model::operations;
use roster_model::service::Service;
use roster_model::validation::violations;
use roster_wire::query::{Form, decode, encode_request};

fuzz_target!(|body: &[u8]| {
    let Ok(form) = Form::parse(body) else { return };
    let named = form.action().unwrap_or_default();
    let Some(operation) = [Service::Iam, Service::Sts]
        .into_iter()
        .find_map(|service| operations::find(service, named))
    else {
        return;
    };
    let input = decode(operation.request(), &form);
    if !violations(operation.request(), &input).is_empty() {
        return;
    }
    roster_fuzz::assert_is_read_by_its_type(operation, &input);

    // What a client sends for this input is read as the same.
    let again = encode_request(operation.name, "2010-05-08", operation.request(), &input);
    let form = Form::parse(again.as_bytes()).expect("a form");
    assert_eq!(decode(operation.request(), &form), input, "{again}");
});
