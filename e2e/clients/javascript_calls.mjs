// Makes calls with the AWS SDK for JavaScript: reads one a line from standard input, and says one a
// line how it ended.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

// The SDK is installed in the working directory, not here.
const connect = createRequire(`${process.cwd()}/`)("@aws-sdk/client-connect");
const client = new connect.ConnectClient({});

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await outcome(JSON.parse(line))));
}

async function outcome(call) {
  try {
    if ("pageSize" in call) {
      return { output: await pages(call) };
    }
    const { $metadata, ...output } = await client.send(new connect[`${call.operation}Command`](call.input));
    return { output: plain(output), requestId: $metadata.requestId };
  } catch (error) {
    return {
      class: error.constructor.name,
      code: error.name,
      message: error.message,
      status: error.$metadata?.httpStatusCode,
      requestId: error.$metadata?.requestId,
    };
  }
}

async function pages(call) {
  const found = [];
  const paginator = connect[`paginate${call.operation}`]({ client, pageSize: call.pageSize }, call.input);
  for await (const { $metadata, ...page } of paginator) {
    found.push(plain(page));
  }
  return found;
}

// Points in time as seconds: only an SDK that has read one as such can tell.
function plain(value) {
  if (value instanceof Date) {
    return value.getTime() / 1000;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  }
  return value;
}
