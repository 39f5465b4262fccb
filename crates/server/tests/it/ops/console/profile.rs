mod describe_profile;
