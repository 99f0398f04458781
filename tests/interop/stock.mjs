// What every script with an unmodified automerge-repo client needs. ROPES_URL: the server's address.

import { Repo, isValidAutomergeUrl } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const PATIENCE_MS = 20_000
const { ROPES_URL } = process.env

export function fail(message) {
  console.error(`stock client: ${message}`)
  process.exit(1)
}

export function check(holds, message) {
  if (!holds) throw new Error(message)
}

/** Asks again and again until there is an answer. */
export async function until(what, ask) {
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

export async function api(method, path, token) {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(new URL(path, ROPES_URL), { method, headers })
  check(answer.ok, `${method} ${path} answered ${answer.status}: ${await answer.clone().text()}`)
  return answer.json()
}

export async function documents(token) {
  const year = new Date().getUTCFullYear()
  const all = await api("GET", "/api/documents", token)
  return all.filter(line => line.kind === "log" && line.period === year)
}

async function address(token) {
  const { ticket } = await api("POST", "/api/ticket", token)
  const url = new URL("/sync", ROPES_URL.replace(/^http/, "ws"))
  url.searchParams.set("ticket", ticket)
  return url.toString()
}

const connected = repo =>
  until("the server names its storage", () =>
    repo.peers.map(peer => repo.getStorageIdOfPeer(peer)).find(Boolean),
  )

/** A client as its documentation says to make one; only the ticket in the address is ours. */
export async function client(token) {
  const adapter = new WebSocketClientAdapter(await address(token))
  const repo = new Repo({ network: [adapter] })
  const storage = await connected(repo)
  // A ticket is good once: who comes again asks for another before, see `comeAgain`.
  adapter.retryInterval = 0
  return { repo, adapter, storage, token }
}

/** What a stock client does after its connection ended. */
export async function comeAgain({ repo, adapter, token }) {
  adapter.url = await until("a ticket", () => address(token).catch(() => undefined))
  adapter.retryInterval = 1_000
  adapter.connect(adapter.peerId, adapter.peerMetadata)
  await connected(repo)
  adapter.retryInterval = 0
}

export async function open({ repo }, documentId) {
  const url = `automerge:${documentId}`
  check(isValidAutomergeUrl(url), `${url} is no automerge url`)
  const handle = await within("the document", repo.find(url))
  await until("the genesis", () => handle.doc()?.entries)
  return handle
}

export function writeTask(handle, title) {
  const id = `js${Math.random().toString(36).slice(2, 12)}`
  handle.change(doc => {
    const now = Date.now()
    doc.entries[id] = { k: "task", at: now, off: 60, title, when: now, when_off: 60, min: 15 }
  })
  return id
}

/** The server's own heads are ours: it has everything on disk. */
export function isReceived(handle, storage) {
  const theirs = handle.getSyncInfo(storage)?.lastHeads ?? []
  return JSON.stringify([...theirs].sort()) === JSON.stringify([...handle.heads()].sort())
}

/** Runs to the end, whatever it is. */
export async function run(main) {
  process.on("uncaughtException", error => fail(error.stack ?? error.message))
  process.on("unhandledRejection", error => fail(error?.stack ?? String(error)))
  await main().catch(error => fail(error.message))
  process.exit(0)
}
