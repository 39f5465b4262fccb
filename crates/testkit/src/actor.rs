//! Clients of a Roster.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use roster_domain::clock::Clock;
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::{Protocol, Service};
use roster_sigv4::{SignedRequest, Signer};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::recording::Call;
use crate::request::Request;
use crate::roster::{REGION, Roster};

/// An access key.
#[derive(Clone)]
pub struct Key {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl Key {
    pub(crate) fn root_of(account: &str) -> Self {
        Self {
            id: format!("AKIA{account}ROOT"),
            secret: format!("the secret of {account}"),
        }
    }

    pub(crate) fn old_root_of(account: &str) -> Self {
        Self {
            id: format!("AKIA{account}OLD0"),
            secret: format!("the old secret of {account}"),
        }
    }
}

/// A client of a Roster, with its way of signing.
#[derive(Clone)]
pub struct Actor<'t> {
    roster: &'t Roster,
    key: Option<Key>,
    region: String,
    service: Option<String>,
    ahead: i64,
    session_token: Option<String>,
    sends_body_hash: bool,
}

impl<'t> Actor<'t> {
    pub(crate) fn new(roster: &'t Roster, key: Option<Key>) -> Self {
        Self {
            roster,
            key,
            region: REGION.to_owned(),
            service: None,
            ahead: 0,
            session_token: None,
            sends_body_hash: false,
        }
    }

    /// The same, at work in another Region.
    #[must_use]
    pub fn in_region(mut self, region: &str) -> Self {
        region.clone_into(&mut self.region);
        self
    }

    /// The same, signing for another service.
    #[must_use]
    pub fn for_service(mut self, service: &str) -> Self {
        self.service = Some(service.to_owned());
        self
    }

    /// The same, but with a wrong secret.
    #[must_use]
    pub fn forging(mut self) -> Self {
        let key = self.key.as_mut().expect("who forges signs");
        "a guess".clone_into(&mut key.secret);
        self
    }

    /// The same, with a clock that is so many seconds ahead of the roster's.
    #[must_use]
    pub fn ahead_by(mut self, seconds: i64) -> Self {
        self.ahead = seconds;
        self
    }

    /// The same, with a session token.
    #[must_use]
    pub fn with_session_token(mut self, token: &str) -> Self {
        self.session_token = Some(token.to_owned());
        self
    }

    /// The same, sending the hash of the body.
    #[must_use]
    pub fn with_body_hash(mut self) -> Self {
        self.sends_body_hash = true;
        self
    }

    /// Calls an operation of Connect's, or, by a name such as `iam:CreateUser`, of another service's,
    /// and checks that the answer fits its description.
    pub async fn call(&self, operation: &str, input: Value) -> Answer {
        self.call_described(described(operation), input).await
    }

    /// Calls an operation, and checks that the answer fits its description.
    pub async fn call_described(&self, operation: &Description, input: Value) -> Answer {
        let mut actor = self.clone();
        actor
            .service
            .get_or_insert_with(|| operation.service.name().to_owned());
        let answer = actor.send(&Request::of(operation, &input)).await;
        answer.must_fit(operation);
        self.roster.recording.add(|| Call {
            service: operation.service,
            operation: operation.name,
            input,
            status: answer.status,
            output: if answer.status == 200 {
                answer.output(operation)
            } else {
                Value::Null
            },
        });
        answer
    }

    /// Calls an operation that is no question: the JSON of its success.
    pub async fn done(&self, operation: &str, input: Value) -> Value {
        let answer = self.call(operation, input).await;
        assert_eq!(answer.status, 200, "{operation}: {answer}");
        answer.output(described(operation))
    }

    /// Signs and sends a request, on a connection of its own.
    pub async fn send(&self, request: &Request) -> Answer {
        let mut connection = self.roster.connect().await;
        connection.send(&self.bytes(request)).await;
        let answer = connection.answer().await;
        answer.must_be_well_formed();
        answer
    }

    /// The bytes of a signed request.
    pub fn bytes(&self, request: &Request) -> Vec<u8> {
        let mut headers = vec![("host".to_owned(), self.roster.address().to_string())];
        headers.extend(request.headers.iter().cloned());
        headers.extend(self.signature(request, &headers));
        let frames = ["content-length", "transfer-encoding"];
        let is_framed = |(name, _): &(String, String)| frames.contains(&name.to_ascii_lowercase().as_str());
        if !headers.iter().any(is_framed) {
            headers.push(("content-length".to_owned(), request.body.len().to_string()));
        }
        let mut head = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
        for (name, value) in &headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        [head.as_bytes(), &request.body].concat()
    }

    /// The headers that sign a request; none for an anonymous client.
    fn signature(&self, request: &Request, headers: &[(String, String)]) -> Vec<(String, String)> {
        let Some(key) = &self.key else {
            return Vec::new();
        };
        let headers = header_map(headers);
        let signed = self.signer(key).sign(&to_sign(request, &headers), self.time());
        let added = signed.expect("a request that can be signed");
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            (name.to_string(), value.to_str().expect("text").into())
        };
        added.iter().map(text).collect()
    }

    /// The request with its signature in the query, valid for so long: a link that anybody can follow.
    #[must_use]
    pub fn presigned(&self, request: &Request, life: Duration) -> Request {
        let mut headers = vec![("host".to_owned(), self.roster.address().to_string())];
        headers.extend(request.headers.iter().cloned());
        let headers = header_map(&headers);
        let unsigned = to_sign(request, &headers);
        let query = self.signer(&self.key()).presign(&unsigned, self.time(), life);
        Request {
            target: format!(
                "{}?{}",
                unsigned.path,
                query.expect("a request that can be signed")
            ),
            ..request.clone()
        }
    }

    fn signer<'a>(&'a self, key: &'a Key) -> Signer<'a> {
        Signer {
            access_key_id: &key.id,
            secret_access_key: &key.secret,
            session_token: self.session_token.as_deref(),
            region: &self.region,
            service: self.service.as_deref().unwrap_or("connect"),
            send_body_hash: self.sends_body_hash,
        }
    }

    /// The time by the actor's clock.
    fn time(&self) -> SystemTime {
        let offset = Duration::from_secs(self.ahead.unsigned_abs());
        let now = self.roster.clock.now();
        if self.ahead < 0 {
            now - offset
        } else {
            now + offset
        }
    }

    /// The items of all pages of a list, `size` at a time.
    pub async fn all(&self, operation: &str, input: Value, size: usize) -> Vec<Value> {
        let pages = described(operation).pages;
        let pages = pages.expect("a list");
        let [size_member, token_member] = match described(operation).service.protocol() {
            Protocol::Query { .. } => ["MaxItems", "Marker"],
            Protocol::RestJson | Protocol::RestXml | Protocol::Json { .. } => ["MaxResults", "NextToken"],
        };
        let (mut items, mut token) = (Vec::new(), Value::Null);
        loop {
            let input = crate::with(input.clone(), json!({size_member: size, token_member: token}));
            let mut page = self.done(operation, input).await;
            let found = page[pages].as_array().expect("items").clone();
            assert!(
                found.len() <= size,
                "a page of {} where {size} is the most",
                found.len()
            );
            items.extend(found);
            token = page[token_member].take();
            if token.is_null() {
                return items;
            }
        }
    }

    /// What `DescribeUser` says of a user.
    pub async fn user(&self, instance: &str, user: &str) -> Value {
        let input = json!({"InstanceId": instance, "UserId": user});
        self.done("DescribeUser", input).await["User"].take()
    }

    /// The input that makes a user of a `CONNECT_MANAGED` instance, with the profiles `Agent` and
    /// `Basic Routing Profile`.
    pub async fn new_user(&self, instance: &str, username: &str) -> Value {
        let input = json!({"InstanceId": instance});
        let security = self.all("ListSecurityProfiles", input.clone(), 100).await;
        let routing = self.all("ListRoutingProfiles", input, 100).await;
        let agent = security.iter().find(|profile| profile["Name"] == "Agent");
        json!({
            "InstanceId": instance,
            "Username": username,
            "Password": "Passw0rd",
            "IdentityInfo": {"FirstName": "Ana", "LastName": "Alvarez"},
            "SecurityProfileIds": [agent.expect("the profile Agent")["Id"]],
            "RoutingProfileId": routing[0]["Id"],
        })
    }

    /// Makes a user of a `CONNECT_MANAGED` instance; gives the id.
    pub async fn make_user(&self, instance: &str, username: &str) -> String {
        let input = self.new_user(instance, username).await;
        id(&self.done("CreateUser", input).await["UserId"])
    }

    /// Makes a user of IAM with an access key.
    pub async fn make_iam_user(&self, name: &str) -> Actor<'t> {
        let user = json!({"UserName": name});
        self.done("iam:CreateUser", user.clone()).await;
        let made = self.done("iam:CreateAccessKey", user).await;
        let text = |member: &str| made["AccessKey"][member].as_str().expect(member).to_owned();
        self.roster.actor(Key {
            id: text("AccessKeyId"),
            secret: text("SecretAccessKey"),
        })
    }

    /// The access key.
    pub fn key(&self) -> Key {
        self.key.clone().expect("someone who signs")
    }

    /// Makes a `CONNECT_MANAGED` instance; gives the id.
    pub async fn make_instance(&self, alias: &str) -> String {
        let input = json!({
            "IdentityManagementType": "CONNECT_MANAGED", "InstanceAlias": alias,
            "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
        });
        id(&self.done("CreateInstance", input).await["Id"])
    }
}

/// A policy document of one statement.
pub fn policy(effect: &str, action: &str, resource: &str) -> String {
    let statement = json!({"Effect": effect, "Action": action, "Resource": resource});
    json!({"Version": "2012-10-17", "Statement": statement}).to_string()
}

/// A trust policy document of one statement, for AssumeRole.
pub fn trust(principal: &Value) -> String {
    let statement = json!({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal});
    json!({"Version": "2012-10-17", "Statement": statement}).to_string()
}

/// The operation of Connect's of this name, or of another service's by a name such as
/// `iam:CreateUser`.
pub fn described(name: &str) -> &'static Description {
    let (service, operation) = name.split_once(':').unwrap_or(("connect", name));
    let service = Service::named(service).expect(name);
    operations::find(service, operation).expect(name)
}

fn header_map(headers: &[(String, String)]) -> HeaderMap {
    let header = |(name, value): &(String, String)| {
        (
            HeaderName::try_from(name).expect("a header's name"),
            HeaderValue::try_from(value).expect("a header's value"),
        )
    };
    headers.iter().map(header).collect()
}

fn to_sign<'r>(request: &'r Request, headers: &'r HeaderMap) -> SignedRequest<'r> {
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    SignedRequest {
        method: &request.method,
        path,
        query,
        headers,
        body: &request.body,
    }
}

fn id(value: &Value) -> String {
    value.as_str().expect("an id").to_owned()
}
