//! Runs against a service that throttles, fails, and loses answers by a seed, and with interrupts: the end is the
//! planned one, and no call is made twice.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use roster_bulk::{Calls, Pace, PlanFile, Rate, Runs, Service, Work, apply};
use roster_client::{
    Clock, ConfigError, Error, Parameters, ServiceError, TransportError, TransportErrorKind,
};
use roster_model::operation::Description;
use roster_plan::{
    Change, Column, DirectoryType, Instance, Inventory, Part, References, Resource, ResourceKind, Values,
    copy,
};
use serde_json::{Map, Value, json};

/// A clock whose waits take no time.
#[derive(Default)]
struct Virtual(Mutex<f64>);

impl Clock for Virtual {
    fn seconds(&self) -> f64 {
        1.0e9 + *self.0.lock().unwrap()
    }

    fn wait(&self, duration: Duration) {
        *self.0.lock().unwrap() += duration.as_secs_f64();
    }
}

/// What happens to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Answered,
    Throttled,
    FailedBefore,
    FailedAfter,
    LostBefore,
    LostAfter,
    NotConnected,
    Interrupted,
}

const FATES: [Fate; 8] = [
    Fate::Answered,
    Fate::Throttled,
    Fate::FailedBefore,
    Fate::FailedAfter,
    Fate::LostBefore,
    Fate::LostAfter,
    Fate::NotConnected,
    Fate::Interrupted,
];

/// A directory that makes calls fail by chance.
struct Faulty {
    people: Mutex<BTreeMap<String, Value>>,
    /// The paths of hierarchy groups; the place of each is its id.
    groups: Mutex<Vec<Vec<String>>>,
    random: Mutex<fastrand::Rng>,
    /// Of a hundred calls, so many are answered at once.
    answered: u8,
    refuses_creation: bool,
    interrupt: AtomicBool,
    /// Updates of people who were already as wanted, and creations of what was there.
    repeated: AtomicUsize,
}

impl Faulty {
    fn fate(&self) -> Fate {
        let mut random = self.random.lock().unwrap();
        if random.u8(0..100) < self.answered {
            return Fate::Answered;
        }
        FATES[random.usize(0..FATES.len())]
    }

    /// The answer to a call about hierarchy groups.
    fn group(&self, operation: &'static Description, parameters: &Parameters) -> Option<Value> {
        let mut groups = self.groups.lock().unwrap();
        let path_of = |member: &str| {
            let place = parameters.get(member)?.as_str()?.parse::<usize>().ok()?;
            groups.get(place).cloned()
        };
        match operation.name {
            "ListUserHierarchyGroups" => {
                let listed = groups.iter().enumerate();
                let listed = listed.map(|(id, path)| json!({"Id": id.to_string(), "Name": path.last()}));
                Some(json!({"UserHierarchyGroupSummaryList": listed.collect::<Vec<_>>()}))
            }
            "DescribeUserHierarchyGroup" => {
                let path = path_of("HierarchyGroupId")?;
                let levels = ["LevelOne", "LevelTwo"].into_iter().zip(path);
                let levels: Map<_, _> = levels
                    .map(|(level, name)| (level.to_owned(), json!({"Name": name})))
                    .collect();
                Some(json!({"HierarchyGroup": {"HierarchyPath": levels}}))
            }
            "CreateUserHierarchyGroup" => {
                let mut path = path_of("ParentGroupId").unwrap_or_default();
                path.push(parameters["Name"].as_str().unwrap().to_owned());
                if groups.contains(&path) {
                    self.repeated.fetch_add(1, Ordering::SeqCst);
                }
                groups.push(path);
                Some(json!({"HierarchyGroupId": (groups.len() - 1).to_string()}))
            }
            _ => None,
        }
    }

    fn act(&self, operation: &'static Description, parameters: &Parameters) -> Result<Value, Error> {
        if operation.name == "CreateUserHierarchyGroup" && self.refuses_creation {
            return Err(refusal(operation, 400, "LimitExceededException"));
        }
        if let Some(answer) = self.group(operation, parameters) {
            return Ok(answer);
        }
        let mut people = self.people.lock().unwrap();
        if operation.name == "SearchUsers" {
            let wanted = &parameters["SearchCriteria"]["StringCondition"]["Value"];
            let found = people.keys().filter(|id| wanted.as_str() == Some(id));
            let found = found.map(|id| json!({"Id": id, "Username": id}));
            return Ok(json!({"Users": found.collect::<Vec<_>>()}));
        }
        if operation.name == "CreateUser" && self.refuses_creation {
            return Err(refusal(operation, 400, "InvalidParameterException"));
        }
        if operation.name == "CreateUser" {
            let username = parameters["Username"].as_str().unwrap().to_owned();
            let identity = parameters["IdentityInfo"].clone();
            if people.insert(username, identity).is_some() {
                self.repeated.fetch_add(1, Ordering::SeqCst);
            }
            return Ok(json!({}));
        }
        let id = parameters["UserId"].as_str().unwrap();
        if operation.name == "DeleteUser" {
            if people.remove(id).is_none() {
                self.repeated.fetch_add(1, Ordering::SeqCst);
            }
            return Ok(Value::Null);
        }
        let Some(identity) = people.get_mut(id) else {
            return Err(refusal(operation, 404, "ResourceNotFoundException"));
        };
        if operation.name == "ListUserProficiencies" {
            return Ok(json!({"UserProficiencyList": identity["Proficiencies"]}));
        }
        if operation.name == "AssociateUserProficiencies" {
            identity["Proficiencies"] = parameters["UserProficiencies"].clone();
            return Ok(Value::Null);
        }
        if operation.name == "DescribeUser" {
            return Ok(json!({"User": {"Id": id, "Username": id, "IdentityInfo": identity}}));
        }
        if *identity == parameters["IdentityInfo"] {
            self.repeated.fetch_add(1, Ordering::SeqCst);
        }
        if parameters["IdentityInfo"]["LastName"] == "Refused" {
            return Err(refusal(operation, 400, "InvalidParameterException"));
        }
        *identity = parameters["IdentityInfo"].clone();
        Ok(Value::Null)
    }
}

fn refusal(operation: &'static Description, status: u16, code: &str) -> Error {
    Error::Service(Box::new(ServiceError {
        operation: operation.name,
        status,
        code: code.to_owned(),
        message: "a message".to_owned(),
        details: Map::new(),
        attempts: 1,
        is_attempt_limit: true,
    }))
}

fn transport(kind: TransportErrorKind) -> Error {
    Error::Transport(TransportError {
        kind,
        url: String::new(),
        reason: String::new(),
    })
}

impl Service for Faulty {
    fn open(&self, _run: Option<&str>) -> Result<Box<dyn Calls + '_>, ConfigError> {
        Ok(Box::new(self))
    }
}

impl Calls for &Faulty {
    fn call(&self, operation: &'static Description, parameters: &Parameters) -> Result<Value, Error> {
        let act = || self.act(operation, parameters);
        match self.fate() {
            Fate::Answered => act(),
            Fate::Interrupted => {
                self.interrupt.store(true, Ordering::SeqCst);
                act()
            }
            Fate::Throttled => Err(refusal(operation, 429, "TooManyRequestsException")),
            Fate::FailedBefore => Err(refusal(operation, 500, "InternalServiceException")),
            Fate::FailedAfter => {
                let _ = act();
                Err(refusal(operation, 503, "503"))
            }
            Fate::LostBefore => Err(transport(TransportErrorKind::ConnectionClosed)),
            Fate::LostAfter => {
                let _ = act();
                Err(transport(TransportErrorKind::ReadTimeout))
            }
            Fate::NotConnected => Err(transport(TransportErrorKind::Unreachable)),
        }
    }
}

fn values(number: usize, domain: &str) -> Values {
    let email = format!("user-{number}@{domain}");
    let pairs = [
        (Column::FirstName, "A"),
        (Column::LastName, "B"),
        (Column::Email, &*email),
    ];
    pairs.into_iter().collect()
}

fn change(number: usize) -> Change {
    Change {
        user_id: format!("user-{number}"),
        username: format!("user-{number}"),
        part: Part::Identity,
        before: values(number, "example.com"),
        after: values(number, "example.net"),
    }
}

fn plan(changes: Vec<Change>) -> PlanFile {
    let instance = Instance {
        id: "i".to_owned(),
        arn: String::new(),
        alias: None,
        kind: DirectoryType::ConnectManaged,
        references: References::default(),
    };
    PlanFile::new(String::new(), String::new(), instance, changes)
}

fn people(plan: &PlanFile, values: impl Fn(&Change) -> &Values) -> BTreeMap<String, Value> {
    let people = plan.changes.iter();
    people
        .map(|change| {
            (
                change.user_id.clone(),
                serde_json::to_value(values(change)).unwrap(),
            )
        })
        .collect()
}

fn faulty(people: BTreeMap<String, Value>, seed: u64, answered: u8) -> Faulty {
    Faulty {
        people: Mutex::new(people),
        groups: Mutex::default(),
        random: Mutex::new(fastrand::Rng::with_seed(seed)),
        answered,
        refuses_creation: false,
        interrupt: AtomicBool::new(false),
        repeated: AtomicUsize::new(0),
    }
}

fn work<'a>(service: &'a Faulty, pace: &'a Pace, clock: &'a Virtual, in_flight: usize) -> Work<'a> {
    Work {
        service,
        run: None,
        pace,
        clock,
        interrupt: &service.interrupt,
        in_flight: NonZeroUsize::new(in_flight).unwrap(),
    }
}

/// Applies a run, and resumes it until so many changes are done. None may be skipped.
fn resume_until_done(runs: &Runs, id: &str, service: &Faulty, work: &Work<'_>, changes: usize) {
    for resumed in 0.. {
        service.interrupt.store(false, Ordering::SeqCst);
        let ended = apply(&runs.open(id).unwrap(), work, &());
        let counts = ended.progress.counts();
        if counts.done == changes {
            return;
        }
        assert!(resumed < 1000 && counts.skipped == 0, "{ended:?}");
    }
}

#[test]
fn whatever_fails_a_resumed_run_ends_as_planned_and_calls_nothing_twice() {
    for seed in 0..30 {
        let folder = tempfile::tempdir().unwrap();
        let (runs, clock) = (Runs::in_folder(folder.path().join("runs")), Virtual::default());
        let plan = plan((0..12).map(change).collect());
        let service = faulty(people(&plan, |change| &change.before), seed, 60);
        let pace = Pace::new(Rate::UNLIMITED);
        let work = work(&service, &pace, &clock, 1 + usize::try_from(seed).unwrap() % 4);

        let id = runs.begin(&plan, &clock).unwrap().id;
        resume_until_done(&runs, &id, &service, &work, 12);

        assert_eq!(
            *service.people.lock().unwrap(),
            people(&plan, |change| &change.after),
            "seed {seed}"
        );
        assert_eq!(service.repeated.load(Ordering::SeqCst), 0, "seed {seed}");
        assert_eq!(runs.list().unwrap()[0].counts.done, 12);
    }
}

#[test]
fn whatever_fails_people_are_created_and_deleted_once() {
    for seed in 0..30 {
        let folder = tempfile::tempdir().unwrap();
        let (runs, clock) = (Runs::in_folder(folder.path().join("runs")), Virtual::default());
        let mut changes: Vec<_> = (0..12).map(change).collect();
        for deletion in &mut changes[..4] {
            (deletion.part, deletion.after) = (Part::Deletion, Values::default());
            // What a user is without settings of telephones.
            for (column, value) in [
                (Column::AutoAccept, "false"),
                (Column::AfterContactWorkTimeLimit, "0"),
                (Column::PersistentConnection, "false"),
            ] {
                deletion.before.set(&column.into(), value);
            }
        }
        for creation in &mut changes[4..8] {
            (creation.part, creation.before) = (Part::Creation, Values::default());
            creation.user_id.clear();
        }
        let plan = plan(changes);
        let mut there = people(&plan, |change| &change.before);
        there.retain(|id, _| !id.is_empty());
        let service = faulty(there, seed, 60);
        let pace = Pace::new(Rate::UNLIMITED);
        let work = work(&service, &pace, &clock, 1 + usize::try_from(seed).unwrap() % 4);

        let id = runs.begin(&plan, &clock).unwrap().id;
        resume_until_done(&runs, &id, &service, &work, 12);

        let there: Vec<_> = service.people.lock().unwrap().keys().cloned().collect();
        let mut expected: Vec<_> = (4..12).map(|number| format!("user-{number}")).collect();
        expected.sort();
        assert_eq!(there, expected, "seed {seed}");
        assert_eq!(service.repeated.load(Ordering::SeqCst), 0, "seed {seed}");
    }
}

/// A hierarchy group with a path, as the service shows it.
fn group(path: &[&str]) -> Resource {
    let levels = ["LevelOne", "LevelTwo"].into_iter().zip(path);
    let levels: Map<_, _> = levels
        .map(|(level, name)| (level.to_owned(), json!({"Name": name})))
        .collect();
    let answer = json!({"HierarchyPath": levels});
    let id = path.join("-");
    Resource::of_answer(
        ResourceKind::HierarchyGroup,
        &id,
        "",
        &answer,
        &References::default(),
    )
}

#[test]
fn whatever_fails_a_copy_makes_every_resource_once() {
    let paths: [&[&str]; 4] = [&["EU"], &["EU", "Sales"], &["US"], &["US", "Sales"]];
    let source = Inventory::new(References::default(), paths.map(group));
    let copying = copy(&source, &Inventory::default());
    for seed in 0..30 {
        let folder = tempfile::tempdir().unwrap();
        let (runs, clock) = (Runs::in_folder(folder.path().join("runs")), Virtual::default());
        let mut plan = plan((0..4).map(change).collect());
        plan.resources.clone_from(&copying.changes);
        plan.instance.references = copying.references.clone();
        let service = faulty(people(&plan, |change| &change.before), seed, 60);
        let pace = Pace::new(Rate::UNLIMITED);
        let work = work(&service, &pace, &clock, 2);

        let id = runs.begin(&plan, &clock).unwrap().id;
        resume_until_done(&runs, &id, &service, &work, 8);

        let mut made = service.groups.lock().unwrap().clone();
        made.sort();
        assert_eq!(made, paths, "seed {seed}");
        assert_eq!(
            *service.people.lock().unwrap(),
            people(&plan, |change| &change.after),
            "seed {seed}"
        );
        assert_eq!(service.repeated.load(Ordering::SeqCst), 0, "seed {seed}");
    }
}

#[test]
fn people_who_refer_to_a_resource_that_is_refused_are_failed_with_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (runs, clock) = (Runs::in_folder(folder.path().to_owned()), Virtual::default());
    let source = Inventory::new(References::default(), [group(&["EU"]), group(&["EU", "Sales"])]);
    let copying = copy(&source, &Inventory::default());
    let placed = Change {
        part: Part::HierarchyGroup,
        before: Values::default(),
        after: Values::from_iter([(Column::HierarchyGroup, "EU/Sales")]),
        ..change(0)
    };
    let mut plan = plan(vec![placed, change(1)]);
    plan.resources = copying.changes;
    plan.instance.references = copying.references;
    let service = Faulty {
        refuses_creation: true,
        ..faulty(people(&plan, |change| &change.before), 0, 100)
    };
    let pace = Pace::new(Rate::UNLIMITED);

    let run = runs.begin(&plan, &clock).unwrap();
    let ended = apply(&run, &work(&service, &pace, &clock, 2), &());

    assert_eq!(
        roster_bulk::report(&plan, &ended.progress).unwrap(),
        "\
Username,UserId,Resource,Operation,Outcome,Message
,,hierarchy group EU,CreateUserHierarchyGroup,FAILED,LimitExceededException: a message
,,hierarchy group EU/Sales,CreateUserHierarchyGroup,FAILED,the hierarchy group EU is not made
user-0,user-0,,UpdateUserHierarchy,FAILED,the hierarchy group EU/Sales is not made
user-1,user-1,,UpdateUserIdentityInfo,DONE,
"
    );
}

#[test]
fn what_follows_a_refused_creation_is_tried_again_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (runs, clock) = (Runs::in_folder(folder.path().to_owned()), Virtual::default());
    let creation = Change {
        user_id: String::new(),
        part: Part::Creation,
        before: Values::default(),
        ..change(0)
    };
    let german = serde_json::from_value(json!({"proficiency:Language:German": "4"})).unwrap();
    let more = Change {
        part: Part::AddedProficiencies,
        after: german,
        ..creation.clone()
    };
    let plan = plan(vec![creation, more]);
    let refusing = Faulty {
        refuses_creation: true,
        ..faulty(BTreeMap::new(), 0, 100)
    };
    let taking = faulty(BTreeMap::new(), 0, 100);
    let pace = Pace::new(Rate::UNLIMITED);

    let run = runs.begin(&plan, &clock).unwrap();
    let refused = apply(&run, &work(&refusing, &pace, &clock, 2), &());
    let id = run.id.clone();
    drop(run);
    let resumed = apply(&runs.open(&id).unwrap(), &work(&taking, &pace, &clock, 2), &());

    assert_eq!(refused.progress.counts().failed, 2);
    assert_eq!(resumed.progress.counts().done, 2);
    let level = &taking.people.lock().unwrap()["user-0"]["Proficiencies"][0]["Level"];
    assert_eq!(*level, json!(4.0));
}

#[test]
fn people_who_are_not_as_planned_are_skipped_and_refusals_have_the_words_of_the_service() {
    let folder = tempfile::tempdir().unwrap();
    let (runs, clock) = (Runs::in_folder(folder.path().to_owned()), Virtual::default());
    let mut plan = plan((0..5).map(change).collect());
    plan.changes[4].after.set(&Column::LastName.into(), "Refused");
    let mut now = people(&plan, |change| &change.before);
    now.get_mut("user-1").unwrap()["FirstName"] = "Other".into();
    now.insert(
        "user-2".to_owned(),
        serde_json::to_value(&plan.changes[2].after).unwrap(),
    );
    now.remove("user-3");
    let service = faulty(now, 0, 100);
    let pace = Pace::new(Rate::UNLIMITED);

    let run = runs.begin(&plan, &clock).unwrap();
    let ended = apply(&run, &work(&service, &pace, &clock, 2), &());

    assert_eq!(
        roster_bulk::report(&plan, &ended.progress).unwrap(),
        "\
Username,UserId,Resource,Operation,Outcome,Message
user-0,user-0,,UpdateUserIdentityInfo,DONE,
user-1,user-1,,UpdateUserIdentityInfo,SKIPPED,changed since the plan
user-2,user-2,,UpdateUserIdentityInfo,SKIPPED,was already as planned
user-3,user-3,,UpdateUserIdentityInfo,SKIPPED,deleted since the plan
user-4,user-4,,UpdateUserIdentityInfo,FAILED,InvalidParameterException: a message
"
    );
    assert_eq!(service.people.lock().unwrap()["user-1"]["FirstName"], "Other");
}

#[test]
fn an_expired_key_stops_the_run_and_fails_nothing() {
    struct Expired;
    impl Service for Expired {
        fn open(&self, _run: Option<&str>) -> Result<Box<dyn Calls + '_>, ConfigError> {
            Ok(Box::new(Self))
        }
    }
    impl Calls for Expired {
        fn call(&self, operation: &'static Description, _: &Parameters) -> Result<Value, Error> {
            Err(refusal(operation, 403, "ExpiredTokenException"))
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let (runs, clock) = (Runs::in_folder(folder.path().to_owned()), Virtual::default());
    let run = runs.begin(&plan(vec![change(0)]), &clock).unwrap();
    let (pace, interrupt) = (Pace::new(Rate::UNLIMITED), AtomicBool::new(false));
    let work = Work {
        service: &Expired,
        run: None,
        pace: &pace,
        clock: &clock,
        interrupt: &interrupt,
        in_flight: NonZeroUsize::MIN,
    };

    let ended = apply(&run, &work, &());

    assert!(ended.stopped_by.is_some());
    let counts = ended.progress.counts();
    assert_eq!((counts.done, counts.skipped, counts.failed), (0, 0, 0));
}
