//! Limits on connections: a total, and one for each source. When all places are taken, the connection that
//! has been idle longest is closed. When none is idle, a reserve remains for health checks.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

use crate::limits::Limits;
use crate::source::Source;

/// How many connections are served beyond the limit, for health and metrics only.
const RESERVE: usize = 64;

/// How many connections one source may have unless a limit is set; this machine as many as there are.
const USUAL_OF_SOURCE: usize = 1000;

/// The state of a connection that answers a request.
const BUSY: u64 = u64::MAX;
/// The state of a connection that gives way.
const LEAVING: u64 = u64::MAX - 1;

/// The places of one listener.
pub(super) struct Places {
    rooms: Mutex<Rooms>,
    of_source: Option<usize>,
    /// Counts up, so that of two connections the one with the smaller number has been idle for longer.
    turn: AtomicU64,
}

struct Rooms {
    next_id: u64,
    usual: Room,
    reserve: Room,
    of_source: HashMap<Source, usize>,
}

/// Where connections are.
struct Room {
    limit: usize,
    present: HashMap<u64, Arc<Occupant>>,
    /// Connections that were idle at the last look, with the turn since which they were; the longest
    /// idle last.
    idle: Vec<(u64, u64)>,
}

/// A connection that has a place.
struct Occupant {
    /// The turn since which it is idle, or another state.
    state: AtomicU64,
    gives_way: Notify,
}

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// The source has as many as it may.
    OfSource,
    /// No connection is idle, and the reserve is taken.
    Full,
}

/// A place, until it is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    id: u64,
    source: Source,
    occupant: Arc<Occupant>,
    is_reserve: bool,
}

impl NoPlace {
    /// The same in a word.
    pub(super) const fn reason(self) -> &'static str {
        match self {
            Self::OfSource => "address",
            Self::Full => "full",
        }
    }
}

impl Places {
    pub(super) fn new(limits: Limits) -> Arc<Self> {
        let room = |limit| Room {
            limit,
            present: HashMap::new(),
            idle: Vec::new(),
        };
        let rooms = Rooms {
            next_id: 0,
            usual: room(limits.connections),
            reserve: room(RESERVE),
            of_source: HashMap::new(),
        };
        Arc::new(Self {
            rooms: Mutex::new(rooms),
            of_source: limits.connections_of_source,
            turn: AtomicU64::default(),
        })
    }

    /// A place for a new connection.
    pub(super) fn enter(self: &Arc<Self>, address: IpAddr) -> Result<Place, NoPlace> {
        let source = Source::of(address);
        let occupant = Arc::new(Occupant {
            state: AtomicU64::new(self.next_turn()),
            gives_way: Notify::new(),
        });
        let mut rooms = self.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = match self.of_source {
            Some(limit) => limit,
            None if source.is_loopback() => usize::MAX,
            None => USUAL_OF_SOURCE,
        };
        if rooms.of_source.get(&source).is_some_and(|count| *count >= limit) {
            return Err(NoPlace::OfSource);
        }
        let id = rooms.next_id;
        let is_reserve = if rooms.usual.admit(id, &occupant) {
            false
        } else if rooms.reserve.admit(id, &occupant) {
            true
        } else {
            return Err(NoPlace::Full);
        };
        rooms.next_id += 1;
        *rooms.of_source.entry(source).or_default() += 1;
        Ok(Place {
            places: Arc::clone(self),
            id,
            source,
            occupant,
            is_reserve,
        })
    }

    fn next_turn(&self) -> u64 {
        self.turn.fetch_add(1, Ordering::Relaxed)
    }
}

impl Room {
    fn admit(&mut self, id: u64, occupant: &Arc<Occupant>) -> bool {
        let has_place = self.present.len() < self.limit || self.dismiss_one();
        if has_place {
            self.present.insert(id, Arc::clone(occupant));
        }
        has_place
    }

    /// Lets the connection that has been idle for longest give way; false if none is idle.
    fn dismiss_one(&mut self) -> bool {
        self.dismiss_known() || {
            self.look_for_idle();
            self.dismiss_known()
        }
    }

    fn dismiss_known(&mut self) -> bool {
        while let Some((since, id)) = self.idle.pop() {
            let occupant = self.present.get(&id);
            // A connection that became idle since the last look has not been idle longest.
            if occupant.is_some_and(|occupant| occupant.leave(since)) {
                self.present.remove(&id);
                return true;
            }
        }
        false
    }

    fn look_for_idle(&mut self) {
        let states = self
            .present
            .iter()
            .map(|(id, occupant)| (occupant.state.load(Ordering::Relaxed), *id));
        self.idle.extend(states.filter(|(since, _)| *since < LEAVING));
        self.idle.sort_unstable_by(|one, other| other.cmp(one));
    }
}

impl Occupant {
    /// Gives way, if it has been idle since then.
    fn leave(&self, since: u64) -> bool {
        let is_leaving = self
            .state
            .compare_exchange(since, LEAVING, Ordering::Relaxed, Ordering::Relaxed)
            .is_ok();
        if is_leaving {
            self.gives_way.notify_one();
        }
        is_leaving
    }
}

impl Place {
    /// Whether it is one of the reserve.
    pub(super) const fn is_reserve(&self) -> bool {
        self.is_reserve
    }

    /// Returns when the connection has to give way.
    pub(super) async fn gives_way(&self) {
        self.occupant.gives_way.notified().await;
    }

    /// The connection is busy, and has its place, as long as this is kept. Never returns if the
    /// connection has to give way: what is not begun is not cut off.
    pub(super) async fn busy(self: &Arc<Self>) -> Busy {
        let state = &self.occupant.state;
        let begun = state.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |state| {
            (state != LEAVING).then_some(BUSY)
        });
        if begun.is_err() {
            std::future::pending::<()>().await;
        }
        Busy(Arc::clone(self))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut rooms = self.places.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let room = if self.is_reserve {
            &mut rooms.reserve
        } else {
            &mut rooms.usual
        };
        room.present.remove(&self.id);
        if let Some(count) = rooms.of_source.get_mut(&self.source) {
            *count -= 1;
            if *count == 0 {
                rooms.of_source.remove(&self.source);
            }
        }
    }
}

/// A connection that answers a request.
pub(super) struct Busy(Arc<Place>);

impl Drop for Busy {
    fn drop(&mut self) {
        let turn = self.0.places.next_turn();
        self.0.occupant.state.store(turn, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn places(connections: usize, connections_of_source: Option<usize>) -> Arc<Places> {
        Places::new(Limits {
            connections,
            connections_of_source,
            ..Limits::default()
        })
    }

    fn enter(places: &Arc<Places>) -> Arc<Place> {
        Arc::new(places.enter(HERE).unwrap())
    }

    fn busy(place: &Arc<Place>) -> Option<Busy> {
        place.busy().now_or_never()
    }

    fn gives_way(place: &Arc<Place>) -> bool {
        place.gives_way().now_or_never().is_some()
    }

    #[test]
    fn the_longest_idle_gives_way() {
        let places = places(3, None);
        let [first, second, third] = [(); 3].map(|()| enter(&places));
        drop(busy(&first));

        let fourth = enter(&places);
        assert_eq!([&first, &second, &third].map(gives_way), [false, true, false]);
        let fifth = enter(&places);
        assert_eq!([&first, &third, &fourth].map(gives_way), [false, true, false]);

        assert!(!fourth.is_reserve() && !fifth.is_reserve());
        assert!(busy(&second).is_none(), "who gives way begins nothing");
    }

    #[test]
    fn who_is_busy_stays_and_a_reserve_is_left() {
        let places = places(2, None);
        let [first, second] = [(); 2].map(|()| enter(&places));
        let (_busy, also_busy) = (busy(&first), busy(&second));

        let others: Vec<_> = (0..RESERVE).map(|_| enter(&places)).collect();
        assert!(others.iter().all(|place| place.is_reserve()));
        let one_more = enter(&places);
        assert!(one_more.is_reserve() && gives_way(&others[0]));

        drop(second);
        assert!(enter(&places).is_reserve(), "its request is not finished");
        drop(also_busy);
        assert!(!enter(&places).is_reserve());
        assert!(!gives_way(&first));
    }

    #[test]
    fn where_all_are_busy_there_is_no_place() {
        let places = places(1, None);
        let _all: Vec<_> = (0..=RESERVE).map(|_| busy(&enter(&places))).collect();

        assert_eq!(places.enter(HERE).err(), Some(NoPlace::Full));
    }

    #[test]
    fn a_source_has_so_many_places_and_gets_them_back() {
        let places = places(10, Some(2));
        let [first, _second] = [(); 2].map(|()| places.enter(HERE).unwrap());

        assert_eq!(places.enter(HERE).err(), Some(NoPlace::OfSource));
        assert!(places.enter([192, 0, 2, 1].into()).is_ok());

        drop(first);
        assert!(places.enter(HERE).is_ok());
    }

    #[test]
    fn unless_a_limit_is_set_this_machine_has_all_places_and_others_a_thousand() {
        let places = places(1500, None);
        let taken =
            |address: IpAddr| -> Vec<_> { (0..1500).map_while(|_| places.enter(address).ok()).collect() };

        assert_eq!(taken([192, 0, 2, 1].into()).len(), 1000);
        assert_eq!(taken(HERE).len(), 1500);
    }
}
