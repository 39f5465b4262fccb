//! What log files and digest files are called. Source: the CloudTrail user guide, "CloudTrail log file name format" and
//! "CloudTrail digest file structure".

use roster_domain::AccountRegion;
use roster_domain::audit::Hash;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::times::text;

/// The bucket that a folder of delivered files stands for.
pub const BUCKET: &str = "roster-audit";

/// The name of the trail of each account in each Region.
pub const TRAIL: &str = "roster";

/// The folder of everything that is delivered.
pub(crate) const ROOT: &str = "AWSLogs";

/// The folder of an account's digest files.
const DIGESTS: &str = "CloudTrail-Digest";

/// The folder of an account's commits.
const COMMITS: &str = "Roster-Commits";

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]/[month]/[day]");
const MINUTE: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute]Z");
const SECOND: &[BorrowedFormatItem<'_>] = format_description!("[year][month][day]T[hour][minute][second]Z");

/// The key of a log file. What is `unique` tells it from the others of its minute.
pub(crate) fn log_file(trail: &AccountRegion, time: OffsetDateTime, unique: &str) -> String {
    let AccountRegion { account, region, .. } = trail;
    let (day, minute) = (text(time, DAY), text(time, MINUTE));
    format!(
        "{ROOT}/{account}/CloudTrail/{region}/{day}/{account}_CloudTrail_{region}_{minute}_{unique}.json.gz"
    )
}

/// The key of the digest file that ends at a time.
pub(crate) fn digest(trail: &AccountRegion, end: OffsetDateTime) -> String {
    let AccountRegion { account, region, .. } = trail;
    let (day, second, folder) = (text(end, DAY), text(end, SECOND), digests(trail));
    format!("{folder}{day}/{account}_{DIGESTS}_{region}_{TRAIL}_{region}_{second}.json.gz")
}

/// The key of the commit of a digest that follows the one of this signature; the first digest of a trail follows none.
pub(crate) fn commit(trail: &AccountRegion, followed: Option<&str>) -> String {
    let followed = followed.map_or_else(
        || "first".to_owned(),
        |signature| Hash::of(signature.as_bytes()).to_string(),
    );
    format!(
        "{ROOT}/{}/{COMMITS}/{}/{followed}.json.gz",
        trail.account, trail.region
    )
}

/// What the keys of all digest files of a trail start with.
pub(crate) fn digests(trail: &AccountRegion) -> String {
    format!("{ROOT}/{}/{DIGESTS}/{}/", trail.account, trail.region)
}

/// The trail that a folder of digest files is of, by its account and its Region.
pub(crate) fn trail(account: &str, region: &str) -> Option<AccountRegion> {
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    AccountRegion::of_region(account, region).filter(|_| is_account)
}

/// The account of a folder below [`ROOT`], and the Region of one below its digest files.
pub(crate) fn trail_of_folder(folder: &str) -> Option<AccountRegion> {
    let mut parts = folder.strip_suffix('/')?.split('/');
    let (root, account, digests, region) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_digests = root == ROOT && digests == DIGESTS && parts.next().is_none();
    trail(account, region).filter(|_| is_digests)
}

/// Whether a key, or what keys start with, has parts that lead nowhere else.
pub(crate) fn has_plain_parts(key: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    key.split('/').all(is_plain)
}

/// Whether a key can be that of a delivered file: no other file can be asked for.
pub fn is_object_key(key: &str) -> bool {
    key.starts_with("AWSLogs/") && key.ends_with(".json.gz") && key.len() <= 1024 && has_plain_parts(key)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn files_are_called_as_cloudtrail_calls_them() {
        let trail = trail("123456789012", "eu-west-2").unwrap();
        let time = datetime!(2026-11-03 04:05:06 UTC);

        let (log_file, digest) = (log_file(&trail, time, "0123456789ABCDEF"), digest(&trail, time));

        assert_eq!(
            log_file,
            "AWSLogs/123456789012/CloudTrail/eu-west-2/2026/11/03/123456789012_CloudTrail_eu-west-2_20261103T0405Z_0123456789ABCDEF.json.gz"
        );
        assert_eq!(
            digest,
            "AWSLogs/123456789012/CloudTrail-Digest/eu-west-2/2026/11/03/123456789012_CloudTrail-Digest_eu-west-2_roster_eu-west-2_20261103T040506Z.json.gz"
        );
        assert!(is_object_key(&log_file) && is_object_key(&digest));
        assert_eq!(trail_of_folder(&digests(&trail)), Some(trail));
    }

    #[test]
    fn no_key_leads_out_of_the_folder() {
        for key in [
            "AWSLogs/../x.json.gz",
            "AWSLogs/./x.json.gz",
            "AWSLogs//x.json.gz",
            "/AWSLogs/x.json.gz",
            "../AWSLogs/x.json.gz",
            "AWSLogs/.x.json.gz",
            "AWSLogs/x\0.json.gz",
            "AWSLogs\\x.json.gz",
            "AWSLogs/x.json",
            "lock.json.gz",
            "",
        ] {
            assert!(!is_object_key(key), "{key:?}");
        }
    }
}
