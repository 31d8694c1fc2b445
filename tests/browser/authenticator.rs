//! The virtual authenticator of this browser session, steered through the WebDriver proxy.

use crate::sandbox::control;

/// A new, empty one. Its options are those of the WebDriver command, such as `isUserConsenting`.
pub(crate) async fn renew(options: &str) {
    control("webdriver", "POST", "/authenticator/replace", options).await;
}

/// One whose user never touches it, so that a prompt stays open until it is taken away.
pub(crate) async fn left_alone() {
    renew("{ isUserConsenting: false }").await;
}

/// Forgets all passkeys; it has room for three.
pub(crate) async fn forget() {
    control(
        "webdriver",
        "DELETE",
        "/authenticator/credentials",
        "undefined",
    )
    .await;
}

/// Whether the user confirms the next prompts, or cancels them.
pub(crate) async fn confirmed_by_user(confirmed: bool) {
    let body = format!("{{ isUserVerified: {confirmed} }}");
    control("webdriver", "POST", "/authenticator", &body).await;
}
