//! Passwords leave the input before anything else sees it: what handlers and records hold is an
//! argon2id hash.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use roster_domain::random::Random;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema, Shape};
use roster_model::shapes::Password;
use roster_store::StoreError;
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::refusal::Refusal;

/// Replaces passwords by their hashes, a few at a time: each takes megabytes and milliseconds.
#[derive(Clone)]
pub struct Sealer {
    argon2: Argon2<'static>,
    permits: Arc<Semaphore>,
}

/// How many hashes are made at once.
const AT_ONCE: usize = 2;

/// The length of a salt in bytes. Source: RFC 9106, section 3.1.
const SALT_BYTES: usize = 16;

impl Default for Sealer {
    /// argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet.
    fn default() -> Self {
        Self::new(Params::DEFAULT)
    }
}

impl Sealer {
    /// A sealer of this cost.
    pub fn new(params: Params) -> Self {
        Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The cheapest there is, for tests that make many users.
    pub fn cheapest() -> Self {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None);
        Self::new(params.unwrap_or(Params::DEFAULT))
    }

    /// Replaces every password of an input by its hash.
    pub(crate) async fn seal(
        &self,
        operation: &Description,
        mut input: Value,
        random: &dyn Random,
    ) -> Result<Value, Refusal> {
        let mut passwords = Vec::new();
        collect(operation.request(), &mut input, &mut passwords);
        for password in passwords {
            let Value::String(text) = password else { continue };
            let mut salt = [0; SALT_BYTES];
            random.fill(&mut salt);
            *text = self.hash(std::mem::take(text), salt).await?;
        }
        Ok(input)
    }

    async fn hash(&self, password: String, salt: [u8; SALT_BYTES]) -> Result<String, Refusal> {
        let failed = |reason: String| Refusal::Store(StoreError::Engine(reason));
        let _permit = self
            .permits
            .acquire()
            .await
            .map_err(|error| failed(error.to_string()))?;
        let argon2 = self.argon2.clone();
        let hashing = tokio::task::spawn_blocking(move || {
            argon2
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
        });
        match hashing.await {
            Ok(Ok(hash)) => Ok(hash),
            Ok(Err(error)) => Err(failed(error.to_string())),
            Err(error) => Err(failed(error.to_string())),
        }
    }
}

/// Every value of the shape `Password`, however deep it stands.
fn collect<'v>(schema: &Schema, value: &'v mut Value, found: &mut Vec<&'v mut Value>) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for (name, value) in object {
                if let Some(member) = members.iter().find(|member| member.name == name) {
                    collect((member.target)(), value, found);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                collect(member(), item, found);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            object
                .values_mut()
                .for_each(|value| collect(target(), value, found));
        }
        (Kind::String { .. }, value) if schema.name == Password::schema().name => found.push(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use argon2::PasswordVerifier;
    use argon2::password_hash::phc::PasswordHash;
    use roster_domain::random::SystemEntropy;
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn a_password_becomes_its_argon2id_hash_and_nothing_else_changes() {
        let input =
            json!({"Username": "mary", "Password": "Secret123", "IdentityInfo": {"FirstName": "Mary"}});
        let operation = operations::find(Service::Connect, "CreateUser").unwrap();
        let mut sealed = Sealer::cheapest()
            .seal(operation, input.clone(), &SystemEntropy::default())
            .await
            .unwrap();
        let hash = sealed["Password"].take();
        let hash = hash.as_str().unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        let parsed = PasswordHash::new(hash).unwrap();
        assert!(Argon2::default().verify_password(b"Secret123", &parsed).is_ok());
        assert!(Argon2::default().verify_password(b"Secret124", &parsed).is_err());
        sealed["Password"] = input["Password"].clone();
        assert_eq!(sealed, input);
    }
}
