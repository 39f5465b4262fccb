//! `roster key`. Why: docs/decisions/0031-key-fingerprints-and-rotation.md.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use roster_domain::audit::AuditRecord;
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::{Random, SystemEntropy};
use roster_domain::records::MasterKeyInUse;
use roster_service::rotation::{self, Kept};
use roster_service::{Fingerprint, SecretCiphers};
use roster_store::Store;

use crate::arguments::{Key, KeyPlace};
use crate::engine;
use crate::master_key_file::{KeyFile, Keys};
use crate::offline;

/// How many secrets one transaction re-encrypts.
const AT_ONCE: usize = 100;

/// Shows, adds, rotates and removes master keys.
pub(crate) fn key(command: &Key) -> anyhow::Result<ExitCode> {
    match command {
        Key::Show(place) => show(place),
        Key::Add(place) => add(place),
        Key::Rotate {
            place,
            keep_old,
            servers_stopped,
        } => rotate(place, *keep_old, *servers_stopped),
        Key::Drop(place) => drop_old(place),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn show(place: &KeyPlace) -> anyhow::Result<()> {
    let (file, in_use) = (KeyFile::of(place), in_use(place)?);
    let mut role = "old: it decrypts sessions that were begun with it";
    for key in file.require()?.iter() {
        let fingerprint = key.fingerprint();
        if fingerprint.to_hex() == in_use.fingerprint {
            println!("{fingerprint} in use");
            role = "new: `roster key rotate` begins to use it";
        } else if in_use.previous.as_deref() == Some(&fingerprint.to_hex()) {
            println!("{fingerprint} old: a rotation from it is not finished, run `roster key rotate` again");
        } else {
            println!("{fingerprint} {role}");
        }
    }
    Ok(())
}

fn add(place: &KeyPlace) -> anyhow::Result<()> {
    let (file, in_use) = (KeyFile::of(place), in_use(place)?);
    let _lock = file.lock()?;
    let mut keys = file.require()?;
    require_none_newer(&file, &keys, &in_use)?;
    keys.add(&SystemEntropy::default());
    file.write(&keys)?;
    println!(
        "Added the master key {} to {}",
        keys.newest().fingerprint(),
        file.path().display()
    );
    println!("Give the file to every server of the database and restart them; then run `roster key rotate`.");
    Ok(())
}

fn drop_old(place: &KeyPlace) -> anyhow::Result<()> {
    let (file, in_use) = (KeyFile::of(place), in_use(place)?);
    let _lock = file.lock()?;
    if in_use.previous.is_some() {
        bail!("a rotation is not finished: run `roster key rotate` again");
    }
    let keys = file.require()?;
    let Some(kept) = keys.since(&in_use.fingerprint) else {
        bail!(
            "{} does not hold the master key in use, {}",
            file.path().display(),
            rotation::short(&in_use.fingerprint)
        );
    };
    file.write(&kept)?;
    println!("{} holds {kept}", file.path().display());
    Ok(())
}

fn rotate(place: &KeyPlace, keep_old: bool, servers_stopped: bool) -> anyhow::Result<()> {
    let file = KeyFile::of(place);
    let _lock = file.lock()?;
    let (runtime, store) = (
        offline::runtime()?,
        offline::open_store(&place.data, &place.records)?,
    );
    let rotation = Rotation {
        store: &*store,
        file: &file,
        random: Arc::new(SystemEntropy::default()),
        keep_old,
        // On SQLite the file lock keeps servers away.
        may_be_served: place.records.database.is_some() && !servers_stopped,
        at_once: AT_ONCE,
    };
    let rotated = runtime.block_on(rotation.run(&mut |_| Ok(())));
    runtime.block_on(store.stop());
    let to = rotated?;
    println!("Every secret is encrypted with the master key {to}");
    println!("{} holds {}", file.path().display(), file.require()?);
    Ok(())
}

/// The key in use, read while a server may be writing.
fn in_use(place: &KeyPlace) -> anyhow::Result<MasterKeyInUse> {
    let store = engine::open_read_only(&place.data, &place.records)?;
    match offline::runtime()?.block_on(rotation::kept(&*store))? {
        Kept::InUse(in_use) => Ok(in_use),
        Kept::Nothing | Kept::Secrets => {
            bail!("the database does not say which master key it uses: start a server of this version first")
        }
    }
}

fn require_none_newer(file: &KeyFile, keys: &Keys, in_use: &MasterKeyInUse) -> anyhow::Result<()> {
    let newest = keys.newest().fingerprint();
    if newest.to_hex() != in_use.fingerprint {
        bail!(
            "{} has another key than the one in use as its last, {newest}: run `roster key rotate` to use it",
            file.path().display()
        );
    }
    Ok(())
}

/// A rotation: it adds a new key to the file, records in the store that the key is in use, re-encrypts every
/// secret, and removes the old key from the file. Each step is durable before the next; a repeated run continues.
struct Rotation<'r> {
    store: &'r dyn Store,
    file: &'r KeyFile,
    random: Arc<dyn Random>,
    keep_old: bool,
    /// Whether servers may be running; each must have the new key before the rotation.
    may_be_served: bool,
    at_once: usize,
}

/// The last durable step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Added,
    Begun,
    Encrypted,
    Dropped,
}

impl Rotation<'_> {
    /// Rotates, and returns the fingerprint of the new key. Calls `done` after each step; an error of `done` ends
    /// the rotation there.
    async fn run(&self, done: &mut dyn FnMut(Step) -> anyhow::Result<()>) -> anyhow::Result<Fingerprint> {
        let mut keys = self.file.require()?;
        let in_use = self.in_use(&keys).await?;
        if in_use.previous.is_none() && keys.newest().fingerprint().to_hex() == in_use.fingerprint {
            self.add(&mut keys)?;
            done(Step::Added)?;
        }
        let vault = Arc::new(keys.secret_ciphers());
        let to = keys.newest().fingerprint();
        let begun = rotation::begin(self.store, &vault, to, record()).await;
        begun.map_err(|error| self.file.explain(&keys, error))?;
        done(Step::Begun)?;
        self.encrypt(&keys, &vault, done).await?;
        if !self.keep_old
            && let Some(kept) = keys.since(&to.to_hex())
        {
            self.file.write(&kept)?;
            done(Step::Dropped)?;
        }
        rotation::end(self.store, record()).await?;
        Ok(to)
    }

    /// The key in use, which must be one of `keys`.
    async fn in_use(&self, keys: &Keys) -> anyhow::Result<MasterKeyInUse> {
        if rotation::kept(self.store).await? == Kept::Secrets {
            let adopted = rotation::adopt(self.store, &Arc::new(keys.secret_ciphers())).await;
            adopted.map_err(|error| self.file.explain(keys, error))?;
        }
        match rotation::kept(self.store).await? {
            Kept::InUse(in_use) if keys.since(&in_use.fingerprint).is_some() => Ok(in_use),
            Kept::InUse(MasterKeyInUse { fingerprint, .. }) => {
                let expected = rotation::KeyError::Other {
                    expected: fingerprint,
                };
                Err(self.file.explain(keys, expected))
            }
            Kept::Nothing | Kept::Secrets => {
                bail!("the database has no secrets yet: there is nothing to rotate")
            }
        }
    }

    fn add(&self, keys: &mut Keys) -> anyhow::Result<()> {
        if self.may_be_served {
            bail!(
                "servers that do not have the new master key could not read the secrets: run `roster key add`, give {} to every server \
                 and restart them, then run this again; or stop all servers and give --servers-stopped",
                self.file.path().display()
            );
        }
        keys.add(&*self.random);
        self.file.write(keys)
    }

    async fn encrypt(
        &self,
        keys: &Keys,
        vault: &Arc<SecretCiphers>,
        done: &mut dyn FnMut(Step) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = rotation::encrypt_anew(self.store, vault, &self.random, after, self.at_once).await;
            after = page.map_err(|error| self.file.explain(keys, error))?;
            done(Step::Encrypted)?;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

fn record() -> AuditRecord {
    offline::audit_record("roster key rotate", SystemClock.now(), &SystemEntropy::default())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use anyhow::anyhow;
    use roster_service::MasterKey;
    use roster_testkit::{Actor, Roster, each_engine, master_key, next_master_key};
    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn file_of(keys: &[MasterKey]) -> (TempDir, KeyFile) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        let lines: Vec<_> = keys.iter().map(|key| key.to_hex().to_string()).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        (folder, KeyFile::new(path))
    }

    fn fingerprints(file: &KeyFile) -> Vec<Fingerprint> {
        file.require()
            .unwrap()
            .iter()
            .map(MasterKey::fingerprint)
            .collect()
    }

    fn rotation<'r>(t: &'r Roster, file: &'r KeyFile) -> Rotation<'r> {
        Rotation {
            store: t.store(),
            file,
            random: Arc::new(SystemEntropy::default()),
            keep_old: false,
            may_be_served: false,
            at_once: 1,
        }
    }

    const USERS: usize = 6;

    /// Rotates, and is killed after `steps` steps.
    async fn killed_after(rotation: &Rotation<'_>, mut steps: usize) -> anyhow::Result<Fingerprint> {
        let mut done = |_| {
            let left = steps.checked_sub(1);
            steps = left.ok_or_else(|| anyhow!("killed"))?;
            Ok(())
        };
        rotation.run(&mut done).await
    }

    /// Whether a server whose cache has expired accepts an access key.
    async fn works(t: &Roster, actor: &Actor<'_>) -> bool {
        t.clock.advance(Duration::from_secs(2));
        actor.call("sts:GetCallerIdentity", json!({})).await.status == 200
    }

    /// Whether this key alone, the one in use, decrypts every secret of the store.
    async fn reads_all(t: &Roster, key: &MasterKey) -> bool {
        let vault = Arc::new(SecretCiphers::new(key, &[]));
        let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
        rotation::encrypt_anew(t.store(), &vault, &random, None, 100).await == Ok(None)
    }

    #[test]
    fn a_rotation_that_is_killed_at_any_step_continues_while_every_access_key_works() {
        each_engine(async |t| {
            let (_folder, file) = file_of(&[master_key(), next_master_key()]);
            let mut users = Vec::new();
            let mut kills = 0;
            let to = loop {
                // Some users are created before the rotation, and some during it.
                for name in 2 * kills..(2 * kills + 2).min(USERS) {
                    users.push(t.root().make_iam_user(&format!("user{name}")).await);
                }
                match killed_after(&rotation(&t, &file), kills).await {
                    Ok(to) => break to,
                    Err(error) => assert_eq!(error.to_string(), "killed"),
                }
                for user in &users {
                    assert!(works(&t, user).await, "after {kills} steps");
                }
                kills += 1;
            };

            assert_eq!(users.len(), USERS);
            assert!(kills > USERS, "{kills}");
            assert_eq!(to, next_master_key().fingerprint());
            assert_eq!(fingerprints(&file), [to]);
            for user in &users {
                assert!(works(&t, user).await);
            }
            assert!(reads_all(&t, &next_master_key()).await);
            assert!(!reads_all(&t, &master_key()).await);
        });
    }

    #[test]
    fn a_rotation_begins_and_ends_with_an_audit_record() {
        each_engine(async |t| {
            t.root().make_iam_user("ana").await;
            let (_folder, file) = file_of(&[master_key(), next_master_key()]);
            let audited = t.audited();

            rotation(&t, &file).run(&mut |_| Ok(())).await.unwrap();

            let audit = t.audit(audited);
            let told: Vec<_> = audit
                .0
                .iter()
                .map(|record| {
                    (
                        record.principal.as_deref(),
                        &*record.changes[0].member,
                        record.changes[0].after.clone(),
                    )
                })
                .collect();
            let who = Some("roster key rotate");
            let to = next_master_key().fingerprint().to_hex();
            assert_eq!(
                told,
                [(who, "Fingerprint", Some(to.into())), (who, "Previous", None)]
            );
        });
    }

    #[test]
    fn a_rotation_that_was_killed_after_adding_a_key_uses_that_key() {
        each_engine(async |t| {
            t.root().make_iam_user("ana").await;
            let (_folder, file) = file_of(&[master_key()]);

            killed_after(&rotation(&t, &file), 0).await.unwrap_err();
            let [old, made] = fingerprints(&file)[..] else {
                panic!("two keys")
            };
            let to = rotation(&t, &file).run(&mut |_| Ok(())).await.unwrap();

            assert_eq!(old, master_key().fingerprint());
            assert_eq!(to, made);
            assert_eq!(fingerprints(&file), [made]);
            assert!(reads_all(&t, file.require().unwrap().newest()).await);
        });
    }

    #[test]
    fn the_old_key_stays_if_sessions_must_continue() {
        each_engine(async |t| {
            t.root().make_iam_user("ana").await;
            let (_folder, file) = file_of(&[master_key(), next_master_key()]);
            let rotation = Rotation {
                keep_old: true,
                ..rotation(&t, &file)
            };

            rotation.run(&mut |_| Ok(())).await.unwrap();

            let both = [master_key(), next_master_key()].map(|key| key.fingerprint());
            assert_eq!(fingerprints(&file), both);
            assert!(reads_all(&t, &next_master_key()).await);
        });
    }

    #[test]
    fn servers_must_have_the_new_key_before_it_is_used() {
        each_engine(async |t| {
            let ana = t.root().make_iam_user("ana").await;
            let (_folder, file) = file_of(&[master_key()]);
            let rotation = Rotation {
                may_be_served: true,
                ..rotation(&t, &file)
            };

            let refusal = rotation.run(&mut |_| Ok(())).await.unwrap_err().to_string();

            assert!(refusal.contains("run `roster key add`"), "{refusal}");
            assert_eq!(fingerprints(&file), [master_key().fingerprint()]);
            assert!(works(&t, &ana).await);
        });
    }

    #[test]
    fn a_rotation_with_the_wrong_file_changes_nothing() {
        each_engine(async |t| {
            let ana = t.root().make_iam_user("ana").await;
            let (_folder, file) = file_of(&[MasterKey::new([9; MasterKey::BYTES])]);

            let refusal = rotation(&t, &file)
                .run(&mut |_| Ok(()))
                .await
                .unwrap_err()
                .to_string();

            let expected = format!(
                "encrypted with the master key {}, but",
                master_key().fingerprint()
            );
            assert!(refusal.contains(&expected), "{refusal}");
            assert_eq!(fingerprints(&file).len(), 1);
            assert!(works(&t, &ana).await);
        });
    }
}
