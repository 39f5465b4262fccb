//! The background jobs of a server.

use std::sync::Arc;

use roster_domain::clock::Clock;
use roster_domain::random::Random;
use roster_jobs::{Handler, Options, Runner};
use roster_service::{
    AuditDelivery, AuditErasure, AuditRetention, BelongingsRemoval, InstanceRemoval, MailDelivery,
    MailRetention,
};
use roster_store::Store;

/// The runner of a server.
pub(crate) fn runner(
    store: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    mail_delivery: Option<MailDelivery>,
    mail_retention: MailRetention,
    audit_delivery: Option<AuditDelivery>,
    audit_retention: Option<AuditRetention>,
) -> Runner {
    let mail_delivery = mail_delivery.map(|delivery| Arc::new(delivery) as Arc<dyn Handler>);
    let audit_delivery = audit_delivery.map(|delivery| Arc::new(delivery) as Arc<dyn Handler>);
    let audit_retention = audit_retention.map(|retention| Arc::new(retention) as Arc<dyn Handler>);
    let instance_removal = InstanceRemoval::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&random));
    let belongings_removal =
        BelongingsRemoval::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&random));
    let audit_erasure = AuditErasure::new(Arc::clone(&store), Arc::clone(&clock), Arc::clone(&random));
    let always: [Arc<dyn Handler>; 4] = [
        Arc::new(mail_retention),
        Arc::new(instance_removal),
        Arc::new(belongings_removal),
        Arc::new(audit_erasure),
    ];
    let handlers = mail_delivery
        .into_iter()
        .chain(audit_delivery)
        .chain(audit_retention)
        .chain(always)
        .collect();
    Runner::new(store, clock, random, handlers, Options::default())
}
