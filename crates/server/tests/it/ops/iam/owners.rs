//! What holds for the policies of users and of roles alike.

use roster_testkit::{Answer, Roster, each_engine, policy, trust, with};
use serde_json::{Value, json};

/// Users, or roles.
pub(super) struct Owners {
    word: &'static str,
    noun: &'static str,
    inline_bytes: usize,
}

pub(super) const USERS: Owners = Owners {
    word: "User",
    noun: "user",
    inline_bytes: 2_048,
};

pub(super) const ROLES: Owners = Owners {
    word: "Role",
    noun: "role",
    inline_bytes: 10_240,
};

/// A policy of so many characters that count.
fn of_length(length: usize) -> String {
    let short = policy("Allow", "a:", "*").len();
    policy("Allow", &format!("a:{}", "b".repeat(length - short)), "*")
}

/// Makes a managed policy; gives its ARN.
pub(super) async fn managed(t: &Roster, path: &str, name: &str) -> Value {
    let document = policy("Allow", "connect:List*", "*");
    let input = json!({"PolicyName": name, "Path": path, "PolicyDocument": document});
    t.root().done("iam:CreatePolicy", input).await["Policy"]["Arn"].take()
}

impl Owners {
    /// Runs a test on every engine with an owner called ana.
    fn each_engine(&self, test: &impl AsyncFn(&Roster)) {
        each_engine(async |t| {
            let mut input = self.input(json!({}));
            if self.word == "Role" {
                input = with(
                    input,
                    json!({"AssumeRolePolicyDocument": trust(&json!({"AWS": "*"}))}),
                );
            }
            t.root().done(&format!("iam:Create{}", self.word), input).await;
            test(&t).await;
        });
    }

    fn input(&self, more: Value) -> Value {
        with(json!({format!("{}Name", self.word): "ana"}), more)
    }

    /// Calls an operation whose name has a star for the kind.
    async fn call(&self, t: &Roster, operation: &str, more: Value) -> Answer {
        let operation = format!("iam:{}", operation.replace('*', self.word));
        t.root().call(&operation, self.input(more)).await
    }

    async fn done(&self, t: &Roster, operation: &str, more: Value) -> Value {
        let operation = format!("iam:{}", operation.replace('*', self.word));
        t.root().done(&operation, self.input(more)).await
    }

    async fn refused(&self, t: &Roster, operation: &str, more: Value) -> (u16, String, String) {
        let answer = self.call(t, operation, more).await;
        let code = answer.error().expect("a refusal").to_owned();
        (answer.status, code, answer.message())
    }

    async fn put(&self, t: &Roster, name: &str, document: &str) -> Answer {
        let input = json!({"PolicyName": name, "PolicyDocument": document});
        self.call(t, "Put*Policy", input).await
    }

    pub(super) fn a_policy_is_given_and_replaced(&self) {
        self.each_engine(&async |t: &Roster| {
            for action in ["connect:Describe*", "connect:List*"] {
                let audited = t.audited();
                assert_eq!(
                    self.put(t, "look", &policy("Allow", action, "*")).await.status,
                    200
                );
                let audit = t.audit(audited);
                let changed = audit.only().changes.last().expect("a change");
                assert_eq!(
                    (changed.record.as_str(), changed.member.as_str()),
                    ("inline_policy", "Document")
                );
                assert_eq!(changed.after, Some(json!(policy("Allow", action, "*"))));
            }

            let names = self.done(t, "List*Policies", json!({})).await["PolicyNames"].take();
            assert_eq!(names, json!(["look"]));
        });
    }

    pub(super) fn what_is_no_policy_is_refused(&self) {
        self.each_engine(&async |t: &Roster| {
            for document in [
                "{",
                "[]",
                r#"{"Version":"2012-10-17"}"#,
                &policy("Maybe", "a:b", "*"),
            ] {
                let answer = self.put(t, "look", document).await;

                assert_eq!(
                    (answer.status, answer.error()),
                    (400, Some("MalformedPolicyDocument")),
                    "{document}"
                );
            }
        });
    }

    pub(super) fn all_policies_together_have_a_greatest_length(&self) {
        self.each_engine(&async |t: &Roster| {
            let half = self.inline_bytes / 2;
            let with_white_space = of_length(half).replace(",\"", ",  \n\"");
            assert_eq!(self.put(t, "one", &with_white_space).await.status, 200);
            assert_eq!(self.put(t, "two", &of_length(half)).await.status, 200);

            let answer = self.put(t, "two", &of_length(half + 1)).await;

            assert_eq!((answer.status, answer.error()), (409, Some("LimitExceeded")));
            let most = self.inline_bytes;
            assert_eq!(
                answer.message(),
                format!(
                    "Maximum policy size of {most} bytes exceeded for {} ana",
                    self.noun
                )
            );
        });
    }

    pub(super) fn a_policy_is_shown_percent_encoded(&self) {
        self.each_engine(&async |t: &Roster| {
            let document = policy("Allow", "connect:List*", "*").replace("}}", "} }");
            self.put(t, "look", &document).await;

            let found = self.done(t, "Get*Policy", json!({"PolicyName": "look"})).await;

            let encoded = found["PolicyDocument"].as_str().expect("a document");
            assert!(
                encoded.starts_with("%7B%22Version%22%3A%222012-10-17%22%2C"),
                "{encoded}"
            );
            assert!(encoded.ends_with("%22%2A%22%7D%20%7D"), "{encoded}");
        });
    }

    pub(super) fn a_policy_that_is_not_there_is_not_found(&self) {
        self.each_engine(&async |t: &Roster| {
            let refused = self.refused(t, "Get*Policy", json!({"PolicyName": "look"})).await;

            let message = format!("The {} policy with name look cannot be found.", self.noun);
            assert_eq!(refused, (404, "NoSuchEntity".to_owned(), message));
        });
    }

    pub(super) fn the_names_of_policies_are_listed_page_by_page(&self) {
        self.each_engine(&async |t: &Roster| {
            for name in ["c", "a", "b"] {
                self.put(t, name, &policy("Allow", "connect:List*", "*")).await;
            }
            let operation = format!("iam:List{}Policies", self.word);

            let names = t.root().all(&operation, self.input(json!({})), 2).await;

            assert_eq!(names, ["a", "b", "c"]);
            let first = self.done(t, "List*Policies", json!({"MaxItems": 2})).await;
            assert_eq!(first["IsTruncated"], true);
            let marker = json!({"Marker": "elsewhere"});
            let (status, code, _) = self.refused(t, "List*Policies", marker).await;
            assert_eq!((status, code.as_str()), (400, "ValidationError"));
        });
    }

    pub(super) fn a_policy_is_taken_away_once(&self) {
        self.each_engine(&async |t: &Roster| {
            self.put(t, "look", &policy("Allow", "connect:List*", "*")).await;
            let look = json!({"PolicyName": "look"});

            assert_eq!(self.call(t, "Delete*Policy", look.clone()).await.status, 200);

            assert_eq!(
                self.call(t, "Get*Policy", look.clone()).await.error(),
                Some("NoSuchEntity")
            );
            assert_eq!(
                self.call(t, "Delete*Policy", look).await.error(),
                Some("NoSuchEntity")
            );
        });
    }

    pub(super) fn a_boundary_is_set_and_shown(&self) {
        self.each_engine(&async |t: &Roster| {
            let arn = managed(t, "/", "most").await;

            self.done(t, "Put*PermissionsBoundary", json!({"PermissionsBoundary": arn}))
                .await;

            let found = self.done(t, "Get*", json!({})).await;
            let boundary = json!({
                "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
                "PermissionsBoundaryArn": "arn:aws:iam::123456789012:policy/most",
            });
            assert_eq!(found[self.word]["PermissionsBoundary"], boundary);
        });
    }

    pub(super) fn a_boundary_must_be_a_managed_policy(&self) {
        self.each_engine(&async |t: &Roster| {
            let with = |arn: &str| json!({"PermissionsBoundary": arn});
            let missing = "arn:aws:iam::123456789012:policy/most";
            let refused = self.refused(t, "Put*PermissionsBoundary", with(missing)).await;
            let message = format!("Scope ARN: {missing} does not exist or is not attachable.");
            assert_eq!(refused, (404, "NoSuchEntity".to_owned(), message));

            let user = "arn:aws:iam::123456789012:user/ana";
            let refused = self.refused(t, "Put*PermissionsBoundary", with(user)).await;
            let message = format!("ARN {user} is not valid.");
            assert_eq!(refused, (400, "InvalidInput".to_owned(), message));
        });
    }

    pub(super) fn a_boundary_is_lifted_once(&self) {
        self.each_engine(&async |t: &Roster| {
            let boundary = json!({"PermissionsBoundary": managed(t, "/", "most").await});
            self.done(t, "Put*PermissionsBoundary", boundary).await;

            self.done(t, "Delete*PermissionsBoundary", json!({})).await;

            let found = self.done(t, "Get*", json!({})).await;
            assert_eq!(found[self.word].get("PermissionsBoundary"), None);
            let (status, code, _) = self.refused(t, "Delete*PermissionsBoundary", json!({})).await;
            assert_eq!((status, code.as_str()), (404, "NoSuchEntity"));
        });
    }

    pub(super) fn a_policy_is_attached_once_however_often(&self) {
        self.each_engine(&async |t: &Roster| {
            let arn = managed(t, "/", "look").await;
            for _ in 0..2 {
                self.done(t, "Attach*Policy", json!({"PolicyArn": arn})).await;
            }

            let listed = self.done(t, "ListAttached*Policies", json!({})).await;

            let attached = json!([{"PolicyName": "look", "PolicyArn": arn}]);
            assert_eq!(listed["AttachedPolicies"], attached);
        });
    }

    pub(super) fn only_managed_policies_that_are_there_can_be_attached(&self) {
        self.each_engine(&async |t: &Roster| {
            let theirs = "arn:aws:iam::210987654321:policy/look";
            let document = policy("Allow", "connect:List*", "*");
            let input = json!({"PolicyName": "look", "PolicyDocument": document});
            t.stranger().done("iam:CreatePolicy", input).await;
            for arn in [
                theirs,
                "arn:aws:iam::aws:policy/Billing",
                "arn:aws:iam::123456789012:policy/look",
            ] {
                let refused = self.refused(t, "Attach*Policy", json!({"PolicyArn": arn})).await;

                let message = format!("Policy {arn} does not exist or is not attachable.");
                assert_eq!(refused, (404, "NoSuchEntity".to_owned(), message));
            }
        });
    }

    pub(super) fn ten_policies_can_be_attached(&self) {
        self.each_engine(&async |t: &Roster| {
            for number in 0..10 {
                let arn = managed(t, "/", &format!("p{number}")).await;
                self.done(t, "Attach*Policy", json!({"PolicyArn": arn})).await;
            }
            let arn = managed(t, "/", "p10").await;

            let refused = self.refused(t, "Attach*Policy", json!({"PolicyArn": arn})).await;

            let message = format!("Cannot exceed quota for PoliciesPer{}: 10", self.word);
            assert_eq!(refused, (409, "LimitExceeded".to_owned(), message));
        });
    }

    pub(super) fn a_policy_is_detached_once(&self) {
        self.each_engine(&async |t: &Roster| {
            let policy = json!({"PolicyArn": managed(t, "/", "look").await});
            self.done(t, "Attach*Policy", policy.clone()).await;

            self.done(t, "Detach*Policy", policy.clone()).await;

            let listed = self.done(t, "ListAttached*Policies", json!({})).await;
            assert_eq!(listed["AttachedPolicies"], json!([]));
            let refused = self.refused(t, "Detach*Policy", policy).await;
            let message = "Policy arn:aws:iam::123456789012:policy/look was not found.";
            assert_eq!(refused, (404, "NoSuchEntity".to_owned(), message.to_owned()));
        });
    }

    pub(super) fn attached_policies_are_listed_page_by_page_and_by_path(&self) {
        self.each_engine(&async |t: &Roster| {
            for (path, name) in [("/", "one"), ("/team/", "two"), ("/team/", "three")] {
                let arn = managed(t, path, name).await;
                self.done(t, "Attach*Policy", json!({"PolicyArn": arn})).await;
            }
            let operation = format!("iam:ListAttached{}Policies", self.word);

            let all = t.root().all(&operation, self.input(json!({})), 2).await;
            let of_team = self.input(json!({"PathPrefix": "/team/"}));
            let of_team = t.root().all(&operation, of_team, 2).await;

            assert_eq!((all.len(), of_team.len()), (3, 2));
            assert_eq!(
                of_team[0]["PolicyArn"],
                "arn:aws:iam::123456789012:policy/team/two"
            );
        });
    }
}
