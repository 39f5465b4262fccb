//! `roster account`.

use std::process::ExitCode;

use roster_domain::random::SystemEntropy;

use crate::arguments::Account;
use crate::credentials_file;
use crate::data_dir::DataDir;

/// Makes a root access key for a further account.
pub(crate) fn account(command: &Account) -> anyhow::Result<ExitCode> {
    let Account::Create {
        data,
        account,
        profile,
    } = command;
    let data_dir = DataDir::new(&data.data_dir);
    data_dir.create()?;
    let name = profile.as_ref().unwrap_or(account);
    let path = data_dir.credentials();
    let profile = credentials_file::create(&path, name, account, &SystemEntropy::default())?;
    println!(
        "Made the root access key {} of account {account}, as profile {name} in {}",
        profile.credential.access_key_id,
        path.display()
    );
    if data_dir.endpoint()?.is_some() {
        println!("The running server knows it from its next start.");
    }
    Ok(ExitCode::SUCCESS)
}
