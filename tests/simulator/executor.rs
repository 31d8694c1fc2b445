//! Runs tasks one after another, in the order in which they were woken, as a browser runs its microtasks.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use ibex_wallet_sdk::ports::Task;

/// Tasks that are polled in one go at most. More is a loop that never lets the page have its turn.
const BUSY: usize = 20_000;

type Queue = Arc<Mutex<VecDeque<usize>>>;

/// The tasks of one episode.
#[derive(Default)]
pub(crate) struct Executor {
    tasks: RefCell<Vec<Option<Entry>>>,
    ready: Queue,
    current: Cell<Option<usize>>,
}

struct Entry {
    task: Task,
    bell: Arc<Bell>,
    waker: Waker,
}

struct Bell {
    number: usize,
    rung: AtomicBool,
    ready: Queue,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.rung.swap(true, Ordering::Relaxed) {
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            ready.push_back(self.number);
        }
    }
}

impl Executor {
    /// Starts a task; it begins with the next run.
    pub(crate) fn spawn(&self, task: Task) -> usize {
        let mut tasks = self.tasks.borrow_mut();
        let bell = Arc::new(Bell {
            number: tasks.len(),
            rung: AtomicBool::new(false),
            ready: Arc::clone(&self.ready),
        });
        let waker = Waker::from(Arc::clone(&bell));
        waker.wake_by_ref();
        let number = bell.number;
        tasks.push(Some(Entry { task, bell, waker }));
        number
    }

    /// The task that is being polled.
    pub(crate) fn current(&self) -> Option<usize> {
        self.current.get()
    }

    /// Tasks that have not ended.
    pub(crate) fn alive(&self) -> usize {
        self.tasks.borrow().iter().flatten().count()
    }

    /// Runs until nothing is left that can go on by itself; `false` where that never comes.
    pub(crate) fn run(&self) -> bool {
        for _ in 0..BUSY {
            let Some(number) = self.next() else {
                return true;
            };
            let entry = self.tasks.borrow_mut()[number].take();
            let Some(mut entry) = entry else { continue };
            entry.bell.rung.store(false, Ordering::Relaxed);
            self.current.set(Some(number));
            let polled = entry
                .task
                .as_mut()
                .poll(&mut Context::from_waker(&entry.waker));
            if polled.is_pending() {
                self.tasks.borrow_mut()[number] = Some(entry);
            } else {
                // What the task held is dropped while it still counts as the one that runs.
                drop(entry);
            }
            self.current.set(None);
        }
        false
    }

    fn next(&self) -> Option<usize> {
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        ready.pop_front()
    }
}
