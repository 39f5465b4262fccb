//! Passwords that people show: each is replaced by the stored hash that it matches, before anything else sees it, and
//! outside of any transaction.

use roster_domain::caller::Principal;
use roster_domain::records::{PasswordHash, User};
use roster_domain::rules::password;
use roster_domain::{Caller, Entry, Id};
use roster_model::operation::Description;
use roster_model::schema::Shape;
use roster_model::service::Service as ApiService;
use roster_model::shapes::{CurrentPassword, Password};
use roster_store::{StoreError, Transaction};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::boxed::boxed;
use crate::read_query::ReadQuery;
use crate::refusal::Refusal;
use crate::service::Service;

impl Service {
    /// Replaces the password of an input by the hash of the user's password if it is that password, and by
    /// nothing otherwise. It takes as long for users without a password, and for unknown names.
    pub(crate) async fn verify_passwords(
        &self,
        operation: &Description,
        caller: &Caller,
        mut input: Value,
    ) -> Result<Value, Refusal> {
        let members = operation.request().members();
        let shown = members
            .iter()
            .find(|member| member.target.schema().name == CurrentPassword::schema().name);
        let Some(name) = shown.map(|member| member.name) else {
            return Ok(input);
        };
        // Boxed: few operations have one, and the future of every request would have room for it.
        let matching = boxed(|| self.matching(caller, &input, name)).await?;
        input[name] = Value::String(matching.unwrap_or_default());
        Ok(input)
    }

    /// The hash that the password in this member matches.
    async fn matching(&self, caller: &Caller, input: &Value, name: &str) -> Result<Option<String>, Refusal> {
        let text = |name: &str| input[name].as_str().unwrap_or_default().to_owned();
        let stored = StoredPassword::of(caller, &text("InstanceId"), text("Username"));
        let stored = self.kernel.query(stored).await?;
        let password = Zeroizing::new(text(name));
        self.password_hasher.matching(password, stored).await
    }
}

impl Service {
    /// Refuses passwords that many people have, where people choose them. Connect's own API takes them.
    pub(crate) async fn check_chosen_passwords(
        &self,
        operation: &Description,
        input: &Value,
    ) -> Result<(), Refusal> {
        if operation.service != ApiService::Console {
            return Ok(());
        }
        for member in operation.request().members() {
            let is_chosen = member.target.schema().name == Password::schema().name;
            let Some(text) = input[member.name].as_str().filter(|_| is_chosen) else {
                continue;
            };
            let (name, text) = (member.name, Zeroizing::new(text.to_owned()));
            let check = move || password::choose(name, &text);
            if let Some(breach) = boxed(|| self.password_hasher.compute(check)).await? {
                return Err(vec![breach].into());
            }
        }
        Ok(())
    }
}

/// Asks for the hash of a user's password.
struct StoredPassword {
    instance_id: Option<Id>,
    user: Named,
}

enum Named {
    Id(Id),
    Username(String),
}

impl StoredPassword {
    /// Of the caller, or of the user whom a visitor names.
    fn of(caller: &Caller, instance_id: &str, username: String) -> Self {
        match &caller.principal {
            Principal::ConnectUser(user) => Self {
                instance_id: Some(user.instance_id.clone()),
                user: Named::Id(user.user_id.clone()),
            },
            Principal::Visitor
            | Principal::Unproven
            | Principal::Root
            | Principal::User(_)
            | Principal::Session(_) => Self {
                instance_id: Id::parse(instance_id),
                user: Named::Username(username),
            },
        }
    }
}

impl ReadQuery for StoredPassword {
    type Output = Option<String>;

    async fn run<'a>(&'a self, mut transaction: Transaction<'a>) -> Result<Self::Output, StoreError> {
        let Some(instance_id) = &self.instance_id else {
            return Ok(None);
        };
        let user_id = match &self.user {
            Named::Id(id) => Some(id.clone()),
            Named::Username(username) => {
                let entry = Entry {
                    index: &User::BY_USERNAME,
                    key: User::of_instance(instance_id).text(username),
                };
                transaction.find::<User>(&entry).await?.map(|user| user.id)
            }
        };
        // It is looked for in any case: time must not reveal which names exist.
        let key = PasswordHash::key_of(instance_id, user_id.as_ref().unwrap_or(instance_id));
        let found: Option<PasswordHash> = transaction.get(&key).await?;
        Ok(found.filter(|_| user_id.is_some()).map(|found| found.password))
    }
}
