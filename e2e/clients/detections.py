"""Runs every detection over an exported audit, as the tools do for which it is written. Prints what each finds, as JSON:
tool, detection, rows.

Sigma's rules are converted by sigma-cli and run by SQLite. The queries for Athena and CloudTrail Lake, whose SQL is
Trino's, are translated by sqlglot and run by DuckDB, on tables with the columns that AWS documents. jq runs its own."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import sqlglot
import yaml

TOOLS = Path(sys.executable).parent

# The columns that the queries read, with AWS's types. Source: "Create a table for CloudTrail logs in Athena using manual
# partitioning" and "Supported SQL schemas for event data stores".
IDENTITY = "STRUCT(type VARCHAR, principalid VARCHAR, arn VARCHAR, accountid VARCHAR, invokedby VARCHAR)"
RESOURCES = "STRUCT(arn VARCHAR, accountid VARCHAR, type VARCHAR)[]"
COLUMNS = f"""
    useridentity {IDENTITY}, eventsource VARCHAR, eventname VARCHAR, sourceipaddress VARCHAR, errorcode VARCHAR,
    requestid VARCHAR, resources {RESOURCES}"""
ATHENA = f"CREATE TABLE cloudtrail_logs (eventtime VARCHAR, requestparameters VARCHAR, {COLUMNS})"
LAKE = f"CREATE TABLE event_data_store (eventtime TIMESTAMP, requestparameters MAP(VARCHAR, VARCHAR), {COLUMNS})"


def main():
    detections, cloudtrail, own, trusted = Path(sys.argv[1]), *sys.argv[2:]
    with open(cloudtrail) as lines:
        events = [json.loads(line) for line in lines]
    found = {
        "sigma": sigma(detections / "sigma", events),
        "athena": athena(detections / "athena", events),
        "cloudtrail-lake": lake(detections / "cloudtrail-lake", events),
        "jq on CloudTrail's records": jq(detections / "jq", cloudtrail, trusted),
        "jq on Roster's records": jq(detections / "jq", own, trusted),
    }
    json.dump(found, sys.stdout, default=str)


def sigma(folder, events):
    rules = folder / "connect_takeover.yml"
    converted = subprocess.run(
        [TOOLS / "sigma", "convert", "--target", "sqlite", "--format", "zircolite"]
        + ["--pipeline", folder / "trusted_principals.yml"]
        + ["--backend-option", "table=events", "--backend-option", "timestamp_field=eventTime", rules],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    names = {rule["id"]: rule["name"].removeprefix("connect_") for rule in yaml.safe_load_all(rules.read_text())}
    queries = json.loads(converted.stdout)
    flat = [dict(flattened(event)) for event in events]
    # A field that no event has is a column all the same. SQLite does not tell capital letters of columns from small ones.
    wanted = {name for row in flat for name in row} | {name for query in queries for name in query["required_fields"]}
    columns = sorted({name.lower(): name for name in wanted}.values())
    rows = [{name.lower(): value for name, value in row.items()} for row in flat]
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    database.execute(f"CREATE TABLE events ({', '.join(f'`{name}`' for name in columns)})")
    marks = ", ".join("?" for _ in columns)
    database.executemany(f"INSERT INTO events VALUES ({marks})", [[row.get(name.lower()) for name in columns] for row in rows])
    return {
        names[query["id"]]: [dict(row) for sql in query["rule"] for row in database.execute(sql)]
        for query in queries
    }


def flattened(value, path=()):
    """The members of an event with their paths, as log stores keep them. The items of a list have the list's path."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from flattened(member, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from flattened(item, path)
    elif value is not None:
        yield ".".join(path), value


def athena(folder, events):
    return trino(folder, ATHENA, "cloudtrail_logs", [
        (event["eventTime"], json.dumps(event["requestParameters"]), *others(event)) for event in events
    ])


def lake(folder, events):
    def parameters(event):
        given = event["requestParameters"] or {}
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}

    return trino(folder, LAKE, "event_data_store", [
        (event["eventTime"].removesuffix("Z"), parameters(event), *others(event)) for event in events
    ])


def others(event):
    identity = event["userIdentity"]
    resources = event.get("resources", [])
    return (
        {name.lower(): identity.get(name) for name in ["type", "principalId", "arn", "accountId", "invokedBy"]},
        event["eventSource"], event["eventName"], event["sourceIPAddress"], event.get("errorCode"), event["requestID"],
        [{"arn": each["ARN"], "accountid": each.get("accountId"), "type": each["type"]} for each in resources],
    )


def trino(folder, table, name, rows):
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(table)
    if rows:
        database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' for _ in rows[0])})", rows)

    def run(file):
        text = file.read_text().replace("$EDS_ID", name)
        [sql] = sqlglot.transpile(text, read="trino", write="duckdb")
        answer = database.execute(sql)
        return [dict(zip([column[0] for column in answer.description], row)) for row in answer.fetchall()]

    return {file.stem: run(file) for file in sorted(folder.glob("*.sql"))}


def jq(folder, events, trusted):
    def run(name):
        command = ["jq", "-n", "-c", "-L", folder, "-f", folder / f"{name}.jq", events, "--arg", "trusted", trusted]
        printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        return [json.loads(line) for line in printed.splitlines()]

    return {file.stem: run(file.stem) for file in sorted(folder.glob("*.jq")) if file.stem != "connect_events"}


main()
