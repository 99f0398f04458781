//! Elements as the phone draws them: one type for all, so that the module stays small. `view!` writes
//! the calls; leptos's components, signals and effects do the rest.

mod child;
mod event;
mod list;
mod node;
mod setting;
mod state;
mod value;

pub(crate) use child::{IntoChild, any, follow};
pub(crate) use list::All;
pub(crate) use node::Node;
