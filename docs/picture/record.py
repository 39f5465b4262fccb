#!/usr/bin/env python3
"""Records roster at work as docs/picture/roster.svg.

    cargo build --release -p roster && docs/picture/record.py target/release/roster

Starts a demo server in a temporary directory on a free port, runs the commands below against it, and draws
what they print. Needs Python only.
"""

import html
import os
import pathlib
import subprocess
import sys
import tempfile

INSTANCE = "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111"
USER = "87654321-2222-1234-1234-111234567891"
COMMANDS = [
    f"""roster connect update-user-identity-info --instance-id {INSTANCE} \\
    --user-id {USER} \\
    --identity-info FirstName=Mary,LastName=Major,Email=marym@example.com""",
    f"""roster connect describe-user --instance-id {INSTANCE} \\
    --user-id {USER} --query User.IdentityInfo""",
    f"""roster connect update-user-identity-info --instance-id {INSTANCE} \\
    --user-id {USER} --identity-info LastName=Major,Email=nobody""",
    "roster audit list",
    "roster audit verify",
]

# How many characters the terminal shows in a line.
COLUMNS = 128
FONT = 14
LINE = 20
MARGIN = 20
# The width of a character of a monospaced font, in parts of its height.
ASPECT = 0.602
STYLE = """
text { font: %dpx ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #d8dee9 }
.prompt { fill: #8fbcbb } .command { fill: #ffffff }
""" % FONT


def record(roster, folder):
    """The lines of the recording, each with its CSS class."""
    environment = {"HOME": folder, "PATH": f"{roster.parent}:/usr/bin:/bin", "ROSTER_DATA_DIR": f"{folder}/data"}
    serve = [roster, "serve", "--demo", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(serve, env=environment, cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            # The server prints this line once it listens.
            next(line for line in server.stdout if line.startswith("To use it from a shell"))
            for command in COMMANDS:
                yield from typed(command)
                yield from printed(command, environment, folder)
        finally:
            server.terminate()


def typed(command):
    for number, line in enumerate(command.split("\n")):
        yield "command", ("$ " if number == 0 else "") + line


def printed(command, environment, folder):
    script = f'eval "$(roster env)"; {command}'
    done = subprocess.run(["sh", "-c", script], env=environment, cwd=folder, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for line in done.stdout.splitlines():
        for start in range(0, max(len(line), 1), COLUMNS):
            yield "output", line[start:start + COLUMNS]


def drawn(lines):
    """The lines as SVG."""
    width = round(max(len(line) for _, line in lines) * FONT * ASPECT) + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           'role="img" aria-label="A user is changed with roster connect, and roster audit list shows the change">')
    yield f"<style>{STYLE}</style>"
    yield f'<rect width="{width}" height="{height}" rx="8" fill="#2e3440"/>'
    for number, (kind, line) in enumerate(lines):
        baseline = MARGIN + (number + 1) * LINE - (LINE - FONT) // 2 - 2
        text = html.escape(line, quote=False)
        if line.startswith("$ ") and kind == "command":
            text = f'<tspan class="prompt">$ </tspan>{text[2:]}'
        yield f'<text class="{kind}" xml:space="preserve" x="{MARGIN}" y="{baseline}">{text}</text>'
    yield "</svg>"


def main():
    roster = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/roster").resolve()
    if roster.name != "roster" or not os.access(roster, os.X_OK):
        sys.exit(f"{roster} is not the roster binary: build it first")
    with tempfile.TemporaryDirectory() as folder:
        lines = list(record(roster, folder))
    picture = pathlib.Path(__file__).with_name("roster.svg")
    picture.write_text("\n".join(drawn(lines)) + "\n", encoding="utf-8")
    print(f"Wrote {picture}")


if __name__ == "__main__":
    main()
