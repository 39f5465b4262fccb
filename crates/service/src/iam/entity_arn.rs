//! ARNs of IAM's users, roles and policies.

/// The parts of an ARN of IAM.
pub(crate) struct ArnOfEntity<'a> {
    pub(crate) account: &'a str,
    /// `user`, `role` and the like.
    pub(crate) word: &'a str,
    pub(crate) name: &'a str,
}

/// The parts of an ARN of IAM; none of any other text.
pub(crate) fn entity_of_arn(arn: &str) -> Option<ArnOfEntity<'_>> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let ["arn", _, "iam", "", account, resource] = parts[..] else {
        return None;
    };
    let (word, path) = resource.split_once('/')?;
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(ArnOfEntity { account, word, name })
}
