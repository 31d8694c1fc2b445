//! The chance of an episode, the same for the same seed.

/// Throws the dice of an episode (xorshift, Marsaglia 2003).
pub(super) struct Dice(pub(super) u32);

impl Dice {
    /// A number below `sides`.
    pub(super) fn throw(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % sides
    }

    pub(super) fn pick<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        let sides = u32::try_from(all.len()).unwrap();
        (sides > 0).then(|| all[usize::try_from(self.throw(sides)).unwrap()])
    }
}

/// Says in which episode a test failed.
pub(super) struct Seed(pub(super) u32);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("seed {}", self.0);
        }
    }
}
