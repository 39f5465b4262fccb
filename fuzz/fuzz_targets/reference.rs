//! What a request calls an id or ARN.

#![no_main]

use libfuzzer_sys::fuzz_target;
use roster_domain::AccountRegion;
use roster_domain::arn::Reference;
use roster_model::resource_type::ResourceType;

const KINDS: [ResourceType; 4] = [
    ResourceType::Instance,
    ResourceType::User,
    ResourceType::SecurityProfile,
    ResourceType::RoutingProfile,
];

fuzz_target!(|text: &str| {
    let account_region = AccountRegion::of_region("123456789012", "us-east-1").expect("a Region");
    for kind in KINDS {
        match Reference::parse(text, kind, &account_region) {
            Some(Reference::Id(id)) => assert_eq!(id.as_str(), text),
            Some(Reference::Arn { instance, id }) => {
                let written = account_region.resource(kind, &instance, &id);
                assert_eq!(written.as_str(), text);
            }
            Some(Reference::Elsewhere) => assert!(text.starts_with("arn:")),
            None => {}
        }
    }
});
