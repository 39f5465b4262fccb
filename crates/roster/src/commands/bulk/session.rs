//! The service that a command calls, its rate, and interrupts.

use std::num::NonZeroUsize;

use anyhow::anyhow;
use roster_bulk::{Endpoint, Error, Pace, Rate, Work, is_of_aws};
use roster_client::{ClientOptions, SystemClock};
use roster_model::service::Service;

use crate::arguments::BulkTarget;
use crate::stop_signal::StopSignal;

/// The calls of one command.
pub(super) struct Session {
    endpoint: Endpoint,
    /// The address of the service.
    pub(super) address: String,
    /// How fast it is called.
    pub(super) rate: Rate,
    pace: Pace,
    /// How many calls may be under way at once, if a flag says so.
    in_flight: Option<NonZeroUsize>,
    stop: StopSignal,
}

/// How many calls are under way at once, unless a flag says otherwise.
const USUAL_IN_FLIGHT: NonZeroUsize = NonZeroUsize::new(16).expect("it is not 0");

/// The same of changes at a server of Roster, which flushes many together. Reads become no faster by so many.
const CHANGES_IN_FLIGHT: NonZeroUsize = NonZeroUsize::new(64).expect("it is not 0");

impl Session {
    /// Finds the service as `roster connect` does. The first interrupt lets calls finish, the second ends the process.
    pub(super) fn open(target: &BulkTarget) -> anyhow::Result<Self> {
        Self::until(&StopSignal::register()?, target)
    }

    /// The same with a signal that is registered already.
    pub(super) fn until(stop: &StopSignal, target: &BulkTarget) -> anyhow::Result<Self> {
        let options = ClientOptions {
            endpoint_url: target.endpoint_url.clone(),
            region: target.region.clone(),
            ca_bundle: target.ca_bundle.clone(),
            ..ClientOptions::default()
        };
        let open = || {
            let endpoint = Endpoint::load(options, target.profile.clone())?;
            let address = endpoint.address()?;
            Ok((endpoint, address))
        };
        let (endpoint, address) = open().map_err(|error| explained(Error::Config(error)))?;
        let rate = target.rate.unwrap_or_else(|| Rate::suiting(&address));
        Ok(Self {
            endpoint,
            rate,
            pace: Pace::new(rate),
            in_flight: target.in_flight,
            address,
            stop: stop.clone(),
        })
    }

    /// Another API of the same account.
    pub(super) fn endpoint_of(&self, service: Service) -> anyhow::Result<Endpoint> {
        let endpoint = self.endpoint.beside(service);
        endpoint.map_err(|error| explained(Error::Config(error)))
    }

    /// What the calls of all threads share.
    pub(super) fn work(&self) -> Work<'_> {
        self.work_at(&self.endpoint)
    }

    /// The same for calls that change something.
    pub(super) fn changing(&self) -> Work<'_> {
        let usual = if is_of_aws(&self.address) {
            USUAL_IN_FLIGHT
        } else {
            CHANGES_IN_FLIGHT
        };
        Work {
            in_flight: self.in_flight.unwrap_or(usual),
            ..self.work()
        }
    }

    /// The same for calls of another API.
    pub(super) fn work_at<'a>(&'a self, endpoint: &'a Endpoint) -> Work<'a> {
        Work {
            service: endpoint,
            run: None,
            pace: &self.pace,
            clock: &SystemClock,
            interrupt: self.stop.flag(),
            in_flight: self.in_flight.unwrap_or(USUAL_IN_FLIGHT),
        }
    }
}

/// An error in the words that `roster connect` has for it.
pub(super) fn explained(error: Error) -> anyhow::Error {
    match error {
        Error::Client(error) => anyhow!(roster_aws_cli::sentence(error)),
        Error::Config(error) => anyhow!(roster_aws_cli::sentence(error.into())),
        error => error.into(),
    }
}
