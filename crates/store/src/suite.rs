//! The suite that every engine must pass. A case is a function of an engine, and its name is what
//! it shows; [`store_suite!`](crate::store_suite) makes tests of them.
//!
//! Only the port is used here: what an engine does beyond it, the engine's own tests show.
#![expect(
    clippy::needless_pass_by_value,
    reason = "a case has its engine to itself, and some restart it"
)]

use crate::copy::{Source, Target};
use crate::store::{AuditLog, Store};

mod at_once;
mod audit;
mod copies;
mod failures;
mod figures;
mod person;
mod reads;
mod rows;
mod script;
mod stopping;
mod undoing;
mod unique;

pub use at_once::*;
pub use audit::*;
pub use copies::*;
pub use failures::*;
pub use figures::*;
pub use reads::*;
pub use rows::*;
pub use stopping::*;
pub use undoing::*;
pub use unique::*;

/// An engine under test.
pub trait Engine: Sized {
    /// One with nothing in it.
    fn new() -> Self;

    /// Its store.
    fn store(&self) -> &dyn Store;

    /// Its audit chains; none if nobody else could read them.
    fn audit_log(&self) -> Option<Box<dyn AuditLog>>;

    /// The same data after a restart; none if it keeps nothing.
    fn restarted(self) -> Option<Self>;

    /// Its data as what is copied; none if it keeps nothing.
    fn source(&self) -> Option<Box<dyn Source>>;

    /// Its place after it was stopped and something was copied into it, or what is said when that
    /// cannot be opened; none if it keeps nothing.
    fn filled(self, fill: &mut dyn FnMut(&mut dyn Target)) -> Option<Result<Self, String>>;
}

/// Tests an engine. One line in a test module of its own: `store_suite!(MyEngine);`
#[macro_export]
macro_rules! store_suite {
    ($engine:ty) => {
        $crate::store_suite! { $engine:
            what_is_inserted_is_found_by_key_and_by_entry
            what_was_never_inserted_is_not_found
            an_update_changes_the_body_and_exchanges_entries
            what_is_deleted_is_gone_with_its_entries
            keys_and_bodies_may_be_any_bytes
            a_scan_is_in_the_order_of_entries
            pages_join_without_gap_or_repetition
            a_scan_stays_within_its_prefix
            a_count_is_of_the_entries_with_the_prefix
            delete_all_takes_all_of_one_owner_and_nothing_else

            a_taken_entry_is_refused_by_the_name_of_its_index
            an_update_cannot_take_an_entry_either
            a_deleted_entry_is_free_within_the_same_work
            of_many_who_want_the_same_entry_at_once_one_gets_it

            undone_work_leaves_no_trace
            work_may_keep_its_audit_records_and_nothing_else
            audit_records_that_are_kept_harm_no_other_work
            failing_work_leaves_no_trace
            panicking_work_leaves_no_trace
            work_cannot_keep_what_came_before_a_failure
            work_cannot_keep_what_came_before_a_taken_entry

            a_key_that_is_there_cannot_be_inserted
            what_is_not_there_cannot_be_updated
            what_is_not_there_cannot_be_deleted

            work_sees_what_it_wrote
            a_read_sees_all_that_was_acknowledged
            a_read_cannot_write
            a_read_that_panics_harms_no_other

            work_done_at_once_is_kept_or_undone_by_itself
            panicking_work_harms_no_other

            the_audit_chain_has_no_gap_where_work_was_undone
            the_audit_chain_goes_on_after_a_restart
            the_audit_log_is_read_in_pages
            a_read_walks_back_through_the_audit
            work_that_may_write_is_not_shown_the_audit
            what_is_kept_outlives_a_restart

            a_copy_has_all_rows_entries_and_audit_records
            a_copy_of_a_copy_has_all_of_it
            the_audit_goes_on_behind_what_was_copied
            a_place_with_content_is_not_copied_into
            a_place_with_a_fingerprint_and_no_content_is_copied_into
            a_copy_without_content_is_copied_into
            a_copy_that_fails_anywhere_goes_on_from_there
            half_a_copy_is_not_opened
            what_has_changed_since_an_unfinished_copy_is_caught_up
            a_copy_that_waits_is_finished_with_what_has_come_since
            what_a_copy_has_lost_is_found
            a_copy_does_not_go_on_with_that_of_another_directory
            tables_of_many_pages_are_made_to_agree
            a_chain_of_many_pages_is_copied

            what_is_committed_shows_in_the_figures
            what_is_undone_is_no_audit_record_in_the_figures

            work_given_before_the_stop_is_done
            work_given_after_the_stop_is_told_so
            stopping_twice_is_stopping_once
        }
    };
    ($engine:ty: $($case:ident)*) => {
        $(
            #[test]
            fn $case() {
                $crate::suite::$case(<$engine as $crate::suite::Engine>::new());
            }
        )*
    };
}
