"""Makes calls with boto3: reads one a line from standard input, and says one a line how it ended."""

import datetime
import functools
import json
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError


def main():
    for line in sys.stdin:
        call = json.loads(line)
        service, _, call["operation"] = call["operation"].rpartition(":")
        print(json.dumps(outcome(client_of(service or "connect"), call)), flush=True)


@functools.cache
def client_of(service):
    return boto3.client(service)


def outcome(client, call):
    try:
        if "presignedFor" in call:
            return {"output": presigned(client, call)}
        if "pageSize" in call:
            return {"output": pages(client, call)}
        output = getattr(client, xform_name(call["operation"]))(**call["input"])
        metadata = output.pop("ResponseMetadata")
        return {"output": plain(output), "requestId": metadata["RequestId"]}
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        return {
            "class": type(error).__name__,
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
            "status": metadata["HTTPStatusCode"],
            "requestId": metadata["RequestId"],
        }
    except BotoCoreError as error:
        return {"class": type(error).__name__, "code": "-", "message": str(error)}


def pages(client, call):
    paginator = client.get_paginator(xform_name(call["operation"]))
    config = {"PageSize": call["pageSize"]}
    return [plain(page) for page in paginator.paginate(PaginationConfig=config, **call["input"])]


def presigned(client, call):
    return client.generate_presigned_url(
        xform_name(call["operation"]), Params=call["input"], ExpiresIn=call["presignedFor"], HttpMethod="GET"
    )


def plain(value):
    """Points in time as seconds: only an SDK that has read one as such can tell."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return value


main()
