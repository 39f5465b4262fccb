//! Things compared take turns, so that what else the machine does falls on all of them.

use std::time::Duration;

use hdrhistogram::Histogram;

use super::http::Target;
use super::load::{CONNECTIONS, Load, Run};
use super::traffic::Requests;

/// One of the things compared.
pub(super) struct Contender {
    name: String,
    turn: Box<Turn>,
    rates: Vec<f64>,
    latencies: Histogram<u64>,
}

/// Runs what is measured for a time.
type Turn = dyn FnMut(Duration) -> anyhow::Result<Run>;

/// How fast a contender was.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    pub(super) name: String,
    /// Requests per second, turn by turn.
    pub(super) rates: Vec<f64>,
    /// None where only the rate is known.
    pub(super) latencies: Option<Latencies>,
}

/// How long requests took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Latencies {
    pub(super) p50: Duration,
    pub(super) p99: Duration,
    pub(super) max: Duration,
}

impl Contender {
    /// Requests to a server.
    pub(super) fn new(name: impl Into<String>, target: &Target, requests: Requests) -> anyhow::Result<Self> {
        Self::with_connections(name, target, requests, CONNECTIONS)
    }

    /// Requests to a server on so many connections.
    pub(super) fn with_connections(
        name: impl Into<String>,
        target: &Target,
        mut requests: Requests,
        connections: usize,
    ) -> anyhow::Result<Self> {
        let (address, mut load) = (target.address, None);
        Self::other(name, move |time| {
            // Only now: the server closes idle connections, and other contenders may take long to prepare.
            let load = match &mut load {
                Some(load) => load,
                None => load.insert(Load::connect(address, connections)?),
            };
            load.run(&mut requests, time)
        })
    }

    /// Anything else.
    pub(super) fn other(
        name: impl Into<String>,
        turn: impl FnMut(Duration) -> anyhow::Result<Run> + 'static,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            name: name.into(),
            turn: Box::new(turn),
            rates: Vec::new(),
            latencies: Histogram::new(3)?,
        })
    }

    /// A turn that does not count.
    pub(super) fn warm_up(&mut self, time: Duration) -> anyhow::Result<()> {
        (self.turn)(time).map(drop)
    }

    fn pace(self) -> Pace {
        let at = |quantile| Duration::from_micros(self.latencies.value_at_quantile(quantile));
        Pace {
            name: self.name,
            latencies: (!self.latencies.is_empty()).then(|| Latencies {
                p50: at(0.5),
                p99: at(0.99),
                max: at(1.0),
            }),
            rates: self.rates,
        }
    }
}

impl Pace {
    pub(super) fn rate(&self) -> f64 {
        median(self.rates.clone())
    }

    /// How many times as fast as another: the median over neighbouring turns.
    pub(super) fn relative_to(&self, other: &Self) -> f64 {
        median(
            self.rates
                .iter()
                .zip(&other.rates)
                .map(|(mine, theirs)| mine / theirs)
                .collect(),
        )
    }
}

/// Runs each in turn, for a number of rounds. A first turn of each does not count.
pub(super) fn take_turns(
    mut contenders: Vec<Contender>,
    rounds: usize,
    turn: Duration,
) -> anyhow::Result<Vec<Pace>> {
    for contender in &mut contenders {
        contender.warm_up(turn / 2)?;
    }
    for _ in 0..rounds {
        for contender in &mut contenders {
            let run = (contender.turn)(turn)?;
            contender.rates.push(run.rate);
            contender.latencies.add(&run.latencies)?;
        }
    }
    Ok(contenders.into_iter().map(Contender::pace).collect())
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[count / 2],
        count => f64::midpoint(values[count / 2 - 1], values[count / 2]),
    }
}
