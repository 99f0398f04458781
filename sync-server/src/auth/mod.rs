//! Who is asking: invites, sessions, tickets, and the types that handlers ask for.

mod code;
mod cookie;
mod invite;
mod origin;
mod renewal;
mod secret;
mod seen;
mod signed_in;
mod ticket;
mod tries;

pub use code::{BadCode, InviteCode};
pub(crate) use cookie::{clear_cookie, session_cookie};
pub use invite::{INVITE_DAYS, Invite, NotInvited, create_invite};
pub(crate) use origin::refuse_foreign_pages;
pub(crate) use renewal::renew;
pub use secret::{NoRandomness, Secret, device_id, fresh, org_id, person_id, team_id};
pub(crate) use seen::Seen;
pub use signed_in::{SignedIn, SyncUser};
pub use ticket::Tickets;
pub(crate) use tries::Tries;
