//! What a person may be in an organisation. One person may be several of these.

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Worker,
    Supervisor,
    Editor,
    Analyst,
    Admin,
}

impl Role {
    pub const ALL: [Self; 5] =
        [Self::Worker, Self::Supervisor, Self::Editor, Self::Analyst, Self::Admin];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Supervisor => "supervisor",
            Self::Editor => "editor",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}
