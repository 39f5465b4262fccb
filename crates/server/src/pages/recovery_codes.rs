//! Recovery codes: the page that shows them once, and how users get new ones from their profile.

use bytes::Bytes;
use http_body_util::Full;
use hyper::Response;
use maud::{Markup, html};
use roster_domain::rules::second_factor::RECOVERY_CODES;
use roster_model::ops::console::profile::SecondFactorSummary;
use roster_model::ops::console::second_factor::RenewRecoveryCodes;
use roster_service::Refusal;
use serde_json::{Value, json};

use super::attempts::Guessed;
use super::form::Form;
use super::html::{Page, problem};
use super::profile::{failed, minute, respond, sender};
use super::second_factor::{CODE, WRONG_CODE};
use super::visit::Visit;
use crate::exception::Failure;

/// Gives the user new recovery codes, and shows them.
pub(super) async fn renew(visit: &Visit<'_>, fields: &Form) -> Response<Full<Bytes>> {
    let user = match sender(visit, fields).await {
        Ok(user) => user,
        Err(response) => return response,
    };
    let account = (visit.instance.id.clone(), Guessed::Code(user.caller.user_id()));
    let attempts = &visit.pipeline.attempts;
    if !attempts.take_sign_in(visit.request, &account) {
        return visit.respond(visit.refuse::<RenewRecoveryCodes>(Failure::SourceExhausted).await);
    }
    let input = json!({"Code": fields.field("code")});
    match visit
        .perform::<RenewRecoveryCodes>(user.caller.clone(), input)
        .await
    {
        Ok(output) => {
            attempts.give_back_sign_in(visit.request, &account);
            visit.respond(page(&output))
        }
        Err(Failure::Invalid(_) | Failure::Refused(Refusal::SignInFailed)) => {
            respond(visit, &user, Some(problem(WRONG_CODE)), 400).await
        }
        Err(failure) => failed(visit, &failure),
    }
}

/// The page that shows the recovery codes of an output.
pub(super) fn page(output: &Value) -> Page {
    let codes = output["RecoveryCodes"].as_array().into_iter().flatten();
    let codes = codes.filter_map(Value::as_str);
    Page::ok(
        "Keep your recovery codes",
        html! {
            h1 { "Keep your recovery codes" }
            p { "Each of these codes signs you in once, if you have lost your device. They are not shown again: print them, or write them down, and keep them in a safe place." }
            ul.codes {
                @for code in codes {
                    li { code { (code) } }
                }
            }
            p { a href="profile" { "I have kept them. Go on" } }
        },
    )
}

/// What the profile says of the second factor.
pub(super) fn section(factor: Option<&SecondFactorSummary>, hidden: &Markup) -> Markup {
    html! {
        h2 { "Second factor" }
        @match factor {
            Some(factor) => {
                p {
                    "On since " (minute(factor.created)) ". Of " (RECOVERY_CODES) " recovery codes, "
                    (factor.recovery_codes_left) " were not used yet."
                }
                form method="post" action="renew-recovery-codes" {
                    (hidden)
                    (CODE.empty())
                    p.quiet { "The code that your authenticator app shows now. The old recovery codes work no more." }
                    button.lesser { "Get new recovery codes" }
                }
            }
            None => {
                p.quiet { "Off. If your account needs one, you set it up when you sign in." }
            }
        }
    }
}
