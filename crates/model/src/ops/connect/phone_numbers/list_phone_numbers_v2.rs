//! ListPhoneNumbersV2.

use roster_model_derive::{operation, shape};

use super::{PhoneNumberCountryCodes, PhoneNumberTypes};
use crate::patterns;
use crate::shapes::{ARN, EmptyList, InstanceId, MaxResult1000};

/// Lists the telephone numbers of an instance, or of all instances of the account in the Region.
#[operation(
    http = "POST /phone-number/list",
    effect = Read,
    resources = "phone-number*",
    exceptions = [InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied],
    pages = "ListPhoneNumbersSummaryList",
)]
pub struct ListPhoneNumbersV2;

/// The input of `ListPhoneNumbersV2`.
#[shape]
pub struct ListPhoneNumbersV2Request {
    /// The instance, by its ARN; instead of its id.
    pub target_arn: Option<ARN>,
    /// The instance; without it and `TargetArn`, all of the account in the Region.
    pub instance_id: Option<InstanceId>,
    /// How many telephone numbers a page may hold.
    pub max_results: Option<MaxResult1000>,
    /// Where the page starts.
    pub next_token: Option<LargeNextToken>,
    /// The countries whose numbers to list; all by default.
    pub phone_number_country_codes: Option<PhoneNumberCountryCodes>,
    /// The types of number to list; all by default.
    pub phone_number_types: Option<PhoneNumberTypes>,
    /// How the numbers start.
    pub phone_number_prefix: Option<PhoneNumberPrefix>,
}

/// Where a page of telephone numbers starts.
#[shape(length(1, 100_000))]
pub struct LargeNextToken(pub String);

/// The start of a telephone number.
#[shape(pattern = patterns::PHONE_NUMBER_PREFIX)]
pub struct PhoneNumberPrefix(pub String);

/// The output of `ListPhoneNumbersV2`.
#[shape]
pub struct ListPhoneNumbersV2Response {
    /// Always absent: there is no next page.
    pub next_token: Option<LargeNextToken>,
    /// Always empty: there are no telephone numbers.
    pub list_phone_numbers_summary_list: Option<EmptyList>,
}
