//! DescribePhoneNumber.

use roster_model_derive::{operation, shape};

use crate::shapes::PhoneNumberId;

/// Shows a telephone number.
#[operation(
    http = "GET /phone-number/{PhoneNumberId}",
    effect = Read,
    resources = "phone-number*",
    exceptions = [InvalidParameter, ResourceNotFound, Throttling, InternalService, AccessDenied],
    finds_nothing,
)]
pub struct DescribePhoneNumber;

/// The input of `DescribePhoneNumber`.
#[shape]
pub struct DescribePhoneNumberRequest {
    /// The telephone number.
    #[shape(label)]
    pub phone_number_id: PhoneNumberId,
}

/// The output of `DescribePhoneNumber`, which never comes.
#[shape]
pub struct DescribePhoneNumberResponse {}
