/**
 * One PPO update of an actor 32-H-H-5 and a critic 32-H-H-1, tanh: forward, clipped loss with entropy and values,
 * backward, Adam. And acting: the actor's forward and a draw for every agent. CPU time of this process, wasm.
 *
 * `node packages/algos/bench/ppo-update.bench.mjs PYTHON` takes turns with `peers/torch_ppo_update.py`, which does the same
 * on one thread of PyTorch, and shows the fastest turn of each, of a busy machine the best guess at a quiet one, and their
 * ratio; PYTHON is an interpreter that has torch.
 */
import { loadBackend } from '@gauntlet/algos'
import { Seed } from '@gauntlet/core'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/heads/head.ts')} */
const { headFor } = await import(`${DIST}heads/head.js`)
/** @type {typeof import('../src/objectives/clip-masks.ts')} */
const { clip } = await import(`${DIST}objectives/clip-masks.js`)
/** @type {typeof import('../src/objectives/denominators.ts')} */
const { oldPolicy } = await import(`${DIST}objectives/denominators.js`)
/** @type {typeof import('../src/objectives/weights.ts')} */
const { byAdvantage } = await import(`${DIST}objectives/weights.js`)
/** @type {typeof import('../src/objectives/product.ts')} */
const { product } = await import(`${DIST}objectives/product.js`)
/** @type {typeof import('../src/critics/value-loss.ts')} */
const { squaredError } = await import(`${DIST}critics/value-loss.js`)
/** @type {typeof import('../src/optimisers/adam.ts')} */
const { adam } = await import(`${DIST}optimisers/adam.js`)

const INPUTS = 32
const CHOICES = 5
const RATE = 2.5e-4
const ENTROPY = 0.01
const VALUE = 0.5

/** How often each takes its turn, and how long one takes, CPU milliseconds. */
const TURNS = 40
const TURN = 50

const backend = await loadBackend('wasm')

/**
 * What is measured, in the peer's words too: `update ROWS UNITS` or `act ROWS UNITS`.
 *
 * @type {readonly (readonly ['update' | 'act', rows: number, units: number])[]}
 */
const CASES = [
  ['update', 256, 64],
  ['update', 2048, 64],
  ['update', 2048, 256],
  ['act', 16, 64],
  ['act', 1024, 64],
]

const python = process.argv[2]
if (python === undefined) await measureOurs()
else await takeTurns(python)

async function measureOurs() {
  const suite = new Suite('PPO, 32-H-H, wasm, CPU time', 'calls')
  for (const [kind, rows, units] of CASES) {
    const work = prepare(kind, rows, units)
    await suite.add(nameOf(kind, rows, units), 1, () => milliseconds(work, 1))
  }
}

/** @param {string} interpreter */
async function takeTurns(interpreter) {
  const script = fileURLToPath(new URL('../peers/torch_ppo_update.py', import.meta.url))
  const peer = spawn(interpreter, [script, 'serve'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = createInterface({ input: peer.stdout })[Symbol.asyncIterator]()
  const ask = async (/** @type {string} */ question) => {
    peer.stdin.write(`${question}\n`)
    const { value, done } = await answers.next()
    if (done === true) throw new Error('the peer ended: does this Python have torch?')
    return value
  }
  console.log(`CPU ms a call, the fastest turn of each; ${await ask('version')}`)
  for (const [kind, rows, units] of CASES) {
    const work = prepare(kind, rows, units)
    milliseconds(work, 100)
    const calls = Math.ceil(TURN / milliseconds(work, 10))
    const ours = []
    const theirs = []
    await ask(`${kind} ${rows} ${units} ${calls}`)
    for (let turn = 0; turn < TURNS; turn++) {
      ours.push(milliseconds(work, calls))
      theirs.push(Number(await ask(`${kind} ${rows} ${units} ${calls}`)))
    }
    const [p, q] = [Math.min(...ours), Math.min(...theirs)]
    console.log(
      `${nameOf(kind, rows, units).padEnd(28)} ours ${p.toFixed(3)}, PyTorch ${q.toFixed(3)}, ratio ${(p / q).toFixed(2)}`,
    )
  }
  peer.stdin.end()
  await once(peer, 'exit')
}

/**
 * @param {'update' | 'act'} kind
 * @param {number} rows
 * @param {number} units
 */
function prepare(kind, rows, units) {
  return kind === 'update' ? update(rows, units) : act(rows, units)
}

/**
 * As trainers do it.
 *
 * @param {number} rows
 * @param {number} units
 */
function update(rows, units) {
  const actor = network(units, CHOICES, 1)
  const critic = network(units, 1, 2)
  const head = headFor({ kind: 'discrete', n: CHOICES })
  const decision = {
    row: 0,
    advantage: 0,
    logProbability: 0,
    oldLogProbability: 0,
    referenceLogProbability: Number.NaN,
    entropy: 0,
  }
  const objective = product(clip(0.2), oldPolicy, byAdvantage)
  const optimiser = adam(
    [actor, critic].map(({ parameters }) => parameters.length),
    { epsilon: 1e-5 },
  )
  const stream = Seed.from(3).stream()
  const observations = normals(rows * INPUTS)
  const actions = Int32Array.from({ length: rows }, () => stream.integer(CHOICES))
  const advantages = normals(rows)
  const returns = normals(rows)
  const old = Float64Array.from({ length: rows }, (_, i) =>
    head.score(actor.predict(observations, rows), undefined, i, actions),
  )
  const byOutputs = new Float32Array(rows * CHOICES)
  const byValues = new Float32Array(rows)
  const loss = new Float64Array(2)
  return () => {
    const outputs = actor.forward(observations, rows)
    for (let i = 0; i < rows; i++) {
      decision.row = i
      decision.advantage = advantages[i]
      decision.logProbability = head.score(outputs, undefined, i, actions)
      decision.oldLogProbability = old[i]
      objective.loss(decision, loss)
      head.backward(outputs, undefined, i, actions, loss[1] / rows, -ENTROPY / rows, byOutputs)
    }
    actor.backward(byOutputs)
    const values = critic.forward(observations, rows)
    for (let i = 0; i < rows; i++) {
      squaredError(values[i], 0, returns[i], loss)
      byValues[i] = (VALUE * loss[1]) / rows
    }
    critic.backward(byValues)
    optimiser.step(0, actor, RATE)
    optimiser.step(1, critic, RATE)
    optimiser.advance()
    actor.changed()
    critic.changed()
  }
}

/**
 * As policies do it.
 *
 * @param {number} rows
 * @param {number} units
 */
function act(rows, units) {
  const actor = network(units, CHOICES, 1)
  const head = headFor({ kind: 'discrete', n: CHOICES })
  const stream = Seed.from(3).stream()
  const observations = normals(rows * INPUTS)
  const actions = new Int32Array(rows)
  return () => {
    const outputs = actor.predict(observations, rows)
    for (let i = 0; i < rows; i++) head.sample(outputs, undefined, i, stream, actions)
  }
}

/**
 * @param {number} units
 * @param {number} outputs
 * @param {number} seed
 */
function network(units, outputs, seed) {
  return backend.mlp(
    { inputs: INPUTS, hidden: [units, units], outputs, activation: 'tanh', initialisation: 'orthogonal' },
    Seed.from(seed).stream(),
  )
}

/** @param {number} length */
function normals(length) {
  const stream = Seed.from(length).stream()
  return Float32Array.from({ length }, () => stream.normal())
}

/**
 * CPU time of a call.
 *
 * @param {() => void} work
 * @param {number} calls
 */
function milliseconds(work, calls) {
  const { user, system } = process.cpuUsage()
  for (let n = 0; n < calls; n++) work()
  const taken = process.cpuUsage()
  return (taken.user - user + taken.system - system) / 1000 / calls
}

/** @param {readonly [kind: string, rows: number, units: number]} one */
function nameOf(...[kind, rows, units]) {
  return kind === 'update' ? `update, ${rows} rows, H ${units}` : `act, ${rows} agents, H ${units}`
}
