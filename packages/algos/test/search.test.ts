/** Search before every action, and scripted play. */
import {
  type Environment,
  Seed,
  allocateActions,
  applicability,
  defineAdapter,
  wrapEnvironment,
} from '@gauntlet/core'
import { checkAlgorithm } from '@gauntlet/core/check'
import { describe, expect, it } from 'vitest'
import { mctsPuct } from '../src/methods/mcts-puct.ts'
import { scripted } from '../src/methods/scripted.ts'
import type { SearchParameters } from '../src/trainers/search.ts'
import { cartPole } from '../src/studies/cart-pole.ts'
import { RUNGS, ladder, ladderValue } from './ladder.ts'
import { choices } from './choices.ts'
import { makeTask, corridor } from './tasks.ts'

const PARAMETERS = { horizon: 8, wage: 0.05, prize: 4, hold: 0.8 }

async function searcher(environment: Environment, configuration: Partial<SearchParameters>) {
  const { spec } = environment
  const { policy } = await mctsPuct.create({ spec, configuration, seed: Seed.from(4), backend: 'wasm' })
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(2))
  return { policy, actions: allocateActions(spec.action, environment.batch * spec.agents) }
}

/** What an agent of 32 loses in an episode for not acting as is best, on average. */
async function regret(parameters: typeof PARAMETERS, configuration: object, agents = 1): Promise<number> {
  const environment = await ladder.make({ ...parameters, agents }, 32 / agents)
  const { policy, actions } = await searcher(environment, configuration)
  const over = new Uint8Array(environment.batch)
  let lost = 0
  for (let t = 0; t < parameters.horizon; t++) {
    const rungs = environment.observations.map((share) => Math.round(share * RUNGS))
    policy.act(environment, actions, 'sample')
    for (let i = 0; i < actions.length; i++) {
      // Whoever has reached the top waits there.
      if (rungs[i] === RUNGS || over[Math.floor(i / agents)] === 1) continue
      const { best, of } = ladderValue(parameters, rungs[i], parameters.horizon - t)
      lost += best - of[actions[i]]
    }
    environment.step(actions)
    for (let w = 0; w < over.length; w++) over[w] |= environment.ended[w]
  }
  return lost / actions.length
}

describe('mcts-puct', () => {
  it.each([1, 4])('acts nearly as is best, with %i agents in a world', async (agents) => {
    const { best } = ladderValue(PARAMETERS, 0, PARAMETERS.horizon)
    expect(best).toBeGreaterThan(2)
    const lost = await regret(PARAMETERS, { simulations: 200 }, agents)
    expect(lost).toBeLessThan(0.05 * best)
  })

  it('loses less the more it simulates, and the better rollouts know what to do', async () => {
    const few = await regret(PARAMETERS, { simulations: 8 })
    const many = await regret(PARAMETERS, { simulations: 200 })
    const [guided, misled] = [
      await regret(PARAMETERS, { simulations: 8, rollouts: 'climb' }),
      await regret(PARAMETERS, { simulations: 8, rollouts: 'stay' }),
    ]
    expect(many).toBeLessThan(0.5 * few)
    expect(guided).toBeLessThan(0.5 * misled)
  })

  it('does not know what chance will decide', async () => {
    // One step up in one step: it pays 1 in half of all cases, and to stay pays 0.6.
    const gamble = { horizon: 1, wage: 0.6, prize: 1, hold: 0.5 }
    const environment = await ladder.make(gamble, 50)
    const { policy, actions } = await searcher(environment, { simulations: 200 })
    policy.act(environment, actions, 'greedy')
    expect([...actions]).toEqual(Array<number>(50).fill(0))
  })

  it('finds a good subset, and a good choice of factors, where not all are listed', async () => {
    for (const [kind, best] of [
      ['subsets', 11],
      ['factors', 48],
    ] as const) {
      const environment = await choices.make({ kind }, 8)
      for (const rollouts of ['', 'nothing']) {
        const { policy, actions } = await searcher(environment, { simulations: 400, rollouts })
        policy.act(environment, actions, 'greedy')
        environment.step(actions)
        for (const paid of environment.rewards) expect(paid).toBeGreaterThan(0.7 * best)
      }
    }
  })

  it('leaves the environment as it stood', async () => {
    const played = await ladder.make(PARAMETERS, 3)
    const searched = await ladder.make(PARAMETERS, 3)
    const { policy, actions } = await searcher(searched, { simulations: 20 })
    played.reset(Seed.from(1))
    for (let t = 0; t < 30; t++) {
      const before = [0, 1, 2].map((w) => searched.snapshot!.save(w))
      policy.act(searched, actions, 'sample')
      expect([0, 1, 2].map((w) => searched.snapshot!.save(w))).toEqual(before)
      searched.step(actions)
      played.step(actions)
      expect(searched.observations).toEqual(played.observations)
    }
  })

  it('searches through adapters that change what actions mean', async () => {
    const turned = defineAdapter({
      id: 'turned',
      version: 1,
      stage: 'actions',
      note: 'a test',
      adapt: (spec) => spec,
      wrap: (environment) =>
        wrapEnvironment(environment, {
          step: (actions) => environment.step(actions.map((choice) => 1 - choice)),
        }),
    })
    const sure = { horizon: 1, wage: 1, prize: 0, hold: 0 }
    const environment = turned.wrap(await ladder.make(sure, 4), {})
    const { policy, actions } = await searcher(environment, { simulations: 20 })
    policy.act(environment, actions, 'greedy')
    expect([...actions]).toEqual([1, 1, 1, 1])
  })

  it('keeps every contract', async () => {
    for (const configuration of [{ simulations: 6 }, { simulations: 6, rollouts: 'climb' }]) {
      const { checks } = await checkAlgorithm(mctsPuct, ladder, {
        parameters: { agents: 2 },
        configuration,
        steps: 30,
      })
      expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    }
  })

  it('is refused where nothing can be searched, and where rollouts are nobody’s', async () => {
    const { spec } = makeTask(corridor, 1)
    expect(applicability('test/task', spec, mctsPuct.requires)).toEqual({
      kind: 'not-applicable',
      reason: 'needs the snapshot face',
    })
    const options = { spec: ladder.describe(), seed: Seed.from(1), backend: 'wasm' }
    await expect(mctsPuct.create({ ...options, configuration: { rollouts: 'clim' } })).rejects.toThrow(
      'expert: got "clim", expected one of stay, climb',
    )
    expect(mctsPuct.trains).toBe(false)
  })
})

describe('scripted', () => {
  it.each([
    ['', 0],
    ['climb', 1],
  ])('acts as the expert %j does', async (expert, choice) => {
    const environment = await ladder.make({ agents: 2 }, 3)
    const { spec } = environment
    const { policy } = await scripted.create({
      spec,
      configuration: { expert },
      seed: Seed.from(1),
      backend: 'wasm',
    })
    environment.reset(Seed.from(1))
    policy.begin(environment, Seed.from(2))
    const actions = new Int32Array(6)
    policy.act(environment, actions, 'greedy')
    expect([...actions]).toEqual(Array<number>(6).fill(choice))
  })

  it('keeps every contract, and is refused without an expert', async () => {
    const { checks } = await checkAlgorithm(scripted, ladder, { steps: 30 })
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(scripted.trains).toBe(false)
    const { spec } = await cartPole.make({}, 1)
    expect(applicability(cartPole.id, spec, scripted.requires)).toEqual({
      kind: 'not-applicable',
      reason: 'needs the expert face',
    })
    const options = { spec: ladder.describe(), seed: Seed.from(1), backend: 'wasm' }
    await expect(scripted.create({ ...options, configuration: { expert: 'clim' } })).rejects.toThrow(
      'expert: got "clim", expected one of stay, climb',
    )
  })
})
