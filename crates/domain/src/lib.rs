//! What a field log is: people, roles, entries, competencies, scales and who may see what.
//!
//! Plain values and rules. Nothing here knows how they are stored, sent or drawn, and nothing here
//! reads a clock or rolls a die.

mod aid;
mod asking;
mod catalog;
mod checklist;
mod competency;
mod entry;
mod fold;
mod goal;
mod id;
mod job;
mod kind;
mod map;
mod moment;
mod observation;
mod order;
mod policy;
mod rating;
mod reflection;
mod request;
mod role;
mod rollup;
mod roster;
mod scale;
mod session;
mod set;
mod sign_off;
mod task;
mod task_type;
mod teaching;
mod text;
mod validity;

pub use aid::{Aid, AidKind, Prompt};
pub use asking::{Asking, Nobody};
pub use catalog::{Catalog, Framework};
pub use checklist::{Checklist, ChecklistTask, Step};
pub use competency::Competency;
pub use entry::{Body, Entry, Void};
pub use fold::fold;
pub use goal::Goal;
pub use id::{
    AidId, BadId, ChecklistId, CompetencyId, DeviceId, EntryId, FrameworkId, JobRoleId, OrgId,
    PersonId, PromptId, ScaleId, StepId, TaskTypeId, TeamId,
};
pub use job::JobRole;
pub use kind::{Kind, Period};
pub use map::Map;
pub use moment::{Day, Moment, Week};
pub use observation::{Did, LevelSeen, Observation, StepSeen};
pub use order::InOrder;
pub use policy::{Access, GRACE_DAYS, Relation, Standing, access, allowed, policy_table};
pub use rating::{Rated, SelfRating};
pub use reflection::Reflection;
pub use request::{Answer, Ask, REQUEST_MS, Request};
pub use role::Role;
pub use rollup::{Newest, Proof, Rollup, SignedLevel, SkillRollup, UNSEEN_DAYS};
pub use roster::{Buddy, Person, Roster, Supervised, Team};
pub use scale::{BadScale, Level, Scale};
pub use session::{Aspect, Half, Jot, Outcome, Part, Said, Session, Shadowing, Side, shadowings};
pub use set::Set;
pub use sign_off::SignOff;
pub use task::{Source, Task, Typed};
pub use task_type::TaskType;
pub use teaching::{BUDDY_LOAD, can_teach};
pub use text::{Lang, Text};
pub use validity::{Months, Validity};
