//! `GET /api/roster`: the people, teams and buddies the caller may know of.

use domain::{BadId, Buddy, JobRoleId, Person, PersonId, Roster, Team, TeamId};
use json::Json;
use serde::{Deserialize, Serialize};

use super::{day_from_text, day_to_text, roles_from_texts, roles_to_texts};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterDto {
    #[serde(default)]
    pub people: Vec<PersonDto>,
    #[serde(default)]
    pub teams: Vec<TeamDto>,
    #[serde(default)]
    pub relations: Vec<BuddyDto>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDto {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDto {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub members: Vec<String>,
    #[serde(default)]
    pub supervisors: Vec<String>,
}

/// `relation` is `buddy`; other words are for later and left out by today's reader. Days are
/// `YYYY-MM-DD`, `until` included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuddyDto {
    #[serde(default = "buddy")]
    pub relation: String,
    pub buddy: String,
    pub learner: String,
    pub from: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

fn buddy() -> String {
    "buddy".to_owned()
}

impl RosterDto {
    pub fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            people: json.each("people", PersonDto::from_json)?,
            teams: json.each("teams", TeamDto::from_json)?,
            relations: json.each("relations", BuddyDto::from_json)?,
        })
    }
}

impl PersonDto {
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.text("id")?,
            name: json.text("name")?,
            roles: json.texts("roles")?,
            job: json.text("job"),
        })
    }
}

impl TeamDto {
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            id: json.text("id")?,
            name: json.text("name")?,
            members: json.texts("members")?,
            supervisors: json.texts("supervisors")?,
        })
    }
}

impl BuddyDto {
    fn from_json(json: &Json) -> Option<Self> {
        Some(Self {
            relation: json.text("relation").unwrap_or_else(buddy),
            buddy: json.text("buddy")?,
            learner: json.text("learner")?,
            from: json.text("from")?,
            until: json.text("until"),
        })
    }
}

/// A roster that makes no sense.
#[derive(Debug, thiserror::Error)]
pub enum NotARoster {
    #[error("{text:?} is not an id")]
    Id {
        text: String,
        #[source]
        source: BadId,
    },
    #[error("{0:?} is not a day")]
    Day(String),
}

impl TryFrom<RosterDto> for Roster {
    type Error = NotARoster;

    fn try_from(dto: RosterDto) -> Result<Self, NotARoster> {
        let buddies = dto.relations.into_iter().filter(|one| one.relation == buddy());
        Ok(Self {
            people: dto.people.into_iter().map(Person::try_from).collect::<Result<_, _>>()?,
            teams: dto.teams.into_iter().map(Team::try_from).collect::<Result<_, _>>()?,
            buddies: buddies.map(Buddy::try_from).collect::<Result<_, _>>()?,
        })
    }
}

impl TryFrom<PersonDto> for Person {
    type Error = NotARoster;

    fn try_from(dto: PersonDto) -> Result<Self, NotARoster> {
        Ok(Self {
            id: id(dto.id, PersonId::new)?,
            name: dto.name,
            roles: roles_from_texts(&dto.roles),
            job: dto.job.map(|job| id(job, JobRoleId::new)).transpose()?,
        })
    }
}

impl TryFrom<TeamDto> for Team {
    type Error = NotARoster;

    fn try_from(dto: TeamDto) -> Result<Self, NotARoster> {
        let people = |texts: Vec<String>| {
            texts.into_iter().map(|text| id(text, PersonId::new)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            id: id(dto.id, TeamId::new)?,
            name: dto.name,
            members: people(dto.members)?,
            supervisors: people(dto.supervisors)?,
        })
    }
}

impl TryFrom<BuddyDto> for Buddy {
    type Error = NotARoster;

    fn try_from(dto: BuddyDto) -> Result<Self, NotARoster> {
        let day = |text: String| day_from_text(&text).ok_or(NotARoster::Day(text));
        Ok(Self {
            buddy: id(dto.buddy, PersonId::new)?,
            learner: id(dto.learner, PersonId::new)?,
            from: day(dto.from)?,
            until: dto.until.map(day).transpose()?,
        })
    }
}

fn id<T>(text: String, make: impl Fn(String) -> Result<T, BadId>) -> Result<T, NotARoster> {
    make(text.clone()).map_err(|source| NotARoster::Id { text, source })
}

impl From<&Roster> for RosterDto {
    fn from(roster: &Roster) -> Self {
        Self {
            people: roster.people.iter().map(PersonDto::from).collect(),
            teams: roster.teams.iter().map(TeamDto::from).collect(),
            relations: roster.buddies.iter().map(BuddyDto::from).collect(),
        }
    }
}

impl From<&Person> for PersonDto {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.to_string(),
            name: person.name.clone(),
            roles: roles_to_texts(&person.roles),
            job: person.job.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&Team> for TeamDto {
    fn from(team: &Team) -> Self {
        let texts = |people: &[PersonId]| people.iter().map(ToString::to_string).collect();
        Self {
            id: team.id.to_string(),
            name: team.name.clone(),
            members: texts(&team.members),
            supervisors: texts(&team.supervisors),
        }
    }
}

impl From<&Buddy> for BuddyDto {
    fn from(one: &Buddy) -> Self {
        Self {
            relation: buddy(),
            buddy: one.buddy.to_string(),
            learner: one.learner.to_string(),
            from: day_to_text(one.from),
            until: one.until.map(day_to_text),
        }
    }
}
