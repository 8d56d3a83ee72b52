/** What a queue costs around cells: jobs per second through one Redis, and the whole way of a cell. Needs redis-server. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import adapter from '@gauntlet/queue'
import { Redis } from 'ioredis'
import { Suite } from '../../../scripts/lib/measure.mjs'

const JOBS = 1000
/** Characters of a result; cells of a hundred episodes have about as many. */
const REPLY = 20_000
const AT_A_TIME = 32

const directory = mkdtempSync(join(tmpdir(), 'gauntlet-queue-bench-'))
const probe = createServer().listen(0, '127.0.0.1')
await once(probe, 'listening')
const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address())
probe.close()
const redis = spawn(
  'redis-server',
  ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
process.on('exit', () => {
  redis.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})
for await (const chunk of redis.stdout) if (String(chunk).includes('Ready to accept')) break

const connection = new Redis(port)
const queue = await adapter.open(new URL(`redis://127.0.0.1:${port}`))
const keys = Array.from({ length: JOBS }, (_, i) => `job-${i}`)
const order = { descriptor: 'x'.repeat(3000) }
const reply = { record: 'x'.repeat(REPLY) }
const digest = 'f'.repeat(64)

async function add() {
  for (let i = 0; i < JOBS; i += 500) {
    await queue.add(keys.slice(i, i + 500).map((key) => ({ key, order })))
  }
}

async function serve() {
  const stop = new AbortController()
  let left = JOBS
  const options = { workers: 8, name: 'bench', signal: stop.signal, tell: console.error }
  await queue.serve(options, async ({ key }) => {
    await queue.witness(key, digest)
    if (--left === 0) setImmediate(() => stop.abort())
    return { kind: 'done', reply }
  })
}

async function fetch() {
  const { finished } = await queue.settled()
  if (finished.length !== JOBS) throw new Error(`${finished.length} of ${JOBS} are finished`)
  for (let i = 0; i < JOBS; i += AT_A_TIME) {
    const some = finished.slice(i, i + AT_A_TIME)
    await Promise.all(some.map((key) => queue.read(key)))
    await queue.remove(some)
  }
}

/** Milliseconds that Redis has computed for so far: what it can carry does not depend on who shares its machine. */
async function computed() {
  const info = await connection.info('cpu')
  const seconds = ['user', 'sys'].map((name) =>
    Number(new RegExp(`used_cpu_${name}:([\\d.]+)`).exec(info)?.[1]),
  )
  return 1000 * (seconds[0] + seconds[1])
}

/** Times of the parts of one pass, in milliseconds, and what Redis computed for in all of them. */
async function pass() {
  const times = []
  const before = await computed()
  for (const part of [add, serve, fetch]) {
    const start = performance.now()
    await part()
    times.push(performance.now() - start)
  }
  return [...times, (await computed()) - before]
}

await pass()
const passes = [await pass(), await pass(), await pass()]
const suite = new Suite('Jobs through one Redis', 'jobs', {
  time: 0,
  warmupTime: 0,
  iterations: 3,
  warmupIterations: 0,
})
const names = [
  'add',
  'take, do nothing, give a result of 20 kB',
  'fetch and remove',
  '  of all three, what Redis computes',
]
for (const [part, name] of names.entries()) {
  let i = 0
  await suite.add(name, JOBS, () => passes[i++ % passes.length][part])
}
connection.disconnect()
await queue.close()
process.exit()
