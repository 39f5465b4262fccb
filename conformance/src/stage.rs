//! The place where a case plays: a new instance, or one that is there, and what was made in it. Recorded ids are
//! translated to those that the server has given.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};

use roster_model::operation::Description;
use serde_json::{Value, json};

use crate::caller::{Caller, Reply};
use crate::example::{ACCOUNT, Example, FEDERATED, INSTANCE, REGION, SAML_INSTANCE, Step, USER, operation};
use crate::expectation::{Expected, Failure, Refusal};

/// The alias in the example of `CreateInstance`. Aliases are unique in the world.
const ALIAS: &str = "acme";

/// An instance.
pub struct Stage<'c> {
    caller: &'c dyn Caller,
    /// The caller with the name of a user, and the operation that is for such callers.
    federated: Option<(&'static Description, Box<dyn Caller + 'c>)>,
    instance: String,
    /// Recorded texts with those that the server has in their place, the longest first.
    names: Vec<(String, String)>,
    /// What was made, and is to be removed.
    made: RefCell<Vec<Made>>,
}

/// A resource that a call has made.
struct Made {
    operation: &'static Description,
    input: Value,
    output: Value,
}

impl<'c> Stage<'c> {
    /// Makes an instance, unless cases play in one that is there.
    pub fn new(caller: &'c dyn Caller) -> Result<Self, Failure> {
        Self::managed(caller, "CONNECT_MANAGED")
    }

    /// The same with an instance of this type of identity management, if one is made.
    fn managed(caller: &'c dyn Caller, identity_management: &str) -> Result<Self, Failure> {
        let mut stage = Self {
            caller,
            federated: None,
            instance: String::new(),
            names: Vec::new(),
            made: RefCell::default(),
        };
        stage.learn(ALIAS, &new_alias());
        let made = match caller.instance() {
            Some(id) => stage.done("DescribeInstance", json!({"InstanceId": id}))?["Instance"].take(),
            None => stage.done(
                "CreateInstance",
                json!({
                    "IdentityManagementType": identity_management, "InstanceAlias": new_alias(),
                    "InboundCallsEnabled": true, "OutboundCallsEnabled": true,
                }),
            )?,
        };
        stage.instance = text(&made, "Id")?;
        stage.learn(INSTANCE, &stage.instance.clone());
        let arn = made["Arn"].as_str().unwrap_or_default();
        let mut parts = arn.split(':').skip(3);
        if let (Some(region), Some(account)) = (parts.next(), parts.next()) {
            stage.learn(REGION, region);
            stage.learn(ACCOUNT, account);
        }
        Ok(stage)
    }

    /// Makes an instance, and in it what the example of an operation needs.
    pub fn of(caller: &'c dyn Caller, example: &Example) -> Result<Self, Failure> {
        let mut stage = if example.is_federated() {
            Self::managed(caller, "SAML")?
        } else {
            Self::new(caller)?
        };
        let prepared = stage.prepare(example);
        if let Err(failure) = prepared {
            stage.close();
            return Err(failure);
        }
        Ok(stage)
    }

    fn prepare(&mut self, example: &Example) -> Result<(), Failure> {
        if example.is_federated() {
            self.learn(SAML_INSTANCE, &self.instance.clone());
            let name = new_alias();
            self.learn(FEDERATED, &name);
            let caller = self.caller.named(&name);
            let caller = caller.map_err(|error| Failure::CannotMake(format!("{error:#}")))?;
            self.federated = Some((example.call.operation, caller));
        }
        if example.needs_user() {
            let user = self.make_user("conformance")?;
            self.learn(USER, &user);
        }
        for Step {
            operation,
            input,
            output,
        } in &example.preparation
        {
            let live = self.done(operation.name, self.translated(input))?;
            self.learn_from(output, &live);
        }
        Ok(())
    }

    /// Removes what was made, as far as operations can.
    pub fn close(self) {
        let made = self.made.take();
        let is_to_be_removed = |made: &&Made| {
            // What stands in an instance goes with it.
            self.caller.instance().is_some() || made.operation.name == "CreateInstance"
        };
        for made in made.iter().rev().filter(is_to_be_removed) {
            if let Some((operation, input)) = made.removal() {
                self.call_described(operation, &input);
            }
        }
    }

    /// The id of the instance.
    pub fn instance(&self) -> &str {
        &self.instance
    }

    /// The input of an operation in this instance.
    pub fn here(&self, mut input: Value) -> Value {
        input["InstanceId"] = self.instance.clone().into();
        input
    }

    /// Calls an operation.
    pub fn call(&self, name: &str, input: Value) -> Reply {
        self.call_described(named(name), &input)
    }

    /// Calls an operation.
    pub fn call_described(&self, operation: &'static Description, input: &Value) -> Reply {
        if let Some(instance) = self.caller.instance()
            && operation.name == "DeleteInstance"
            && input.to_string().contains(instance)
        {
            return Reply {
                status: 0,
                code: Some("the instance is kept".to_owned()),
                output: Value::Null,
            };
        }
        let reply = match &self.federated {
            Some((federated, caller)) if federated.name == operation.name => caller.call(operation, input),
            _ => self.caller.call(operation, input),
        };
        if reply.is_success() && operation.name.starts_with("Create") {
            self.made.borrow_mut().push(Made {
                operation,
                input: input.clone(),
                output: reply.output.clone(),
            });
        }
        reply
    }

    /// Calls an operation without a signature, which must be refused.
    pub fn refused_unsigned(
        &self,
        name: &str,
        input: Value,
        refusals: &'static [Refusal],
    ) -> Result<(), Failure> {
        let reply = self.caller.call_unsigned(named(name), &input);
        Expected::Refusal(refusals).compare(named(name), &reply)
    }

    /// Makes what a case needs.
    pub fn done(&self, name: &str, input: Value) -> Result<Value, Failure> {
        let reply = self.call(name, input);
        if reply.is_success() {
            return Ok(reply.output);
        }
        Err(Failure::CannotMake(format!("{name} answers {reply}")))
    }

    /// Calls an operation that must succeed.
    pub fn succeeds(&self, name: &str, input: Value) -> Result<Value, Failure> {
        let reply = self.call(name, input);
        Expected::Success.compare(named(name), &reply)?;
        Ok(reply.output)
    }

    /// Calls an operation that must be refused.
    pub fn refused(&self, name: &str, input: Value, refusals: &'static [Refusal]) -> Result<(), Failure> {
        let reply = self.call(name, input);
        Expected::Refusal(refusals).compare(named(name), &reply)
    }

    /// Makes a user; gives the id.
    pub fn make_user(&self, username: &str) -> Result<String, Failure> {
        let input = self.new_user(username)?;
        text(&self.done("CreateUser", input)?, "UserId")
    }

    /// The input that makes a user.
    pub fn new_user(&self, username: &str) -> Result<Value, Failure> {
        let profiles = self.done("ListSecurityProfiles", self.here(json!({})))?;
        let profiles = profiles["SecurityProfileSummaryList"].as_array();
        let mut profiles = profiles.into_iter().flatten();
        let agent = profiles.find(|profile| profile["Name"] == "Agent");
        let routing = self.done("ListRoutingProfiles", self.here(json!({})))?;
        Ok(self.here(json!({
            "Username": username,
            "Password": "Passw0rd",
            "IdentityInfo": {"FirstName": "Mary", "LastName": "Miller", "Email": "mary@example.com"},
            "PhoneConfig": {"PhoneType": "SOFT_PHONE"},
            "SecurityProfileIds": [agent.map_or(Value::Null, |agent| agent["Id"].clone())],
            "RoutingProfileId": routing["RoutingProfileSummaryList"][0]["Id"],
        })))
    }

    /// An input with the ids that the server has given in place of the recorded ones.
    pub fn translated(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.translated_text(text).into(),
            Value::Array(items) => items.iter().map(|item| self.translated(item)).collect(),
            Value::Object(members) => {
                let members = members.iter();
                Value::Object(
                    members
                        .map(|(name, value)| (name.clone(), self.translated(value)))
                        .collect(),
                )
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn translated_text(&self, text: &str) -> String {
        if let Some((_, live)) = self.names.iter().find(|(recorded, _)| recorded == text) {
            return live.clone();
        }
        // A word such as the alias stands for itself inside of others.
        let is_word = |recorded: &str| [ALIAS, FEDERATED].contains(&recorded);
        let references = self.names.iter().filter(|(recorded, _)| !is_word(recorded));
        references.fold(text.to_owned(), |text, (recorded, live)| {
            text.replace(recorded, live)
        })
    }

    fn learn(&mut self, recorded: &str, live: &str) {
        if self.names.iter().all(|(known, _)| known != recorded) {
            self.names.push((recorded.to_owned(), live.to_owned()));
            self.names
                .sort_by_key(|(recorded, _)| std::cmp::Reverse(recorded.len()));
        }
    }

    /// Learns the ids of an answer, from where they stand in the recorded one.
    fn learn_from(&mut self, recorded: &Value, live: &Value) {
        match (recorded, live) {
            (Value::Object(recorded), Value::Object(live)) => {
                for (name, recorded) in recorded {
                    let Some(live) = live.get(name) else { continue };
                    match (recorded.as_str(), live.as_str()) {
                        (Some(recorded), Some(live)) if is_reference(name, recorded) => {
                            self.learn(recorded, live);
                        }
                        _ => self.learn_from(recorded, live),
                    }
                }
            }
            (Value::Array(recorded), Value::Array(live)) => {
                for (recorded, live) in recorded.iter().zip(live) {
                    self.learn_from(recorded, live);
                }
            }
            (Value::String(recorded), Value::String(live)) if is_reference("", recorded) => {
                self.learn(recorded, live);
            }
            _ => {}
        }
    }
}

impl Made {
    /// The call that removes it, if there is one: the labels of its path are known from how it was made.
    fn removal(&self) -> Option<(&'static Description, Value)> {
        let operation = operation(&self.operation.name.replacen("Create", "Delete", 1))?;
        let mut input = json!({});
        for label in operation.labels() {
            let known = [
                &self.output[label],
                &self.input[label],
                // `CreateInstance` calls it so.
                &self.output["Id"],
            ];
            input[label] = known.into_iter().find(|value| value.is_string())?.clone();
        }
        Some((operation, input))
    }
}

/// The operation that a story names.
fn named(name: &str) -> &'static Description {
    operation(name).unwrap_or_else(|| panic!("there is no operation {name}"))
}

/// Whether a text names what the server has made.
fn is_reference(member: &str, text: &str) -> bool {
    let is_id = text.len() == 36 && text.matches('-').count() == 4;
    let is_named_so = ["Id", "Arn", "Token"].iter().any(|end| member.ends_with(end));
    is_id || text.starts_with("arn:") || is_named_so
}

/// A member that must be a text.
pub fn text(output: &Value, member: &str) -> Result<String, Failure> {
    let text = output[member].as_str().map(str::to_owned);
    text.ok_or_else(|| Failure::CannotMake(format!("an answer has no {member}")))
}

/// An alias that no other instance has.
fn new_alias() -> String {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    format!("conformance-{}-{number}", std::process::id())
}
