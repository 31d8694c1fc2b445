//! E-mail verification: codes that are no good first.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::ibex::Ibex;
use crate::js::{keep, same};
use crate::{page, sandbox, wire};

const JANE: &str = "jane.doe@foo.domain";

#[wasm_bindgen_test]
async fn refuses_a_wrong_code_and_stores_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("email.validate", "'jane.doe@foo.domain'").await;
    let confirmation =
        "{ email: 'jane.doe@foo.domain', code: 'not-it', userDataName: 'email', optinNews: true }";
    let refusal = ibex
        .refused("email.confirm", confirmation, "bad_request")
        .await;
    same(&refusal.member("status"), "400");
    assert!(!refusal.retryable());
    same(&ibex.ok("userData.get", "").await, "{}");
}

#[wasm_bindgen_test]
async fn a_code_works_once_for_its_own_address_and_for_a_quarter_of_an_hour() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("email.validate", "'jane.doe@foo.domain'").await;
    keep("code", sandbox::code(JANE).await);
    let other = "{ email: 'john@foo.domain', code: test.code }";
    ibex.refused("email.confirm", other, "bad_request").await;
    let own = "{ email: 'jane.doe@foo.domain', code: test.code }";
    ibex.ok("email.confirm", own).await;
    ibex.refused("email.confirm", own, "bad_request").await;

    ibex.ok("email.validate", "'jane.doe@foo.domain'").await;
    keep("code", sandbox::code(JANE).await);
    sandbox::advance(901).await;
    ibex.refused("email.confirm", own, "bad_request").await;
}

#[wasm_bindgen_test]
async fn names_what_can_be_no_address_or_no_code_and_sends_nothing() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    wire::tap();
    for address in [
        "",
        "'jane'",
        "'jane@'",
        "'@foo.domain'",
        "'ja ne@foo.domain'",
        "7",
        "null",
        "{}",
    ] {
        let refusal = ibex
            .refused("email.validate", address, "invalid_argument")
            .await;
        assert!(
            refusal.message().starts_with("email"),
            "{address}: {}",
            refusal.message()
        );
    }
    let table = [
        ("{ email: 'jane', code: '123456' }", "email"),
        ("{ code: '123456' }", "email"),
        ("{ email: 'jane@foo.domain' }", "code"),
        ("{ email: 'jane@foo.domain', code: ' ' }", "code"),
        ("{ email: 'jane@foo.domain', code: 123456 }", "code"),
        (
            "{ email: 'jane@foo.domain', code: '123456', userDataName: '' }",
            "userDataName",
        ),
        (
            "{ email: 'jane@foo.domain', code: '123456', optinNews: 'yes' }",
            "optinNews",
        ),
        (
            "{ email: 'jane@foo.domain', code: '123456', optinNotifications: 1 }",
            "optinNotifications",
        ),
        ("", "email"),
        ("'jane@foo.domain'", "options"),
    ];
    for (confirmation, field) in table {
        let refusal = ibex
            .refused("email.confirm", confirmation, "invalid_argument")
            .await;
        assert!(
            refusal.message().starts_with(field),
            "{confirmation}: {}",
            refusal.message()
        );
        assert!(!refusal.message().contains("123456"));
    }
    assert_eq!(wire::sent(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn stores_the_address_under_the_api_s_own_name_and_no_opt_in_that_was_not_given() {
    page::fresh().await;
    let ibex = Ibex::signed_up().await;
    ibex.ok("email.validate", "'jane.doe@foo.domain'").await;
    keep("code", sandbox::code(JANE).await);
    ibex.ok(
        "email.confirm",
        "{ email: 'jane.doe@foo.domain', code: test.code }",
    )
    .await;
    let stored = "{ 'marketing.email': 'jane.doe@foo.domain' }";
    same(&ibex.ok("userData.get", "").await, stored);
}
