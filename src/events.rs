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
    /// What happened and was not told yet: a listener may make more happen.
    untold: RefCell<Vec<Event>>,
    telling: Cell<bool>,
    clearing: Cell<bool>,
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

    /// Takes all listeners away, when they have heard all that has happened.
    pub fn clear(&self) {
        self.clearing.set(true);
        if !self.telling.get() {
            self.listeners.take();
        }
    }

    /// Tells everybody, in the order in which things happened. No borrow is held while a listener runs: it may call
    /// anything of the client.
    pub fn emit(&self, event: Event) {
        self.untold.borrow_mut().push(event);
        if self.telling.replace(true) {
            return;
        }
        while let Some(event) = self.next_event() {
            self.tell(&event);
        }
        self.telling.set(false);
        if self.clearing.get() {
            self.listeners.take();
        }
    }

    fn next_event(&self) -> Option<Event> {
        let mut untold = self.untold.borrow_mut();
        (!untold.is_empty()).then(|| untold.remove(0))
    }

    fn tell(&self, event: &Event) {
        let ids: Vec<u32> = self.listeners.borrow().iter().map(|(id, _)| *id).collect();
        for id in ids {
            let listener = self.listener(id);
            if let Some(listener) = listener {
                listener(event);
            }
        }
    }

    fn listener(&self, id: u32) -> Option<Listener> {
        let listeners = self.listeners.borrow();
        let found = listeners.iter().find(|(known, _)| *known == id);
        found.map(|(_, listener)| Rc::clone(listener))
    }
}
