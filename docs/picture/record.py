#!/usr/bin/env python3
"""Records roster at work as docs/picture/NAME.svg, for each recording below or for those that are named.

    cargo build --release -p roster && docs/picture/record.py target/release/roster [NAME…]

Starts a demo server in a temporary directory on a free port, runs the commands of a recording against it, and draws
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
# What each picture shows, the files that are there, and the commands.
RECORDINGS = {
    "roster": (
        "A user is changed with roster connect, and roster audit list shows the change",
        {},
        [
            f"""roster connect update-user-identity-info --instance-id {INSTANCE} \\
    --user-id {USER} \\
    --identity-info FirstName=Mary,LastName=Major,Email=marym@example.com""",
            f"""roster connect describe-user --instance-id {INSTANCE} \\
    --user-id {USER} --query User.IdentityInfo""",
            f"""roster connect update-user-identity-info --instance-id {INSTANCE} \\
    --user-id {USER} --identity-info LastName=Major,Email=nobody""",
            "roster audit list",
            "roster audit verify",
        ],
    ),
    "bulk": (
        "A file with a mistake is refused by roster bulk plan; mended, it is planned, applied and undone",
        {"hr.csv": "Username,LastName,Email\nmarry,Meier,mary.meier@example.com\n"},
        [
            "cat hr.csv",
            "roster bulk plan hr.csv --instance-id demo --out plan.json",
            "sed -i s/marry/mary/ hr.csv",
            "roster bulk plan hr.csv --instance-id demo --out plan.json",
            "roster bulk apply plan.json --yes",
            "roster bulk undo --yes",
        ],
    ),
}

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


def record(roster, folder, files, commands):
    """The lines of the recording, each with its CSS class."""
    environment = {"HOME": folder, "PATH": f"{roster.parent}:/usr/bin:/bin", "ROSTER_DATA_DIR": f"{folder}/data",
                   "ROSTER_JOURNAL": "runs"}
    for name, text in files.items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")
    serve = [roster, "serve", "--demo", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(serve, env=environment, cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            # The server prints this line once it listens.
            next(line for line in server.stdout if line.startswith("To use it from a shell"))
            for command in commands:
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


def drawn(description, lines):
    """The lines as SVG."""
    width = round(max(len(line) for _, line in lines) * FONT * ASPECT) + 2 * MARGIN
    height = len(lines) * LINE + 2 * MARGIN
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           f'role="img" aria-label="{html.escape(description)}">')
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
    for name in sys.argv[2:] or RECORDINGS:
        if name not in RECORDINGS:
            sys.exit(f"There is no recording {name}: name one of {', '.join(RECORDINGS)}")
        description, files, commands = RECORDINGS[name]
        with tempfile.TemporaryDirectory() as folder:
            lines = list(record(roster, folder, files, commands))
        picture = pathlib.Path(__file__).with_name(f"{name}.svg")
        picture.write_text("\n".join(drawn(description, lines)) + "\n", encoding="utf-8")
        print(f"Wrote {picture}")


if __name__ == "__main__":
    main()
