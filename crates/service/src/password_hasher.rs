//! Passwords leave the input before anything else sees it: what handlers and records hold is an
//! argon2id hash.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use roster_domain::random::Random;
use roster_model::operation::Description;
use roster_model::schema::{Kind, Schema, Shape};
use roster_model::shapes::Password;
use roster_store::StoreError;
use serde_json::Value;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::boxed::boxed;
use crate::refusal::Refusal;

/// Replaces passwords by their hashes, a few at a time: each takes megabytes and milliseconds.
#[derive(Clone)]
pub struct PasswordHasher {
    hasher: Arc<Hasher>,
    /// A hash of no user's password, of the same cost.
    decoy: Arc<str>,
    /// Held by each hash that is being made.
    making: Arc<Semaphore>,
    /// Held by each hash that is being made or waits for that.
    waiting: Arc<Semaphore>,
}

/// Makes a hash of a password, with a salt.
type Hasher = dyn Fn(&[u8], &[u8; SALT_BYTES]) -> Result<String, String> + Send + Sync;

/// How many hashes are made at once.
const AT_ONCE: usize = 2;

/// How many more may wait for that; at 19 MiB and two passes, for seconds.
const WAITING: usize = 512;

/// The length of a salt in bytes. Source: RFC 9106, section 3.1.
const SALT_BYTES: usize = 16;

/// The text of a hash of this cost that no password is known to have. To compute one takes megabytes, which the process
/// would keep.
fn decoy(params: &Params) -> String {
    let (memory, passes, lanes) = (params.m_cost(), params.t_cost(), params.p_cost());
    let (salt, hash) = ("A".repeat(22), "A".repeat(43));
    format!("$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${hash}")
}

impl Default for PasswordHasher {
    /// argon2id with 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet.
    fn default() -> Self {
        Self::new(Params::DEFAULT)
    }
}

impl PasswordHasher {
    /// A hasher of this cost.
    pub fn new(params: Params) -> Self {
        let decoy = decoy(&params);
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let hasher = move |password: &[u8], salt: &[u8; SALT_BYTES]| {
            let hash = argon2.hash_password_with_salt(password, salt);
            hash.map(|hash| hash.to_string())
                .map_err(|error| error.to_string())
        };
        Self::with(Arc::new(hasher), decoy.into())
    }

    fn with(hasher: Arc<Hasher>, decoy: Arc<str>) -> Self {
        Self {
            hasher,
            decoy,
            making: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
        }
    }

    /// The cheapest there is, for tests that make many users.
    pub fn cheapest() -> Self {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, 1, None);
        Self::new(params.unwrap_or(Params::DEFAULT))
    }

    /// Replaces every password of an input by its hash.
    pub(crate) async fn hash_passwords(
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
            let password = Zeroizing::new(std::mem::take(text));
            // Boxed: few operations have a password, and the future of every request would have room for it.
            *text = boxed(|| self.hash(password, salt)).await?;
        }
        Ok(input)
    }

    /// The stored hash, if it is one of this password. If there is none, finding that out takes as long.
    pub(crate) async fn matching(
        &self,
        password: Zeroizing<String>,
        stored: Option<String>,
    ) -> Result<Option<String>, Refusal> {
        let decoy = Arc::clone(&self.decoy);
        let compare = move || {
            let hash = stored.as_deref().unwrap_or(&decoy);
            let is_right = PasswordHash::new(hash).is_ok_and(|hash| {
                Argon2::default()
                    .verify_password(password.as_bytes(), &hash)
                    .is_ok()
            });
            stored.filter(|_| is_right)
        };
        self.compute(compare).await
    }

    async fn hash(&self, password: Zeroizing<String>, salt: [u8; SALT_BYTES]) -> Result<String, Refusal> {
        let hasher = Arc::clone(&self.hasher);
        let hash = self.compute(move || hasher(password.as_bytes(), &salt)).await?;
        hash.map_err(|reason| Refusal::Store(StoreError::Engine(reason)))
    }

    /// Computes something about a password off the threads of requests, when its turn comes.
    pub(crate) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let failed = |reason: String| Refusal::Store(StoreError::Engine(reason));
        let waiting = Arc::clone(&self.waiting).try_acquire_owned();
        let waiting = waiting.map_err(|_| StoreError::Overloaded)?;
        let making = Arc::clone(&self.making).acquire_owned().await;
        let making = making.map_err(|error| failed(error.to_string()))?;
        let computing = tokio::task::spawn_blocking(move || {
            // The permits belong to the work, which is finished even if the caller hangs up.
            let _permits = (waiting, making);
            work()
        });
        computing.await.map_err(|error| failed(error.to_string()))
    }
}

/// Every value of the shape `Password`, however deep it stands.
fn collect<'v>(schema: &Schema, value: &'v mut Value, found: &mut Vec<&'v mut Value>) {
    match (&schema.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for (name, value) in object {
                if let Some(member) = members.iter().find(|member| member.name == name) {
                    collect(member.target.schema(), value, found);
                }
            }
        }
        (Kind::List { member, .. }, Value::Array(items)) => {
            for item in items {
                collect(member.schema(), item, found);
            }
        }
        (Kind::Map { value: target, .. }, Value::Object(object)) => {
            object
                .values_mut()
                .for_each(|value| collect(target.schema(), value, found));
        }
        (Kind::String { .. }, value) if schema.name == Password::schema().name => found.push(value),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Mutex, mpsc};
    use std::task::Poll;

    use roster_domain::random::SystemEntropy;
    use roster_model::operations;
    use roster_model::service::Service;
    use serde_json::json;

    use super::*;

    /// A password_hasher that counts the hashes it has begun, and makes none until the gate is dropped.
    fn held() -> (PasswordHasher, Arc<AtomicUsize>, mpsc::Sender<()>) {
        let (opener, gate) = mpsc::channel();
        let (begun, gate) = (Arc::new(AtomicUsize::new(0)), Mutex::new(gate));
        let counter = Arc::clone(&begun);
        let password_hasher = PasswordHasher::with(
            Arc::new(move |_, _| {
                counter.fetch_add(1, Ordering::SeqCst);
                // It ends when the gate is gone.
                _ = gate.lock().map(|gate| gate.recv());
                Ok("a hash".to_owned())
            }),
            "".into(),
        );
        (password_hasher, begun, opener)
    }

    /// Asks for a hash, as far as that comes without waiting.
    async fn ask(password_hasher: &PasswordHasher) -> impl Future<Output = Result<String, Refusal>> {
        let password_hasher = password_hasher.clone();
        let mut hashing = Box::pin(async move {
            password_hasher
                .hash("Secret123".to_owned().into(), [0; SALT_BYTES])
                .await
        });
        let polled = poll_fn(|context| Poll::Ready(hashing.as_mut().poll(context))).await;
        assert!(polled.is_pending());
        hashing
    }

    #[tokio::test]
    async fn callers_that_hang_up_start_no_more_hashes_than_the_limit() {
        let (password_hasher, begun, opener) = held();

        for _ in 0..20 {
            drop(ask(&password_hasher).await);
        }

        drop(opener);
        let all = u32::try_from(AT_ONCE + WAITING).unwrap();
        let all_made = password_hasher.waiting.acquire_many(all).await;
        assert!(all_made.is_ok());
        assert_eq!(begun.load(Ordering::SeqCst), AT_ONCE);
    }

    #[tokio::test]
    async fn no_more_callers_wait_for_a_hash_than_may() {
        let (password_hasher, _, opener) = held();
        let mut waiting = Vec::new();
        for _ in 0..AT_ONCE + WAITING {
            waiting.push(ask(&password_hasher).await);
        }

        let one_too_many = password_hasher
            .hash("Secret123".to_owned().into(), [0; SALT_BYTES])
            .await;

        assert_eq!(one_too_many, Err(Refusal::Store(StoreError::Overloaded)));
        drop(opener);
        for hashing in waiting {
            assert_eq!(hashing.await.as_deref(), Ok("a hash"));
        }
        assert!(
            password_hasher
                .hash("Secret123".to_owned().into(), [0; SALT_BYTES])
                .await
                .is_ok()
        );
    }

    #[tokio::test]
    async fn a_password_matches_its_own_hash_and_no_password_matches_none() {
        let hasher = PasswordHasher::cheapest();
        let hash = hasher.hash("Secret123".to_owned().into(), [1; SALT_BYTES]).await;
        let hash = hash.expect("a hash");
        let matching = async |password: &str, stored: Option<&String>| {
            let matching = hasher.matching(password.to_owned().into(), stored.cloned());
            matching.await.expect("an answer")
        };

        assert_eq!(matching("Secret123", Some(&hash)).await.as_ref(), Some(&hash));
        assert_eq!(matching("Secret124", Some(&hash)).await, None);
        assert_eq!(matching("decoy", None).await, None);
        assert_eq!(matching("Secret123", Some(&String::new())).await, None);
    }

    #[tokio::test]
    async fn the_decoy_has_the_form_and_the_cost_of_a_hash() {
        let hasher = PasswordHasher::default();
        let hash = hasher.hash("Secret123".to_owned().into(), [1; SALT_BYTES]).await;
        let hash = hash.expect("a hash");
        let parts = |hash: &str| {
            let hash = PasswordHash::new(hash).expect("a hash");
            let params = Params::try_from(&hash).expect("a cost");
            let lengths = (hash.salt.map(|salt| salt.len()), hash.hash.map(|hash| hash.len()));
            (hash.algorithm, hash.version, params, lengths)
        };

        assert_eq!(parts(&hasher.decoy), parts(&hash));
    }

    #[tokio::test]
    async fn a_password_becomes_its_argon2id_hash_and_nothing_else_changes() {
        let input =
            json!({"Username": "mary", "Password": "Secret123", "IdentityInfo": {"FirstName": "Mary"}});
        let operation = operations::find(Service::Connect, "CreateUser").unwrap();
        let mut hashed = PasswordHasher::cheapest()
            .hash_passwords(operation, input.clone(), &SystemEntropy::default())
            .await
            .unwrap();
        let hash = hashed["Password"].take();
        let hash = hash.as_str().unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        let parsed = PasswordHash::new(hash).unwrap();
        assert!(Argon2::default().verify_password(b"Secret123", &parsed).is_ok());
        assert!(Argon2::default().verify_password(b"Secret124", &parsed).is_err());
        hashed["Password"] = input["Password"].clone();
        assert_eq!(hashed, input);
    }
}
