//! A database that comes back: restarted, or behind a network that failed.

use roster_private_postgres::{Plan, Proxy};
use roster_store_postgres::cluster;

use super::load::{Load, UNCHANGED, Word};
use super::{audit, impatient, last_name, on, try_update, until_health_is, update_at_last, verify};
use crate::harness::Wire;

/// How many a server has unless it is told otherwise, each of which warns once.
const CONNECTIONS: usize = 7;

#[test]
fn a_database_that_is_restarted_under_load_is_waited_for() {
    let plan = Plan::default().setting("fsync", "off");
    let mut database = plan.start().expect("a cluster");
    let url = database.url();
    let server = on(&url, &["--database-timeout", "60", "--demo"]).start();
    let load = Load::on(&[&server]);
    load.until_each_has_answers(Word::Done, 20);

    database.crash().expect("a crash");
    database.start_again().expect("a cluster");
    load.until_each_has_answers(Word::Done, 20);

    let told = load.stop();
    assert_eq!(told.refusals, [""; 0]);
    told.check(&server, &audit(&url));
    let verified = verify(&url, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}

/// A network, and the URL of a database that is reached by it, and of the same directly.
fn behind_a_network() -> (Proxy, String, String) {
    let direct = cluster::place();
    let proxy = Proxy::to(cluster::port());
    let (_, parameters) = direct.split_once('?').expect("parameters");
    let parameters = parameters.split('&').filter(|parameter| {
        let name = parameter.split('=').next();
        !matches!(name, Some("host" | "port"))
    });
    let parameters: Vec<_> = parameters.collect();
    let url = format!(
        "postgres://roster@127.0.0.1:{}/postgres?{}",
        proxy.port(),
        parameters.join("&")
    );
    (proxy, url, direct)
}

/// What becomes of requests while the network fails in one way, and after it has been mended.
fn a_failure(fail: impl Fn(&Proxy), mend: impl Fn(&Proxy)) {
    let (proxy, url, direct) = behind_a_network();
    let (server, _made) = impatient(&url);
    let wire = Wire::to(&server);
    update_at_last(&wire, "Before");

    fail(&proxy);
    let refused: Vec<_> = std::thread::scope(|scope| {
        let asked: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| try_update(&wire, "Lost")))
            .collect();
        let answers = asked
            .into_iter()
            .map(|asked| asked.join().expect("an answer").refusal());
        answers.collect()
    });
    assert_eq!(refused, [UNCHANGED; 8]);
    until_health_is(&server, 503);

    mend(&proxy);
    until_health_is(&server, 200);
    assert_eq!(last_name(&wire), "Before");
    update_at_last(&wire, "After");
    assert_eq!(last_name(&wire), "After");
    let log = server.stop().stderr;
    let warnings = log.matches(" WARN not connected ").count();
    assert!((1..=CONNECTIONS).contains(&warnings), "{warnings} of {log}");
    assert!(log.contains("connected to the database again"), "{log}");
    let verified = verify(&direct, &[]).printed();
    assert!(verified.starts_with("The chains hold: "), "{verified}");
}

#[test]
fn a_cut_network_is_logged_and_used_again_when_it_is_mended() {
    a_failure(Proxy::cut, Proxy::mend);
}

#[test]
fn a_network_that_swallows_everything_lets_no_caller_wait_for_ever() {
    a_failure(Proxy::swallow, Proxy::restore);
}
