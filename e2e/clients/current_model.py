"""Writes botocore's model of Connect into a folder, in the form that older versions of the AWS CLI read."""

import gzip
import importlib.util
import pathlib
import shutil
import sys

botocore = pathlib.Path(importlib.util.find_spec("botocore").origin).parent
model = botocore / "data/connect/2017-08-08"
folder = pathlib.Path(sys.argv[1]) / "connect/2017-08-08"
folder.mkdir(parents=True)
shutil.copy(model / "paginators-1.json", folder)
with gzip.open(model / "service-2.json.gz") as packed:
    (folder / "service-2.json").write_bytes(packed.read())
