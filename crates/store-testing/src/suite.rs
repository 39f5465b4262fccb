//! The suite that every engine must pass. A case is a function that takes an engine;
//! [`store_suite!`](crate::store_suite) makes a test of each.
//!
//! Cases use the port only. What an engine does beyond it is tested in its own crate.
#![expect(
    clippy::needless_pass_by_value,
    reason = "each case owns its engine, and some restart it"
)]

use roster_store::copy::{Source, Target};
use roster_store::{AuditLog, Store};

mod audit;
mod concurrency;
mod copies;
mod erasures;
mod failures;
mod metrics;
mod newer_records;
mod person;
mod reads;
mod rows;
mod scans;
mod script;
mod stopping;
mod undoing;
mod unique;

pub use audit::*;
pub use concurrency::*;
pub use copies::*;
pub use erasures::*;
pub use failures::*;
pub use metrics::*;
pub use newer_records::*;
pub use reads::*;
pub use rows::*;
pub use scans::*;
pub use stopping::*;
pub use undoing::*;
pub use unique::*;

/// An engine under test.
pub trait Engine: Sized {
    /// An empty engine.
    fn new() -> Self;

    /// Its store.
    fn store(&self) -> &dyn Store;

    /// Its audit chains; `None` if no other process can read them.
    fn audit_log(&self) -> Option<Box<dyn AuditLog>>;

    /// The engine on the same data after a restart; `None` if it keeps nothing.
    fn restarted(self) -> Option<Self>;

    /// Its data as the source of a copy; `None` if it keeps nothing.
    fn source(&self) -> Option<Box<dyn Source>>;

    /// Stops it, lets `fill` use its data as the target of a copy, and opens it again: the engine, or the text of the
    /// refusal. `None` if it keeps nothing.
    fn filled(self, fill: &mut dyn FnMut(&mut dyn Target)) -> Option<Result<Self, String>>;
}

/// Makes a test of each case for an engine. One line in a module of its own: `store_suite!(MyEngine);`
#[macro_export]
macro_rules! store_suite {
    ($engine:ty) => {
        $crate::store_suite! { $engine:
            an_inserted_row_is_found_by_key_and_by_entry
            a_missing_row_is_not_found
            an_update_replaces_the_body_and_entries
            a_deleted_row_is_gone_with_its_entries
            keys_and_bodies_may_be_any_bytes
            a_scan_is_in_the_order_of_entries
            rows_are_read_by_several_keys_at_once
            an_update_keeps_what_a_newer_version_has_written
            entries_are_read_without_their_rows
            entries_that_contain_bytes_are_found_among_others
            pages_join_without_gap_or_repetition
            a_scan_stays_within_its_prefix
            a_count_is_of_the_entries_with_the_prefix
            ranges_show_what_the_work_has_written
            deleting_some_deletes_what_one_owner_has_and_nothing_else
            deleting_some_goes_on_behind_the_last_that_was_deleted
            deleting_some_sees_what_the_same_work_has_written
            the_same_rows_are_deleted_once_by_concurrent_work

            a_taken_entry_is_refused_with_the_name_of_its_index
            an_update_cannot_take_an_entry_of_another_row
            a_deleted_entry_is_free_within_the_same_work
            one_of_many_concurrent_inserts_gets_an_entry

            undone_work_leaves_no_trace
            work_can_keep_only_its_audit_records
            kept_audit_records_leave_other_work_intact
            failing_work_leaves_no_trace
            panicking_work_leaves_no_trace
            work_cannot_keep_writes_before_a_failure
            work_cannot_keep_writes_before_a_taken_entry

            an_existing_key_cannot_be_inserted
            a_missing_row_cannot_be_updated
            a_missing_row_cannot_be_deleted

            work_sees_its_own_writes
            a_read_sees_every_acknowledged_change
            a_read_cannot_write
            a_panicking_read_leaves_other_reads_intact

            concurrent_work_is_kept_or_undone_separately
            panicking_work_leaves_other_work_intact

            the_audit_chain_has_no_gap_where_work_was_undone
            the_audit_chain_continues_after_a_restart
            the_audit_log_is_read_in_pages
            a_read_pages_back_through_the_audit
            times_in_the_audit_do_not_fall_when_the_clock_is_set
            times_in_the_audit_do_not_fall_over_a_restart
            each_time_in_the_audit_is_found_among_many
            work_that_may_write_cannot_read_the_audit
            kept_rows_survive_a_restart

            erased_values_are_gone_and_the_chain_still_verifies
            an_erasure_that_is_undone_erases_nothing
            erased_values_stay_gone_over_a_restart
            a_copy_has_personal_values_and_lacks_those_that_were_erased
            removed_records_leave_the_others_and_their_numbers_also_in_a_copy

            a_copy_has_all_rows_entries_and_audit_records
            a_copy_of_a_copy_is_complete
            deleting_some_goes_on_in_a_copy
            the_audit_continues_behind_the_copied_records
            a_target_with_content_is_refused
            a_target_with_only_what_a_start_writes_takes_a_copy
            a_finished_copy_without_content_takes_a_copy
            a_copy_resumes_after_a_failure_at_any_write
            an_unfinished_copy_is_not_opened
            an_outdated_copy_catches_up_in_the_next_run
            a_copy_left_open_is_finished_with_later_changes
            a_lost_write_shows_in_the_comparison
            an_unfinished_copy_of_another_source_is_refused
            tables_of_many_pages_become_equal
            a_chain_of_many_pages_is_copied

            a_list_does_not_wait_for_long_scans
            a_list_does_not_wait_for_filters_over_all_entries

            commits_show_in_the_metrics
            undone_audit_records_do_not_count_in_the_metrics

            work_given_before_a_stop_is_finished
            long_scans_given_before_a_stop_are_finished
            work_given_after_a_stop_is_refused
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
