//! What really happened, counted, so that the simulation cannot do nothing and call it success.

macro_rules! tally {
    ($($(#[doc = $doc:literal])+ $name:ident)*) => {
        /// How often each thing happened.
        #[derive(Debug, Default, Clone)]
        pub(crate) struct Tally {
            $($(#[doc = $doc])+ pub(crate) $name: u64,)*
        }

        impl Tally {
            /// Adds another one to it.
            pub(crate) fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
            }

            /// The names and numbers.
            pub(crate) fn list(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

tally! {
    /// Steps taken.
    steps
    /// Calls made.
    calls
    /// Calls that succeeded.
    successes
    /// Calls that failed.
    failures
    /// Signals that fired while their calls were pending.
    signals
    /// Requests sent.
    requests
    /// Requests that two callers or more got the answer of.
    shared
    /// Requests that were sent again after a 401.
    replays
    /// Requests that were sent again after another failure.
    retries
    /// Requests that were sent again when `Retry-After` allowed it.
    waited
    /// Requests that the client gave up after its timeout.
    timeouts
    /// Requests that the client gave up because nobody wanted them any more.
    aborted_requests
    /// Requests that were carried out after the client had given them up.
    carried_late
    /// Answers that were lost on the way.
    lost_answers
    /// Requests that broke before they were carried out.
    broken_requests
    /// Answers of an error status.
    refusals
    /// Answers that the protocol does not know.
    malformed
    /// Refreshes sent.
    refreshes
    /// Refreshes sent with a token that had been sent before.
    resent_refreshes
    /// Refreshes that brought tokens.
    renewals
    /// Refreshes that failed and kept the session.
    failed_refreshes
    /// Refreshes that came to something when their session was over.
    late_refreshes
    /// Sessions that the server refused to renew.
    lost_sessions
    /// Failures that only listeners heard of.
    background_errors
    /// Sign-ins that brought a session.
    sign_ins
    /// Sign-outs.
    sign_outs
    /// Times that a listener got in the way.
    mischief
    /// Clients closed.
    closes
    /// Times that the page was frozen.
    freezes
    /// Times that the server forgot its tokens.
    restarts
}
