//! The file of master keys: each is a line of 64 hexadecimal digits, the oldest first. All of them decrypt;
//! the store says which one encrypts. Why: docs/decisions/0031-key-fingerprints-and-rotation.md.

use std::fmt;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, anyhow, bail};
use roster_domain::random::Random;
use roster_service::rotation::{self, Kept, KeyError};
use roster_service::{MasterKey, SecretCiphers};
use roster_store::Store;
use zeroize::Zeroizing;

use crate::arguments::{KeyPlace, Serve};
use crate::data_dir::DataDir;
use crate::private_file;

/// A file of master keys.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile(PathBuf);

/// The keys of a file: one or more.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    oldest: MasterKey,
    newer: Vec<MasterKey>,
}

impl KeyFile {
    /// The file of this path, which may be missing.
    pub(crate) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The file that arguments name, or that of their data directory.
    pub(crate) fn of(place: &KeyPlace) -> Self {
        let path = place.secret_key_file.clone();
        Self::new(path.unwrap_or_else(|| DataDir::new(&place.data.data_dir).secret_key()))
    }

    /// The file of a server.
    pub(crate) fn of_server(arguments: &Serve, data_dir: &DataDir) -> Self {
        let path = arguments.secret_key_file.clone();
        Self::new(path.unwrap_or_else(|| data_dir.secret_key()))
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The keys for a server. They must include the one that encrypts the store. Creates a file with a new key only if
    /// the store has no secrets and the file is missing.
    pub(crate) async fn for_server(
        &self,
        store: &dyn Store,
        random: &dyn Random,
    ) -> anyhow::Result<Arc<SecretCiphers>> {
        let keys = match self.read()? {
            Some(keys) => keys,
            None => match rotation::kept(store).await? {
                Kept::Nothing => self.make(random)?,
                kept => return Err(self.missing(&kept)),
            },
        };
        let vault = Arc::new(keys.secret_ciphers());
        let adopted = rotation::adopt(store, &vault).await;
        adopted.map_err(|error| self.explain(&keys, error))?;
        if let Kept::InUse(in_use) = rotation::kept(store).await?
            && in_use.previous.is_some()
        {
            tracing::warn!("a rotation of the master key is not finished: run `roster key rotate` again");
        }
        Ok(vault)
    }

    /// The keys of the file; none if it is missing.
    pub(crate) fn read(&self) -> anyhow::Result<Option<Keys>> {
        let Some(text) = private_file::read(&self.0)?.map(Zeroizing::new) else {
            return Ok(None);
        };
        let keys: Option<Vec<MasterKey>> = text
            .trim()
            .lines()
            .map(|line| MasterKey::parse(line.trim()))
            .collect();
        let Some(keys) = keys.and_then(Keys::new) else {
            bail!(
                "{} holds no master key: each line must have {} hexadecimal digits; restore it, as without it no access key of a user works",
                self.0.display(),
                2 * MasterKey::BYTES
            );
        };
        Ok(Some(keys))
    }

    /// The keys of the file, which must exist.
    pub(crate) fn require(&self) -> anyhow::Result<Keys> {
        self.read()?.with_context(|| {
            format!(
                "{} is not there: start a server first, which makes it",
                self.0.display()
            )
        })
    }

    /// Replaces the keys of the file.
    pub(crate) fn write(&self, keys: &Keys) -> anyhow::Result<()> {
        private_file::replace(&self.0, &keys.to_text())
    }

    /// A new key, or the one that another server has just made.
    fn make(&self, random: &dyn Random) -> anyhow::Result<Keys> {
        let key = Keys {
            oldest: MasterKey::generate(random),
            newer: Vec::new(),
        };
        if private_file::create(&self.0, &key.to_text())? {
            return Ok(key);
        }
        self.require()
    }

    /// Locks the file against other commands until the lock is dropped.
    pub(crate) fn lock(&self) -> anyhow::Result<File> {
        let folder = private_file::folder(&self.0);
        let lock = File::open(folder).with_context(|| format!("cannot open {}", folder.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => bail!(
                "another `roster key` is at work in {}: wait until it has ended",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", folder.display()))
            }
        }
    }

    fn missing(&self, kept: &Kept) -> anyhow::Error {
        let expected = match kept {
            Kept::InUse(in_use) => format!("the master key {}", rotation::short(&in_use.fingerprint)),
            Kept::Secrets | Kept::Nothing => "a master key".to_owned(),
        };
        anyhow!(
            "{} is not there, but the database is encrypted with {expected}: {ADVICE}",
            self.0.display()
        )
    }

    /// Explains why keys do not match a store, and what to do.
    pub(crate) fn explain(&self, keys: &Keys, error: KeyError) -> anyhow::Error {
        match error {
            KeyError::Other { .. }
            | KeyError::Unreadable { .. }
            | KeyError::UnreadableMail { .. }
            | KeyError::UnreadableSecondFactor { .. }
            | KeyError::UnreadableSigningKey { .. }
            | KeyError::UnreadableCheckpoint { .. } => {
                anyhow!("{error}, but {} holds {keys}: {ADVICE}", self.0.display())
            }
            KeyError::Unfinished { .. } => anyhow!(
                "{error}: run this with the file of master keys that was used then, instead of {}",
                self.0.display()
            ),
            KeyError::Interrupted { .. } => anyhow!(
                "{error}, and {} does not hold that key: run `roster key rotate`, which finishes it or says which secret still needs the key",
                self.0.display()
            ),
            KeyError::Store(error) => error.into(),
        }
    }
}

/// What to do if the right key is missing.
const ADVICE: &str = "put the right file back, from a backup or from another server of this database, or name it with --secret-key-file";

impl Keys {
    fn new(keys: Vec<MasterKey>) -> Option<Self> {
        let mut keys = keys.into_iter();
        Some(Self {
            oldest: keys.next()?,
            newer: keys.collect(),
        })
    }

    /// The keys, the oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.oldest).chain(&self.newer)
    }

    /// The newest key.
    pub(crate) fn newest(&self) -> &MasterKey {
        self.newer.last().unwrap_or(&self.oldest)
    }

    /// Adds a new key.
    pub(crate) fn add(&mut self, random: &dyn Random) {
        self.newer.push(MasterKey::generate(random));
    }

    /// The keys from the one with this fingerprint (in hexadecimal digits) on; none if it is not among them.
    pub(crate) fn since(&self, fingerprint: &str) -> Option<Self> {
        let older = |key: &&MasterKey| key.fingerprint().to_hex() != fingerprint;
        Self::new(self.iter().skip_while(older).cloned().collect())
    }

    /// The cipher of these keys.
    pub(crate) fn secret_ciphers(&self) -> SecretCiphers {
        SecretCiphers::new(&self.oldest, &self.newer)
    }

    fn to_text(&self) -> Zeroizing<String> {
        let line_bytes = 2 * MasterKey::BYTES + 1;
        let mut text = Zeroizing::new(String::with_capacity(line_bytes * (1 + self.newer.len())));
        for key in self.iter() {
            text.push_str(&key.to_hex());
            text.push('\n');
        }
        text
    }
}

/// The beginnings of the fingerprints.
impl fmt::Display for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fingerprints: Vec<String> = self.iter().map(|key| key.fingerprint().to_string()).collect();
        formatter.write_str(&fingerprints.join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;
    use roster_domain::random::SystemEntropy;
    use roster_domain::records::MasterKeyInUse;
    use roster_service::Fingerprint;
    use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
    use roster_testkit::{Roster, each_engine, master_key};
    use tempfile::TempDir;
    use tokio::sync::oneshot;

    use super::*;

    fn fingerprints(keys: &Keys) -> Vec<String> {
        keys.iter().map(|key| key.fingerprint().to_hex()).collect()
    }

    #[test]
    fn a_key_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("secret.key"));
        let random = SystemEntropy::default();

        let made = file.make(&random).unwrap();

        assert_eq!(fingerprints(&file.make(&random).unwrap()), fingerprints(&made));
        assert_eq!(fingerprints(&file.require().unwrap()), fingerprints(&made));
    }

    #[test]
    fn several_keys_are_read_back_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("secret.key"));
        let mut keys = file.make(&SystemEntropy::default()).unwrap();
        keys.add(&SystemEntropy::default());
        keys.add(&SystemEntropy::default());

        file.write(&keys).unwrap();

        let all = fingerprints(&keys);
        assert_eq!(fingerprints(&file.require().unwrap()), all);
        assert_eq!(fingerprints(&keys.since(&all[1]).unwrap()), all[1..]);
        assert!(keys.since("another").is_none());
    }

    #[test]
    fn a_file_that_holds_no_key_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        for text in [
            String::new(),
            "ab".repeat(31),
            "ab".repeat(33),
            "a".repeat(65),
            "zz".repeat(32),
            format!("{}\n{}\n", "ab".repeat(32), "ab".repeat(31)),
        ] {
            std::fs::write(&path, &text).unwrap();

            let refusal = KeyFile::new(path.clone()).read().unwrap_err();

            assert!(refusal.to_string().contains("holds no master key"), "{refusal}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }
    /// Turns a store into one of an older version: without the record of its master key.
    struct Forget(Option<oneshot::Sender<Result<(), StoreError>>>);

    impl Work for Forget {
        fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
            Box::pin(async move {
                let mut transaction = Transaction::new(rows);
                if let Some(in_use) = transaction
                    .get::<MasterKeyInUse>(&MasterKeyInUse::place())
                    .await?
                {
                    transaction.delete(&in_use).await?;
                }
                Ok(Verdict::Keep)
            })
        }

        fn finish(mut self: Box<Self>, outcome: Result<(), StoreError>) {
            let done = self.0.take().expect("work ends once");
            done.send(outcome).expect("the test waits");
        }
    }

    async fn forget(t: &Roster) {
        let (done, forgotten) = oneshot::channel();
        t.store().write(Box::new(Forget(Some(done))));
        forgotten.await.unwrap().unwrap();
    }

    fn file() -> (TempDir, KeyFile) {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::new(folder.path().join("secret.key"));
        (folder, file)
    }

    fn holding(key: &MasterKey) -> (TempDir, KeyFile) {
        let (folder, file) = file();
        let keys = Keys::new(vec![key.clone()]).unwrap();
        file.write(&keys).unwrap();
        (folder, file)
    }

    async fn started(t: &Roster, file: &KeyFile) -> Result<Vec<String>, String> {
        let vault = file.for_server(t.store(), &SystemEntropy::default()).await;
        let vault = vault.map_err(|error| format!("{error:#}"))?;
        Ok(vault.fingerprints().map(Fingerprint::to_hex).collect())
    }

    #[test]
    fn a_server_does_not_start_without_the_key_of_its_store() {
        each_engine(async |t| {
            let (_folder, file) = file();

            let refusal = started(&t, &file).await.unwrap_err();

            let expected = format!(
                "{} is not there, but the database is encrypted with the master key {}: put the right file back",
                file.path().display(),
                master_key().fingerprint()
            );
            assert!(refusal.starts_with(&expected), "{refusal}");
            assert!(refusal.contains("--secret-key-file"), "{refusal}");
            assert!(!file.path().exists());
        });
    }

    #[test]
    fn a_server_does_not_start_with_another_key() {
        each_engine(async |t| {
            let other = MasterKey::new([9; MasterKey::BYTES]);
            let (_folder, file) = holding(&other);

            let refusal = started(&t, &file).await.unwrap_err();

            let expected = format!(
                "encrypted with the master key {}, but {} holds {}: put the right file back",
                master_key().fingerprint(),
                file.path().display(),
                other.fingerprint()
            );
            assert!(refusal.contains(&expected), "{refusal}");
            assert_eq!(
                fingerprints(&file.require().unwrap()),
                [other.fingerprint().to_hex()]
            );
        });
    }

    #[test]
    fn a_store_of_an_older_version_takes_the_key_that_decrypts_its_secrets() {
        each_engine(async |t| {
            t.root().make_iam_user("ana").await;
            forget(&t).await;
            let other = MasterKey::new([9; MasterKey::BYTES]);
            let ((_missing, missing), (_wrong, wrong)) = (file(), holding(&other));
            let (_right, right) = holding(&master_key());

            let refusal = started(&t, &missing).await.unwrap_err();
            assert!(
                refusal.contains("is not there, but the database is encrypted with a master key"),
                "{refusal}"
            );
            let refusal = started(&t, &wrong).await.unwrap_err();
            assert!(
                refusal.contains("is encrypted with another master key, but"),
                "{refusal}"
            );
            assert_eq!(
                started(&t, &right).await,
                Ok(vec![master_key().fingerprint().to_hex()])
            );

            // From now on the store has the record.
            let refusal = started(&t, &wrong).await.unwrap_err();
            assert!(
                refusal.contains(&master_key().fingerprint().to_string()),
                "{refusal}"
            );
        });
    }

    #[test]
    fn an_empty_store_takes_a_new_key() {
        each_engine(async |t| {
            forget(&t).await;
            let (_folder, file) = file();

            let made = started(&t, &file).await.unwrap();

            assert_eq!(fingerprints(&file.require().unwrap()), made);
            assert_eq!(started(&t, &file).await, Ok(made));
        });
    }

    #[test]
    fn servers_that_start_at_once_with_one_file_have_one_key() {
        each_engine(async |t| {
            forget(&t).await;
            let (_folder, file) = file();

            let started = join_all((0..8).map(|_| started(&t, &file))).await;

            let first = started[0].clone().unwrap();
            assert!(
                started.iter().all(|other| other.as_ref() == Ok(&first)),
                "{started:?}"
            );
        });
    }

    #[test]
    fn one_of_several_servers_that_start_with_different_files_decides() {
        each_engine(async |t| {
            forget(&t).await;
            let files: Vec<_> = (0..8).map(|_| file()).collect();

            let outcomes = join_all(files.iter().map(|(_, file)| started(&t, file))).await;

            let decided: Vec<_> = outcomes.iter().flatten().collect();
            let [decided] = decided[..] else {
                panic!("{outcomes:?}")
            };
            for refusal in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                assert!(refusal.contains(rotation::short(&decided[0])), "{refusal}");
            }
        });
    }
}
