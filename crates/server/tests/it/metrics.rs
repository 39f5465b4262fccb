//! What is counted, what it is called, and who may read it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

use roster_model::operations::{self, ALL};
use roster_model::service::Service;
use roster_server::{Access, Rate, Throttle};
use roster_testkit::{Connection, MANAGED, MARY, Metrics, Request, Setup, each_engine, in_memory};
use roster_testkit::{policy, with};
use serde_json::{Value, json};

const DASHBOARD: &str = include_str!("../../../../docs/grafana/roster.json");

fn mary() -> Value {
    json!({"InstanceId": MANAGED, "UserId": MARY})
}

fn renamed(last_name: &str) -> Value {
    let info = json!({"FirstName": "Mary", "LastName": last_name});
    with(mary(), json!({"IdentityInfo": info}))
}

/// The series of answers to an operation of Connect's.
fn answers(operation: &str, status: u16, error: &str) -> String {
    format!(
        r#"roster_requests_total{{service="connect",operation="{operation}",status="{status}",error="{error}"}}"#
    )
}

fn unproven(reason: &str) -> String {
    format!(r#"roster_authentication_failures_total{{reason="{reason}"}}"#)
}

/// Sends lines of a request, and what follows them.
async fn ask(connection: &mut Connection, lines: &str) -> roster_testkit::Answer {
    let request = lines.replace('\n', "\r\n") + "\r\n\r\n";
    connection.send(request.as_bytes()).await;
    connection.answer().await
}

#[test]
fn answers_are_counted_by_operation_status_and_error() {
    in_memory(async |t| {
        let nobody = with(mary(), json!({"UserId": "11111111-2222-3333-4444-555555555555"}));

        for input in [mary(), mary(), nobody] {
            t.root().call("DescribeUser", input).await;
        }
        t.root().call("sts:GetCallerIdentity", json!({})).await;
        t.root().send(&Request::new("GET", "/nothing")).await;
        t.root()
            .send(&Request::new("POST", "/contact/start-streaming"))
            .await;

        let metrics = t.metrics().await;
        for (series, count) in [
            (answers("DescribeUser", 200, ""), 2),
            (answers("DescribeUser", 404, "ResourceNotFoundException"), 1),
            (answers("other", 404, "UnknownOperationException"), 1),
            (answers("other", 501, "NotImplementedException"), 1),
            (
                r#"roster_requests_total{service="sts",operation="GetCallerIdentity",status="200",error=""}"#
                    .to_owned(),
                1,
            ),
            (
                r#"roster_request_duration_seconds_count{service="connect",operation="DescribeUser"}"#
                    .to_owned(),
                3,
            ),
        ] {
            assert_eq!(metrics.count(&series), count, "{series}");
        }
        assert_eq!(metrics.sum("roster_requests_total{"), 6);
    });
}

#[test]
fn every_operation_is_counted_under_its_own_name() {
    in_memory(async |t| {
        for operation in ALL {
            t.anonymous()
                .call_described(operation, roster_testkit::sample(operation.request()))
                .await;
        }

        let metrics = t.metrics().await;

        for operation in operations::of(Service::Connect) {
            let series = answers(operation.name, 403, "MissingAuthenticationTokenException");
            assert_eq!(metrics.count(&series), 1, "{series}");
        }
        assert_eq!(metrics.count(&unproven("missing")), ALL.len() as u64);
    });
}

#[test]
fn unauthenticated_requests_are_counted_by_reason() {
    in_memory(async |t| {
        let list = Request::new("GET", "/instance");

        t.anonymous().send(&list).await;
        t.root().forging().send(&list).await;
        t.root().forging().send(&list).await;
        t.unknown().send(&list).await;
        t.root().ahead_by(3600).send(&list).await;

        let metrics = t.metrics().await;
        let counts =
            ["missing", "signature", "key", "time", "expired"].map(|reason| metrics.count(&unproven(reason)));
        assert_eq!(counts, [1, 2, 1, 1, 0]);
        assert_eq!(metrics.sum("roster_authentication_failures_total"), 5);
    });
}

#[test]
fn throttled_requests_are_counted_even_if_they_are_not_audited() {
    let setup = Setup {
        throttle: Throttle::Rate(Rate {
            period: Duration::from_secs(1),
            burst: 1,
        }),
        ..Setup::default()
    };
    setup.in_memory(async |t| {
        for _ in 0..5 {
            t.root().call("DescribeUser", mary()).await;
        }

        let metrics = t.metrics().await;

        assert_eq!(metrics.count(&answers("DescribeUser", 200, "")), 1);
        assert_eq!(
            metrics.count(&answers("DescribeUser", 429, "ThrottlingException")),
            4
        );
    });
}

#[test]
fn what_policies_decide_is_counted_and_what_they_are_not_asked_is_not() {
    for (access, expected) in [(Access::Enforce, [2, 1, 0]), (Access::Observe, [2, 0, 1])] {
        let setup = Setup {
            access,
            ..Setup::default()
        };
        setup.in_memory(async |t| {
            let ana = t.root().make_iam_user("ana").await;
            let document = policy("Allow", "connect:*User*", "*");
            let input = json!({"UserName": "ana", "PolicyName": "own", "PolicyDocument": document});
            t.root().done("iam:PutUserPolicy", input).await;

            ana.call("DescribeUser", mary()).await;
            ana.call("UpdateUserIdentityInfo", renamed("Major")).await;
            ana.call("DescribeInstance", json!({"InstanceId": MANAGED})).await;

            let metrics = t.metrics().await;
            let counts = ["allowed", "denied", "observed"].map(|verdict| {
                metrics.count(&format!(
                    r#"roster_access_decisions_total{{verdict="{verdict}"}}"#
                ))
            });
            assert_eq!(counts, expected, "{access:?}");
        });
    }
}

#[test]
fn a_request_is_timed_from_its_head_to_its_answer() {
    in_memory(async |t| {
        let operation = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
        let request = Request::of(operation, &renamed("Major")).header("expect", "100-continue");
        let signed = t.root().bytes(&request);
        let (head, body) = signed.split_at(signed.len() - request.body.len());
        let mut connection = t.connect().await;
        connection.send(head).await;
        assert_eq!(connection.answer_head().await.expect("an answer").status, 100);
        assert_eq!(t.metrics().await.count("roster_requests_in_flight"), 1);

        t.clock.advance(Duration::from_secs(2));
        connection.send(body).await;
        assert_eq!(connection.answer().await.status, 200);

        let metrics = t.metrics().await;
        let labels = r#"{service="connect",operation="UpdateUserIdentityInfo"}"#;
        assert_eq!(metrics.count("roster_requests_in_flight"), 0);
        assert_eq!(
            metrics.value(&format!("roster_request_duration_seconds_sum{labels}")),
            Some("2.0")
        );
        let below = |bound| {
            metrics.count(&format!(
                r#"roster_request_duration_seconds_bucket{{le="{bound}",service="connect",operation="UpdateUserIdentityInfo"}}"#
            ))
        };
        assert_eq!(["0.5", "2.5", "+Inf"].map(below), [0, 1, 1]);
    });
}

#[test]
fn connections_are_counted_and_how_they_broke() {
    in_memory(async |t| {
        let before = t.metrics().await;
        let (mut idle, mut odd) = (t.connect().await, t.connect().await);
        assert_eq!(
            ask(&mut idle, "GET /_roster/health HTTP/1.1\nhost: x")
                .await
                .status,
            200
        );

        assert_eq!(ask(&mut odd, "GET /a b HTTP/1.1\nhost: x").await.status, 400);
        assert!(odd.answer_or_end().await.is_none());

        let metrics = t.metrics().await;
        let more = |series| metrics.count(series) - before.count(series);
        assert_eq!(more("roster_connections"), 1, "the idle one");
        assert_eq!(
            more("roster_connections_accepted_total"),
            3,
            "and that of this look"
        );
        assert_eq!(more(r#"roster_connection_errors_total{reason="malformed"}"#), 1);
    });
}

#[test]
fn what_the_store_does_shows() {
    each_engine(async |t| {
        let before = t.metrics().await;

        t.root().call("UpdateUserIdentityInfo", renamed("Major")).await;
        t.anonymous().call("DescribeUser", mary()).await;
        t.root().call("DescribeUser", mary()).await;
        t.root().call("ListUsers", json!({"InstanceId": MANAGED})).await;

        let metrics = t.metrics().await;
        let more = |series| metrics.count(series) - before.count(series);
        assert_eq!(metrics.count("roster_store_reachable"), 1);
        assert_eq!(
            more("roster_audit_records_total"),
            2,
            "of the change and of the refusal"
        );
        let commits = more(r#"roster_store_commits_total{outcome="committed"}"#);
        assert!(commits >= 2);
        assert_eq!(more("roster_store_commit_works_count"), commits);
        assert_eq!(more("roster_store_commit_seconds_count"), commits);
        assert_eq!(more(r#"roster_store_commits_total{outcome="failed"}"#), 0);
        assert_eq!(metrics.sum("roster_store_waiting"), 0);
        assert!(metrics.sum("roster_store_connections") >= 1);
    });
}

#[test]
fn no_label_holds_anything_that_a_request_has_said() {
    in_memory(async |t| {
        let before = t.metrics().await.series().count();
        for odd in ["Mallory", "Mallory%22%7D%0A", "%4dallory", "Mallory\u{e4}"] {
            for target in [
                "/{}",
                "/users/{}/{}",
                "/instance/{}?nextToken={}",
                "/users-summary/{}",
            ] {
                let request = Request::new("GET", &target.replace("{}", odd))
                    .header("user-agent", "Mallory")
                    .header("x-amz-target", "Mallory.Mallory");
                for actor in [
                    t.anonymous(),
                    t.root(),
                    t.unknown(),
                    t.root().in_region("Mallory"),
                ] {
                    let mut connection = t.connect().await;
                    connection.send(&actor.bytes(&request)).await;
                    connection.answer_or_end().await;
                }
            }
        }
        let form = Request::new("POST", "/")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("Action=Mallory&Version=2010-05-08");
        t.root().for_service("iam").send(&form).await;
        t.root().send(&Request::new("MALLORY", "/instance")).await;

        let metrics = t.metrics().await;

        assert!(
            !metrics.to_string().to_lowercase().contains("allory"),
            "{metrics}"
        );
        let more = metrics.series().count() - before;
        assert!(more < 30, "{more} more series");
        let known: BTreeSet<&str> = ALL
            .iter()
            .chain(operations::OF_PAGES)
            .chain(operations::OF_BUCKET)
            .map(|operation| operation.name)
            .chain(["other"])
            .collect();
        for series in metrics.series() {
            if let Some((_, rest)) = series.split_once(r#"operation=""#) {
                let name = rest.split('"').next().unwrap_or_default();
                assert!(known.contains(name), "{series}");
            }
        }
    });
}

#[test]
fn programs_of_this_machine_read_the_metrics_unsigned_and_unaudited() {
    in_memory(async |t| {
        let audited = t.audited();
        let mut connection = t.connect().await;

        let answer = ask(&mut connection, "GET /metrics HTTP/1.1\nhost: localhost").await;

        assert_eq!(answer.status, 200);
        assert_eq!(
            answer.headers["content-type"],
            "application/openmetrics-text; version=1.0.0; charset=utf-8"
        );
        let text = String::from_utf8(answer.body).expect("text");
        assert!(text.ends_with("# EOF\n"));
        assert_eq!(t.audited(), audited);
    });
}

#[test]
fn metrics_at_the_main_address_are_for_this_machine_only() {
    in_memory(async |t| {
        for lines in [
            "GET /metrics HTTP/1.1\nhost: localhost\nx-forwarded-for: 192.0.2.1",
            "GET /metrics HTTP/1.1\nhost: localhost\nforwarded: for=192.0.2.1",
            "GET /metrics HTTP/1.1\nhost: roster.example.com",
            "GET /metrics HTTP/1.1\nhost: localhost\norigin: https://example.com",
            "POST /metrics HTTP/1.1\nhost: localhost\ncontent-length: 0",
            "GET /metrics/ HTTP/1.1\nhost: localhost",
        ] {
            let mut connection = t.connect().await;

            let answer = ask(&mut connection, lines).await;

            assert_eq!(answer.error(), Some("UnknownOperationException"), "{lines}");
        }
    });
}

#[test]
fn watchers_get_metrics_and_health_and_nothing_else() {
    in_memory(async |t| {
        let audited = t.audited();
        let mut connection = t.watch().await;
        for (path, status) in [
            ("/metrics", 200),
            ("/_roster/health", 200),
            ("/_roster/health/ready", 200),
            ("/_roster/health/live", 200),
            ("/", 404),
            ("/instance", 404),
        ] {
            let lines = format!("GET {path} HTTP/1.1\nhost: roster.example.com\nx-forwarded-for: 192.0.2.1");
            assert_eq!(ask(&mut connection, &lines).await.status, status, "{path}");
        }

        connection
            .send(&t.root().bytes(&Request::new("GET", "/instance")))
            .await;

        assert_eq!(connection.answer().await.status, 404, "signed or not");
        assert_eq!(t.audited(), audited);
    });
}

#[test]
fn a_server_that_stops_is_alive_and_not_ready() {
    in_memory(async |t| {
        let ready = "GET /_roster/health/ready HTTP/1.1\nhost: x";
        let operation = operations::find(Service::Connect, "UpdateUserIdentityInfo").expect("an operation");
        let request = Request::of(operation, &renamed("Major")).header("expect", "100-continue");
        let signed = t.root().bytes(&request);
        let (head, body) = signed.split_at(signed.len() - request.body.len());
        let (mut begun, mut watching) = (t.connect().await, t.watch().await);
        begun.send(head).await;
        assert_eq!(begun.answer_head().await.expect("an answer").status, 100);
        assert_eq!(ask(&mut watching, ready).await.status, 200);

        let watched = async {
            while ask(&mut watching, ready).await.status != 503 {}
            let live = "GET /_roster/health/live HTTP/1.1\nhost: x";
            let live = ask(&mut watching, live).await;
            begun.send(body).await;
            (live.status, begun.answer().await.status)
        };
        let ((), statuses) = tokio::join!(t.stopped(), watched);

        assert_eq!(statuses, (200, 200));
    });
}

/// The names of metrics in an expression of PromQL's.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    let words = expression.split(|character: char| !character.is_ascii_alphanumeric() && character != '_');
    words.filter(|word| word.starts_with("roster_") || word.starts_with("process_"))
}

fn expressions(panel: &Value) -> Vec<&str> {
    let targets = panel["targets"].as_array().into_iter().flatten();
    targets
        .map(|target| target["expr"].as_str().expect("an expression"))
        .collect()
}

#[test]
fn every_panel_of_the_dashboard_shows_an_exported_metric() {
    let told = RefCell::new(BTreeSet::new());
    each_engine(async |t| {
        let metrics: Metrics = t.metrics().await;
        let names = metrics
            .series()
            .map(|series| series.split('{').next().unwrap_or_default().to_owned());
        told.borrow_mut().extend(names);
    });
    let dashboard: Value = serde_json::from_str(DASHBOARD).expect("JSON");
    let panels = dashboard["panels"].as_array().expect("panels");
    let charts: Vec<&Value> = panels.iter().filter(|panel| panel["type"] != "row").collect();
    assert!(charts.len() >= 10);

    for panel in charts {
        let expressions = expressions(panel);
        assert!(!expressions.is_empty(), "{panel}");
        for expression in expressions {
            assert!(names(expression).next().is_some(), "{expression}");
            for name in names(expression) {
                assert!(told.borrow().contains(name), "{name} in {expression}");
            }
        }
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{panel}");
    }
}
