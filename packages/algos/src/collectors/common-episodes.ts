/** What a policy is paid in episodes that others play too: `Trials`, `trialsOf`; the part `COMMON_EPISODES`. */
import {
  allocateActions,
  type Environment,
  GauntletError,
  integer,
  type IntegerField,
  type Policy,
  type Schedule,
  type Seed,
} from '@gauntlet/core'
import { type PartDefinition, type SlotContents, definePart } from '../recipe/part.ts'

/** Plays whole episodes for their returns alone; nothing else of them is kept. */
export interface Trials {
  /**
   * Mean over worlds and agents of what a greedy policy is paid in one episode of each world; undefined where `budget` world
   * steps are not enough to bring them to their end. Chance is folded from `seed`, so that all who play under it meet the same
   * instances.
   */
  play(environment: Environment, policy: Policy, seed: Seed, budget: number): Played
}

export interface Played {
  /** World steps. */
  readonly drawn: number
  readonly value: number | undefined
}

export const TRIAL_STEPS: IntegerField = integer({
  default: 128,
  minimum: 1,
  maximum: 1_000_000,
  description: 'Steps of every world where every step is an episode of its own, or no horizon ends one',
})

/** One episode of every world; worlds that are done wait for the last. */
export const COMMON_EPISODES: PartDefinition<'collector'> = definePart<'collector', { steps: number }>({
  id: 'common-episodes',
  slot: 'collector',
  parameters: { steps: TRIAL_STEPS },
  columns: { reads: ['policy'], adds: ['returns'], needs: { objectives: 1 } },
  build: ({ steps }) => ({
    play: (environment, policy, seed, budget) => play(environment, policy, seed, budget, steps),
  }),
})

/** Errors: GauntletError where the recipe's collector takes steps down, which is a mistake of the recipe's. */
export function trialsOf(collector: SlotContents['collector']): Trials {
  if ('play' in collector) return collector
  throw new GauntletError(
    'composition',
    'the recipe has a collector of other things, expected one of returns',
  )
}

function play(environment: Environment, policy: Policy, seed: Seed, budget: number, most: number): Played {
  const { batch, spec } = environment
  const { agents, horizon, oneStep } = spec
  const steps = oneStep === true || horizon === Infinity ? Math.min(most, horizon) : horizon
  const instances = seed.fold('instances')
  const schedule: Schedule = (world, episode) => ({ key: instances.fold(world).fold(episode) })
  const actions = allocateActions(spec.action, batch * agents)
  const over = new Uint8Array(batch)
  const finished = new Uint8Array(batch * agents)
  let total = 0
  let drawn = 0
  environment.reset(seed, schedule)
  for (let t = 0; t < steps && over.includes(0); t++) {
    if (drawn + batch > budget) return { drawn, value: undefined }
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    drawn += batch
    for (let w = 0; w < batch; w++) {
      if (over[w] === 1) continue
      over[w] = environment.ended[w]
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        if (finished[i] === 0) total += environment.rewards[i]
        finished[i] |= environment.terminated[i] | environment.truncated[i]
      }
    }
  }
  return { drawn, value: total / (batch * agents) }
}
