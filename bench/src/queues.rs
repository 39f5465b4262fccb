//! Queues, which are searched beside users.

use super::contents::Contents;
use super::http::Target;
use super::load::Load;

/// How many queues there are: ten times as many as an instance of AWS has by default.
pub(super) const COUNT: u64 = 1_000;

/// The description that one queue has.
pub(super) fn description(number: u64) -> String {
    format!("Queue of group {number}")
}

/// The first characters of the names of ten queues.
pub(super) fn name_of_ten(number: u64) -> String {
    format!("Queue {:03}", number / 10)
}

/// Makes the queues in an instance that has none.
pub(super) fn make(target: &Target, contents: &Contents) -> anyhow::Result<()> {
    let mut client = Load::connect(target.address, 1)?;
    let instance = &contents.instance;
    let path = format!("/hours-of-operations-summary/{instance}");
    let hours = client.ask(target, "GET", &path, "")?;
    let hours = &hours["HoursOfOperationSummaryList"][0]["Id"];
    for number in 0..COUNT {
        let body = serde_json::json!({
            "Name": format!("{}{}", name_of_ten(number), number % 10),
            "Description": description(number),
            "HoursOfOperationId": hours,
        });
        client.ask(target, "PUT", &format!("/queues/{instance}"), &body.to_string())?;
    }
    Ok(())
}
