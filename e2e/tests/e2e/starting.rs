//! How a server starts: where its settings come from, what it makes, what it refuses.

use std::fs;
use std::process::Command;
use std::thread::{available_parallelism, yield_now};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{
    Connection, INSTANCE, MARY, RawRequest, Roster, Start, Wire, administer, finish, identity_info_of, mode,
    roster, user,
};
use crate::pages::new_anna;

/// Whether a server answers without a signature.
fn takes_unsigned(server: &Roster) -> bool {
    let request = RawRequest {
        method: "GET".to_owned(),
        target: "/instance".to_owned(),
        headers: vec![("host".to_owned(), server.address().to_owned())],
        body: Vec::new(),
    };
    let mut connection = Connection::to(server.address()).expect("the server accepts");
    connection.send(&request).expect("an answer").status == 200
}

#[test]
fn a_first_start_makes_a_root_key_that_only_its_owner_can_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let data_dir = folder.path().join("deep/inside");
    let server = Start::with(&[]).start_again(&data_dir);
    let key = server.key();
    assert_eq!(mode(&data_dir, "credentials"), 0o600);
    assert_eq!(mode(&data_dir, "secret.key"), 0o600);
    assert_eq!(mode(&data_dir, "."), 0o700);
    let file = fs::read_to_string(data_dir.join("credentials")).expect("the file");
    assert_eq!(
        file,
        format!(
            "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\naws_account_id = 123456789012\naws_partition = aws\n",
            key.id, key.secret
        )
    );
    let finished = server.stop();
    let first_line = format!(
        "Made the root access key {} of account 123456789012, in {}\n",
        key.id,
        data_dir.join("credentials").display()
    );
    assert!(finished.stdout.starts_with(&first_line), "{finished:?}");
    assert!(!finished.stdout.contains(&key.secret), "{finished:?}");
    assert!(!finished.stderr.contains(&key.secret), "{finished:?}");
}

#[test]
fn a_second_start_keeps_key_and_records() {
    let server = Roster::demo();
    let key = server.key();
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let wire = Wire::to(&server);
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
    let remains = server.stop_keeping_data();

    let server = Start::with(&["--demo"]).start_again(remains.data_dir());
    assert_eq!(server.key().secret, key.secret);
    let shown = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(shown["User"]["IdentityInfo"]["LastName"], "Major");
    assert_eq!(server.audit().len(), 2, "the demonstration is made once");
    let finished = server.stop();
    assert!(
        !finished.stdout.contains("Made the root access key"),
        "{finished:?}"
    );
}

/// Waits until as many threads as these take turns at connections.
fn until_threads_are(count: usize, server: &Roster) {
    let threads = format!("/proc/{}/task", server.pid());
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let names = fs::read_dir(&threads).expect("threads").filter_map(|thread| {
            // One may have ended since.
            fs::read_to_string(thread.ok()?.path().join("comm")).ok()
        });
        let found = names.filter(|name| name == "roster-http\n").count();
        if found == count {
            return;
        }
        assert!(Instant::now() < patience, "{found} threads instead of {count}");
        yield_now();
    }
}

#[test]
fn it_uses_a_thread_for_each_processor_or_as_many_as_set() {
    let told = Start::with(&["--memory", "--threads", "3"]).start();
    until_threads_are(3, &told);
    let processors = available_parallelism().expect("processors").get();
    // A single one needs no more than the thread that is there.
    let expected = if processors == 1 { 0 } else { processors };
    until_threads_are(expected, &Start::with(&["--memory"]).start());
}

#[test]
fn in_memory_it_leaves_no_records_behind() {
    let server = Start::with(&["--demo", "--memory"]).start();
    let wire = Wire::to(&server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
    let remains = server.stop_keeping_data();
    assert!(!remains.data_dir().join("roster.db").exists());

    let server = Start::with(&["--demo", "--memory"]).start_again(remains.data_dir());
    let shown = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(shown["User"]["IdentityInfo"]["LastName"], "Miller");
}

#[test]
fn a_data_directory_in_use_is_refused() {
    let server = Roster::demo();
    let data_dir = server.data_dir();

    let finished = Start::with(&["--demo"]).refused(data_dir);

    assert_eq!(finished.code(), 1);
    assert_eq!(
        finished.stderr,
        format!(
            "roster: the data directory {} is in use by another server (process {}): stop it, or choose another --data-dir\n",
            data_dir.display(),
            server.pid()
        )
    );
    let answer = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(answer.status, 200, "the first one goes on");
}

#[test]
fn a_data_directory_is_free_again_when_its_server_was_killed() {
    let remains = Roster::demo().kill();
    let server = Start::with(&["--demo"]).start_again(remains.data_dir());
    let answer = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(answer.status, 200);
}

#[test]
fn env_says_so_when_no_server_is_running() {
    let never = tempfile::tempdir().expect("a folder");
    let stopped = Roster::demo().stop_keeping_data();
    let killed = Roster::demo().kill();
    for place in [never.path(), stopped.data_dir(), killed.data_dir()] {
        let finished = administer("env", &[], place);
        assert_eq!((finished.code(), &*finished.stdout), (1, ""));
        assert_eq!(
            finished.stderr,
            format!(
                "roster: no server is running on {0}: start one with `roster serve --data-dir {0}`\n",
                place.display()
            )
        );
    }
}

#[test]
fn port_0_is_a_free_one_that_is_printed() {
    let (one, other) = (Roster::demo(), Roster::demo());
    assert_ne!(one.endpoint, other.endpoint);
    for server in [one, other] {
        assert!(!server.endpoint.ends_with(":0"), "{}", server.endpoint);
        for service in ["CONNECT", "IAM", "STS", "CLOUDTRAIL"] {
            let variable = format!("AWS_ENDPOINT_URL_{service}");
            assert_eq!(server.env()[&variable], server.endpoint);
        }
    }
}

#[test]
fn a_name_and_port_0_are_an_address_to_listen_on() {
    let server = Start::with_only(&["--listen", "localhost:0"]).start();

    assert!(
        server.endpoint.starts_with("http://127.0.0.1:"),
        "{}",
        server.endpoint
    );
}

#[test]
fn env_says_what_keeps_it_from_seeing_a_server() {
    let file = tempfile::NamedTempFile::new().expect("a file in the place of a folder");

    let finished = administer("env", &[], file.path());

    assert_eq!((finished.code(), &*finished.stdout), (1, ""));
    let expected = format!(
        "roster: cannot see whether a server runs on {0}, as {0}/lock cannot be opened: run this as the user who runs the server: ",
        file.path().display()
    );
    assert!(finished.stderr.starts_with(&expected), "{finished:?}");
}

#[test]
fn a_variable_that_is_no_setting_is_reported_with_the_one_that_is_meant() {
    let server = Start::with(&[])
        .variable("ROSTER_LISTEN_ADDRESS", "0.0.0.0:80")
        .start();
    let sentence =
        "the variable ROSTER_LISTEN_ADDRESS is no setting and has no effect: is ROSTER_LISTEN meant?";

    let beside = finish(
        Command::new(roster())
            .args(["audit", "list", "--data-dir"])
            .arg(server.data_dir())
            .env_clear()
            .env("ROSTER_LISTEN_ADDRESS", "0.0.0.0:80"),
    );

    assert_eq!(beside.stderr, format!("roster: warning: {sentence}\n"));
    let finished = server.stop();
    assert!(finished.stderr.contains(sentence), "{finished:?}");
}

#[test]
fn cheap_hashes_of_passwords_are_for_directories_without_real_ones() {
    let server = Roster::demo();
    new_anna(&server);
    let real = server.stop_keeping_data();
    let cheap = Start::with(&["--demo", "--password-hashing", "test"]);

    let refused = cheap.refused(real.data_dir());
    let mut server = cheap.start();
    server.until_it_logs("PASSWORD HASHES ARE CHEAP");
    new_anna(&server);
    let test = server.stop_keeping_data();
    cheap.start_again(test.data_dir()).stop();
    let warned = Start::with(&["--demo"]).start_again(test.data_dir()).stop();

    assert_eq!(refused.code(), 1);
    assert!(
        refused
            .stderr
            .contains("roster: --password-hashing test is for directories that tests make"),
        "{refused:?}"
    );
    assert!(
        warned.stderr.contains("have passwords with cheap hashes"),
        "{warned:?}"
    );
}

#[test]
fn a_port_that_is_taken_is_refused() {
    let first = Roster::demo();
    let folder = tempfile::tempdir().expect("a folder");
    let finished = Start::with_only(&["--listen", first.address()]).refused(folder.path());
    assert_eq!(finished.code(), 1);
    let expected = format!(
        "roster: cannot listen on {}: choose another --listen: ",
        first.address()
    );
    assert!(finished.stderr.contains(&expected), "{finished:?}");
}

#[test]
fn the_demonstration_listens_on_the_loopback_only_unless_it_is_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let finished = Start::with_only(&["--demo", "--listen", "0.0.0.0:0"]).refused(folder.path());
    assert_eq!(finished.code(), 1);
    assert_eq!(
        finished.stderr,
        "roster: --demo listens on loopback only: not on 0.0.0.0:0; --demo-published lets it, as in a container\n"
    );
    assert_eq!(
        fs::read_dir(folder.path()).expect("the folder").count(),
        0,
        "nothing is made"
    );

    let server = Start::with_only(&["--demo", "--demo-published", "--listen", "0.0.0.0:0"]).start();
    let answer = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(answer.status, 200);
}

#[test]
fn without_tls_it_warns_when_others_can_reach_it() {
    let server = Start::with_only(&["--listen", "0.0.0.0:0"]).start();
    assert!(
        server.endpoint.starts_with("http://127.0.0.1:"),
        "{}",
        server.endpoint
    );
    let finished = server.stop();
    assert!(finished.stderr.contains("without TLS"), "{finished:?}");
}

#[test]
fn settings_come_from_the_environment() {
    let server = Start::with_only(&[])
        .variable("ROSTER_LISTEN", "127.0.0.1:0")
        .variable("ROSTER_DEMO", "true")
        .variable("ROSTER_ACCESS", "off")
        .start();
    assert!(takes_unsigned(&server));
    let answer = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(answer.status, 200);
}

#[test]
fn settings_come_from_roster_toml() {
    let folder = tempfile::tempdir().expect("a folder");
    let settings = "listen = \"127.0.0.1:0\"\ndemo = true\naccess = \"off\"\n";
    fs::write(folder.path().join("roster.toml"), settings).expect("a file");
    let server = Start::with_only(&[]).folder(folder.path()).start();
    assert!(takes_unsigned(&server));
    let answer = Wire::to(&server).send("GET", &user(INSTANCE, MARY), None);
    assert_eq!(answer.status, 200);
}

#[test]
fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("settings.toml");
    fs::write(&file, "access = \"off\"\n").expect("a file");
    let named = file.to_str().expect("a path");
    let by_file = Start::with(&["--config", named]);
    let by_variable = by_file.clone().variable("ROSTER_ACCESS", "enforce");
    let by_flag = Start::with(&["--config", named, "--access", "off"]).variable("ROSTER_ACCESS", "enforce");
    assert!(takes_unsigned(&by_file.start()));
    assert!(!takes_unsigned(&by_variable.start()));
    assert!(takes_unsigned(&by_flag.start()));
}

#[test]
fn a_setting_that_does_not_exist_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("roster.toml"), "lisen = \"127.0.0.1:0\"\n").expect("a file");
    let finished = Start::with(&[])
        .folder(folder.path())
        .refused(&folder.path().join("data"));
    assert_eq!(finished.code(), 1);
    assert_eq!(
        finished.stderr,
        "roster: roster.toml: there is no setting lisen; the settings are the flags of `roster serve --help`\n"
    );
}

#[test]
fn an_omitted_address_is_cleared_where_that_was_chosen() {
    let server = Start::with(&["--demo", "--omitted-email", "clear"]).start();
    let wire = Wire::to(&server);
    let body = json!({"IdentityInfo": {"FirstName": "Mary", "LastName": "Major"}});
    let answer = wire.send("POST", &identity_info_of(INSTANCE, MARY), Some(&body));
    assert_eq!(answer.status, 200);
    let shown = wire.send("GET", &user(INSTANCE, MARY), None).json();
    assert_eq!(shown["User"]["IdentityInfo"].get("Email"), None);
}
