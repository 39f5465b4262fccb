//! Splitting settings with several hosts into settings for each.

use tokio_postgres::Config;
use tokio_postgres::config::Host;

/// Settings for each host, in their order.
pub(crate) fn each(config: &Config) -> Vec<Config> {
    let count = config.get_hosts().len().max(config.get_hostaddrs().len());
    (0..count).map(|number| only(config, number)).collect()
}

/// The settings with only one of the hosts.
fn only(config: &Config, number: usize) -> Config {
    let mut only = Config::new();
    match config.get_hosts().get(number) {
        Some(Host::Tcp(name)) => drop(only.host(name)),
        Some(Host::Unix(path)) => drop(only.host_path(path)),
        None => {}
    }
    if let Some(address) = config.get_hostaddrs().get(number) {
        only.hostaddr(*address);
    }
    let ports = config.get_ports();
    if let Some(port) = ports.get(number).or(ports.first()) {
        only.port(*port);
    }
    copy_text(config, &mut only);
    copy_times(config, &mut only);
    only.ssl_mode(config.get_ssl_mode())
        .ssl_negotiation(config.get_ssl_negotiation())
        .channel_binding(config.get_channel_binding())
        .target_session_attrs(config.get_target_session_attrs())
        .load_balance_hosts(config.get_load_balance_hosts());
    only
}

fn copy_text(config: &Config, only: &mut Config) {
    if let Some(user) = config.get_user() {
        only.user(user);
    }
    if let Some(password) = config.get_password() {
        only.password(password);
    }
    if let Some(database) = config.get_dbname() {
        only.dbname(database);
    }
    if let Some(options) = config.get_options() {
        only.options(options);
    }
    if let Some(name) = config.get_application_name() {
        only.application_name(name);
    }
}

fn copy_times(config: &Config, only: &mut Config) {
    only.keepalives(config.get_keepalives())
        .keepalives_idle(config.get_keepalives_idle());
    if let Some(timeout) = config.get_connect_timeout() {
        only.connect_timeout(*timeout);
    }
    if let Some(timeout) = config.get_tcp_user_timeout() {
        only.tcp_user_timeout(*timeout);
    }
    if let Some(interval) = config.get_keepalives_interval() {
        only.keepalives_interval(interval);
    }
    if let Some(retries) = config.get_keepalives_retries() {
        only.keepalives_retries(retries);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_has_all_settings_of_the_list() {
        let of = |hosts: &str| -> Config {
            let url = format!(
                "postgres://ana:secret@{hosts}/roster?options=-cwork_mem%3D8MB&application_name=roster\
                 &connect_timeout=3&tcp_user_timeout=4&keepalives=0&keepalives_idle=5&keepalives_interval=6\
                 &keepalives_retries=7&target_session_attrs=read-write&channel_binding=require\
                 &sslmode=require&sslnegotiation=direct&load_balance_hosts=random"
            );
            url.parse().unwrap()
        };

        let each = each(&of("one:5433,two:5434"));

        assert!(each == [of("one:5433"), of("two:5434")]);
    }
}
