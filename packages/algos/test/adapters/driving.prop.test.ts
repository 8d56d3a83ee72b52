/** What happens through an adapter is what happens when the environment beneath is driven directly. */
import {
  type ActionArray,
  type Environment,
  Seed,
  allocateActions,
  uniformPolicy,
  wrapEnvironment,
} from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CASES, type Case } from './cases.ts'
import { through } from './seen.ts'

const STEPS = 15

/** An environment behind the last adapter of a case, and the actions that it passes on. */
async function tapped(
  { definition, parameters, adapters, requires }: Case,
  batch: number,
): Promise<{ readonly seen: Environment; readonly passed: ActionArray[] }> {
  const made = await definition.make(parameters, batch)
  const beneath = through(made, adapters.slice(0, -1), requires)
  const passed: ActionArray[] = []
  const listening = wrapEnvironment(beneath, {
    step(actions) {
      passed.push(actions.slice())
      beneath.step(actions)
    },
  })
  return { seen: adapters.at(-1)!.wrap(listening, requires), passed }
}

/** What agents `a` of the environment beneath are paid is, through the adapter, what these rows are. */
type Paid = (beneath: Environment, seen: Environment) => number[]

const total = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value, 0)

const asBeneath: Paid = ({ rewards }) => Array.from(rewards)
const repeated: Paid = (beneath, seen) => {
  const times = seen.spec.agents / beneath.spec.agents
  return Array.from(beneath.rewards).flatMap((reward) => Array.from({ length: times }, () => reward))
}
const summed: Paid = ({ rewards, batch, spec: { agents, objectives } }) =>
  Array.from({ length: batch * objectives }, (_, k) => {
    const w = Math.floor(k / objectives)
    const of = Array.from(
      { length: agents },
      (_agent, a) => rewards[(w * agents + a) * objectives + (k % objectives)],
    )
    return Math.fround(total(of))
  })
const inCommon: Paid = ({ rewards, batch, spec: { agents } }) =>
  Array.from({ length: batch }, (_, w) => rewards[w * agents])
const mean: Paid = ({ rewards, spec: { objectives } }) =>
  Array.from({ length: rewards.length / objectives }, (_, i) =>
    Math.fround(total(rewards.subarray(i * objectives, (i + 1) * objectives)) / objectives),
  )

const PAID: Readonly<Record<string, Paid>> = {
  centralise: summed,
  'centralise, in a box paid in common': inCommon,
  'centralise, several objectives': summed,
  'mean-field': inCommon,
  'slots-as-agents': repeated,
  'slots-as-agents, in turns': repeated,
  'nodes-as-agents': repeated,
  'independent-factors': repeated,
  'score+oracle, by choices': repeated,
  scalarise: mean,
}
/** Adapters that change what is paid on purpose. */
const OTHERWISE_PAID = ['outcome-threshold']

describe.each(Object.keys(CASES).filter((name) => !OTHERWISE_PAID.includes(name)))('%s', (name) => {
  test('every legal action becomes a legal one, and rewards and ends are those of driving the environment directly', async () => {
    const run = async (number: number, batch: number): Promise<void> => {
      const { seen, passed } = await tapped(CASES[name], batch)
      const { definition, parameters, adapters, requires } = CASES[name]
      const beneath = through(await definition.make(parameters, batch), adapters.slice(0, -1), requires)
      const seed = Seed.from(number)
      const policy = uniformPolicy()
      const actions = allocateActions(seen.spec.action, batch * seen.spec.agents)
      seen.reset(seed)
      beneath.reset(seed)
      policy.begin(seen, seed)
      for (let t = 0; t < STEPS; t++) {
        policy.act(seen, actions, 'sample')
        const before = passed.length
        seen.step(actions)
        if (passed.length === before) {
          expect(total(seen.rewards) + total(seen.ended) + total(seen.terminated)).toBe(0)
          continue
        }
        beneath.step(passed[before])
        expect(Array.from(seen.rewards)).toEqual((PAID[name] ?? asBeneath)(beneath, seen))
        expect(seen.ended).toEqual(beneath.ended)
        expect(total(seen.terminated) > 0 || total(seen.truncated) > 0).toBe(
          seen.spec.agents >= beneath.spec.agents
            ? total(beneath.terminated) + total(beneath.truncated) > 0
            : total(beneath.ended) > 0,
        )
        for (let w = 0; w < batch; w++) if (beneath.ended[w] === 1) expectEnd(seen, beneath, w)
      }
    }
    await fc.assert(fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 4 }), run), { numRuns: 8 })
  })
})

/** The metrics and costs of an episode belong to the world: no adapter changes them. */
function expectEnd(seen: Environment, beneath: Environment, w: number): void {
  const count = beneath.spec.metrics.length
  expect(seen.metrics.subarray(w * count, (w + 1) * count)).toEqual(
    beneath.metrics.subarray(w * count, (w + 1) * count),
  )
  expect(seen.costs).toEqual(beneath.costs)
}
