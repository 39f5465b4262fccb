//! Trust policies whose principals are shown by other names.

use serde_json::Value;

/// A trust policy with some of its principals called otherwise: those for which `name` says how. It is the text
/// itself where that is none of them, or where the text is no trust policy.
pub fn rename_principals<'n>(text: &str, name: impl Fn(&str) -> Option<&'n str>) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(text) else {
        return text.to_owned();
    };
    let mut is_renamed = false;
    for statement in each(&mut document["Statement"]) {
        for element in ["Principal", "NotPrincipal"] {
            let principals = statement.get_mut(element).and_then(|kinds| kinds.get_mut("AWS"));
            for principal in principals.into_iter().flat_map(each) {
                if let Some(other) = principal.as_str().and_then(&name) {
                    *principal = Value::from(other);
                    is_renamed = true;
                }
            }
        }
    }
    if is_renamed {
        document.to_string()
    } else {
        text.to_owned()
    }
}

/// The values of a list, or the value that stands in place of a list of one.
fn each(value: &mut Value) -> &mut [Value] {
    match value {
        Value::Array(list) => list,
        one => std::slice::from_mut(one),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_are_renamed_and_nothing_else_is() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":{"AWS":"arn:a"},"Action":"sts:AssumeRole",
             "Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:a"}}},
            {"Effect":"Deny","NotPrincipal":{"AWS":["arn:b","arn:a"],"Service":"arn:a"},"Action":"arn:a"}]}"#;

        let renamed = rename_principals(text, |arn| (arn == "arn:a").then_some("AIDA1"));

        assert_eq!(
            renamed,
            concat!(
                r#"{"Version":"2012-10-17","Statement":["#,
                r#"{"Effect":"Allow","Principal":{"AWS":"AIDA1"},"Action":"sts:AssumeRole","#,
                r#""Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:a"}}},"#,
                r#"{"Effect":"Deny","NotPrincipal":{"AWS":["arn:b","AIDA1"],"Service":"arn:a"},"Action":"arn:a"}]}"#,
            )
        );
    }

    #[test]
    fn principals_that_are_not_resolved_stay_as_written() {
        for text in [
            r#"{ "Statement": {"Principal": "*"} }"#,
            r#"{ "Statement": {"Principal": {"AWS": "arn:b"}} }"#,
            "no policy",
        ] {
            assert_eq!(
                rename_principals(text, |arn| (arn == "arn:a").then_some("AIDA1")),
                text
            );
        }
    }
}
