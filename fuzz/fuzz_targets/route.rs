//! The head of a request, to the operation that it means.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use roster_model::operation::Description;
use roster_model::service::Service;
use roster_wire::{Parts, Route, Router, decode, percent_decoded};

static ROUTER: LazyLock<Router> = LazyLock::new(Router::default);

fuzz_target!(|input: &[u8]| {
    let [method, path, query] = roster_fuzz::texts(input);
    for service in [Service::Connect, Service::Roster] {
        if let Route::Operation { operation, labels } = ROUTER.route(service, method, path) {
            check(operation, &labels, query);
        }
    }
});

/// What is refused is refused for its encoding; otherwise each label is in the input as it was sent.
fn check(operation: &Description, labels: &[(&'static str, &str)], query: &str) {
    let input = decode(
        operation,
        &Parts {
            labels,
            query,
            body: b"",
        },
    );
    let read: Option<Vec<_>> = labels.iter().map(|(_, raw)| percent_decoded(raw)).collect();
    if let Ok(input) = input {
        for ((member, _), text) in labels.iter().zip(read.expect("the labels are UTF-8")) {
            assert_eq!(input[member], text.as_str(), "{member} of {}", operation.name);
        }
    }
}
