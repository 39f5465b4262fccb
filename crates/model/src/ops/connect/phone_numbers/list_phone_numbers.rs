//! ListPhoneNumbers.

use roster_model_derive::{operation, shape};

use crate::shapes::{EmptyList, InstanceId, MaxResult1000, NextToken, PhoneNumberCountryCode};

/// Lists the telephone numbers of an instance.
#[operation(
    http = "GET /phone-numbers-summary/{InstanceId}",
    effect = Read,
    resources = "legacy-phone-number*",
    pages = "PhoneNumberSummaryList",
)]
pub struct ListPhoneNumbers;

/// The input of `ListPhoneNumbers`.
#[shape]
pub struct ListPhoneNumbersRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The types of number to list; all by default.
    #[shape(query = "phoneNumberTypes")]
    pub phone_number_types: Option<PhoneNumberTypes>,
    /// The countries whose numbers to list; all by default.
    #[shape(query = "phoneNumberCountryCodes")]
    pub phone_number_country_codes: Option<PhoneNumberCountryCodes>,
    /// Where the page starts.
    #[shape(query = "nextToken")]
    pub next_token: Option<NextToken>,
    /// How many telephone numbers a page may hold.
    #[shape(query = "maxResults")]
    pub max_results: Option<MaxResult1000>,
}

/// Types of telephone number.
#[shape(length(_, 6))]
pub struct PhoneNumberTypes(pub Vec<PhoneNumberType>);

/// A type of telephone number.
#[shape]
pub enum PhoneNumberType {
    /// Free for the caller.
    TollFree,
    /// Direct inward dialling.
    Did,
    /// A universal international freephone number.
    Uifn,
    /// Paid for by caller and called.
    Shared,
    /// Free for the caller, of another provider.
    ThirdPartyTf,
    /// Direct inward dialling, of another provider.
    ThirdPartyDid,
    /// A short number for messages.
    ShortCode,
}

/// Countries.
#[shape(length(_, 10))]
pub struct PhoneNumberCountryCodes(pub Vec<PhoneNumberCountryCode>);

/// The output of `ListPhoneNumbers`.
#[shape]
pub struct ListPhoneNumbersResponse {
    /// Always empty: there are no telephone numbers.
    pub phone_number_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<NextToken>,
}
