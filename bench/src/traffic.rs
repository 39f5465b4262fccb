//! What is sent: requests that were built beforehand, over and over.

use anyhow::Context;

use super::contents::{Contents, SAMPLE, new_user};
use super::http::{AccessKey, Target};
use super::load::{Load, Traffic};
use super::principal;
use super::queues;

/// How many users a page holds on the way to the middle of a list: as many as it may.
const LONGEST_PAGE: u64 = 1000;
/// 2^64, divided by the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Requests in the order they are sent in. Each run goes on where the last one ended.
pub(super) struct Requests {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    next: usize,
    /// The status of every answer.
    status: u16,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            ends: Vec::new(),
            next: 0,
            status: 200,
        }
    }
}

impl Requests {
    fn push(&mut self, request: &[u8]) {
        self.bytes.extend_from_slice(request);
        self.ends.push(self.bytes.len());
    }

    /// What the server answers without doing anything.
    pub(super) fn no_op(target: &Target) -> anyhow::Result<Self> {
        Self::get(target, ["/_roster/health"])
    }

    /// `DescribeInstance`.
    pub(super) fn describe_instance(target: &Target, instance: &str) -> anyhow::Result<Self> {
        Self::get(target, [format!("/instance/{instance}").as_str()])
    }

    /// `DescribeSecurityProfile`, of the profile that all users have.
    pub(super) fn describe_security_profile(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let profiles: serde_json::Value = serde_json::from_str(&format!("{{{}}}", contents.profiles))?;
        let profile = profiles["SecurityProfileIds"][0].as_str();
        let profile = profile.context("users have a security profile")?;
        let path = format!("/security-profiles/{}/{profile}", contents.instance);
        Self::get(target, [path.as_str()])
    }

    /// `DescribeUser`, of one user after another.
    pub(super) fn describe_users(target: &Target, instance: &str, users: &[String]) -> anyhow::Result<Self> {
        let paths: Vec<String> = users
            .iter()
            .map(|user| format!("/users/{instance}/{user}"))
            .collect();
        Self::get(target, paths.iter().map(String::as_str))
    }

    /// `DescribeUser`, of one user after another, each by the next of some keys.
    pub(super) fn describe_users_by(
        target: &Target,
        keys: &[AccessKey],
        instance: &str,
        users: &[String],
    ) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        let count = users.len().max(keys.len());
        let (keys, users) = (keys.iter().cycle(), users.iter().cycle());
        for (key, user) in keys.zip(users).take(count) {
            let target = Target {
                key: Some(key.clone()),
                ..target.clone()
            };
            requests.push(&target.request("GET", &format!("/users/{instance}/{user}"), "")?);
        }
        Ok(requests)
    }

    /// `PutUserPolicy`, for one user of IAM after another, and then another policy for each, so that every one
    /// changes something.
    pub(super) fn put_user_policies(target: &Target, users: usize) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for action in ["connect:DescribeUser", "connect:Describe*"] {
            for number in 0..users {
                requests.push(&principal::put_policy(target, number, action)?);
            }
        }
        Ok(requests)
    }

    /// `UpdateUserIdentityInfo`, of one user after another, and then with another value of each, so
    /// that every one changes something: both names.
    pub(super) fn update_users(target: &Target, instance: &str, users: &[String]) -> anyhow::Result<Self> {
        let identity = |first, last| format!(r#"{{"FirstName":"{first}","LastName":"{last}"}}"#);
        let identities = [("Ana", "Lima"), ("Anna", "Lima-Rossi")].map(|(first, last)| identity(first, last));
        Self::update_identities(target, instance, users, &identities)
    }

    /// The same, where every one changes the mobile number alone.
    pub(super) fn update_numbers(target: &Target, instance: &str, users: &[String]) -> anyhow::Result<Self> {
        let identities = ["+12065550100", "+12065550199"]
            .map(|mobile| format!(r#"{{"FirstName":"Ana","LastName":"Lima","Mobile":"{mobile}"}}"#));
        Self::update_identities(target, instance, users, &identities)
    }

    /// `UpdateUserPhoneConfig`, of one user after another, and then with another value of each.
    pub(super) fn update_phone_configs(
        target: &Target,
        instance: &str,
        users: &[String],
    ) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for seconds in [30, 60] {
            let body = format!(
                r#"{{"PhoneConfig":{{"PhoneType":"SOFT_PHONE","AfterContactWorkTimeLimit":{seconds}}}}}"#
            );
            for user in users {
                let path = format!("/users/{instance}/{user}/phone-config");
                requests.push(&target.request("POST", &path, &body)?);
            }
        }
        Ok(requests)
    }

    fn update_identities(
        target: &Target,
        instance: &str,
        users: &[String],
        identities: &[String],
    ) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for identity in identities {
            let body = format!(r#"{{"IdentityInfo":{identity}}}"#);
            for user in users {
                let path = format!("/users/{instance}/{user}/identity-info");
                requests.push(&target.request("POST", &path, &body)?);
            }
        }
        Ok(requests)
    }

    /// `ListUsers`: the first page, of the usual size.
    pub(super) fn first_page(target: &Target, instance: &str) -> anyhow::Result<Self> {
        Self::get(target, [format!("/users-summary/{instance}").as_str()])
    }

    /// `SearchUsers`, for what no user has: it looks at every one.
    pub(super) fn search_in_vain(target: &Target, instance: &str) -> anyhow::Result<Self> {
        let body = format!(
            r#"{{"InstanceId":"{instance}","SearchCriteria":{{"StringCondition":{{"FieldName":"Username","Value":"nobody","ComparisonType":"CONTAINS"}}}}}}"#
        );
        let mut requests = Self::default();
        requests.push(&target.request("POST", "/search-users", &body)?);
        Ok(requests)
    }

    /// `DeleteInstance`.
    pub(super) fn delete_instance(target: &Target, instance: &str) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        requests.push(&target.request("DELETE", &format!("/instance/{instance}"), "")?);
        Ok(requests)
    }

    /// `ListUsers`: a page of the usual size in the middle of the list.
    pub(super) fn middle_page(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let list = format!("/users-summary/{}", contents.instance);
        let mut client = Load::connect(target.address, 1)?;
        let mut page = format!("{list}?maxResults={LONGEST_PAGE}");
        let mut middle = list.clone();
        for _ in 0..(contents.count / 2).div_ceil(LONGEST_PAGE) {
            let answer = client.ask(target, "GET", &page, "")?;
            let token = answer["NextToken"]
                .as_str()
                .context("a list ends before its middle")?;
            page = format!("{list}?maxResults={LONGEST_PAGE}&nextToken={token}");
            middle = format!("{list}?nextToken={token}");
        }
        Self::get(target, [middle.as_str()])
    }

    /// `CreateUser` with usernames that are taken: all over the directory they are looked up, and refused.
    pub(super) fn taken_names(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let mut requests = Self {
            status: 409,
            ..Self::default()
        };
        let path = format!("/users/{}", contents.instance);
        for number in spread(contents.count) {
            let body = new_user(number, &contents.profiles);
            requests.push(&target.request("PUT", &path, &body)?);
        }
        Ok(requests)
    }

    /// `SearchUsers`, 10 users a page: by last names, which one user has, and by the first characters of usernames,
    /// which ten users have.
    pub(super) fn searches(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for number in spread(contents.count) {
            let ten = format!("agent{:07}", number / 10);
            requests.search_users(target, contents, "LastName", "EXACT", &format!("Number {number}"))?;
            requests.search_users(target, contents, "Username", "STARTS_WITH", &ten)?;
        }
        Ok(requests)
    }

    /// `SearchQueues`, 10 queues a page, of queues that [`queues::make`] has made: by descriptions, which one queue has, and by
    /// the first characters of names, which ten queues have.
    pub(super) fn search_queues(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        let mut search = |field, comparison, text: &str| {
            requests.search("/search-queues", target, contents, (field, comparison, text))
        };
        for number in spread(queues::COUNT) {
            search("description", "EXACT", &queues::description(number))?;
            search("name", "STARTS_WITH", &queues::name_of_ten(number))?;
        }
        Ok(requests)
    }

    /// `SearchUsers`: names that contain what few contain.
    pub(super) fn search_anywhere(target: &Target, contents: &Contents) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for number in spread(contents.count) {
            requests.search_users(target, contents, "LastName", "CONTAINS", &format!("r {number}"))?;
        }
        Ok(requests)
    }

    fn search_users(
        &mut self,
        target: &Target,
        contents: &Contents,
        field: &str,
        comparison: &str,
        text: &str,
    ) -> anyhow::Result<()> {
        self.search("/search-users", target, contents, (field, comparison, text))
    }

    fn search(
        &mut self,
        path: &str,
        target: &Target,
        contents: &Contents,
        (field, comparison, text): (&str, &str, &str),
    ) -> anyhow::Result<()> {
        let body = serde_json::json!({
            "InstanceId": contents.instance,
            "MaxResults": 10,
            "SearchCriteria": {"StringCondition": {"FieldName": field, "ComparisonType": comparison, "Value": text}},
        });
        self.push(&target.request("POST", path, &body.to_string())?);
        Ok(())
    }

    fn get<'p>(target: &Target, paths: impl IntoIterator<Item = &'p str>) -> anyhow::Result<Self> {
        let mut requests = Self::default();
        for path in paths {
            requests.push(&target.request("GET", path, "")?);
        }
        Ok(requests)
    }
}

/// Numbers from everywhere below a limit, in no order.
fn spread(limit: u64) -> impl Iterator<Item = u64> {
    let count = limit.min(SAMPLE as u64);
    // Steps of the golden ratio leave no place out.
    (0..count).map(move |number| number.wrapping_mul(GOLDEN) % limit)
}

impl Traffic for Requests {
    fn expects(&self) -> u16 {
        self.status
    }

    fn next(&mut self) -> anyhow::Result<Option<&[u8]>> {
        let start = match self.next {
            0 => 0,
            next => self.ends[next - 1],
        };
        let end = self.ends[self.next];
        self.next = (self.next + 1) % self.ends.len();
        Ok(Some(&self.bytes[start..end]))
    }
}
