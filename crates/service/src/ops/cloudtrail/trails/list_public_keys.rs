use crate::prelude::cloudtrail::*;

/// For how long a key may sign that another server has just replaced.
const OVERLAP: Duration = Duration::from_hours(24);

handler!(ListPublicKeys, |cx, request| -> Response {
    let (start, end) = (request.start_time, request.end_time);
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        return Err(Refusal::EndsBeforeStart);
    }
    if request.next_token.is_some() {
        return Err(Refusal::NotAToken);
    }
    let keys = audit_signing_keys::all(&mut cx.transaction).await?;
    let wanted = keys.into_iter().filter(|key| {
        let signs_until = signs_until(key);
        let is_late = start.is_some_and(|start| signs_until.is_some_and(|until| until < start));
        !is_late && end.is_none_or(|end| key.created <= end)
    });
    Ok(Response {
        public_key_list: Some(PublicKeyList(wanted.map(public_key).collect())),
        next_token: None,
    })
});

/// When a key signs no more; none as long as it signs.
fn signs_until(key: &AuditSigningKey) -> Option<Timestamp> {
    key.retired.map(|retired| retired + OVERLAP)
}

fn public_key(key: AuditSigningKey) -> PublicKey {
    PublicKey {
        validity_start_time: Some(key.created),
        validity_end_time: signs_until(&key),
        value: Some(ByteBuffer(key.public_key)),
        fingerprint: Some(key.fingerprint),
    }
}
