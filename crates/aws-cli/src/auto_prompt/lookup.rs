//! What the machine and the service know while somebody types. The service is asked aside, once for each
//! question; what it does not tell in time, or not at all, is not offered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use roster_client::{ApiClient, ClientOptions, Config, MAX_RESULTS, PageOptions, Pages, Parameters};
use roster_model::operation::Description;
use roster_model::schema::Kind;

use crate::completion::lists::Item;
use crate::completion::machine::Machine;
use crate::completion::{Question, Surroundings};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::service_call::client_options;

/// The most items of a list that are offered.
const MAX_ITEMS: i64 = 1000;

/// The time limits for a connection and for a response.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const READ_TIMEOUT: Duration = Duration::from_secs(2);

/// Answers for as long as one line is edited.
#[derive(Default)]
pub(super) struct Lookup(RefCell<HashMap<String, Answer>>);

enum Answer {
    Awaited(Receiver<Vec<Item>>),
    Known(Vec<Item>),
}

/// What has become of the questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing is awaited.
    Idle,
    /// An answer is still awaited.
    Waiting,
    /// An answer has come.
    News,
}

impl Lookup {
    /// Takes in what has come since the last time.
    pub(super) fn progress(&self) -> Progress {
        let mut progress = Progress::Idle;
        for answer in self.0.borrow_mut().values_mut() {
            match answer.take_in() {
                Progress::Idle => {}
                Progress::News => return Progress::News,
                Progress::Waiting => progress = Progress::Waiting,
            }
        }
        progress
    }

    /// Whether an answer is still awaited.
    pub(super) fn is_waiting(&self) -> bool {
        let answers = self.0.borrow();
        answers
            .values()
            .any(|answer| matches!(answer, Answer::Awaited(_)))
    }
}

impl Answer {
    fn take_in(&mut self) -> Progress {
        let Self::Awaited(receiver) = self else {
            return Progress::Idle;
        };
        match receiver.try_recv() {
            Err(TryRecvError::Empty) => Progress::Waiting,
            come => {
                *self = Self::Known(come.unwrap_or_default());
                Progress::News
            }
        }
    }
}

impl Surroundings for Lookup {
    fn files(&self, folder: &str) -> Vec<String> {
        Machine.files(folder)
    }

    fn profiles(&self) -> Vec<String> {
        Machine.profiles()
    }

    fn items(&self, question: Question) -> Vec<Item> {
        let mut answers = self.0.borrow_mut();
        let answer = answers.entry(key(&question)).or_insert_with(|| ask(question));
        answer.take_in();
        match answer {
            Answer::Awaited(_) => Vec::new(),
            Answer::Known(items) => items.clone(),
        }
    }
}

fn key(question: &Question) -> String {
    let (operation, parameters) = (question.list.operation.name, &question.parameters);
    format!("{operation} {parameters:?} {:?}", question.globals)
}

fn ask(question: Question) -> Answer {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        // Why there is no answer will be told when the command itself is called; nobody listens
        // here once the line is done.
        let _ = sender.send(fetch(&question).unwrap_or_default());
    });
    Answer::Awaited(receiver)
}

fn fetch(question: &Question) -> Result<Vec<Item>, Failure> {
    let (globals, _) = Globals::parse(&question.globals)?;
    let config = Config::load(globals.profile.clone())?;
    let options = ClientOptions {
        connect_timeout: Some(CONNECT_TIMEOUT),
        read_timeout: Some(READ_TIMEOUT),
        retry: false,
        ..client_options(&globals)
    };
    let client = ApiClient::new(&options, &config, Box::new(()))?;
    let list = question.list;
    let page_options = PageOptions {
        starting_token: None,
        page_size: largest_page(list.operation),
        max_items: Some(MAX_ITEMS),
    };
    let call = |parameters: &Parameters| client.call(list.operation, parameters);
    let mut pages = Pages::new(&call, list.items, question.parameters.clone(), &page_options);
    Ok(list.read(&pages.merged(&[])?))
}

/// The most items that the description of a list allows in a page.
fn largest_page(operation: &'static Description) -> Option<i64> {
    let member = operation.request().member(MAX_RESULTS)?;
    match (member.target)().kind {
        Kind::Integer { range } | Kind::Long { range } => range.max,
        _ => None,
    }
}
