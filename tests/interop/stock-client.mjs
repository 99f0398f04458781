// An unmodified automerge-repo client against a running server: a worker's own log syncs both ways
// with a durable receipt, and whoever may only read changes nothing.
//
// ROPES_URL           http address of the server
// ROPES_TOKEN         bearer token of a worker's device
// ROPES_READER_TOKEN  bearer token of a device of that worker's supervisor
// ROPES_EXPECT        optional: id of an entry that must already be in the worker's log
//
// Prints one line of JSON, {document, wrote}, and ends with 0; else says what failed and ends with 1.

import { Repo, isValidAutomergeUrl } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const PATIENCE_MS = 20_000
const { ROPES_URL, ROPES_TOKEN, ROPES_READER_TOKEN, ROPES_EXPECT } = process.env
const repos = []

function fail(message) {
  console.error(`stock client: ${message}`)
  process.exit(1)
}

function check(holds, message) {
  if (!holds) throw new Error(message)
}

/** Asks again and again until there is an answer. */
async function until(what, ask) {
  const end = Date.now() + PATIENCE_MS
  while (Date.now() < end) {
    const answer = await ask()
    if (answer) return answer
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`waited in vain: ${what}`)
}

async function within(what, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), PATIENCE_MS)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

async function api(method, path, token) {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(new URL(path, ROPES_URL), { method, headers })
  check(answer.ok, `${method} ${path} answered ${answer.status}: ${await answer.clone().text()}`)
  return answer.json()
}

async function documents(token) {
  const year = new Date().getUTCFullYear()
  const all = await api("GET", "/api/documents", token)
  return all.filter(line => line.kind === "log" && line.period === year)
}

/** A client as its documentation says to make one; only the ticket in the address is ours. */
async function client(token) {
  const { ticket } = await api("POST", "/api/ticket", token)
  const url = new URL("/sync", ROPES_URL.replace(/^http/, "ws"))
  url.searchParams.set("ticket", ticket)
  const repo = new Repo({ network: [new WebSocketClientAdapter(url.toString())] })
  repos.push(repo)
  const storage = await until("the server names its storage", () =>
    repo.peers.map(peer => repo.getStorageIdOfPeer(peer)).find(Boolean),
  )
  return { repo, storage }
}

async function open({ repo }, documentId) {
  const url = `automerge:${documentId}`
  check(isValidAutomergeUrl(url), `${url} is no automerge url`)
  const handle = await within("the document", repo.find(url))
  await until("the genesis", () => handle.doc()?.entries)
  return handle
}

function writeTask(handle, title) {
  const id = `js${Math.random().toString(36).slice(2, 12)}`
  handle.change(doc => {
    const now = Date.now()
    doc.entries[id] = { k: "task", at: now, off: 60, title, when: now, when_off: 60, min: 15 }
  })
  return id
}

/** The server's own heads are ours: it has everything on disk. */
function isReceived(handle, storage) {
  const theirs = handle.getSyncInfo(storage)?.lastHeads ?? []
  return JSON.stringify([...theirs].sort()) === JSON.stringify([...handle.heads()].sort())
}

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

process.on("uncaughtException", error => fail(error.stack ?? error.message))
process.on("unhandledRejection", error => fail(error?.stack ?? String(error)))
await main().catch(error => fail(error.message))
process.exit(0)
