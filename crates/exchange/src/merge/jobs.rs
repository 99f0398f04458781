//! Jobs and the levels they ask for. A job belongs to no framework, so none retires it.

use domain::{Catalog, FrameworkId, JobRole, JobRoleId, Text};

use super::{
    item::{Item, put},
    languages::Spoken,
};

impl Item for JobRole {
    fn version(&mut self) -> &mut u32 {
        &mut self.version
    }

    fn retired(&mut self) -> &mut bool {
        &mut self.retired
    }

    fn stand_like(&mut self, _: &Self) {}
}

/// Adds the jobs that are not there yet.
pub(super) fn add(catalog: &mut Catalog, new: Vec<JobRole>) {
    for job in new {
        catalog.jobs.get_or_insert_with(job.id.clone(), || job);
    }
}

/// Makes `jobs` all there is to say about targets for a framework's competencies in use. A file
/// without jobs says nothing about targets.
pub(super) fn retarget(
    catalog: &mut Catalog,
    jobs: Vec<JobRole>,
    framework: &FrameworkId,
    spoken: &Spoken,
) {
    if jobs.is_empty() {
        return;
    }
    let mut cleared = catalog.jobs.clone();
    for job in cleared.values_mut() {
        job.targets.retain(|id, _| {
            let item = catalog.competencies.get(id);
            item.is_none_or(|c| &c.framework != framework || c.retired)
        });
    }
    for mut job in jobs {
        if let Some(id) = known(catalog, &job) {
            let (current, kept) = (&catalog.jobs[&id], &cleared[&id]);
            if job.name == Text::of("en", job.id.as_str()) {
                job.name = current.name.clone();
            }
            // What it was known by stays: the same file finds it again.
            if id != job.id {
                job.name.0.extend(current.name.0.clone());
            }
            spoken.keep(&mut job.name, &current.name);
            let kept = kept.targets.iter().map(|(id, level)| (id.clone(), *level));
            job.targets = kept.chain(job.targets).collect();
            job.id = id;
        }
        cleared.insert(job.id.clone(), job);
    }
    for (id, job) in cleared {
        put(&mut catalog.jobs, id, job);
    }
}

/// The job there is under that id, else under that name.
fn known(catalog: &Catalog, job: &JobRole) -> Option<JobRoleId> {
    if catalog.jobs.contains_key(&job.id) {
        return Some(job.id.clone());
    }
    let name = job.id.as_str().to_lowercase();
    let is_called = |known: &&JobRole| known.name.0.values().any(|n| n.to_lowercase() == name);
    catalog.jobs.values().find(is_called).map(|known| known.id.clone())
}
