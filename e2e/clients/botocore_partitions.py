"""Prints botocore's partitions: of each the Regions, and the one that requests to IAM are signed for, if it says one.

The Regions are those of both of botocore's lists, without the global ones, for which nobody signs.
"""

import json
import sys

from botocore.loaders import Loader

loader = Loader()
endpoints = {partition["partition"]: partition for partition in loader.load_data("endpoints")["partitions"]}
partitions = {}
for partition in loader.load_data("partitions")["partitions"]:
    name = partition["id"]
    regions = set(partition["regions"]) | set(endpoints[name]["regions"])
    iam = endpoints[name]["services"].get("iam", {})
    endpoint = iam.get("endpoints", {}).get(iam.get("partitionEndpoint"), {})
    partitions[name] = {
        "regions": sorted(region for region in regions if not region.endswith("-global")),
        "iam": endpoint.get("credentialScope", {}).get("region"),
    }
if endpoints.keys() != partitions.keys():
    sys.exit(f"botocore's two lists name other partitions: {sorted(endpoints.keys() ^ partitions.keys())}")
json.dump(partitions, sys.stdout)
