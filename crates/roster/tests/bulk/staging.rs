//! Instances to copy from and to.

use serde_json::Value;

use crate::administrator::Administrator;

/// An instance of a server.
pub(crate) struct Instance<'a> {
    pub(crate) admin: &'a Administrator,
    pub(crate) id: String,
}

impl<'a> Instance<'a> {
    /// A new instance with this alias.
    pub(crate) fn new(admin: &'a Administrator, alias: &str) -> Self {
        let made = admin.connect(&format!(
            "create-instance --identity-management-type CONNECT_MANAGED --instance-alias {alias} --inbound-calls-enabled --outbound-calls-enabled"
        ));
        let id = made["Id"].as_str().unwrap().to_owned();
        Self { admin, id }
    }

    /// The answer of `roster connect` about it.
    pub(crate) fn call(&self, arguments: &str) -> Value {
        let (operation, rest) = arguments.split_once(' ').unwrap_or((arguments, ""));
        let separator = if rest.is_empty() { "" } else { " " };
        self.admin
            .connect(&format!("{operation} --instance-id {}{separator}{rest}", self.id))
    }

    /// The text of a member of the answer.
    pub(crate) fn text(&self, arguments: &str, member: &str) -> String {
        let answer = self.call(arguments);
        let text = answer[member].as_str().unwrap_or_else(|| panic!("{answer}"));
        text.to_owned()
    }

    /// The id of what a list has under a name.
    pub(crate) fn id_of(&self, list: &str, name: &str) -> String {
        let listed = self.call(list);
        let items = listed
            .as_object()
            .unwrap()
            .values()
            .find_map(Value::as_array)
            .unwrap();
        let found = items.iter().find(|item| item["Name"] == name);
        let found = found.unwrap_or_else(|| panic!("{name}: {listed}"));
        found["Id"].as_str().unwrap().to_owned()
    }

    /// Sets up everything that can be copied.
    pub(crate) fn furnish(&self) {
        self.call(
            r#"update-user-hierarchy-structure --hierarchy-structure {"LevelOne":{"Name":"Region"},"LevelTwo":{"Name":"Country"},"LevelThree":{"Name":"Team"}}"#,
        );
        let mut parent = String::new();
        for name in ["EU", "DE", "Sales"] {
            let above = if parent.is_empty() {
                String::new()
            } else {
                format!(" --parent-group-id {parent}")
            };
            parent = self.text(
                &format!("create-user-hierarchy-group --name {name}{above}"),
                "HierarchyGroupId",
            );
        }
        self.call("create-predefined-attribute --name Language --values StringList=German,French");
        self.call("create-agent-status --name Lunch --state ENABLED --display-order 3 --tags Team=A");
        let security = self.text(
            &format!(
                "create-security-profile --security-profile-name Lead --description leads --permissions BasicAgentAccess AccessMetrics --hierarchy-restricted-resources User --allowed-access-control-hierarchy-group-id {parent} --tags Team=A"
            ),
            "SecurityProfileId",
        );
        let hours = self.text(
            r#"create-hours-of-operation --name Office --time-zone Europe/Berlin --config [{"Day":"MONDAY","StartTime":{"Hours":9,"Minutes":0},"EndTime":{"Hours":17,"Minutes":0}}]"#,
            "HoursOfOperationId",
        );
        let queue = self.text(
            &format!("create-queue --name Sales --hours-of-operation-id {hours}"),
            "QueueId",
        );
        let routing = self.text(
            &format!(
                "create-routing-profile --name Night --description night --default-outbound-queue-id {queue} --media-concurrencies Channel=VOICE,Concurrency=1 Channel=CHAT,Concurrency=3 --queue-configs QueueReference={{QueueId={queue},Channel=CHAT}},Priority=2,Delay=5"
            ),
            "RoutingProfileId",
        );
        for username in ["ana", "ben"] {
            let user = self.text(
                &format!(
                    "create-user --username {username} --password Passw0rd1 --security-profile-ids {security} --routing-profile-id {routing} --hierarchy-group-id {parent} --phone-config PhoneType=SOFT_PHONE,AutoAccept=true --identity-info FirstName={username},LastName=Santos,Email={username}@example.com"
                ),
                "UserId",
            );
            self.call(&format!(
                "associate-user-proficiencies --user-id {user} --user-proficiencies AttributeName=Language,AttributeValue=German,Level=4"
            ));
        }
    }
}
