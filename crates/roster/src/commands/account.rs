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
        partition,
        profile,
    } = command;
    let data_dir = DataDir::new(&data.data_dir);
    data_dir.create()?;
    let name = profile.as_ref().unwrap_or(account);
    let path = data_dir.credentials();
    let of_account = (account.as_str(), *partition);
    let profile = credentials_file::create(&path, name, of_account, &SystemEntropy::default())?;
    println!(
        "Made the root access key {} of account {account}, as profile {name} in {}",
        profile.access_key_id().unwrap_or_default(),
        path.display()
    );
    if data_dir.endpoint()?.is_some() {
        println!("The running server knows it from its next start.");
    }
    Ok(ExitCode::SUCCESS)
}
