//! Which workspaces users and routing profiles have.

use roster_model::stored::Stored;
use serde::{Deserialize, Serialize};

use super::folded;
use crate::id::Id;
use crate::key::Key;
use crate::record::{Entry, InAudit, Index, Kind, Record};

/// An association of a workspace with a user or a routing profile. It goes with either of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "PascalCase")]
pub struct WorkspaceAssociation {
    /// The instance of both.
    pub instance_id: Id,
    /// The workspace.
    pub workspace_id: Id,
    /// What the workspace is associated with.
    pub resource_type: AssociatedType,
    /// The id of that.
    pub resource_id: Id,
}

/// What a workspace can be associated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Stored)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum AssociatedType {
    /// A user.
    User,
    /// A routing profile.
    RoutingProfile,
}

impl AssociatedType {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::RoutingProfile => "ROUTING_PROFILE",
        }
    }
}

/// A field of associations that searches look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssociationField {
    /// The id of the workspace.
    WorkspaceId,
    /// The id of the user or routing profile.
    ResourceId,
    /// The type of what the workspace is associated with.
    ResourceType,
}

impl AssociationField {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::WorkspaceId, Self::ResourceId, Self::ResourceType];

    /// Its name in `StringCondition`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkspaceId => "WorkspaceId",
            Self::ResourceId => "ResourceId",
            Self::ResourceType => "ResourceType",
        }
    }

    /// Its name in entries. It never changes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WorkspaceId => "w",
            Self::ResourceId => "r",
            Self::ResourceType => "t",
        }
    }

    /// Its value.
    pub fn text(self, association: &WorkspaceAssociation) -> &str {
        match self {
            Self::WorkspaceId => association.workspace_id.as_str(),
            Self::ResourceId => association.resource_id.as_str(),
            Self::ResourceType => association.resource_type.as_str(),
        }
    }
}

impl WorkspaceAssociation {
    /// By instance, workspace and what it is associated with.
    pub const BY_PLACE: Index = Index { name: "place" };
    /// By instance, field, value and place.
    pub const BY_TERM: Index = Index { name: "term" };
    /// Where those of a user are found.
    pub const BY_USER: &'static Index = &Self::BY_TERM;

    /// Where the association is kept.
    pub fn key_of(instance_id: &Id, workspace_id: &Id, resource_id: &Id) -> Key {
        Key::new().id(instance_id).id(workspace_id).id(resource_id)
    }

    /// Where those of a workspace start in [`Self::BY_TERM`].
    pub fn of_workspace(instance_id: &Id, workspace_id: &Id) -> Key {
        term(instance_id, AssociationField::WorkspaceId, workspace_id.as_str())
    }

    /// Where those of a user or routing profile start in [`Self::BY_TERM`].
    pub fn of_resource(instance_id: &Id, resource_id: &Id) -> Key {
        term(instance_id, AssociationField::ResourceId, resource_id.as_str())
    }

    /// Where those of a user start in [`Self::BY_USER`].
    pub fn of_user(instance_id: &Id, user_id: &Id) -> Key {
        Self::of_resource(instance_id, user_id)
    }

    /// Its place among those of an instance: by workspace, then by what that is associated with.
    pub fn place(&self) -> Key {
        Key::new().text(&format!("{} {}", self.workspace_id, self.resource_id))
    }
}

/// Where the associations with a value of a field start.
fn term(instance_id: &Id, field: AssociationField, value: &str) -> Key {
    Key::new().id(instance_id).text(field.code()).text(&folded(value))
}

impl Record for WorkspaceAssociation {
    const KIND: &'static Kind = &Kind {
        name: "workspace_association",
        indexes: &[Self::BY_PLACE, Self::BY_TERM],
        in_audit: InAudit::Values,
        stamps: &[],
    };

    fn key(&self) -> Key {
        Self::key_of(&self.instance_id, &self.workspace_id, &self.resource_id)
    }

    fn entries(&self) -> Vec<Entry> {
        let place = self.place();
        let behind = |start: Key| Key::from_bytes([start.as_bytes(), place.as_bytes()].concat());
        let in_order = Entry {
            index: &Self::BY_PLACE,
            key: behind(Key::new().id(&self.instance_id)),
        };
        let terms = AssociationField::ALL.map(|field| Entry {
            index: &Self::BY_TERM,
            key: behind(term(&self.instance_id, field, field.text(self))),
        });
        [in_order].into_iter().chain(terms).collect()
    }
}
