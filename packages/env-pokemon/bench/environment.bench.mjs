/**
 * What a step of `pokemon/vgc` costs in random play: first what of it is not the engine, which plays the same battles alone
 * (CPU time), then what of it are the views and the legal actions of both players (elapsed time).
 */
import { Seed, allocateActions } from '@gauntlet/core'
import {
  COMPACT_VIEW_SIZE,
  LegalActions,
  TOKEN_VIEW_SIZE,
  battleInput,
  duelOf,
  formatOf,
  vgc,
  writeCompact,
  writeTokens,
} from '@gauntlet/env-pokemon'
import { beginBattle } from '../dist/engine/battle.js'

const BATCH = 8
const STEPS = 30
const format = formatOf('reg-g')

/**
 * The CPU time of some work in milliseconds.
 *
 * @param {() => void} work
 */
function cpuMilliseconds(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** @typedef {{ readonly start: readonly string[], readonly choices: readonly (readonly [string, string])[] }} Told */

/**
 * An environment that plays at random, and of every step the actions and what they told the engine of each world.
 *
 * @param {'tokens' | 'compact'} observation
 */
async function record(observation) {
  const environment = await vgc.make({ observation }, BATCH)
  const policy = environment.expert?.policy('uniform')
  const played = []
  environment.reset(Seed.from(1))
  policy?.begin(environment, Seed.from(1))
  const read = Array.from({ length: BATCH }, () => 0)
  for (let t = 0; t < STEPS; t++) {
    const actions = allocateActions(environment.spec.action, 2 * BATCH)
    policy?.act(environment, actions, 'sample')
    environment.step(actions)
    const lines = read.map((from, w) => battleInput(environment, w).slice(from))
    for (let w = 0; w < BATCH; w++) {
      read[w] = environment.ended[w] === 1 ? 0 : battleInput(environment, w).length
    }
    played.push({ actions, lines })
  }
  return { environment, played }
}

/** @param {string} line */
const json = (line) => JSON.parse(line.slice(line.indexOf('{')))

/** @param {readonly (readonly string[])[]} steps the lines of one world, step by step */
function engineOf(steps) {
  /** @type {ReturnType<typeof beginBattle> | undefined} */
  let battle
  return (/** @type {number} */ t) => {
    const lines = steps[t]
    let k = 0
    if (lines[0]?.startsWith('>start')) {
      const [{ seed }, one, two] = lines.slice(0, 3).map(json)
      battle = beginBattle(format.engine, seed, [one.team, two.team], [one.name, two.name])
      k = 3
    }
    for (; k < lines.length; k++) battle?.choose(lines[k].startsWith('>p1') ? 'p1' : 'p2', lines[k].slice(4))
  }
}

/** @param {number[]} values an odd number of them */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

const WARM_UP = 5
const PASSES = 41
console.log(
  `pokemon/vgc, random play in ${BATCH} worlds: µs of a world's step, and the share of it that is not the engine`,
)
for (const observation of /** @type {const} */ (['tokens', 'compact'])) {
  const { environment, played } = await record(observation)
  /** @type {number[][]} */
  const spent = [[], []]
  for (let pass = -WARM_UP; pass < PASSES; pass++) {
    const engines = Array.from({ length: BATCH }, (_, w) => engineOf(played.map(({ lines }) => lines[w])))
    const whole = cpuMilliseconds(() => {
      environment.reset(Seed.from(1))
      for (const { actions } of played) environment.step(actions)
    })
    const engine = cpuMilliseconds(() => {
      for (let t = 0; t < STEPS; t++) for (const play of engines) play(t)
    })
    if (pass < 0) continue
    spent[0].push(engine)
    spent[1].push(whole)
  }
  const [engine, whole] = spent.map((each) => (1000 * median(each)) / (BATCH * STEPS))
  const share = (100 * median(spent[1].map((each, k) => 1 - spent[0][k] / each))).toFixed(1)
  console.log(
    `  ${observation.padEnd(8)} engine ${engine.toFixed(0)}, step ${whole.toFixed(0)}, share ${share} %`,
  )
}

const out = new Float32Array(Math.max(TOKEN_VIEW_SIZE, COMPACT_VIEW_SIZE))
const again = new LegalActions()
/** @typedef {import('@gauntlet/env-pokemon').Duel} Duel */
const parts = [
  {
    name: 'a token view each',
    work: (/** @type {Duel} */ { known }) => {
      for (const one of known) writeTokens(one, out, 0)
    },
  },
  {
    name: 'a compact view each',
    work: (/** @type {Duel} */ { known, legal }) => {
      for (const [player, one] of known.entries()) writeCompact(one, legal[player].phase, out, 0)
    },
  },
  {
    name: 'all that is legal for each',
    work: (/** @type {Duel} */ { legal }) => {
      for (const { request, members } of legal) if (request !== undefined) again.read(request, members)
    },
  },
]

const { environment, played } = await record('compact')
const spent = [0, ...parts.map(() => 0)]
let steps = 0
for (let pass = -WARM_UP; pass < PASSES; pass++) {
  environment.reset(Seed.from(1))
  const duels = Array.from({ length: BATCH }, (_, w) => duelOf(environment, w).copy())
  for (const { actions } of played) {
    for (const [w, duel] of duels.entries()) {
      if (duel.ended) continue
      const times = [
        () => duel.play(actions, 4 * w),
        ...parts.map(
          ({ work }) =>
            () =>
              work(duel),
        ),
      ].map((work) => {
        const startedAt = performance.now()
        work()
        return performance.now() - startedAt
      })
      if (pass < 0) continue
      for (const [k, time] of times.entries()) spent[k] += time
      steps++
    }
  }
}
const [whole, ...each] = spent.map((time) => (1000 * time) / steps)
console.log(`a step of both players without their views takes ${whole.toFixed(0)} µs; beside it`)
for (const [k, { name }] of parts.entries()) {
  const share = ((100 * each[k]) / whole).toFixed(1)
  console.log(`  ${name.padEnd(28)} ${each[k].toFixed(1).padStart(5)} µs, ${share} % of that`)
}
