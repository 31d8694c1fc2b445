//! The model of the API: strict about its tokens, and it remembers every write that it carried out.

use ibex_wallet_sdk::ports::{Body, Value};

use crate::json::Json;
use crate::question::{Question, user_id};
use crate::reply::{Outcome, Pair, Reply};

/// Milliseconds for which a refresh token lives.
pub(crate) const REFRESH_LIFE: f64 = 86_400_000.0;
/// How many users there are.
pub(crate) const USERS: usize = 3;

/// A token, access or refresh.
pub(crate) struct Token {
    pub(crate) session: usize,
    ends_at: f64,
    good: bool,
}

/// The server.
#[derive(Default)]
pub(crate) struct Server {
    tokens: Vec<Token>,
    /// Whose each session is.
    pub(crate) sessions: Vec<usize>,
    /// The last write of each user, by the number of the call.
    stored: [Option<usize>; USERS],
    /// The calls whose writes were carried out, in their order.
    pub(crate) writes: Vec<usize>,
    /// Milliseconds for which an access token lives.
    pub(crate) life: f64,
}

impl Server {
    /// The session that a token is of.
    pub(crate) fn session_of(&self, token: usize) -> Option<usize> {
        self.tokens.get(token).map(|token| token.session)
    }

    /// A token is good no more.
    pub(crate) fn revoke(&mut self, token: usize) {
        self.tokens[token].good = false;
    }

    /// All access tokens are good no more; after a harder restart all others too.
    pub(crate) fn restart(&mut self, hard: bool) {
        let tokens = self.tokens.iter_mut().enumerate();
        // They are issued in pairs, the access token first.
        let lost = tokens.filter(|(number, _)| hard || number % 2 == 0);
        lost.for_each(|(_, token)| token.good = false);
    }

    /// Carries a request out.
    pub(crate) fn serve(
        &mut self,
        now: f64,
        request: usize,
        question: Question,
        token: Option<usize>,
    ) -> Reply {
        match question {
            Question::Challenge => {
                let challenge = Json::of([("challenge", "AAAA".into())]);
                return Reply::good(challenge, Outcome::Good);
            }
            Question::SignIn { user } => {
                self.sessions.push(user);
                return self.issue(now, self.sessions.len() - 1);
            }
            Question::Refresh { token } => {
                return match self.accept(now, Some(token)) {
                    Some(session) => {
                        self.revoke(token);
                        self.issue(now, session)
                    }
                    None => Reply::refusal(401),
                };
            }
            _ => {}
        }
        let Some(session) = self.accept(now, token) else {
            return Reply::refusal(401);
        };
        let user = self.sessions[session];
        if let Question::Set { call, .. } = question {
            self.stored[user] = Some(call);
            self.writes.push(call);
        }
        let answer = self.answer(request, session, user, question);
        Reply::good(answer, Outcome::Good)
    }

    /// An answer says whose it is and what was asked.
    fn answer(&self, request: usize, session: usize, user: usize, question: Question) -> Json {
        let mut members = vec![
            ("request".to_owned(), Json::count(request)),
            ("session".to_owned(), Json::count(session)),
            ("user".to_owned(), Json::from(user_id(user).as_str())),
        ];
        if !matches!(
            question,
            Question::Data { .. } | Question::DataByPost { .. }
        ) {
            members.push(("nested".to_owned(), Json::of([("list", Json::Null)])));
            return Json::Object(members.into());
        }
        members.push(("private.key".to_owned(), "secret".into()));
        let stored = self.stored[user].map_or(Json::Null, Json::count);
        members.push(("call".to_owned(), stored));
        let map = Json::Object(members.into());
        match request % 2 {
            0 => map,
            _ => Json::of([("data", map)]),
        }
    }

    fn accept(&self, now: f64, token: Option<usize>) -> Option<usize> {
        let token = self.tokens.get(token?)?;
        (token.good && now < token.ends_at).then_some(token.session)
    }

    fn issue(&mut self, now: f64, session: usize) -> Reply {
        let pair = Pair {
            session,
            access: self.tokens.len(),
            refresh: self.tokens.len() + 1,
            life: self.life,
        };
        for life in [self.life, REFRESH_LIFE] {
            self.tokens.push(Token {
                session,
                ends_at: now + life,
                good: true,
            });
        }
        let subject = user_id(self.sessions[session]);
        Reply::good(tokens(pair, &subject), Outcome::Tokens(pair))
    }
}

fn tokens(pair: Pair, subject: &str) -> Json {
    Json::of([
        ("access_token", format!("a{}", pair.access).as_str().into()),
        (
            "refresh_token",
            format!("r{}", pair.refresh).as_str().into(),
        ),
        ("expires_in", Json::Number(pair.life / 1000.0)),
        ("subject", subject.into()),
        ("session", Json::count(pair.session)),
    ])
}

/// What a proxy or a half-broken server makes of a good answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spoiling {
    /// It is cut off.
    CutsOff,
    /// Tokens come without the one that renews them.
    LeavesOut,
    /// Tokens come for another user than they were to renew, or for nobody.
    Confuses,
}

impl Spoiling {
    /// Spoils an answer; one that has no tokens is cut off.
    pub(crate) fn of(self, reply: &Reply, renews: bool) -> Reply {
        let members = match (&reply.result, reply.outcome) {
            (Ok(response), Outcome::Tokens(_)) => match &response.body {
                Body::Json(json) => json.entries().unwrap_or_default(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let spoiled = |left_out: &str, put_in: Option<&str>| {
            let kept = members.iter().filter(|(name, _)| name != left_out).cloned();
            let added = put_in.map(|value| (left_out.to_owned(), value.into()));
            Reply::malformed(Body::Json(Json::Object(kept.chain(added).collect())))
        };
        match self {
            Self::LeavesOut if !members.is_empty() => spoiled("refresh_token", None),
            Self::Confuses if !members.is_empty() => spoiled("subject", renews.then_some("u9")),
            _ => Reply::malformed(Body::Unreadable),
        }
    }
}
