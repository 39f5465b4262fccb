//! Records of an instance that have a name unique within it.

/// Declares a kind of record that belongs to an instance and has a name unique within it. `by BY_TERM` gives it an index of
/// the terms by which searches find it.
macro_rules! named_record {
    ($record:ident, $table:literal $(, by $terms:ident)?) => {
        impl $record {
            /// By instance and name.
            pub const BY_NAME: $crate::record::Index = $crate::record::Index { name: "name" };
            $(
                /// By instance, field, value and name.
                pub const $terms: $crate::record::Index = $crate::record::Index { name: "term" };
            )?

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
                indexes: &[Self::BY_NAME $(, Self::$terms)?],
                in_audit: $crate::record::InAudit::Values,
                stamps: $crate::record::LAST_MODIFIED,
            };

            fn key(&self) -> $crate::key::Key {
                Self::key_of(&self.instance_id, &self.id)
            }

            // The first entry that is taken names the fault: the name.
            fn entries(&self) -> Vec<$crate::record::Entry> {
                let by_name = $crate::record::Entry {
                    index: &Self::BY_NAME,
                    key: Self::of_instance(&self.instance_id).text(&self.name),
                };
                let entries = [by_name].into_iter();
                $(let entries = entries.chain($crate::records::searchable::entries(self, &Self::$terms));)?
                entries.collect()
            }
        }
    };
}
pub(super) use named_record;
