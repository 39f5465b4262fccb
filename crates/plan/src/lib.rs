//! Plans of changes to a directory of users: from the rows of a file and the people who are there to the ordered
//! calls that make one the other, or to the reasons why not. Pure: no files, no calls, no clock.
//!
//! [`copy`] plans what makes the resources that users refer to equal to those of another instance. [`resolve`] finds the person of each row, [`plan`] compares and checks, [`broken_belts`] holds back a plan that
//! changes more than was meant. [`Progress`] and [`next`] decide how a run goes on after any interruption, and
//! [`undo`] plans the way back.

mod access_request;
mod belts;
mod change;
mod checks;
mod column;
mod comparing;
mod fault;
mod field;
mod instance;
mod items;
mod kind;
mod list;
mod near;
mod part;
mod person;
mod planning;
mod progress;
mod reading;
mod references;
mod refusal;
mod resolving;
mod resources;
mod sheet;
mod undoing;
mod values;

pub use access_request::{AccessRequest, Denial};
pub use belts::{Belt, Limits, Privileged, Share, broken_belt_of_resources, broken_belts};
pub use change::{AddressChange, Change, FieldChange};
pub use column::Column;
pub use comparing::{Comparison, Difference, compare};
pub use field::Field;
pub use instance::Instance;
pub use part::Part;
pub use person::{Account, People, Person};
pub use planning::{Planned, Rules, plan};
pub use progress::{Counts, Next, Progress, Reason, Record, RunState, State, next, outcome};
pub use references::{References, Referent, Target};
pub use refusal::Refusal;
pub use resolving::{Match, Resolution, resolve};
pub use resources::{
    Copying, Inventory, MemberChange, Members, Resource, ResourceCall, ResourceChange, ResourceKind,
    Uncopied, copy, group_path,
};
pub use roster_model::shapes::DirectoryType;
pub use sheet::{KeyColumn, Row, Sheet};
pub use undoing::{Conflict, Undo, undo};
pub use values::Values;
