//! The image of `deploy/container/Dockerfile` without an engine: the steps of its last stage run on a machine, and what it starts
//! runs there as the image's user, on a root file system that cannot be written.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::machine::Machine;
use crate::shell::root;

const DOCKERFILE: &str = "deploy/container/Dockerfile";

/// Begins the container, waits until its health check succeeds, and ends it as an engine does.
const START: &str = r#"
mount -o remount,bind,ro /
mount -t tmpfs -o "uid=${USER_ID%:*},gid=${USER_ID#*:},mode=0700" tmpfs /data
AS_USER="setpriv --reuid=${USER_ID%:*} --regid=${USER_ID#*:} --clear-groups --no-new-privs --bounding-set=-all"
$AS_USER $START > /data/log 2>&1 &
for attempt in $(seq 100); do
    sleep 0.1
    $AS_USER $HEALTH && break
done
$AS_USER $HEALTH
kill $!
wait $!
cat /data/log
"#;

/// What the last stage of a Dockerfile says of a container.
#[derive(Debug, Default, PartialEq, Eq)]
struct Container {
    environment: Vec<String>,
    user: String,
    entrypoint: Vec<String>,
    command: Vec<String>,
    health: Vec<String>,
}

/// Runs the steps on a machine, with programs of this folder, and then the container.
pub(super) fn run(machine: &Machine, programs: &Path) -> Result<()> {
    let text = fs::read_to_string(root().join(DOCKERFILE))?;
    let mut container = Container::default();
    for (instruction, rest) in last_stage(&text) {
        match instruction {
            "RUN" => machine.run(&rest)?,
            "COPY" => copy(machine, programs, &rest)?,
            "ENV" => container.environment.extend(rest.split(' ').map(str::to_owned)),
            "USER" => container.user = rest,
            "ENTRYPOINT" => container.entrypoint = serde_json::from_str(&rest)?,
            "CMD" => container.command = serde_json::from_str(&rest)?,
            "HEALTHCHECK" => {
                let (_, command) = rest
                    .split_once("CMD ")
                    .context("the health check has no command")?;
                container.health = serde_json::from_str(command)?;
            }
            "VOLUME" | "EXPOSE" | "STOPSIGNAL" => {}
            other => bail!("{DOCKERFILE} has {other}, which this trial does not know"),
        }
    }
    machine.run(&container.lines())
}

/// The instructions behind the last `FROM`, each in one line.
fn last_stage(text: &str) -> Vec<(&str, String)> {
    let whole = text.rsplit_once("\nFROM ").map_or(text, |(_, stage)| stage);
    let mut instructions: Vec<(&str, String)> = Vec::new();
    let mut goes_on = true;
    for line in whole.lines().filter(|line| !line.starts_with('#')) {
        let (part, is_continued) = match line.strip_suffix('\\') {
            Some(part) => (part.trim(), true),
            None => (line.trim(), false),
        };
        if !goes_on && let Some((instruction, rest)) = part.split_once(' ') {
            instructions.push((instruction, rest.to_owned()));
        } else if let Some((_, rest)) = instructions.last_mut() {
            *rest += " ";
            *rest += part;
        }
        goes_on = is_continued;
    }
    instructions
}

/// Copies programs to where the last word says.
fn copy(machine: &Machine, programs: &Path, words: &str) -> Result<()> {
    let paths: Vec<&str> = words.split(' ').filter(|word| !word.starts_with("--")).collect();
    let (to, from) = paths.split_last().context("COPY has no target")?;
    let to = machine.root().join(to.trim_start_matches('/'));
    for path in from {
        let name = Path::new(path).file_name().context("COPY names a folder")?;
        fs::copy(programs.join(name), to.join(name))?;
    }
    Ok(())
}

impl Container {
    /// The lines of a shell that run it.
    fn lines(&self) -> String {
        let environment = self.environment.join(" ");
        let start = [&self.entrypoint[..], &self.command].concat().join(" ");
        let health = self.health.join(" ");
        let user = &self.user;
        format!("export {environment}\nUSER_ID={user} START='{start}' HEALTH='{health}'\n{START}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instructions_of_the_last_stage_are_read_with_their_continuations() {
        let text = "FROM a AS build\nRUN one\n\nFROM b\n# why\nRUN two \\\n    && three\nUSER 1:1\nCMD [\"serve\"]\n";

        let expected = [("RUN", "two && three"), ("USER", "1:1"), ("CMD", "[\"serve\"]")];
        let expected = expected.map(|(instruction, rest)| (instruction, rest.to_owned()));
        assert_eq!(last_stage(text), expected);
    }
}
