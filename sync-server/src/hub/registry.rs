//! The open connections, and which of them listen to which document.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use domain::{DeviceId, PersonId};
use protocol::EndCode;
use tokio::sync::Notify;

use crate::hub::connection::Connection;
use crate::hub::lock::Lock;
use crate::store::DocumentId;

#[derive(Debug, Default)]
pub(crate) struct Registry {
    listed: Lock<Listed>,
    parted: Notify,
}

#[derive(Debug, Default)]
struct Listed {
    /// Oldest first.
    connections: BTreeMap<u64, Line>,
    /// A peer id counts only within its device: nobody can push another's phone out.
    peers: HashMap<(DeviceId, String), u64>,
    listeners: HashMap<DocumentId, HashSet<u64>>,
    /// Oldest first. One that was let go is not counted any more.
    devices: HashMap<DeviceId, BTreeSet<u64>>,
    /// The same for all devices of a person.
    people: HashMap<PersonId, BTreeSet<u64>>,
}

/// How many connections one device may have, and one person with all of theirs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Most {
    pub(crate) of_device: usize,
    pub(crate) of_person: usize,
}

#[derive(Debug)]
struct Line {
    connection: Arc<Connection>,
    peer: Option<String>,
    documents: HashSet<DocumentId>,
}

impl Registry {
    /// Returns the connection that has to give way, and why, where there are more than `most` now: the
    /// device's oldest, else the person's. So a device that connects again and again costs the person's
    /// other devices nothing, as long as it may have fewer than the person.
    pub(crate) fn add(
        &self,
        connection: Arc<Connection>,
        most: Most,
    ) -> Option<(Arc<Connection>, EndCode)> {
        let listed = &mut *self.listed.lock();
        let (id, device) = (connection.id, connection.device.clone());
        let of_person = listed.people.entry(connection.person.clone()).or_default();
        of_person.insert(id);
        let of_device = listed.devices.entry(device).or_default();
        of_device.insert(id);
        let oldest = if of_device.len() > most.of_device {
            of_device.first().map(|oldest| (*oldest, EndCode::TooManyConnections))
        } else if of_person.len() > most.of_person {
            of_person.first().map(|oldest| (*oldest, EndCode::TooManyPhones))
        } else {
            None
        };
        let line = Line { connection, peer: None, documents: HashSet::new() };
        listed.connections.insert(id, line);
        let (oldest, why) = oldest?;
        let oldest = listed.connections.get(&oldest)?.connection.clone();
        listed.count_no_more(&oldest);
        Some((oldest, why))
    }

    /// Returns the older connection of the same peer, if there is one.
    pub(crate) fn join(&self, connection: &Connection, peer: &str) -> Option<Arc<Connection>> {
        let listed = &mut *self.listed.lock();
        listed.connections.get_mut(&connection.id)?.peer = Some(peer.to_owned());
        let key = (connection.device.clone(), peer.to_owned());
        let older = listed.peers.insert(key, connection.id).filter(|older| *older != connection.id);
        older.and_then(|older| listed.connections.get(&older)).map(|line| line.connection.clone())
    }

    pub(crate) fn remove(&self, connection: &Connection) {
        self.listed.lock().remove(connection);
        self.parted.notify_waiters();
    }

    /// Returns once nobody is connected.
    pub(crate) async fn emptied(&self) {
        loop {
            let parted = self.parted.notified();
            if self.listed.lock().connections.is_empty() {
                return;
            }
            parted.await;
        }
    }

    pub(crate) fn listen(&self, connection: &Connection, document: DocumentId) {
        let listed = &mut *self.listed.lock();
        if let Some(line) = listed.connections.get_mut(&connection.id) {
            line.documents.insert(document);
            listed.listeners.entry(document).or_default().insert(connection.id);
        }
    }

    pub(crate) fn stop_listening(&self, connection: &Connection, document: DocumentId) {
        let listed = &mut *self.listed.lock();
        if let Some(line) = listed.connections.get_mut(&connection.id) {
            line.documents.remove(&document);
        }
        listed.stop(document, connection.id);
    }

    pub(crate) fn listeners(&self, document: DocumentId) -> Vec<Arc<Connection>> {
        self.listed.lock().listeners(document).cloned().collect()
    }

    /// Everybody who listens should hear of this document. Returns how many they are.
    pub(crate) fn mark(&self, document: DocumentId) -> usize {
        let listed = self.listed.lock();
        let listeners = listed.listeners(document);
        listeners.inspect(|connection| connection.mailbox.mark(document)).count()
    }

    pub(crate) fn connections(&self) -> Vec<Arc<Connection>> {
        self.listed.lock().connections.values().map(|line| line.connection.clone()).collect()
    }
}

impl Listed {
    fn listeners(&self, document: DocumentId) -> impl Iterator<Item = &Arc<Connection>> {
        let listeners = self.listeners.get(&document).into_iter().flatten();
        listeners.filter_map(|id| self.connections.get(id)).map(|line| &line.connection)
    }

    fn remove(&mut self, connection: &Connection) {
        let Some(line) = self.connections.remove(&connection.id) else { return };
        for document in &line.documents {
            self.stop(*document, connection.id);
        }
        self.count_no_more(connection);
        if let Some(peer) = line.peer {
            let key = (connection.device.clone(), peer);
            if self.peers.get(&key) == Some(&connection.id) {
                self.peers.remove(&key);
            }
        }
    }

    fn count_no_more(&mut self, connection: &Connection) {
        take_out(&mut self.devices, &connection.device, connection.id);
        take_out(&mut self.people, &connection.person, connection.id);
    }

    fn stop(&mut self, document: DocumentId, connection: u64) {
        let Some(listeners) = self.listeners.get_mut(&document) else { return };
        listeners.remove(&connection);
        if listeners.is_empty() {
            self.listeners.remove(&document);
        }
    }
}

fn take_out<K: Eq + Hash>(sets: &mut HashMap<K, BTreeSet<u64>>, key: &K, connection: u64) {
    let Some(set) = sets.get_mut(key) else { return };
    set.remove(&connection);
    if set.is_empty() {
        sets.remove(key);
    }
}
