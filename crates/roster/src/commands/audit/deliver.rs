//! `roster audit deliver`.

use std::sync::Arc;
use std::time::SystemTime;

use anyhow::Context;
use roster_audit_delivery::{Delivered, Delivery};
use roster_domain::clock::{Clock, SystemClock};
use roster_domain::random::{Random, SystemEntropy};
use roster_service::SecretCiphers;
use roster_service::audit_signing_keys::{SigningKeys, find, find_or_make};

use super::checkpoints;
use super::counted::counted;
use crate::arguments::{Deliver, KeyPlace};
use crate::master_key_file::KeyFile;
use crate::{engine, offline};

/// Delivers what is not delivered yet, and prints how much it was.
pub(super) fn deliver(arguments: &Deliver) -> anyhow::Result<()> {
    let Deliver { place, to } = arguments;
    let now = SystemClock.now();
    let keys = signing_keys(place, now)?;
    let mut log = engine::open_audit(&place.data, &place.records)?;
    let checkpoints = checkpoints::read(&mut *log, place)?;
    // A running server may be delivering.
    let destination = to.lock()?;
    let delivery = Delivery {
        to: &*destination,
        key: &keys.key,
        public_keys: &keys.public_keys,
        checkpoints: &checkpoints,
        now: now.into(),
    };
    let delivered = delivery.deliver(&mut *log)?;
    let Delivered {
        records,
        log_files,
        digests,
    } = delivered;
    println!(
        "Delivered to {to}: {}, {}, {}",
        counted(records, "record"),
        counted(log_files, "log file"),
        counted(digests, "digest file")
    );
    Ok(())
}

/// The signing keys, which are read while a server may be writing. A key is made if there is none, or if its time is over
/// and no server keeps the database from being changed.
fn signing_keys(place: &KeyPlace, now: SystemTime) -> anyhow::Result<SigningKeys> {
    let file = KeyFile::of(place);
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
