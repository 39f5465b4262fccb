//! The package on a machine: it is installed, serves, and goes without its data.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::machine::Machine;

/// Where the package is on the machine.
const PACKAGE: &str = "root/roster.deb";

/// What an administrator does. Each line must succeed.
const LINES: &[&str] = &[
    "apt-get update --quiet && apt-get install --quiet --yes /root/roster.deb",
    // Systemd checks its units only where it is installed.
    "apt-get install --quiet --yes --no-install-recommends systemd man-db \
        && systemd-analyze verify /lib/systemd/system/roster.service /lib/systemd/system/roster-backup.service",
    "test \"$(stat --format '%U %G %a' /var/lib/roster)\" = 'roster roster 700'",
    "test \"$(stat --format '%U %G %a' /etc/roster/roster.toml)\" = 'root roster 640'",
    "test -L /etc/systemd/system/multi-user.target.wants/roster.service",
    SERVE,
    "apt-get purge --quiet --yes roster",
    "! test -e /usr/bin/roster && ! test -e /etc/roster/roster.toml && test -e /var/lib/roster/roster.db",
];

/// Serves as the service does, but without systemd: nothing runs as process 1 here.
const SERVE: &str = r#"
AS_ROSTER="setpriv --reuid=roster --regid=roster --clear-groups --no-new-privs --bounding-set=-all"
cd /
$AS_ROSTER roster serve --demo --config /etc/roster/roster.toml > /tmp/log 2>&1 &
server=$!
for attempt in $(seq 100); do
    sleep 0.1
    $AS_ROSTER roster health --data-dir /var/lib/roster && break
done
eval "$(roster env --data-dir /var/lib/roster)"
roster connect describe-user --instance-id a1b2c3d4-5678-90ab-cdef-EXAMPLE11111 \
    --user-id 87654321-2222-1234-1234-111234567891 | grep mary
$AS_ROSTER roster backup /var/backups/roster --config /etc/roster/roster.toml
man --where roster roster-backup
kill $server
wait $server
grep stopped /tmp/log
"#;

/// Fails with the first line that fails.
pub(super) fn run(machine: &Machine, package: &Path) -> Result<()> {
    fs::copy(package, machine.root().join(PACKAGE))?;
    LINES.iter().try_for_each(|lines| machine.run(lines))
}
