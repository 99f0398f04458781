// An unmodified automerge-repo client against a running server: a worker's own log syncs both ways
// with a durable receipt, and whoever may only read changes nothing.
//
// ROPES_URL           http address of the server
// ROPES_TOKEN         bearer token of a worker's device
// ROPES_READER_TOKEN  bearer token of a device of that worker's supervisor
// ROPES_EXPECT        optional: id of an entry that must already be in the worker's log
//
// Prints one line of JSON, {document, wrote}, and ends with 0; else says what failed and ends with 1.

import { check, client, documents, isReceived, open, run, until, writeTask } from "./stock.mjs"

const { ROPES_URL, ROPES_TOKEN, ROPES_READER_TOKEN, ROPES_EXPECT } = process.env

async function main() {
  check(ROPES_URL && ROPES_TOKEN && ROPES_READER_TOKEN, "ROPES_URL, ROPES_TOKEN and ROPES_READER_TOKEN are needed")

  const own = (await documents(ROPES_TOKEN)).find(line => line.access === "write")
  check(own, "the worker has no log to write")
  const worker = await client(ROPES_TOKEN)
  const log = await open(worker, own.document_id)
  check(String(log.doc().kind) === "log" && Number(log.doc().v) === 1, "the log does not begin with our genesis")
  if (ROPES_EXPECT) {
    await until(`entry ${ROPES_EXPECT} of another client`, () => log.doc().entries[ROPES_EXPECT])
  }

  const wrote = writeTask(log, "Written by a stock client")
  await until("the receipt for a change", () => isReceived(log, worker.storage))
  const second = await open(await client(ROPES_TOKEN), own.document_id)
  await until("the entry on a second device", () => second.doc().entries[wrote])

  const line = (await documents(ROPES_READER_TOKEN)).find(line => line.document_id === own.document_id)
  check(line, "the reader does not see the worker's log")
  check(line.access === "read", `the reader's access is ${line.access}`)
  const reader = await client(ROPES_READER_TOKEN)
  const seen = await open(reader, own.document_id)
  await until("the entry at the reader", () => seen.doc().entries[wrote])
  const intruder = writeTask(seen, "Written by somebody who may not")
  const after = writeTask(log, "Written after the intruder")
  await until("the receipt for a later change", () => isReceived(log, worker.storage))
  await until("the later entry at the reader", () => seen.doc().entries[after])
  check(!isReceived(seen, reader.storage), "the reader's change was received")
  const third = await open(await client(ROPES_TOKEN), own.document_id)
  await until("the later entry on a third device", () => third.doc().entries[after])
  for (const handle of [log, second, third]) {
    check(!handle.doc().entries[intruder], "the reader's change reached the worker")
  }

  console.log(JSON.stringify({ document: own.document_id, wrote }))
}

await run(main)
