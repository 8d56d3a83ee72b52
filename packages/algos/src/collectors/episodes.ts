/** Whole episodes, in groups that play the same instance: `collectEpisodes`. */
import { GauntletError, type Schedule, type Seed, policyStreams } from '@gauntlet/core'
import { type Collector, Recorder } from './collector.ts'
import type { Rollout } from '../rollout.ts'

export interface EpisodeOptions {
  /** Worlds of a group: they play one instance, each with its own noise of the policy. */
  readonly groupSize: number
  /** Steps of a collection where every step is an episode of its own. */
  readonly oneSteps: number
}

/**
 * One episode of every world at a time, all begun anew; worlds that are done wait for the last.
 *
 * Groups share the instance, exogenous noise and all (common random numbers). A trajectory is one agent's episode, and
 * is grouped with those of the same agent in the group's other worlds. Where the spec says that every step stands
 * alone (`oneStep`), each step is a trajectory, grouped with its like at the same step.
 * Errors: GauntletError where the worlds cannot be dealt into groups.
 */
export function collectEpisodes({ groupSize, oneSteps }: EpisodeOptions): Collector {
  return {
    part: {
      id: groupSize > 1 ? 'grouped-episodes' : 'episodes',
      slot: 'collector',
      reads: [],
      adds: ['observations', 'actions', 'log-probabilities', 'rewards', 'ends', 'successors', 'trajectories'],
      needs: { finiteHorizon: true },
    },
    begin(environment, actor, seed) {
      const { batch, spec } = environment
      if (batch % groupSize !== 0) {
        throw new GauntletError('groups', `${batch} worlds cannot be dealt into groups of ${groupSize}`)
      }
      const oneStep = spec.oneStep === true
      const steps = oneStep ? Math.min(oneSteps, spec.horizon) : spec.horizon
      const recorder = new Recorder(environment, actor, steps)
      const { rollout, finished } = recorder
      const over = new Uint8Array(batch)
      return {
        rollout,
        finished,
        collect(iteration, budget) {
          const own = seed.fold(iteration)
          const streams = policyStreams(own, batch)
          environment.reset(own, groupSchedule(own, groupSize))
          finished.fill(0)
          over.fill(0)
          recorder.clear()
          for (let t = 0; t < steps && over.includes(0); t++) {
            if ((t + 1) * batch > budget) return { drawn: t * batch, whole: false }
            recorder.step(streams)
            forgetWaiting(rollout, t, over)
            for (let w = 0; w < batch; w++) over[w] |= environment.ended[w]
          }
          recorder.close()
          nameTrajectories(rollout, groupSize, oneStep)
          return { drawn: rollout.steps * batch, whole: true }
        },
      }
    },
  }
}

/** Worlds of a group meet the same instance in each of their episodes. */
function groupSchedule(seed: Seed, groupSize: number): Schedule {
  const root = seed.fold('instances')
  return (world, episode) => ({ key: root.fold(Math.floor(world / groupSize)).fold(episode) })
}

/** Blanks step `t` of worlds whose episode was over before it. */
function forgetWaiting(rollout: Rollout, t: number, over: Uint8Array): void {
  const { agents, rows } = rollout
  for (let w = 0; w < over.length; w++) {
    if (over[w] === 0) continue
    const from = t * rows + w * agents
    rollout.decided.fill(0, from, from + agents)
    rollout.rewards.fill(0, from, from + agents)
    rollout.terminated.fill(0, from, from + agents)
    rollout.truncated.fill(0, from, from + agents)
  }
}

/** Numbers the trajectories, and their groups. */
function nameTrajectories(rollout: Rollout, groupSize: number, oneStep: boolean): void {
  const { steps, rows, agents, trajectories } = rollout
  const count = oneStep ? steps * rows : rows
  const groupsOfStep = rows / groupSize
  rollout.groups = new Int32Array(count)
  for (let place = 0; place < steps * rows; place++) {
    trajectories[place] = oneStep ? place : place % rows
  }
  for (let trajectory = 0; trajectory < count; trajectory++) {
    const i = trajectory % rows
    const group = Math.floor(i / agents / groupSize) * agents + (i % agents)
    rollout.groups[trajectory] = Math.floor(trajectory / rows) * groupsOfStep + group
  }
}
