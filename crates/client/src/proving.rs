//! One sign-off as a file that needs no Ropes server to be verified.

use domain::{CompetencyId, EntryId, PersonId, Rated};
use exchange::attestation::Names;
use exchange::seal::{Exporting, Reply, Request};

use crate::client::Client;
use crate::effect::Effect;
use crate::sealing::Sealing;
use crate::view::SignProblem;

impl Client {
    pub(crate) fn export_sign_off(&mut self, id: &EntryId) {
        let Some(exporting) = self.exporting(id) else { return };
        self.seals.problem = None;
        let name = format!("ropes-sign-off-{}.json", self.stamp());
        self.seal(Request::Export(Box::new(exporting)).pack(), Sealing::File(name));
    }

    fn exporting(&self, id: &EntryId) -> Option<Exporting> {
        let (identity, (held, entry)) = (self.identity.as_ref()?, self.readable(id)?);
        let mut item = self.item(held, entry)?;
        let said = self.said(held, id)?;
        item.receipt = self.seals.receipts.get(&said.digest).cloned();
        let name = |id: &str| PersonId::new(id).map(|id| self.person_name(&id)).unwrap_or_default();
        let competency = CompetencyId::new(said.competency.as_str()).ok()?;
        Some(Exporting {
            org: identity.org.clone(),
            period: held.period?,
            trust: self.seals.trust.clone(),
            names: Names {
                organisation: identity.org_name.clone(),
                signer: name(&item.author),
                subject: name(&held.subject),
                competency: self.competency_name(&competency),
                level: self.level_name(&competency, Rated::Level(said.level)),
            },
            item,
        })
    }

    pub(crate) fn on_file(&mut self, name: String, reply: Result<Reply, SignProblem>) {
        let problem = match reply {
            Ok(reply) => {
                if let Reply::Bytes(bytes) = reply {
                    let media_type = "application/json";
                    return self.effect(Effect::SaveFile { name, media_type, bytes });
                }
                SignProblem::Refused
            }
            Err(problem) => problem,
        };
        self.seals.problem = Some(problem);
    }
}
