//! Something a worker wants to learn. Needs nobody's approval.

use crate::{CompetencyId, Moment};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    pub text: String,
    pub competency: Option<CompetencyId>,
    pub when: Moment,
    pub reached: Option<Moment>,
}
