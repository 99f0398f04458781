// An unmodified automerge-repo client when not all goes well: something it wrote is refused, and the server
// is restarted under it.
//
// ROPES_URL     http address of the server
// ROPES_TOKEN   bearer token of a worker's device
//
// Prints "restart" and waits for a line: the server was stopped and is back. Then prints one line of JSON,
// {document, kept, refused, after}, and ends with 0; else says what failed and ends with 1.

import { createInterface } from "node:readline/promises"
import { check, client, comeAgain, documents, isReceived, open, run, until, writeTask } from "./stock.mjs"

const { ROPES_TOKEN } = process.env

async function main() {
  const own = (await documents(ROPES_TOKEN)).find(line => line.access === "write")
  const line = createInterface({ input: process.stdin })

  // The server goes while the client has something to say, and says it when it is back.
  const worker = await client(ROPES_TOKEN)
  const log = await open(worker, own.document_id)
  const kept = writeTask(log, "Written before the restart")
  await until("the receipt", () => isReceived(log, worker.storage))
  const gone = until("the end of the connection", () => worker.repo.peers.length === 0)
  console.log("restart")
  await gone
  const after = writeTask(log, "Written while there was no server")
  await line[Symbol.asyncIterator]().next()
  await comeAgain(worker)
  await until("the receipt after the restart", () => isReceived(log, worker.storage))

  // A change that is too large is refused; others hear nothing of it, and go on.
  const other = await client(ROPES_TOKEN)
  const seen = await open(other, own.document_id)
  await until("the entry of before", () => seen.doc().entries[after])
  const refused = writeTask(log, "x".repeat(1 << 20))
  const later = writeTask(seen, "Written by another device")
  await until("the receipt of the other device", () => isReceived(seen, other.storage))
  await until("the other device's entry", () => log.doc().entries[later])
  check(!isReceived(log, worker.storage), "what was refused counts as received")
  const third = await open(await client(ROPES_TOKEN), own.document_id)
  await until("the later entry on a third device", () => third.doc().entries[later])
  for (const handle of [seen, third]) {
    check(!handle.doc().entries[refused], "what was refused reached another device")
  }

  console.log(JSON.stringify({ document: own.document_id, kept, refused, after }))
}

await run(main)
