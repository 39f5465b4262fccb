//! Copies into a database that other processes use.

use roster_domain::Record;
use roster_domain::audit::{ChainHead, Head};
use roster_domain::records::MasterKeyInUse;
use roster_store::StoreError;
use roster_store::copy::{Contents, PositionedRecord, Target, TargetState};
use roster_store_postgres::{Options, PostgresStore, cluster, copy};

use crate::work::{Deed, give, insert, keep, record};

fn chain() -> ChainHead {
    ChainHead {
        chain: "a chain".to_owned(),
        head: record_of_it().0,
    }
}

/// The only record of the chain, and the head after it.
fn record_of_it() -> (Head, Vec<PositionedRecord>) {
    let body = serde_json::to_vec(&record()).expect("JSON");
    let mut head = Head::default();
    let chained = head.append(body);
    let position = Some(7);
    (head, vec![PositionedRecord { chained, position }])
}

#[test]
fn a_running_server_cannot_write_into_an_unfinished_copy() {
    let url = cluster::place();
    let options = Options::of_connections(3);
    let server = PostgresStore::open(cluster::settings(&url), &options).expect("a store");
    let ana = || insert("ana".to_owned(), Vec::new());
    let mut target = copy::target(&cluster::settings(&url)).expect("a target");

    assert_eq!(target.begin(), Ok(TargetState::Empty));
    let refused = give(&server, ana()).recv().expect("an end");
    let refusal = refused.expect_err("a refusal").to_string();
    assert!(refusal.contains("`roster copy` has not finished"), "{refusal}");

    let register = ChainHead {
        chain: String::new(),
        head: Head::default(),
    };
    target.finish(&register, &[]).expect("an end");
    let kept = give(&server, ana()).recv().expect("an end");
    assert_eq!(kept, Ok(Some(())));
}

/// Writes the record that a server writes when it starts.
fn fingerprint() -> Deed<()> {
    Box::new(|rows| {
        Box::pin(async move {
            rows.insert(MasterKeyInUse::KIND, &MasterKeyInUse::place(), b"{}", &[])
                .await
        })
    })
}

#[test]
fn a_database_that_a_server_writes_to_is_not_copied_into() {
    let url = cluster::place();
    let options = Options::of_connections(3);
    let server = PostgresStore::open(cluster::settings(&url), &options).expect("a store");
    keep(&server, fingerprint());
    let mut target = copy::target(&cluster::settings(&url)).expect("a target");

    assert_eq!(target.begin(), Ok(TargetState::InUse));

    drop(server);
    assert_eq!(target.begin(), Ok(TargetState::Empty));
    let chains = target.chains().expect("chains");
    assert_eq!(
        chains
            .iter()
            .map(|chain_head| chain_head.head.sequence)
            .sum::<u64>(),
        0
    );
}

#[test]
fn an_expired_chain_does_not_prevent_a_copy() {
    let url = cluster::place();
    let options = Options::of_connections(3);
    let server = PostgresStore::open(cluster::settings(&url), &options).expect("a store");
    keep(&server, fingerprint());
    let expire = "UPDATE audit_chain SET renewed = now() - interval '16 minutes'";
    cluster::sql(&url, expire);
    let mut target = copy::target(&cluster::settings(&url)).expect("a target");

    assert_eq!(target.begin(), Ok(TargetState::Empty));

    // The server runs after all, and cannot write.
    let refused = give(&server, insert("ana".to_owned(), Vec::new()));
    let refusal = refused.recv().expect("an end").expect_err("a refusal");
    assert!(
        refusal.to_string().contains("`roster copy` has not finished"),
        "{refusal}"
    );
}

#[test]
fn only_the_later_of_two_copies_continues() {
    let url = cluster::place();
    let settings = cluster::settings(&url);
    let mut first = copy::target(&settings).expect("a target");
    let mut second = copy::target(&settings).expect("a target");
    assert_eq!(first.begin(), Ok(TargetState::Empty));
    assert_eq!(second.begin(), Ok(TargetState::Unfinished));

    let (_, records) = record_of_it();
    let refusal = first.append(&chain(), &records).expect_err("a refusal");
    assert_eq!(
        refusal,
        StoreError::Engine("another process has begun to copy into the same database".to_owned())
    );
    assert_eq!(second.append(&chain(), &records), Ok(()));
}
