//! What the server did not accept.

use domain::InOrder;

use crate::client::Client;
use crate::not_accepted::SetAside;
use crate::read::entries::when;
use crate::view::NotAccepted;

impl Client {
    /// Everything that was not accepted and not dropped yet, the latest first.
    pub fn not_accepted(&self) -> Vec<NotAccepted> {
        let row = |aside: &SetAside| {
            let entry = aside.entry();
            let title = entry.map(|entry| self.title_of(&entry.body));
            NotAccepted {
                id: aside.key.clone(),
                title: title.as_ref().map(|(title, _)| title.clone()),
                kind: title.map(|(_, kind)| kind),
                when: entry.map(when),
                refused: aside.at,
                code: aside.refused.code.clone(),
                reason: aside.refused.message.clone(),
                is_exported: aside.is_exported,
            }
        };
        let mut rows: Vec<_> = self.aside.iter().map(row).collect();
        rows.order_by_key(|row| std::cmp::Reverse((row.refused, row.when)));
        rows
    }
}
