//! A client before a server of its own, and what administrators do with it.

use roster_model::exception::ExceptionName;
use roster_model::operations;
use roster_model::service::Service;
use roster_store_postgres::cluster;
use serde_json::{Value, json};

use crate::clients::{Access, Client, Refusal, Which};
use crate::harness::{ARN, Roster, Start};

/// A client before a server of its own.
pub(crate) struct Stage {
    pub(crate) which: Which,
    pub(crate) server: Roster,
    pub(crate) access: Access,
    pub(crate) client: Box<dyn Client>,
}

impl Stage {
    pub(crate) fn demo(which: Which) -> Self {
        Self::of(Roster::demo(), which)
    }

    /// With the records in PostgreSQL.
    pub(crate) fn demo_on_postgres(which: Which) -> Self {
        let flags = [
            "--demo",
            "--database",
            &cluster::place(),
            "--database-connections",
            "3",
        ];
        Self::of(Start::with(&flags).start(), which)
    }

    fn of(server: Roster, which: Which) -> Self {
        let access = Access::to(&server);
        let client = which.connect(&access);
        Self {
            which,
            server,
            access,
            client,
        }
    }

    /// The output of a call that succeeds.
    pub(crate) fn done(&mut self, operation: &str, input: &Value) -> Value {
        match self.client.call(operation, input) {
            Ok(success) => {
                assert_eq!(success.request_id.is_some(), self.which.shows_metadata());
                success.output
            }
            Err(refusal) => panic!("{operation} {input}: {refusal:?}"),
        }
    }

    /// The text of a call that is refused with this status and code. It is refused once: no client
    /// tries again what cannot succeed.
    pub(crate) fn refused(&mut self, operation: &str, input: &Value, status_and_code: &str) -> String {
        let (status, code) = status_and_code.split_once(' ').expect("a status and a code");
        let known = self.server.audit().len();
        let refusal = match self.client.call(operation, input) {
            Err(refusal) => refusal,
            Ok(success) => panic!("{operation} {input} is not refused: {success:?}"),
        };
        let told = &self.server.audit()[known..];
        assert_eq!(told.len(), 1, "one request: {told:?}");
        assert_eq!(told[0]["ErrorCode"], code);
        let declared = ExceptionName::ALL
            .iter()
            .find(|name| name.as_str() == code)
            .is_some_and(|&name| {
                operations::find(Service::Connect, operation).is_some_and(|known| known.declares(name))
            });
        let Refusal {
            class,
            code: shown,
            message,
            status: shown_status,
            request_id,
        } = refusal;
        assert_eq!(shown, code, "{message}");
        assert_eq!(class, self.which.class_of(code, declared), "{message}");
        if self.which.shows_metadata() {
            assert_eq!(shown_status, status.parse().ok());
            assert_eq!(request_id.as_deref(), told[0]["RequestId"].as_str());
        }
        message
    }

    pub(crate) fn update(&mut self, instance: &str, user: &str, identity_info: &Value) {
        let input = json!({"InstanceId": instance, "UserId": user, "IdentityInfo": identity_info});
        assert_eq!(self.done("UpdateUserIdentityInfo", &input), json!({}));
    }

    pub(crate) fn user(&mut self, instance: &str, user: &str) -> Value {
        let input = json!({"InstanceId": instance, "UserId": user});
        self.done("DescribeUser", &input)["User"].take()
    }

    pub(crate) fn identity_info(&mut self, instance: &str, user: &str) -> Value {
        self.user(instance, user)["IdentityInfo"].take()
    }

    /// Makes a user of an instance with its profiles `Agent` and `Basic Routing Profile`.
    pub(crate) fn new_user(&mut self, instance: &str, username: &str) -> Value {
        let input = self.user_to_make(instance, username);
        self.done("CreateUser", &input)
    }

    pub(crate) fn user_to_make(&mut self, instance: &str, username: &str) -> Value {
        let within = json!({"InstanceId": instance});
        let security = self.done("ListSecurityProfiles", &within);
        let routing = self.done("ListRoutingProfiles", &within);
        json!({
            "InstanceId": instance,
            "Username": username,
            "Password": "Correct-Horse-7",
            "IdentityInfo": {"FirstName": "Ana", "LastName": "Almeida"},
            "PhoneConfig": {"PhoneType": "SOFT_PHONE"},
            "SecurityProfileIds": [named(&security["SecurityProfileSummaryList"], "Agent")],
            "RoutingProfileId": named(&routing["RoutingProfileSummaryList"], "Basic Routing Profile"),
        })
    }

    pub(crate) fn new_instance(&mut self, alias: &str) -> String {
        let input = json!({
            "IdentityManagementType": "CONNECT_MANAGED",
            "InstanceAlias": alias,
            "InboundCallsEnabled": true,
            "OutboundCallsEnabled": false,
        });
        let made = self.done("CreateInstance", &input);
        let id = made["Id"].as_str().expect("an id").to_owned();
        assert_eq!(made["Arn"], format!("{ARN}{id}"));
        id
    }
}

/// The id of the item of this name.
pub(crate) fn named(list: &Value, name: &str) -> String {
    let items = list.as_array().expect("a list");
    let item = items.iter().find(|item| item["Name"] == name);
    let id = item.and_then(|item| item["Id"].as_str());
    id.unwrap_or_else(|| panic!("no {name} in {list}")).to_owned()
}

/// One member of every item.
pub(crate) fn column<'v>(list: &'v Value, member: &str) -> Vec<&'v str> {
    let items = list.as_array().expect("a list");
    items.iter().filter_map(|item| item[member].as_str()).collect()
}
