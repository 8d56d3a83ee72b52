/** Checks of the numbers in the buffers: bounds, categories, rewards, costs and how rewards relate. */
import type { Environment } from '../environment.ts'
import { product } from '../spaces.ts'
import type { ArraySpec } from '../spec.ts'
import { play } from './play.ts'
import { type Check, fail, skip } from './report.ts'
import { type BufferArray, type BufferName, elementName, rowOf } from './rows.ts'
import type { EnvironmentSubject } from './subject.ts'

export const VALUE_CHECKS: readonly Check<EnvironmentSubject>[] = [
  {
    id: 'values/bounds',
    title: 'observations and states are finite and within their declared bounds',
    run: (subject) => watch(subject, requireBounds),
  },
  {
    id: 'values/categories',
    title: 'category blocks hold whole numbers below their count of categories',
    run(subject) {
      const { observation, state } = subject.spec
      const blocks = [...observation.layout, ...(state?.layout ?? [])].filter(
        ({ kind }) => kind === 'category',
      )
      if (blocks.length === 0) skip('no block holds categories')
      return watch(subject, requireCategories)
    },
  },
  {
    id: 'values/rewards',
    title: 'rewards are finite and within the declared range, costs are finite',
    run: (subject) => watch(subject, requireRewards),
  },
  {
    id: 'values/reward-structure',
    title: 'rewards are common or sum to zero where the spec says so',
    run(subject) {
      const { rewardStructure, agents } = subject.spec
      if (rewardStructure === 'individual') skip('rewards are individual')
      if (agents === 1 && rewardStructure === 'common') skip('there is one agent')
      return watch(subject, rewardStructure === 'common' ? requireCommon() : requireZeroSum)
    },
  },
]

type Inspection = (environment: Environment, w: number, t: number) => void

/** Looks at every world after the reset and after every step of the uniform policy. */
async function watch(subject: EnvironmentSubject, inspect: Inspection): Promise<string> {
  const environment = await subject.make(3)
  const player = play(environment, subject.seed)
  for (let t = 0; t <= subject.episodeSteps; t++) {
    if (t > 0) player.step()
    for (let w = 0; w < environment.batch; w++) inspect(environment, w, t)
  }
  return `${subject.episodeSteps} steps of 3 worlds`
}

/** Calls back with the rows that hold observations or states, the final ones where the episode has ended. */
function eachView(
  environment: Environment,
  w: number,
  visit: (name: BufferName, row: BufferArray, space: ArraySpec) => void,
): void {
  const { spec } = environment
  const names = environment.ended[w] === 1 ? (['', 'final'] as const) : ([''] as const)
  for (const prefix of names) {
    const observations = prefix === '' ? 'observations' : 'finalObservations'
    visit(observations, rowOf(environment, observations, w)!, spec.observation)
    const state = prefix === '' ? 'state' : 'finalState'
    if (spec.state !== undefined) visit(state, rowOf(environment, state, w)!, spec.state)
  }
}

function requireBounds(environment: Environment, w: number, t: number): void {
  eachView(environment, w, (name, row, space) => {
    const low = Math.fround(space.low)
    const high = Math.fround(space.high)
    for (let i = 0; i < row.length; i++) {
      if (Number.isFinite(row[i]) && row[i] >= low && row[i] <= high) continue
      const element = elementName(environment.spec, name, i, row.length)
      fail(`world ${w}, step ${t}: ${element} is ${row[i]}, expected a finite number from ${low} to ${high}`)
    }
  })
}

function requireCategories(environment: Environment, w: number, t: number): void {
  eachView(environment, w, (name, row, space) => {
    const size = product(space.shape)
    for (const { offset, shape, kind, categories = 0, name: block } of space.layout) {
      if (kind !== 'category') continue
      for (let k = 0; k < row.length; k++) {
        const inside = k % size >= offset && k % size < offset + product(shape)
        if (!inside || (Number.isInteger(row[k]) && row[k] >= 0 && row[k] < categories)) continue
        const element = elementName(environment.spec, name, k, row.length)
        fail(
          `world ${w}, step ${t}: ${element} (block ${block}) is ${row[k]}, ` +
            `expected a whole number from 0 to ${categories - 1}`,
        )
      }
    }
  })
}

function requireRewards(environment: Environment, w: number, t: number): void {
  const { spec } = environment
  const [low, high] = spec.rewardRange.map(Math.fround)
  for (const name of ['rewards', 'costs'] as const) {
    const row = rowOf(environment, name, w) ?? []
    for (let i = 0; i < row.length; i++) {
      const inside = name === 'costs' || t === 0 || (row[i] >= low && row[i] <= high)
      if (Number.isFinite(row[i]) && inside) continue
      const range = name === 'costs' ? 'a finite number' : `a finite number from ${low} to ${high}`
      fail(`world ${w}, step ${t}: ${elementName(spec, name, i, row.length)} is ${row[i]}, expected ${range}`)
    }
  }
}

/** Every agent still in the episode before the step is paid the same. */
function requireCommon(): Inspection {
  let finished = new Uint8Array(0)
  return (environment, w, t) => {
    const { agents, objectives } = environment.spec
    if (finished.length === 0) finished = new Uint8Array(environment.batch * agents)
    const { rewards, terminated, truncated, ended } = environment
    const first = w * agents
    for (let a = 0; a < agents; a++) {
      const leader = finished.indexOf(0, first)
      if (finished[first + a] === 1 || leader < 0) continue
      for (let k = 0; k < objectives; k++) {
        const got = rewards[(first + a) * objectives + k]
        const expected = rewards[leader * objectives + k]
        if (got === expected) continue
        const place = `world ${w}, agent ${a}, step ${t}`
        fail(`${place}: reward is ${got}, expected ${expected} as agent ${leader - first} has`)
      }
    }
    for (let i = first; i < first + agents; i++) {
      finished[i] = ended[w] === 0 && (terminated[i] === 1 || truncated[i] === 1) ? 1 : 0
    }
  }
}

function requireZeroSum(environment: Environment, w: number, t: number): void {
  const { agents, objectives } = environment.spec
  for (let k = 0; k < objectives; k++) {
    let sum = 0
    let size = 0
    for (let a = 0; a < agents; a++) {
      const reward = environment.rewards[(w * agents + a) * objectives + k]
      sum += reward
      size += Math.abs(reward)
    }
    if (!(Math.abs(sum) <= 1e-6 * size)) fail(`world ${w}, step ${t}: rewards sum to ${sum}, expected 0`)
  }
}
