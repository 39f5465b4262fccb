//! A user of IAM with the name of a user of an instance: `GetFederationToken` is about the user that the caller has the name
//! of.

use std::fs;

use anyhow::{Context, Result, bail};
use roster_client::{ApiClient, ClientOptions, Config};
use roster_model::operation::Description;
use roster_model::operations;
use roster_model::service::Service;
use serde_json::{Value, json};

use crate::caller::{Caller, Reply, send};

/// The name of the policy that allows everything on Amazon Connect.
const POLICY: &str = "conformance";

/// A user of IAM, who calls the operations of Amazon Connect.
pub struct IamUser<'c> {
    config: Config,
    options: ClientOptions,
    /// Removes the user in the end.
    _made: Made<'c>,
}

impl<'c> IamUser<'c> {
    /// Makes a user with an access key by the credentials of a configuration, at the endpoint of these options.
    ///
    /// # Errors
    ///
    /// If the server does not answer the operations of IAM, or refuses one.
    pub fn make(administrator: &'c Config, options: &ClientOptions, name: &str) -> Result<Self> {
        let of_iam = ClientOptions {
            service: Service::Iam,
            ..options.clone()
        };
        let mut made = Made {
            administrator: ApiClient::new(&of_iam, administrator, Box::new(()))?,
            name: name.to_owned(),
            key_id: None,
        };
        made.ask("CreateUser", json!({}))?;
        let policy = json!({
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "connect:*", "Resource": "*"}],
        });
        made.ask(
            "PutUserPolicy",
            json!({"PolicyName": POLICY, "PolicyDocument": policy.to_string()}),
        )?;
        let key = made.ask("CreateAccessKey", json!({}))?["AccessKey"].take();
        let text = |member: &str| {
            key[member]
                .as_str()
                .context("an access key has an id and a secret")
        };
        let (id, secret) = (text("AccessKeyId")?, text("SecretAccessKey")?);
        made.key_id = Some(id.to_owned());
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("credentials");
        fs::write(
            &file,
            format!("[default]\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n"),
        )?;
        Ok(Self {
            config: Config::of_file(&file, "default")?,
            options: options.clone(),
            _made: made,
        })
    }

    fn call_with(&self, options: &ClientOptions, operation: &'static Description, input: &Value) -> Reply {
        match ApiClient::new(options, &self.config, Box::new(())) {
            Ok(client) => send(&client, operation, input),
            Err(error) => Reply::none(&error),
        }
    }
}

impl Caller for IamUser<'_> {
    fn call(&self, operation: &'static Description, input: &Value) -> Reply {
        self.call_with(&self.options, operation, input)
    }

    fn call_unsigned(&self, operation: &'static Description, input: &Value) -> Reply {
        let unsigned = ClientOptions {
            sign: false,
            ..self.options.clone()
        };
        self.call_with(&unsigned, operation, input)
    }
}

/// What was made for a user.
struct Made<'c> {
    administrator: ApiClient<'c>,
    name: String,
    key_id: Option<String>,
}

impl Made<'_> {
    /// Calls an operation of IAM on the user.
    fn ask(&self, operation: &str, mut input: Value) -> Result<Value> {
        input["UserName"] = self.name.clone().into();
        let described = operations::find(Service::Iam, operation).context("there is such an operation")?;
        let reply = send(&self.administrator, described, &input);
        if !reply.is_success() {
            bail!("{operation} answers {reply}");
        }
        Ok(reply.output)
    }
}

impl Drop for Made<'_> {
    // What was not made is not there, and what stays after a failure is all that can be done.
    fn drop(&mut self) {
        if let Some(id) = &self.key_id {
            drop(self.ask("DeleteAccessKey", json!({"AccessKeyId": id})));
        }
        drop(self.ask("DeleteUserPolicy", json!({"PolicyName": POLICY})));
        drop(self.ask("DeleteUser", json!({})));
    }
}
