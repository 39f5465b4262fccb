use crate::prelude::connect::*;

handler!(DescribePhoneNumber, |cx, request| {
    Err(cx.absent(ResourceType::PhoneNumber, &request.phone_number_id))
});
