//! Who is told when the session changes or something fails in the background.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::error::Error;
use crate::session::Profile;

/// What happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// Signed in, renewed, or gone.
    Session(Option<Rc<Profile>>),
    /// What failed without a caller to tell.
    Error(Error),
}

type Listener = Rc<dyn Fn(&Event)>;

/// The listeners of one client.
#[derive(Default)]
pub struct Events {
    next: Cell<u32>,
    listeners: RefCell<Vec<(u32, Listener)>>,
}

impl std::fmt::Debug for Events {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Events")
    }
}

impl Events {
    /// Adds a listener; the number takes it away again.
    pub fn add(&self, listener: impl Fn(&Event) + 'static) -> u32 {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        self.listeners.borrow_mut().push((id, Rc::new(listener)));
        id
    }

    /// Takes a listener away; it is not called again, not even for an event under way.
    pub fn remove(&self, id: u32) {
        self.listeners
            .borrow_mut()
            .retain(|(known, _)| *known != id);
    }

    /// Takes all listeners away.
    pub fn clear(&self) {
        self.listeners.borrow_mut().clear();
    }

    /// Tells everybody. No borrow is held while a listener runs: it may call anything of the client.
    pub fn emit(&self, event: &Event) {
        let ids: Vec<u32> = self.listeners.borrow().iter().map(|(id, _)| *id).collect();
        for id in ids {
            let listener = self
                .listeners
                .borrow()
                .iter()
                .find(|(known, _)| *known == id)
                .map(|(_, listener)| Rc::clone(listener));
            if let Some(listener) = listener {
                listener(event);
            }
        }
    }
}
