//! The forms that strings must have. Each is a documented regular expression and a function that
//! decides the same; properties in this file hold the two together.

use crate::schema::Pattern;

/// A primary e-mail address, or nothing: an empty string stands for “no address”. Connect documents no form, so
/// this is what mail servers deliver to. Source: RFC 5321 and 6531 for the part before the `@`, without quoted forms; RFC
/// 5890 for the domain. The length is that of a secondary address.
pub const EMAIL: Pattern = Pattern {
    expression: r"^$|(?=^.{0,265}$)(?=^[^@]{1,64}@)[^\s\p{C}\x22(),.:;<>@\[\]\\]+(\.[^\s\p{C}\x22(),.:;<>@\[\]\\]+)*@([\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+\p{L}[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$",
    words: "an e-mail address of at most 265 characters, such as mary@example.com",
    matches: |text| text.is_empty() || is_deliverable(text),
};

/// A secondary e-mail address, or nothing: an empty string stands for “no address”. Source: the API reference on
/// `SecondaryEmail`.
pub const SECONDARY_EMAIL: Pattern = Pattern {
    expression: r"^$|(?=^.{0,265}$)[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}$",
    words: "an e-mail address of at most 265 characters, such as mary@example.com, with letters (a to z), digits and any of . _ % + - before the @",
    matches: |text| text.is_empty() || is_email_address(text),
};

/// The domain of an e-mail address: what [`SECONDARY_EMAIL`] takes behind the `@`.
pub const EMAIL_DOMAIN: Pattern = Pattern {
    expression: r"(?=^.{0,253}$)[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}$",
    words: "a domain of at most 253 characters, such as example.com",
    matches: |text| text.len() <= 253 && is_mail_domain(text),
};

/// A telephone number in E.164 form, or nothing. Source: the CloudFormation schema of
/// `AWS::Connect::User`; the service model carries the same expression escaped twice.
pub const PHONE_NUMBER: Pattern = Pattern {
    expression: r"^$|^\+[1-9]\d{1,14}$",
    words: "a telephone number in E.164 form, such as +15555550100",
    matches: |text| text.is_empty() || is_e164(text),
};

/// A sign-in name. Source: the API reference on `CreateUser`, which gives the characters.
pub const USERNAME: Pattern = Pattern {
    expression: r"^[a-zA-Z0-9_.\-@]+$",
    words: "letters, digits and any of _ - . @",
    matches: |text| !text.is_empty() && is_alphanumeric_or(text, b"_.-@"),
};

/// A sign-in name of an instance that does not use SAML. Source: the CloudFormation schema of `AWS::Connect::User` for the
/// characters, the API reference for the use of `@`.
pub const USERNAME_WITHOUT_SAML: Pattern = Pattern {
    expression: r"^[a-zA-Z0-9_.-]+$|^[a-zA-Z0-9._-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}$",
    words: "letters, digits and any of _ - . (an @ only as part of an e-mail address)",
    matches: is_username_without_saml,
};

/// A password. Source: the API reference on `CreateUser`.
pub const PASSWORD: Pattern = Pattern {
    expression: r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[a-zA-Z\d\S]{8,64}$",
    words: "8 to 64 characters without white space, with a lower-case letter, an upper-case letter and a digit",
    matches: is_password,
};

/// The alias of an instance. Source: the API reference on `CreateInstance`.
pub const ALIAS: Pattern = Pattern {
    expression: r"^(?!d-)([\da-zA-Z]+)([-]*[\da-zA-Z])*$",
    words: "letters, digits and inner hyphens, not starting with d-",
    matches: is_alias,
};

/// The id of a directory. Source: the API reference on `CreateInstance`.
pub const DIRECTORY_ID: Pattern = Pattern {
    expression: r"^d-[0-9a-f]{10}$",
    words: "d- and ten lower-case hexadecimal digits, such as d-1234567890",
    matches: |text| {
        text.strip_prefix("d-").is_some_and(|rest| {
            rest.len() == 10 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
    },
};

/// The name of a security profile. Source: the API reference on `CreateSecurityProfile`.
pub const SECURITY_PROFILE_NAME: Pattern = Pattern {
    expression: r"^[ a-zA-Z0-9_@-]+$",
    words: "letters, digits, spaces and any of _ @ -",
    matches: |text| !text.is_empty() && is_alphanumeric_or(text, b" _@-"),
};

/// The name of a primary attribute of a data table. Source: the API reference on `PrimaryAttributeValue`.
pub const PRIMARY_ATTRIBUTE: Pattern = Pattern {
    expression: r"(?!aws:|connect:)[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]+$",
    words: "characters up to U+00FF, not starting with aws: or connect:",
    matches: |text| !text.starts_with("aws:") && !text.starts_with("connect:") && is_latin(text),
};

/// A value of a primary attribute of a data table. Source: the API reference on `PrimaryAttributeValue`.
pub const PRIMARY_VALUE: Pattern = Pattern {
    expression: r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]+$",
    words: "characters up to U+00FF",
    matches: is_latin,
};

/// A text on one line, not all of it white space. Source: the API reference on `CreateWorkspace`; the service model carries
/// the expression escaped twice.
pub const VISIBLE_LINE: Pattern = Pattern {
    expression: r".*\S.*",
    words: "text on one line that is not all white space",
    matches: |text| !text.contains('\n') && text.chars().any(|character| !character.is_whitespace()),
};

/// Text without control characters. Source: the API reference on `CreateWorkspace`; the service model carries the
/// expression escaped twice.
pub const PRINTABLE: Pattern = Pattern {
    expression: r"^[\P{C}]*$",
    words: "text without control characters",
    matches: |text| text.chars().all(is_printable),
};

/// Text without control characters but ends of lines and tabs. Source: the API reference on `CreateWorkspace`; the service
/// model carries the expression escaped twice.
pub const PARAGRAPHS: Pattern = Pattern {
    expression: r"^[\P{C}\r\n\t]*$",
    words: "text without control characters but ends of lines and tabs",
    matches: |text| {
        text.chars()
            .all(|character| is_printable(character) || "\r\n\t".contains(character))
    },
};

/// The key of a tag. Source: the API reference on `TagResource`.
pub const TAG_KEY: Pattern = Pattern {
    expression: r"^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]*$",
    words: "letters, digits, spaces and any of _ . : / = + - @, not starting with aws:",
    matches: |text| !text.starts_with("aws:") && text.chars().all(is_tag_character),
};

/// The id of what has sessions. Source: the API reference on `DeleteAllEntitySessions`.
pub const ENTITY_ID: Pattern = Pattern {
    expression: ".*",
    words: "text on one line",
    matches: |text| !text.contains('\n'),
};

/// The characters of addresses and ranges in CIDR notation. Source: the API reference on
/// `AuthenticationProfile`, whose expression lacks the dot of the IPv4 addresses in the administrator guide.
pub const IP_CIDR: Pattern = Pattern {
    expression: "^[A-Za-z0-9:./]*$",
    words: "an IP address or a range in CIDR notation, such as 192.0.2.0/24",
    matches: |text| is_alphanumeric_or(text, b":./"),
};

/// The name of a vocabulary. Source: the API reference on `SearchVocabularies`.
pub const VOCABULARY_NAME: Pattern = Pattern {
    expression: "^[0-9a-zA-Z._-]+",
    words: "letters, digits and any of . _ -",
    matches: |text| !text.is_empty() && is_alphanumeric_or(text, b"._-"),
};

/// Where a page of views starts. Source: the API reference on `ListViews`.
pub const VIEWS_TOKEN: Pattern = Pattern {
    expression: r"^[a-zA-Z0-9=\/+_.-]+$",
    words: "the NextToken of the page before",
    matches: |text| !text.is_empty() && is_alphanumeric_or(text, b"=/+_.-"),
};

/// The start of a telephone number. Source: the API reference on `ListPhoneNumbersV2`, whose expression is escaped
/// twice in the service model.
pub const PHONE_NUMBER_PREFIX: Pattern = Pattern {
    expression: r"\+?[0-9]{1,11}",
    words: "the start of a telephone number in E.164 form, such as +1555",
    matches: |text| {
        let digits = text.strip_prefix('+').unwrap_or(text);
        (1..=11).contains(&digits.len()) && are_digits(digits)
    },
};

/// A day. Source: the API reference on `DateCondition`.
pub const DATE: Pattern = Pattern {
    expression: r"^\d{4}-\d{2}-\d{2}$",
    words: "a date, such as 2026-11-29",
    matches: is_date,
};

/// A day and a time on it. Source: the API reference on `DateTimeCondition`.
pub const DATE_TIME: Pattern = Pattern {
    expression: r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?Z?$",
    words: "a date with a time, such as 2026-11-29T12:00:00Z",
    matches: |text| {
        let text = text.strip_suffix('Z').unwrap_or(text);
        text.split_once('T').is_some_and(|(date, time)| {
            let (time, fraction) = time.split_once('.').unwrap_or((time, "000"));
            is_date(date) && are_numbers(time, ":", &[2, 2, 2]) && are_numbers(fraction, ".", &[3])
        })
    },
};

/// The name of a user, role or policy of IAM. Source: the IAM API reference.
pub const IAM_NAME: Pattern = Pattern {
    expression: r"[\w+=,.@-]+",
    words: "letters, digits and any of _ + = , . @ -",
    matches: |text| !text.is_empty() && text.chars().all(is_name_character),
};

/// The name of a session. Source: the STS API reference.
pub const IAM_NAME_OR_NOTHING: Pattern = Pattern {
    expression: r"[\w+=,.@-]*",
    words: IAM_NAME.words,
    matches: |text| text.chars().all(is_name_character),
};

/// An external id, agreed between the owner of a role and those that assume it. Source: the STS API
/// reference.
pub const EXTERNAL_ID: Pattern = Pattern {
    expression: r"[\w+=,.@:\/-]*",
    words: "letters, digits and any of _ + = , . @ : / -",
    matches: |text| {
        text.chars()
            .all(|character| is_name_character(character) || matches!(character, ':' | '/'))
    },
};

/// The serial number of an MFA device, or its ARN. Source: the STS API reference.
pub const MFA_SERIAL_NUMBER: Pattern = Pattern {
    expression: r"[\w+=/:,.@-]*",
    words: EXTERNAL_ID.words,
    matches: EXTERNAL_ID.matches,
};

/// The code that an MFA device shows. Source: the STS API reference.
pub const MFA_CODE: Pattern = Pattern {
    expression: r"[\d]*",
    words: "digits",
    matches: |text| text.chars().all(|character| character.is_ascii_digit()),
};

/// The unique id of a session. Source: the STS API reference.
pub const ASSUMED_ROLE_ID: Pattern = Pattern {
    expression: r"[\w+=,.@:-]*",
    words: "letters, digits and any of _ + = , . @ : -",
    matches: |text| {
        text.chars()
            .all(|character| is_name_character(character) || character == ':')
    },
};

/// What a role is for. Source: the IAM API reference.
pub const ROLE_DESCRIPTION: Pattern = Pattern {
    expression: r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*",
    words: "characters up to U+00FF",
    matches: |text| text.chars().all(is_latin_character),
};

/// The path of a managed policy. Source: the IAM API reference.
pub const POLICY_PATH: Pattern = Pattern {
    expression: r"((/[A-Za-z0-9\.,\+@=_-]+)*)/",
    words: "/ or words between slashes, such as /team/",
    matches: |text| {
        let inner = text.strip_suffix('/').map(|inner| inner.split('/'));
        inner.is_some_and(|mut parts| {
            parts.next() == Some("")
                && parts.all(|part| !part.is_empty() && part.chars().all(is_name_character))
        })
    },
};

/// The path of something of IAM's. Source: the IAM API reference.
pub const IAM_PATH: Pattern = Pattern {
    expression: r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)",
    words: "/ or words between slashes, such as /team/",
    matches: |text| {
        text == "/"
            || text.len() > 2
                && text.starts_with('/')
                && text.ends_with('/')
                && text.bytes().all(|byte| byte.is_ascii_graphic())
    },
};

/// The start of a path. Source: the IAM API reference.
pub const IAM_PATH_PREFIX: Pattern = Pattern {
    expression: r"\u002F[\u0021-\u007F]*",
    words: "the start of a path, such as /team",
    matches: |text| text.starts_with('/') && text.bytes().all(|byte| matches!(byte, 0x21..=0x7f)),
};

/// An id that IAM has made. Source: the IAM API reference.
pub const IAM_ID: Pattern = Pattern {
    expression: r"[\w]+",
    words: "letters, digits and _",
    matches: |text| !text.is_empty() && text.chars().all(is_word_character),
};

/// The text of a policy document. Source: the IAM API reference.
pub const POLICY_DOCUMENT: Pattern = Pattern {
    expression: r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    words: "a policy document in JSON, of characters up to U+00FF",
    matches: |text| {
        !text.is_empty()
            && text
                .chars()
                .all(|character| matches!(character, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
    },
};

/// Where a page of a list of IAM's starts. Source: the IAM API reference.
pub const IAM_MARKER: Pattern = Pattern {
    expression: r"[\u0020-\u00FF]+",
    words: "the Marker of the page before",
    matches: |text| !text.is_empty() && text.chars().all(|character| matches!(character, ' '..='\u{ff}')),
};

/// The key of a tag of IAM's. Source: the IAM API reference.
pub const IAM_TAG_KEY: Pattern = Pattern {
    expression: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+",
    words: "letters, digits, spaces and any of _ . : / = + - @",
    matches: |text| !text.is_empty() && text.chars().all(is_tag_character),
};

/// The value of a tag of IAM's. Source: the IAM API reference.
pub const IAM_TAG_VALUE: Pattern = Pattern {
    expression: r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*",
    words: "letters, digits, spaces and any of _ . : / = + - @",
    matches: |text| text.chars().all(is_tag_character),
};

/// Whether a text has nothing but ASCII letters, digits and these.
fn is_alphanumeric_or(text: &str, others: &[u8]) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || others.contains(&byte))
}

const fn is_word_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

fn is_name_character(character: char) -> bool {
    is_word_character(character) || "+=,.@-".contains(character)
}

const fn is_latin_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='~' | '\u{a1}'..='\u{ff}')
}

fn is_latin(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_latin_character)
}

fn is_email_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    text.len() <= 265 && !local.is_empty() && is_alphanumeric_or(local, b"._%+-") && is_mail_domain(domain)
}

/// Whether mail servers take an address: words with dots between them, and the labels of a domain.
fn is_deliverable(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    text.chars().count() <= 265
        && local.chars().count() <= 64
        && local
            .split('.')
            .all(|word| !word.is_empty() && word.chars().all(is_atom_character))
        && labels.split('.').all(is_domain_label)
        && is_domain_label(top)
        && top.starts_with(char::is_alphabetic)
        && top.chars().count() > 1
}

/// Whether a character stands in addresses without quotes.
fn is_atom_character(character: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    !"\"(),.:;<>@[]\\".contains(character)
        && !character.is_whitespace()
        && character.general_category_group() != GeneralCategoryGroup::Other
}

/// Whether a text is a label of a domain, perhaps of an internationalized one.
fn is_domain_label(label: &str) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    let is_letter = |character: char| {
        matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
        )
    };
    label.chars().count() <= 63
        && label.starts_with(is_letter)
        && label.ends_with(is_letter)
        && label
            .chars()
            .all(|character| is_letter(character) || character == '-')
}

fn is_mail_domain(domain: &str) -> bool {
    domain.rsplit_once('.').is_some_and(|(name, top)| {
        !name.is_empty()
            && is_alphanumeric_or(name, b".-")
            && (2..=63).contains(&top.len())
            && top.bytes().all(|byte| byte.is_ascii_alphabetic())
    })
}

/// Whether a text is made of numbers of so many digits each.
fn are_numbers(text: &str, separator: &str, digits: &[usize]) -> bool {
    let numbers: Vec<&str> = text.split(separator).collect();
    numbers.len() == digits.len()
        && numbers
            .iter()
            .zip(digits)
            .all(|(number, digits)| number.len() == *digits && are_digits(number))
}

fn are_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    are_numbers(text, "-", &[4, 2, 2])
}

fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (2..=15).contains(&digits.len()) && are_digits(digits) && !digits.starts_with('0')
    })
}

fn is_username_without_saml(text: &str) -> bool {
    let (name, domain) = match text.split_once('@') {
        Some((name, domain)) => (name, Some(domain)),
        None => (text, None),
    };
    !name.is_empty() && is_alphanumeric_or(name, b"_.-") && domain.is_none_or(is_mail_domain)
}

fn is_password(text: &str) -> bool {
    (8..=64).contains(&text.chars().count())
        && !text.chars().any(char::is_whitespace)
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.bytes().any(|byte| byte.is_ascii_digit())
}

fn is_alias(text: &str) -> bool {
    !text.is_empty()
        && is_alphanumeric_or(text, b"-")
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.starts_with("d-")
}

/// What is not in the Unicode general category “other”.
fn is_printable(character: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    character.general_category_group() != GeneralCategoryGroup::Other
}

/// Letters, numbers and separators by their Unicode general category, and the listed marks.
fn is_tag_character(character: char) -> bool {
    use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

    "_.:/=+-@".contains(character)
        || matches!(
            character.general_category_group(),
            GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Separator
        )
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The form of primary addresses without look-ahead and lengths; compiled once, because its classes are large.
    static PRIMARY_ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        let word = r"[^\s\p{C}\x22(),.:;<>@\[\]\\]+";
        let label = r"[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?";
        let top = r"\p{L}[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}]";
        Regex::new(&format!(r"^(|{word}(\.{word})*@({label}\.)+{top})$")).unwrap()
    });

    /// Checks that `pattern` decides as `expression` does, which is its own without look-ahead.
    fn agrees(pattern: Pattern, expression: &str, text: &str, also: bool) {
        let expected = Regex::new(&format!("^(?:{expression})$")).unwrap().is_match(text) && also;
        assert_eq!((pattern.matches)(text), expected, "{text:?}");
    }

    proptest! {
        #[test]
        fn secondary_addresses_are_decided_as_documented(text in "[a-zA-Z0-9._%+@ -]{0,12}(@[a-z.-]{0,9})?(\\.[a-z]{0,3})?") {
            agrees(SECONDARY_EMAIL, r"|[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}", &text, true);
        }

        #[test]
        fn primary_addresses_are_decided_by_their_expression(text in "[a-z0-9.'&ü@\"<\u{202e}\u{0} -]{0,9}(@[a-z0-9ü.-]{0,9})?(\\.[a-z0-9ü-]{0,4})?") {
            assert_eq!((EMAIL.matches)(&text), PRIMARY_ADDRESS.is_match(&text), "{text:?}");
        }

        #[test]
        fn domains_are_decided_as_documented(text in "[a-zA-Z0-9.ä@ -]{0,9}(\\.[a-z]{0,3})?") {
            agrees(EMAIL_DOMAIN, r"[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}", &text, true);
        }

        #[test]
        fn telephone_numbers_are_decided_as_documented(text in "\\+?[0-9]{0,17}[0-9٠a]?") {
            agrees(PHONE_NUMBER, r"|\+[1-9][0-9]{1,14}", &text, true);
        }

        #[test]
        fn usernames_are_decided_as_documented(text in "[a-zA-Z0-9_.@ä-]{0,12}(@[a-z.-]{0,9}\\.[a-z]{0,3})?") {
            agrees(USERNAME, "[a-zA-Z0-9_.@-]+", &text, true);
            let without_saml = r"[a-zA-Z0-9_.-]+|[a-zA-Z0-9._-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,63}";
            agrees(USERNAME_WITHOUT_SAML, without_saml, &text, true);
        }

        #[test]
        fn passwords_are_decided_as_documented(text in "[a-zA-Z0-9 !ä]{0,12}|[aA1]{60,70}") {
            let classes = ["[a-z]", "[A-Z]", "[0-9]"];
            let also = classes.iter().all(|class| Regex::new(class).unwrap().is_match(&text));
            agrees(PASSWORD, r"\S{8,64}", &text, also);
        }

        #[test]
        fn aliases_are_decided_as_documented(text in "(d-)?[a-zA-Z0-9-]{0,6}") {
            agrees(ALIAS, r"[0-9a-zA-Z]+(-*[0-9a-zA-Z])*", &text, !text.starts_with("d-"));
        }

        #[test]
        fn addresses_and_ranges_are_decided_as_documented(text in "[0-9a-fA-F:./ _-]{0,9}") {
            agrees(IP_CIDR, "[A-Za-z0-9:./]*", &text, true);
        }

        #[test]
        fn directory_ids_are_decided_as_documented(text in "d?-?[0-9a-g]{8,11}") {
            agrees(DIRECTORY_ID, "d-[0-9a-f]{10}", &text, true);
        }

        #[test]
        fn what_iam_has_is_decided_as_documented(text in "[/a-zA-Z0-9_+=,.@: ä\u{7f}\u{ff}\u{100}\t\n-]{0,6}/?") {
            agrees(IAM_NAME, r"[a-zA-Z0-9_+=,.@-]+", &text, true);
            agrees(IAM_PATH, r"/|/[!-~]+/", &text, true);
            agrees(IAM_PATH_PREFIX, r"/[!-\x7f]*", &text, true);
            agrees(IAM_NAME_OR_NOTHING, r"[a-zA-Z0-9_+=,.@-]*", &text, true);
            agrees(EXTERNAL_ID, r"[a-zA-Z0-9_+=,.@:/-]*", &text, true);
            agrees(MFA_SERIAL_NUMBER, r"[a-zA-Z0-9_+=,.@:/-]*", &text, true);
            agrees(MFA_CODE, r"[0-9]*", &text, true);
            agrees(ASSUMED_ROLE_ID, r"[a-zA-Z0-9_+=,.@:-]*", &text, true);
            agrees(ROLE_DESCRIPTION, r"[\t\n\r -~\xa1-\xff]*", &text, true);
            agrees(POLICY_PATH, r"((/[A-Za-z0-9.,+@=_-]+)*)/", &text, true);
            agrees(IAM_ID, r"[a-zA-Z0-9_]+", &text, true);
            agrees(POLICY_DOCUMENT, r"[\t\n\r -\xff]+", &text, true);
            agrees(IAM_MARKER, r"[ -\xff]+", &text, true);
            agrees(IAM_TAG_KEY, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+", &text, true);
            agrees(IAM_TAG_VALUE, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", &text, true);
        }

        #[test]
        fn dates_and_times_are_decided_as_documented(text in "[0-9]{3,4}-[0-9]{2}-[0-9]{1,2}(T[0-9]{2}:[0-9]{2}(:[0-9]{1,2})?(\\.[0-9]{2,3})?Z?)?") {
            let date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
            agrees(DATE, date, &text, true);
            agrees(DATE_TIME, &format!(r"{date}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{3}})?Z?"), &text, true);
        }

        #[test]
        fn what_lists_take_is_decided_as_documented(text in "[+a-zA-Z0-9=/_. ä\t\n-]{0,4}|\\+?[0-9]{0,13}") {
            agrees(VOCABULARY_NAME, "[0-9a-zA-Z._-]+", &text, true);
            agrees(VIEWS_TOKEN, r"[a-zA-Z0-9=/+_.-]+", &text, true);
            agrees(PHONE_NUMBER_PREFIX, r"\+?[0-9]{1,11}", &text, true);
        }

        #[test]
        fn names_of_security_profiles_are_decided_as_documented(text in "[a-zA-Z0-9 _@.ä-]{0,6}") {
            agrees(SECURITY_PROFILE_NAME, "[ a-zA-Z0-9_@-]+", &text, true);
        }

        #[test]
        fn primary_attributes_are_decided_as_documented(
            text in "(aws:|connect:)?[ -~\u{7f}-\u{100}\t\n\r]{0,4}",
        ) {
            let is_free = !text.starts_with("aws:") && !text.starts_with("connect:");
            agrees(PRIMARY_ATTRIBUTE, r"[\t\n\r -~\xa1-\xff]+", &text, is_free);
            agrees(PRIMARY_VALUE, r"[\t\n\r -~\xa1-\xff]+", &text, true);
        }

        #[test]
        fn tag_keys_are_decided_as_documented(text in "(aws:)?\\PC{0,5}[\t\n ]?") {
            agrees(TAG_KEY, r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", &text, !text.starts_with("aws:"));
        }
    }

    proptest! {
        #[test]
        fn texts_of_workspaces_are_decided_as_documented(text in "[a ä\u{7f}\u{200e}\u{3000}\t\r\n]{0,4}") {
            agrees(VISIBLE_LINE, r".*\S.*", &text, true);
            agrees(PRINTABLE, r"\P{C}*", &text, true);
            agrees(PARAGRAPHS, r"[\P{C}\r\n\t]*", &text, true);
        }
    }

    #[test]
    fn ids_of_what_has_sessions_are_on_one_line() {
        for text in ["", "a b", "a\nb", "a\rb", "\n"] {
            agrees(ENTITY_ID, ".*", text, true);
        }
    }

    #[test]
    fn an_address_of_265_characters_is_the_longest() {
        let label = "a".repeat(60);
        let address = |length: usize| {
            format!(
                "mary@{label}.{label}.{label}.{label}.{}",
                "a".repeat(length - 249)
            )
        };
        for pattern in [EMAIL, SECONDARY_EMAIL] {
            assert!((pattern.matches)(&address(265)));
            assert!(!(pattern.matches)(&address(266)));
        }
        let local = |length: usize| format!("{}@example.com", "a".repeat(length));
        assert!((EMAIL.matches)(&local(64)));
        assert!(!(EMAIL.matches)(&local(65)));
        let labelled = |length: usize| format!("mary@{}.example", "a".repeat(length));
        assert!((EMAIL.matches)(&labelled(63)));
        assert!(!(EMAIL.matches)(&labelled(64)));
    }
}
