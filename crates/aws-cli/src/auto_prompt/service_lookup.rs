//! Candidates from the service while a line is edited. Each list is fetched once, in a thread of its own; a
//! list that does not arrive in time, or at all, is not offered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use roster_client::{ApiClient, ClientOptions, Config, MAX_RESULTS, PageOptions, Pages, Parameters};
use roster_model::schema::Kind;

use crate::commands::Command;
use crate::completion::lists::Item;
use crate::completion::local_machine::LocalMachine;
use crate::completion::{ListQuery, Sources};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::service_call::client_options;

/// The most items of a list that are offered.
const MAX_ITEMS: i64 = 1000;

/// The time limits for a connection and for a response.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const READ_TIMEOUT: Duration = Duration::from_secs(2);

/// The lists fetched while one line is edited.
#[derive(Default)]
pub(super) struct ServiceLookup(RefCell<HashMap<String, FetchedList>>);

enum FetchedList {
    Pending(Receiver<Vec<Item>>),
    Ready(Vec<Item>),
}

/// The progress of all lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// No list is pending.
    Idle,
    /// A list is pending.
    Pending,
    /// A list has arrived.
    Updated,
}

impl ServiceLookup {
    /// Takes in the lists that have arrived.
    pub(super) fn poll(&self) -> Progress {
        let mut progress = Progress::Idle;
        for list in self.0.borrow_mut().values_mut() {
            match list.poll() {
                Progress::Idle => {}
                Progress::Updated => return Progress::Updated,
                Progress::Pending => progress = Progress::Pending,
            }
        }
        progress
    }

    /// Whether a list is pending.
    pub(super) fn is_waiting(&self) -> bool {
        let lists = self.0.borrow();
        lists.values().any(|list| matches!(list, FetchedList::Pending(_)))
    }
}

impl FetchedList {
    fn poll(&mut self) -> Progress {
        let Self::Pending(receiver) = self else {
            return Progress::Idle;
        };
        match receiver.try_recv() {
            Err(TryRecvError::Empty) => Progress::Pending,
            fetched => {
                *self = Self::Ready(fetched.unwrap_or_default());
                Progress::Updated
            }
        }
    }
}

impl Sources for ServiceLookup {
    fn files(&self, folder: &str) -> Vec<String> {
        LocalMachine.files(folder)
    }

    fn profiles(&self) -> Vec<String> {
        LocalMachine.profiles()
    }

    fn items(&self, query: ListQuery) -> Vec<Item> {
        let mut lists = self.0.borrow_mut();
        let list = lists.entry(key(&query)).or_insert_with(|| start(query));
        list.poll();
        match list {
            FetchedList::Pending(_) => Vec::new(),
            FetchedList::Ready(items) => items.clone(),
        }
    }
}

fn key(query: &ListQuery) -> String {
    let (operation, parameters) = (query.list.operation.name, &query.parameters);
    format!("{operation} {parameters:?} {:?}", query.globals)
}

fn start(query: ListQuery) -> FetchedList {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        // The command itself reports errors. After the line is finished, nothing receives the list.
        let _ = sender.send(fetch(&query).unwrap_or_default());
    });
    FetchedList::Pending(receiver)
}

fn fetch(query: &ListQuery) -> Result<Vec<Item>, Failure> {
    let (globals, _) = Globals::parse(&query.globals)?;
    let config = Config::load(globals.profile.clone())?;
    let options = ClientOptions {
        connect_timeout: Some(CONNECT_TIMEOUT),
        read_timeout: Some(READ_TIMEOUT),
        retry: false,
        ..client_options(query.list.operation.interface.service, &globals)
    };
    let client = ApiClient::new(&options, &config, Box::new(()))?;
    let list = query.list;
    let page_options = PageOptions {
        starting_token: None,
        page_size: largest_page(&list.operation),
        max_items: Some(MAX_ITEMS),
    };
    let call = |parameters: &Parameters| client.call(list.operation.interface, parameters);
    let mut pages = Pages::new(
        &call,
        list.operation.page_members(),
        list.items,
        query.parameters.clone(),
        &page_options,
    );
    Ok(list.read(&pages.merged(&[])?))
}

/// The most items that the description of a list allows in a page.
fn largest_page(operation: &Command) -> Option<i64> {
    let member = operation.request().member(MAX_RESULTS)?;
    match member.target.schema().kind {
        Kind::Integer { range } | Kind::Long { range } => range.max,
        _ => None,
    }
}
