"""Runs each operation of Connect by the AWS CLI and by roster, with the same arguments, against one stand-in for the
service, and prints where they differ: in the requests that they send, in what they print, or in how they end.

The argument is the program of roster. The AWS CLI is the one of this Python, driven in one process, as its start takes most
of its time. Its model of Connect may be older than roster's: then skeletons of roster may have more members. The answers of
such operations are not compared, nor those of which the AWS CLI prints no skeleton; the last line names both.
"""

import http.server
import io
import json
import os
import re
import subprocess
import sys
import threading

import awscli.clidriver
from botocore.loaders import JSONFileLoader

ROSTER = sys.argv[1]
# A text, a number and a time that fit nearly everywhere.
TEXT, NUMBER, TIME = "x" * 12, 1, 1795256130.25
# The code of a command line that is refused.
REFUSED = 252
FORMATS = ["json", "text", "table", "yaml"]
# Idempotency tokens that a client makes.
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

# Version 2.9.19 takes answers with these members for something else, and prints their headers, too.
OLDER_ANSWERS = {"Errors"}


class Stand(http.server.BaseHTTPRequestHandler):
    """Answers each request with one body, and notes what was sent."""

    protocol_version = "HTTP/1.1"
    body = b"{}"
    requests = []

    def answer(self):
        sent = self.rfile.read(int(self.headers.get("content-length") or 0))
        sent = json.loads(sent) if sent else None
        Stand.requests.append(UUID.sub("UUID", json.dumps([self.command, self.path, sent], sort_keys=True)))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(Stand.body)))
        self.end_headers()
        self.wfile.write(Stand.body)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


def read_once(load):
    """Loads each file of the model once for all commands: the AWS CLI would load it for each."""
    files = {}

    def load_file(self, path):
        if path not in files:
            files[path] = load(self, path)
        return files[path]

    return load_file


JSONFileLoader.load_file = read_once(JSONFileLoader.load_file)


def by_aws_cli(arguments):
    """The code, what is printed and what is said."""
    printed, said = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    before = sys.stdout, sys.stderr, sys.argv
    sys.stdout, sys.stderr, sys.argv = printed, said, ["aws", *arguments]
    try:
        code = awscli.clidriver.create_clidriver().main(arguments)
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout, sys.stderr, sys.argv = before
    return code, *(stream.buffer.getvalue().decode() for stream in (printed, said))


def by_roster(arguments):
    ended = subprocess.run([ROSTER, *arguments], capture_output=True, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def filled(value):
    """A skeleton with values in the place of empty ones."""
    if isinstance(value, dict):
        return {name: filled(member) for name, member in value.items() if name != "NextToken"}
    if isinstance(value, list):
        return [filled(item) for item in value]
    if isinstance(value, str):
        return TIME if value.startswith("1970-01-01T") else value or TEXT
    return value if isinstance(value, bool) else value or NUMBER


def is_within(one, other):
    """Whether a skeleton has at least the members that an older one has."""
    if isinstance(one, dict):
        return one.keys() <= other.keys() and all(is_within(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_within, one, other))
    return one == other


class Comparison:
    def __init__(self):
        self.cases = 0

    def run(self, arguments, body="{}", compares_output=True):
        """Compares one command line."""
        self.cases += 1
        Stand.body = body.encode()
        results = []
        for run in (by_aws_cli, by_roster):
            Stand.requests.clear()
            code, printed, said = run(["connect", *arguments])
            results.append((code, printed if compares_output else "", bool(said), list(Stand.requests)))
        self.show(arguments, *results)

    def skeleton(self, kind, arguments):
        """Compares the skeletons. Returns the AWS CLI's, and whether roster's is the same to the byte.

        For some operations the AWS CLI refuses its own skeleton of the answer, as 0 is below a bound of the model. Then this
        returns an empty one.
        """
        self.cases += 1
        arguments = [*arguments, "--generate-cli-skeleton", kind]
        theirs, ours = (run(["connect", *arguments]) for run in (by_aws_cli, by_roster))
        skeletons = [json.loads(printed or "{}") for _, printed, _ in (theirs, ours)]
        if kind == "output" and theirs[0] == REFUSED and ours[0] == 0:
            return {}, False
        if theirs[0] != ours[0] or not is_within(*skeletons):
            self.show(arguments, theirs, ours)
        return skeletons[0], theirs[1] == ours[1]

    def show(self, arguments, theirs, ours):
        names = ["code", "output", "whether something is said", "requests"]
        for name, one, other in zip(names, theirs, ours):
            if one != other:
                print(f"{' '.join(arguments)[:300]}: {name}")
                print(f"  AWS CLI: {one!r}"[:600])
                print(f"  roster:  {other!r}"[:600])


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stand)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = ["--endpoint-url", f"http://127.0.0.1:{server.server_address[1]}"]
    session = awscli.clidriver.create_clidriver().session
    operations = session.get_service_model("connect").operation_names
    comparison, not_compared = Comparison(), []
    for operation in operations:
        name = awscli.clidriver.xform_name(operation, "-")
        empty, _ = comparison.skeleton("input", [name])
        given = ["--cli-input-json", json.dumps(filled(empty))]
        answer, is_same = comparison.skeleton("output", [name, *given])
        compares_output = is_same and not OLDER_ANSWERS & answer.keys()
        if not compares_output:
            not_compared.append(name)
        body = json.dumps(filled(answer))
        for output in FORMATS:
            comparison.run([name, *given, "--output", output, *endpoint], body, compares_output)
        comparison.run([name, "--cli-input-json", json.dumps(empty), *endpoint])
        comparison.run([name, *endpoint])
    print(comparison.cases, len(not_compared), ", ".join(not_compared), file=sys.stderr)


main()
