//! The instances and users of the demonstration: those of AWS's own documentation example, and one
//! of each other identity management type.

use std::sync::Arc;

use roster_domain::audit::AuditRecord;
use roster_domain::records::{Instance, InstanceSettings, RoutingProfile, SecurityProfile, User};
use roster_domain::{AccountRegion, Caller, Entry, Id, Partition, Principal, Record};
use roster_model::resource_type::ResourceType;
use roster_model::shapes::{
    DirectoryAlias, DirectoryId, DirectoryType, DirectoryUserId, PhoneType, Timestamp, UserIdentityInfo,
    UserPhoneConfig,
};
use roster_store::{BoxFuture, Rows, StoreError, Transaction, Verdict, Work};
use tokio::sync::oneshot;

use crate::context::Context;
use crate::instance_removal::remove_now;
use crate::ops::insert_instance;
use crate::refusal::Refusal;
use crate::request_context::RequestContext;
use crate::service::Service;

/// The account of the demonstration.
pub const ACCOUNT: &str = "123456789012";

/// The partition of the demonstration.
pub const PARTITION: Partition = Partition::Aws;

/// The Region of the demonstration.
pub const REGION: &str = "us-east-1";

struct Demo {
    instance: &'static str,
    kind: DirectoryType,
    alias: Option<&'static str>,
    directory: Option<&'static str>,
    user: &'static str,
    username: &'static str,
    names: (&'static str, &'static str),
    email: Option<&'static str>,
}

const DEMOS: [Demo; 3] = [
    Demo {
        instance: "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
        kind: DirectoryType::ConnectManaged,
        alias: Some("demo"),
        directory: None,
        user: "87654321-2222-1234-1234-111234567891",
        username: "mary",
        names: ("Mary", "Miller"),
        email: Some("mary@example.com"),
    },
    Demo {
        instance: "b2c3d4e5-6789-01ab-cdef-EXAMPLE22222",
        kind: DirectoryType::Saml,
        alias: Some("demo-saml"),
        directory: None,
        user: "98765432-3333-2345-2345-222345678902",
        username: "sam@example.com",
        names: ("Sam", "Santos"),
        email: None,
    },
    Demo {
        instance: "c3d4e5f6-7890-12ab-cdef-EXAMPLE33333",
        kind: DirectoryType::ExistingDirectory,
        alias: None,
        directory: Some("d-1234567890"),
        user: "09876543-4444-3456-3456-333456789013",
        username: "dora",
        names: ("Dora", "Diaz"),
        email: Some("dora@example.com"),
    },
];

/// Makes what of the demonstration is not there yet. Its ids are the same each time, so what a deleted instance of it
/// held is removed first.
pub async fn seed(service: &Service, now: Timestamp, request_id: String) -> Result<(), Refusal> {
    for demo in &DEMOS {
        remove_now(&**service.store(), &id(demo.instance)).await?;
    }
    let account_region = account_region();
    let record = AuditRecord {
        time: now,
        request_id,
        principal: Some("roster serve --demo".to_owned()),
        account: Some(account_region.account.clone()),
        region: Some(account_region.region.clone()),
        source_address: "127.0.0.1".to_owned(),
        ..AuditRecord::default()
    };
    let (done, seeded) = oneshot::channel();
    let seeding = Seeding {
        context: service.kernel.context(
            Arc::new(Caller {
                account_region,
                principal: Principal::Root,
            }),
            now,
        ),
        record,
        refusal: None,
        done,
    };
    service.store().write(Box::new(seeding));
    seeded.await.unwrap_or(Err(Refusal::Store(StoreError::Unknown)))
}

fn account_region() -> AccountRegion {
    AccountRegion::new(PARTITION, ACCOUNT, REGION)
        .expect("the Region of the demonstration is of its partition")
}

struct Seeding {
    context: RequestContext,
    record: AuditRecord,
    refusal: Option<Refusal>,
    done: oneshot::Sender<Result<(), Refusal>>,
}

impl Work for Seeding {
    fn run<'a>(&'a mut self, rows: &'a mut dyn Rows) -> BoxFuture<'a, Result<Verdict, StoreError>> {
        Box::pin(async move {
            let mut cx = Context::new(&self.context, Transaction::new(rows));
            for demo in &DEMOS {
                match add(&mut cx, demo).await {
                    Ok(()) => {}
                    Err(Refusal::Store(error)) => return Err(error),
                    Err(refusal) => {
                        self.refusal = Some(refusal);
                        return Ok(Verdict::Undo);
                    }
                }
            }
            let (rows, changes) = cx.into_transaction().into_changes();
            if !changes.is_empty() {
                self.record.changes = changes;
                rows.audit(&self.record).await?;
            }
            Ok(Verdict::Keep)
        })
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let seeded = match (outcome, self.refusal) {
            (Err(error), _) => Err(Refusal::Store(error)),
            (Ok(()), Some(refusal)) => Err(refusal),
            (Ok(()), None) => Ok(()),
        };
        // The server may be stopping already.
        let _ = self.done.send(seeded);
    }
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("the ids of the demonstration are ids")
}

async fn add(cx: &mut Context<'_>, demo: &Demo) -> Result<(), Refusal> {
    let instance = Instance {
        id: id(demo.instance),
        account_region: cx.account_region().clone(),
        identity_management_type: demo.kind,
        alias: demo.alias.map(|alias| DirectoryAlias(alias.to_owned())),
        directory_id: demo.directory.map(|directory| DirectoryId(directory.to_owned())),
        inbound_calls_enabled: true,
        outbound_calls_enabled: true,
        created_time: cx.now,
        client_token: None,
        tags: None,
        attributes: Vec::new(),
        settings: InstanceSettings::default(),
    };
    if cx.transaction.get::<Instance>(&instance.key()).await?.is_none() {
        insert_instance(cx, &instance).await?;
    }
    let user_id = id(demo.user);
    if cx
        .transaction
        .get::<User>(&User::key_of(&instance.id, &user_id))
        .await?
        .is_none()
    {
        let user = user(cx, &instance, user_id, demo).await?;
        cx.insert_unless_taken(&user, Refusal::taken(ResourceType::User, "Username"))
            .await?;
    }
    Ok(())
}

async fn user(cx: &mut Context<'_>, instance: &Instance, id: Id, demo: &Demo) -> Result<User, Refusal> {
    let agent = Entry {
        index: &SecurityProfile::BY_NAME,
        key: SecurityProfile::of_instance(&instance.id).text("Agent"),
    };
    let basic = Entry {
        index: &RoutingProfile::BY_NAME,
        key: RoutingProfile::of_instance(&instance.id).text("Basic Routing Profile"),
    };
    let missing = || StoreError::Corrupt("an instance of the demonstration has lost its profiles".to_owned());
    let agent: SecurityProfile = cx.transaction.find(&agent).await?.ok_or_else(missing)?;
    let basic: RoutingProfile = cx.transaction.find(&basic).await?.ok_or_else(missing)?;
    let (first, last) = demo.names;
    Ok(User {
        directory_user_id: demo.directory.map(|_| DirectoryUserId(demo.username.to_owned())),
        id,
        instance_id: instance.id.clone(),
        username: demo.username.to_owned(),
        identity_info: UserIdentityInfo {
            first_name: Some(first.to_owned().into()),
            last_name: Some(last.to_owned().into()),
            email: demo.email.map(|email| email.to_owned().into()),
            secondary_email: None,
            mobile: None,
        },
        phone_config: Some(UserPhoneConfig {
            phone_type: Some(PhoneType::SoftPhone),
            ..UserPhoneConfig::default()
        }),
        security_profile_ids: vec![agent.id],
        routing_profile_id: basic.id,
        hierarchy_group_id: None,
        parent_hierarchy_group_ids: Vec::new(),
        auto_accept_configs: None,
        after_contact_work_configs: None,
        phone_number_configs: None,
        persistent_connection_configs: None,
        voice_enhancement_configs: None,
        proficiencies: Vec::new(),
        tags: None,
        last_modified_time: cx.now,
        last_modified_region: cx.account_region().region.clone(),
    })
}
