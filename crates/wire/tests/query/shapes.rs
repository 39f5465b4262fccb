//! Shapes of IAM and STS, as far as the tests need them.

use roster_model::schema::{Bounds, Kind, Location, Member, Schema, Shape, Target};
use roster_model::shapes::Timestamp;

const ANY: Bounds = Bounds { min: None, max: None };

const fn shape(name: &'static str, kind: Kind) -> Schema {
    Schema {
        name,
        documentation: "",
        sensitive: false,
        personal: false,
        kind,
    }
}

const fn member(name: &'static str, schema: fn() -> &'static Schema) -> Member {
    Member {
        name,
        documentation: "",
        required: false,
        location: Location::Body,
        idempotency_token: false,
        target: Target::Declared(schema),
    }
}

/// A function that gives the schema of this name and kind.
macro_rules! shapes {
    ($($function:ident: $name:literal = $kind:expr;)*) => {
        $(pub(crate) fn $function() -> &'static Schema {
            const SCHEMA: &Schema = &shape($name, $kind);
            SCHEMA
        })*
    };
}

shapes! {
    tag: "Tag" = Kind::Structure(const { &[member("Key", String::schema), member("Value", String::schema)] });
    tags: "tagListType" = Kind::List { member: Target::Declared(tag), length: ANY };
    create_user: "CreateUserRequest" = Kind::Structure(const { &[
        member("Path", String::schema),
        member("UserName", String::schema),
        member("Tags", tags),
    ] });
    assume_role: "AssumeRoleRequest" = Kind::Structure(const { &[
        member("RoleArn", String::schema),
        member("DurationSeconds", i64::schema),
        member("Tags", tags),
    ] });
    names: "clientIDListType" = Kind::List { member: Target::Declared(String::schema), length: ANY };
    summary: "summaryMapType" = Kind::Map { key: Target::Declared(String::schema), value: Target::Declared(i64::schema), length: ANY };
    user: "User" = Kind::Structure(const { &[
        member("Path", String::schema),
        member("UserName", String::schema),
        member("CreateDate", Timestamp::schema),
        member("Tags", tags),
    ] });
    everything: "Everything" = Kind::Structure(const { &[
        member("Flag", bool::schema),
        member("Number", i64::schema),
        member("Since", Timestamp::schema),
        member("Names", names),
        member("Tags", tags),
        member("Summary", summary),
        member("User", user),
        member("Inner", everything),
    ] });
}
