//! Who stands before the camera: their own card, and what scanning it begins.

use domain::PersonId;
use exchange::card::{Card, PersonCard};

use crate::client::Client;
use crate::effect::{Effect, Place};
use crate::shadowing::Shadow;
use crate::view::{CardProblem, OwnCard, Stage};

impl Client {
    /// What the person shows of themself.
    pub fn own_card(&self) -> Option<OwnCard> {
        let identity = self.identity.as_ref()?;
        let name = self.person_name(&identity.person);
        let (org, person) = (identity.org.clone(), identity.person.clone());
        let card = Card::Person(PersonCard { org, person, name: name.clone() });
        Some(OwnCard { name, text: card.write().ok()? })
    }

    /// Begins the one thing there is to do with them, or asks which of the two.
    pub(crate) fn meet(&mut self, card: PersonCard) {
        if let Some(problem) = self.doubt_of_person(&card) {
            self.cards.problem = Some(problem);
            return;
        }
        let with = card.person;
        match (self.may_observe(&with), self.side_with(&with).is_some()) {
            (true, true) => {
                let name = self.person_name(&with);
                self.cards.problem = Some(CardProblem::Met { person: with, name });
            }
            (true, false) => self.open_observation(with, None, None),
            (false, true) => self.go_along(with),
            (false, false) => {
                let known = self.roster.person(&with).map(|person| person.name.clone());
                self.cards.problem = Some(CardProblem::NotYours(known.or(Some(card.name))));
            }
        }
    }

    /// Into the session that runs or stands between the two, else into a new one.
    pub(crate) fn go_along(&mut self, with: PersonId) {
        let rows = self.sessions(Some(&with), self.now).rows.into_iter();
        let mine = |id: &domain::EntryId| self.session_page(id).is_some_and(|p| p.mine.is_some());
        let open = rows.filter(|row| row.stage != Stage::Ended).find(|row| mine(&row.session));
        match open {
            Some(row) if row.stage == Stage::Running => {
                self.effect(Effect::Go(Place::Session(row.session)));
            }
            Some(row) => self.shadow(Shadow::Begin(row.session)),
            None => self.shadow(Shadow::Start { with, what: None }),
        }
    }

    fn doubt_of_person(&self, card: &PersonCard) -> Option<CardProblem> {
        let identity = self.identity.as_ref()?;
        if card.org != identity.org {
            return Some(CardProblem::OtherOrganisation);
        }
        (card.person == identity.person).then_some(CardProblem::Own)
    }
}
