"""Reads metrics as Prometheus does: by the strict parser of its own library. Prints them as JSON, a
list of samples with the type of their family."""

import json
import sys
import urllib.request

from prometheus_client.openmetrics.parser import text_string_to_metric_families

with urllib.request.urlopen(sys.argv[1]) as answer:
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0"), answer.headers
    text = answer.read().decode()

samples = [
    {"type": family.type, "help": family.documentation, "name": sample.name, "labels": sample.labels, "value": sample.value}
    for family in text_string_to_metric_families(text)
    for sample in family.samples
]
json.dump(samples, sys.stdout)
