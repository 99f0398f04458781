//! What an import did, counted.

use domain::Map;

use domain::Catalog;

/// How many items an import touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: usize,
    /// New words or meaning; also items that only moved or came back.
    pub changed: usize,
    pub retired: usize,
    pub unchanged: usize,
}

impl Changes {
    /// There is nothing to store.
    pub fn is_nothing(&self) -> bool {
        self.added + self.changed + self.retired == 0
    }

    pub(super) fn between(old: &Catalog, new: &Catalog) -> Self {
        let mut changes = Self::default();
        changes.count(&old.frameworks, &new.frameworks, |_| false);
        changes.count(&old.scales, &new.scales, |_| false);
        changes.count(&old.competencies, &new.competencies, |item| item.retired);
        changes.count(&old.task_types, &new.task_types, |item| item.retired);
        changes.count(&old.aids, &new.aids, |item| item.retired);
        changes.count(&old.jobs, &new.jobs, |item| item.retired);
        changes.count(&old.prompts, &new.prompts, |item| item.retired);
        changes.count(&old.checklists, &new.checklists, |item| item.retired);
        changes
    }

    fn count<K: Ord, T: PartialEq>(
        &mut self,
        old: &Map<K, T>,
        new: &Map<K, T>,
        is_retired: impl Fn(&T) -> bool,
    ) {
        for (id, item) in new {
            match old.get(id) {
                None => self.added += 1,
                Some(before) if before == item => self.unchanged += 1,
                Some(before) if is_retired(item) && !is_retired(before) => self.retired += 1,
                Some(_) => self.changed += 1,
            }
        }
    }
}
