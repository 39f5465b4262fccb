mod list_phone_numbers_v2;
