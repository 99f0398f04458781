//! Numbers a framework's competencies in the order of their tree, retired ones behind their
//! siblings.

use domain::Map;

use domain::{Catalog, Competency, CompetencyId, FrameworkId};

pub(super) fn renumber(catalog: &mut Catalog, framework: &FrameworkId) {
    let mine = |c: &&Competency| &c.framework == framework;
    let mut list: Vec<_> = catalog.competencies.values().filter(mine).cloned().collect();
    list.sort_by_key(|c| (c.retired, c.order));
    let mut children: Map<Option<&CompetencyId>, Vec<&Competency>> = Map::new();
    let is_here = |id: &&CompetencyId| {
        catalog.competencies.get(*id).is_some_and(|parent| &parent.framework == framework)
    };
    for item in &list {
        children.get_or_default(item.parent.as_ref().filter(is_here)).push(item);
    }
    let mut order = Vec::with_capacity(list.len());
    let mut open = children.remove(&None).unwrap_or_default();
    open.reverse();
    while let Some(item) = open.pop() {
        order.push(item.id.clone());
        let below = children.remove(&Some(&item.id)).unwrap_or_default();
        open.extend(below.into_iter().rev());
    }
    for (place, id) in order.iter().enumerate() {
        if let Some(item) = catalog.competencies.get_mut(id) {
            item.order = place as u32;
        }
    }
}
