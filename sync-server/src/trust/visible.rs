//! Whose certificates a person needs: their own, their supervisors', and those of the authors of what
//! they may read.

use std::collections::BTreeSet;

use domain::{Day, PersonId};

use crate::access::{Directory, documents_for};
use crate::store::{CertificateRecord, Store, StoreError};

/// In the order of serial numbers, each with the moment its device was revoked.
pub fn certificates_for(
    store: &dyn Store,
    directory: &Directory,
    viewer: &PersonId,
    today: Day,
) -> Result<Vec<(CertificateRecord, Option<i64>)>, StoreError> {
    let listed = documents_for(store, directory, viewer, today)?;
    let mut needed: BTreeSet<PersonId> =
        listed.into_iter().filter_map(|one| one.document.author).collect();
    let teams = directory.teams.iter().filter(|team| team.members.contains(viewer));
    needed.extend(teams.flat_map(|team| &team.supervisors).cloned());
    needed.insert(viewer.clone());
    let known = store.certificates()?.into_iter().filter_map(|one| {
        let device = directory.devices.get(&one.device)?;
        needed.contains(&device.person).then_some((one, device.revoked_at))
    });
    Ok(known.collect())
}
