//! `roster audit deliver`.

use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context;
use roster_audit_delivery::{Delivered, Delivery, Folder};
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::{Random, SystemEntropy};
use roster_service::SecretCiphers;
use roster_service::audit_signing_keys::{SigningKeys, find, find_or_make};

use crate::arguments::{Deliver, KeyPlace};
use crate::data_dir::DataDir;
use crate::master_key_file::KeyFile;
use crate::{engine, offline};

/// Delivers what is not delivered yet, and prints how much it was.
pub(super) fn deliver(arguments: &Deliver) -> anyhow::Result<()> {
    let Deliver { place, to } = arguments;
    let folder = Folder::open(to)?;
    let now = SystemClock.now();
    let keys = signing_keys(place, now)?;
    let delivery = Delivery {
        // A running server may be delivering.
        folder: &folder.lock()?,
        key: &keys.key,
        public_keys: &keys.public_keys,
        now: now.into(),
    };
    let delivered = delivery.deliver(&mut *engine::open_audit(&place.data, &place.records)?)?;
    let Delivered {
        records,
        log_files,
        digests,
    } = delivered;
    println!(
        "Delivered to {}: {}, {}, {}",
        folder.path().display(),
        counted(records, "record"),
        counted(log_files, "log file"),
        counted(digests, "digest file")
    );
    Ok(())
}

fn counted(count: u64, name: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {name}{ending}")
}

/// The signing keys, which are read while a server may be writing. A key is made if there is none, or if its time is over
/// and no server keeps the database from being changed.
fn signing_keys(place: &KeyPlace, now: SystemTime) -> anyhow::Result<SigningKeys> {
    let path = place.secret_key_file.clone();
    let file = KeyFile::new(path.unwrap_or_else(|| DataDir::new(&place.data.data_dir).secret_key()));
    let secret_ciphers = Arc::new(file.require()?.secret_ciphers());
    let runtime = offline::runtime()?;
    let found = {
        let store = engine::open_read_only(&place.data, &place.records)?;
        runtime.block_on(find(&*store, &secret_ciphers))?
    };
    match found {
        Some(keys) if !keys.are_due(now.into()) => Ok(keys),
        Some(keys) => Ok(made(place, &secret_ciphers, now).unwrap_or(keys)),
        None => made(place, &secret_ciphers, now).context(
            "the first delivery makes a signing key: stop the server for it, or restart it with --audit-delivery",
        ),
    }
}

/// The signing keys, after one was made.
fn made(
    place: &KeyPlace,
    secret_ciphers: &Arc<SecretCiphers>,
    now: SystemTime,
) -> anyhow::Result<SigningKeys> {
    let random: Arc<dyn Random> = Arc::new(SystemEntropy::default());
    let record = offline::audit_record("roster audit deliver", now, &*random);
    let (runtime, store) = (
        offline::runtime()?,
        offline::open_store(&place.data, &place.records)?,
    );
    let keys = runtime.block_on(find_or_make(&*store, secret_ciphers, &random, record));
    runtime.block_on(store.stop());
    Ok(keys?)
}
