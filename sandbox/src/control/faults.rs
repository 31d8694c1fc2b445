//! `/sandbox/faults`: what breaks next.

use crate::answer::Answer;
use crate::app::App;
use crate::call::Call;
use crate::error::Refusal;

pub(crate) fn list(app: &App, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(&app.faults.in_force()))
}

pub(crate) fn add(app: &App, call: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::ok(&app.faults.add(call.json()?)?))
}

pub(crate) fn clear(app: &App, _: &Call) -> Result<Answer, Refusal> {
    app.faults.clear();
    Ok(Answer::no_content())
}
