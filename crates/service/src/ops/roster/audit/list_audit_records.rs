use crate::prelude::roster::*;

handler!(ListAuditRecords, |cx, request| -> Response {
    let times = TimeRange {
        since: request.start_time,
        until: request.end_time,
    };
    let key = Key::new().text(&cx.account_region().account);
    let page = AuditPage {
        list: List::new("audit records", &audit_page::key_of_times(&key, times)),
        times,
        limit: paging::limit(request.max_results.as_deref().copied(), 100),
        token: request.next_token.as_ref(),
    };
    let (found, next_token) = page.read(cx, |_| true).await?;
    let records = found
        .into_iter()
        .map(described)
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Response {
        records: Some(records.into()),
        next_token,
    })
});

fn described(Found { chained, .. }: Found) -> Result<AuditRecord, StoreError> {
    let json = chained.to_json();
    let json = json.map_err(|_| StoreError::Corrupt("an audit record is not JSON".to_owned()))?;
    Ok(AuditRecord {
        number: Some(chained.sequence.cast_signed()),
        hash: Some(chained.hash.to_string().into()),
        record: Some(json.to_string().into()),
    })
}
