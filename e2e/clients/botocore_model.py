"""Prints botocore's model of a service, with the members of structures as lists, to keep their order."""

import json
import sys

from botocore.loaders import Loader

model = Loader().load_service_model(sys.argv[1], "service-2")
for shape in model["shapes"].values():
    if shape["type"] == "structure":
        shape["members"] = [{"name": name, **member} for name, member in shape["members"].items()]
json.dump(model, sys.stdout)
