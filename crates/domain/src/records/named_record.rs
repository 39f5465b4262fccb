//! Records of an instance that have a name unique within it.

/// Declares a kind of record that belongs to an instance and has a name unique within it.
macro_rules! named_record {
    ($record:ident, $table:literal) => {
        impl $record {
            /// By instance and name.
            pub const BY_NAME: $crate::record::Index = $crate::record::Index { name: "name" };

            /// Where the records of an instance start in [`Self::BY_NAME`].
            pub fn of_instance(instance_id: &$crate::id::Id) -> $crate::key::Key {
                $crate::key::Key::new().id(instance_id)
            }

            /// Where the record of this id is kept.
            pub fn key_of(instance_id: &$crate::id::Id, id: &$crate::id::Id) -> $crate::key::Key {
                $crate::key::Key::new().id(instance_id).id(id)
            }
        }

        impl $crate::record::Record for $record {
            const KIND: &'static $crate::record::Kind = &$crate::record::Kind {
                name: $table,
                indexes: &[Self::BY_NAME],
                in_audit: $crate::record::InAudit::Values,
                stamps: $crate::record::LAST_MODIFIED,
            };

            fn key(&self) -> $crate::key::Key {
                Self::key_of(&self.instance_id, &self.id)
            }

            fn entries(&self) -> Vec<$crate::record::Entry> {
                vec![$crate::record::Entry {
                    index: &Self::BY_NAME,
                    key: Self::of_instance(&self.instance_id).text(&self.name),
                }]
            }
        }
    };
}
pub(super) use named_record;
