/** Playing an environment at random: `play`, `Player`, `playEpisodes`, `copyActions`. */
import { type Environment, type Schedule, seedSchedule } from '../environment.ts'
import { uniformPolicy } from '../policy.ts'
import type { Seed } from '../random/seed.ts'
import { type ActionArray, allocateActions } from '../spaces.ts'
import { skip } from './report.ts'

/** The uniform policy on one environment that it has reset. */
export interface Player {
  /** [batch, agents, actionWidth], filled by `choose`. */
  readonly actions: ActionArray
  /** Draws legal actions for all worlds. */
  choose(): ActionArray
  /** Chooses and steps. */
  step(): void
}

/** Resets the environment and prepares the uniform policy of the same seed. */
export function play(environment: Environment, seed: Seed, schedule?: Schedule): Player {
  const { spec, batch } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  const policy = uniformPolicy()
  environment.reset(seed, schedule)
  policy.begin(environment, seed)
  const choose = (): ActionArray => {
    policy.act(environment, actions, 'sample')
    return actions
  }
  return { actions, choose, step: () => environment.step(choose()) }
}

/**
 * Plays up to `steps` steps and calls `onEnd` wherever a world's episode ends, with the number of the episode
 * in that world (from 0). Returns how many have ended; skips the check where none has.
 */
export function playEpisodes(
  environment: Environment,
  seed: Seed,
  steps: number,
  onEnd: (world: number, episode: number, step: number) => void,
  schedule: Schedule = seedSchedule(seed),
): number {
  const player = play(environment, seed, schedule)
  const episodes = new Int32Array(environment.batch)
  for (let t = 0; t < steps; t++) {
    player.step()
    for (let w = 0; w < environment.batch; w++) {
      if (environment.ended[w] === 1) onEnd(w, episodes[w]++, t)
    }
  }
  const ended = episodes.reduce((sum, count) => sum + count, 0)
  return ended > 0 ? ended : skip(`no episode ended within ${steps} steps`)
}

/** Copies the actions of one world into another, of the same or of another batch. */
export function copyActions(
  from: ActionArray,
  fromBatch: number,
  w: number,
  to: ActionArray,
  toBatch: number,
  v: number,
): void {
  const width = from.length / fromBatch
  const target = (v * to.length) / toBatch
  for (let k = 0; k < width; k++) to[target + k] = from[w * width + k]
}
