/** Masks through adapters allow exactly what the environment beneath accepts. */
import {
  type ActionArray,
  type Environment,
  IllegalActionError,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flattenLegalPairs } from '../../src/adapters/flatten-legal-pairs.ts'
import { autoregressive } from '../../src/adapters/autoregressive.ts'
import { slotsAsAgents } from '../../src/adapters/slots-as-agents.ts'
import { opponentPool } from '../../src/adapters/opponent-pool.ts'
import { dials } from '../../../core/test/worlds/dials.ts'
import { showdown } from '../showdown.ts'
import { CASES } from './cases.ts'
import { through } from './seen.ts'

/** Whether the environment beneath takes an action for row `i`, beside legal ones for the others; it is left as it was. */
function takes(beneath: Environment, legal: ActionArray, i: number, action: readonly number[]): boolean {
  const saved = Array.from({ length: beneath.batch }, (_, w) => beneath.snapshot!.save(w))
  const tried = legal.slice()
  tried.set(action, i * action.length)
  try {
    beneath.step(tried)
  } catch (error) {
    if (error instanceof IllegalActionError) return false
    throw error
  }
  saved.forEach((world, w) => beneath.snapshot!.restore(w, world))
  return true
}

/** Plays some steps of a case at random. */
async function played(
  adapt: (environment: Environment) => Environment,
  made: Environment,
  number: number,
  steps: number,
): Promise<Environment> {
  const seen = adapt(made)
  const seed = Seed.from(number)
  const policy = uniformPolicy()
  const actions = allocateActions(seen.spec.action, seen.batch * seen.spec.agents)
  seen.reset(seed)
  policy.begin(seen, seed)
  for (let t = 0; t < steps; t++) {
    policy.act(seen, actions, 'sample')
    seen.step(actions)
  }
  return seen
}

test('flatten-legal-pairs allows the pairs that are legal, and no others', async () => {
  const run = async (number: number, steps: number): Promise<void> => {
    const beneath = await dials.make({}, 2)
    const seen = await played((made) => flattenLegalPairs.wrap(made, {}), beneath, number, steps)
    const policy = uniformPolicy()
    const legal = allocateActions(beneath.spec.action, 4)
    policy.begin(beneath, Seed.from(number))
    policy.act(beneath, legal, 'sample')
    const mask = seen.actionMask!.slice()
    for (let i = 0; i < 4; i++) {
      for (let pair = 0; pair < 12; pair++) {
        const action = [Math.floor(pair / 4), pair % 4]
        expect(mask[i * 12 + pair], `row ${i}, pair ${action}`).toBe(takes(beneath, legal, i, action) ? 1 : 0)
      }
    }
  }
  await fc.assert(fc.asyncProperty(fc.nat(), fc.nat(9), run), { numRuns: 10 })
})

test('choices in turns allow in every turn what can be completed, and nothing else', async () => {
  const run = async (number: number, steps: number): Promise<void> => {
    const beneath = await dials.make({}, 2)
    const seen = await played((made) => autoregressive.wrap(made, {}), beneath, number, 2 * steps)
    const jammed = Array.from(beneath.observations)
    const first = Array.from({ length: 4 }, (_, i) => [0, 1, 2].filter((k) => k !== jammed[i]))
    for (let i = 0; i < 4; i++) {
      const legal = [0, 1, 2, 3].filter((k) => seen.actionMask![i * 4 + k] === 1)
      expect(legal).toEqual(first[i])
    }
    const chosen = first.map((choices) => choices[number % choices.length])
    seen.step(Int32Array.from(chosen))
    for (let i = 0; i < 4; i++) {
      const legal = [0, 1, 2, 3].filter((k) => seen.actionMask![i * 4 + k] === 1)
      expect(legal).toEqual([0, 1, 2, 3].filter((k) => k <= chosen[i] + 1))
      const width = seen.observations.length / 4
      const shown = [0, 1, 2].map((k) => (k === chosen[i] ? 1 : 0))
      const expected = [0, 1, shown, 0, 0, 0, 0].flat()
      expect(Array.from(seen.observations.subarray(i * width + 1, (i + 1) * width))).toEqual(expected)
    }
  }
  await fc.assert(fc.asyncProperty(fc.nat(), fc.nat(7), run), { numRuns: 10 })
})

test('slots-as-agents lets one slot decide at a time where the other depends on it', async () => {
  const seen = slotsAsAgents.wrap(opponentPool.wrap(await showdown.make({}, 2), {}), {})
  seen.reset(Seed.from(1))
  expect(seen.spec).toMatchObject({ agents: 2, activity: true, horizon: 2, rewardStructure: 'common' })
  expect(Array.from(seen.active!)).toEqual([1, 0, 1, 0])
  expect(Array.from(seen.actionMask!)).toEqual([1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0])
  seen.step(Int32Array.of(2, 0, 1, 0))
  expect(Array.from(seen.active!)).toEqual([0, 1, 0, 1])
  expect(Array.from(seen.actionMask!)).toEqual([1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1])
  expect(Array.from(seen.ended)).toEqual([0, 0])
  seen.step(Int32Array.of(0, 1, 0, 2))
  expect(Array.from(seen.ended)).toEqual([1, 1])
  expect(seen.rewards[0]).toBe(seen.rewards[1])
  expect(Array.from(seen.lengths)).toEqual([2, 2])
})

test.each(['independent-factors', 'slots-as-agents'])('%s shows each factor its own mask', async (name) => {
  const { definition, parameters, adapters, requires } = CASES[name]
  const beneath = await definition.make(parameters, 2)
  const seen = await played((made) => through(made, adapters, requires), beneath, 3, 3)
  const counts = (beneath.spec.action as { readonly counts: readonly number[] }).counts
  const most = Math.max(...counts)
  const padded: number[] = []
  let offset = 0
  while (offset < beneath.actionMask!.length) {
    for (const count of counts) {
      const own = Array.from(beneath.actionMask!.subarray(offset, offset + count))
      padded.push(...own, ...Array.from({ length: most - count }, () => 0))
      offset += count
    }
  }
  expect(Array.from(seen.actionMask!)).toEqual(padded)
})
