//! What several clients did at once, and whether it could have happened one after the other.
//!
//! A history is linearizable if every operation can be given a moment between its call and its
//! answer so that all of them, done at these moments, are answered as they were. Sources: Herlihy and
//! Wing, "Linearizability" (1990); the search is that of Wing and Gong (1993), which remembers where
//! it has been, as Lowe proposes in "Testing for linearizability" (2017).

use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// What was called, by any number of clients, and what came of it.
pub struct History<E> {
    ticks: AtomicU64,
    operations: Mutex<Vec<Operation<E>>>,
}

/// What one client did.
#[derive(Clone, Debug)]
pub struct Operation<E> {
    /// When it was called.
    pub called: u64,
    /// When its answer came; none if the outcome is unknown: then it may have taken effect at any later
    /// moment.
    pub answered: Option<u64>,
    /// What was asked and answered.
    pub event: E,
}

impl<E> Default for History<E> {
    fn default() -> Self {
        Self {
            ticks: AtomicU64::new(0),
            operations: Mutex::new(Vec::new()),
        }
    }
}

impl<E: Clone> History<E> {
    /// A moment: later than every one before.
    pub fn now(&self) -> u64 {
        self.ticks.fetch_add(1, Ordering::SeqCst)
    }

    /// Notes what came of a call.
    pub fn note(&self, operation: Operation<E>) {
        let mut operations = self.operations.lock().unwrap_or_else(PoisonError::into_inner);
        operations.push(operation);
    }

    /// Everything that was noted.
    pub fn operations(&self) -> Vec<Operation<E>> {
        let operations = self.operations.lock().unwrap_or_else(PoisonError::into_inner);
        operations.clone()
    }
}

/// The furthest that the operations of a history can be put in an order that explains them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible<E, S> {
    /// How many there are in that order.
    pub explained: usize,
    /// Where it leads.
    pub state: S,
    /// What would have to come next, of which nothing can.
    pub next: Vec<E>,
}

/// Looks for an order that explains a history; `step` says where an event leads from a state, none
/// where it could not have been.
///
/// # Errors
///
/// If there is none: the history is not linearizable.
pub fn linearize<E: Clone, S: Clone + Eq + Hash>(
    history: &[Operation<E>],
    initial: S,
    step: impl Fn(&S, &E) -> Option<S>,
) -> Result<(), Impossible<E, S>> {
    let start = Order {
        done: vec![false; history.len()],
        state: initial,
    };
    let mut furthest = start.clone();
    let mut seen = HashSet::from([start.clone()]);
    let mut open = vec![start];
    while let Some(order) = open.pop() {
        if order.explains_all(history) {
            return Ok(());
        }
        for number in order.next(history) {
            if let Some(state) = step(&order.state, &history[number].event) {
                let longer = order.with(number, state);
                if seen.insert(longer.clone()) {
                    open.push(longer);
                }
            }
        }
        if order.length() > furthest.length() {
            furthest = order;
        }
    }
    let next = furthest.next(history).map(|number| history[number].event.clone());
    Err(Impossible {
        explained: furthest.length(),
        next: next.collect(),
        state: furthest.state,
    })
}

/// A beginning of an order. How it came about does not matter for how it can go on.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Order<S> {
    /// Which operations are in it.
    done: Vec<bool>,
    state: S,
}

impl<S: Clone> Order<S> {
    fn length(&self) -> usize {
        self.done.iter().filter(|done| **done).count()
    }

    fn explains_all<E>(&self, history: &[Operation<E>]) -> bool {
        let mut operations = self.done.iter().zip(history);
        operations.all(|(done, operation)| *done || operation.answered.is_none())
    }

    /// The operations that may come next: those that were called before any other was answered.
    fn next<E>(&self, history: &[Operation<E>]) -> impl Iterator<Item = usize> {
        let open = || {
            self.done
                .iter()
                .zip(history)
                .enumerate()
                .filter(|(_, (done, _))| !**done)
        };
        let first_answer = open().filter_map(|(_, (_, operation))| operation.answered).min();
        open()
            .filter(move |(_, (_, operation))| first_answer.is_none_or(|answer| operation.called < answer))
            .map(|(number, _)| number)
    }

    fn with(&self, number: usize, state: S) -> Self {
        let mut done = self.done.clone();
        done[number] = true;
        Self { done, state }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// What may be done to a number.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Event {
        Read(u8),
        Write(u8),
    }
    use Event::{Read, Write};

    fn step(state: u8, event: Event) -> Option<u8> {
        match event {
            Read(number) => (number == state).then_some(state),
            Write(number) => Some(number),
        }
    }

    fn explained(history: &[Operation<Event>]) -> Result<(), Impossible<Event, u8>> {
        linearize(history, 0, |state, event| step(*state, *event))
    }

    fn between(called: u64, answered: u64, event: Event) -> Operation<Event> {
        let answered = Some(answered);
        Operation {
            called,
            answered,
            event,
        }
    }

    /// The outcome is unknown.
    fn since(called: u64, event: Event) -> Operation<Event> {
        Operation {
            called,
            answered: None,
            event,
        }
    }

    fn holds(history: &[Operation<Event>]) -> bool {
        explained(history).is_ok()
    }

    #[test]
    fn what_overlaps_may_have_been_in_any_order() {
        let writes = |number: u8| between(number.into(), 20 + u64::from(number), Write(number));
        let backwards = [
            writes(1),
            writes(2),
            writes(3),
            between(4, 5, Read(3)),
            between(6, 7, Read(2)),
            between(8, 9, Read(1)),
        ];
        assert!(holds(&backwards));
    }

    #[test]
    fn a_value_from_before_an_answer_is_stale() {
        let stale = [between(0, 1, Write(1)), between(2, 3, Read(0))];
        let impossible = Impossible {
            explained: 1,
            state: 1,
            next: vec![Read(0)],
        };
        assert_eq!(explained(&stale), Err(impossible));
    }

    #[test]
    fn who_has_seen_a_new_value_keeps_the_next_from_seeing_the_old_one() {
        let write = between(0, 9, Write(1));
        let [new, old] = [Read(1), Read(0)];
        assert!(holds(&[write.clone(), between(1, 2, old), between(3, 4, new)]));
        assert!(!holds(&[write, between(1, 2, new), between(3, 4, old)]));
    }

    #[test]
    fn a_value_that_is_not_set_has_no_source() {
        assert!(!holds(&[between(0, 3, Write(1)), between(1, 2, Read(2))]));
    }

    #[test]
    fn what_came_of_nothing_is_done_once_at_any_moment_or_never() {
        let [old, new] = [Read(0), Read(1)];
        let lost = since(0, Write(1));
        assert!(holds(&[lost.clone(), between(1, 2, old)]));
        assert!(holds(&[lost.clone(), between(1, 2, old), between(3, 4, new)]));
        assert!(!holds(&[
            lost,
            between(1, 2, old),
            between(3, 4, new),
            between(5, 6, old)
        ]));
        assert!(!holds(&[
            between(0, 1, old),
            between(2, 3, new),
            since(4, Write(1))
        ]));
    }

    /// The meaning of the word, without any cleverness: tries every order of every choice.
    fn can_be_explained(history: &[Operation<Event>], done: &mut Vec<usize>, state: u8) -> bool {
        let left: Vec<_> = (0..history.len())
            .filter(|number| !done.contains(number))
            .collect();
        let is_answered = |number: &usize| history[*number].answered.is_some();
        if !left.iter().any(is_answered) {
            return true;
        }
        left.iter().any(|number| {
            let called = history[*number].called;
            let is_late = left
                .iter()
                .any(|other| history[*other].answered.is_some_and(|answered| answered < called));
            let Some(state) = step(state, history[*number].event).filter(|_| !is_late) else {
                return false;
            };
            done.push(*number);
            let explained = can_be_explained(history, done, state);
            done.pop();
            explained
        })
    }

    prop_compose! {
        fn operation()(moments in any::<[u8; 2]>(), known in any::<bool>(), writes in any::<bool>(), number in 0..3_u8)
            -> (u8, u8, bool, Event) {
            let event = if writes { Write(number) } else { Read(number) };
            (moments[0].min(moments[1]), moments[0].max(moments[1]), known, event)
        }
    }

    proptest! {
        #[test]
        fn the_search_finds_an_order_where_trying_all_of_them_does(drawn in vec(operation(), 0..6)) {
            // Calls and answers at the same moment count as calls first.
            let history: Vec<_> = drawn.into_iter().map(|(called, answered, known, event)| Operation {
                called: 2 * u64::from(called),
                answered: (known || matches!(event, Read(_))).then_some(2 * u64::from(answered) + 1),
                event,
            }).collect();
            let expected = can_be_explained(&history, &mut Vec::new(), 0);
            prop_assert_eq!(holds(&history), expected);
        }
    }
}
