/**
 * Whole episodes, in groups that play the same instance: `collectEpisodes`; the part `EPISODES`, and those in which an expert has a
 * share, `LABELLED_EPISODES` and `GUIDED_EPISODES`.
 */
import { GauntletError, number, policyStreams } from '@gauntlet/core'
import { mostStepsField } from '../configuration.ts'
import { type PartDefinition, definePart, only } from '../recipe/part.ts'
import { type InstanceSampler, groups } from '../samplers/instance-sampler.ts'
import { type Collector, Recorder } from './collector.ts'
import { EXPERT_FIELD, type Guidance, companion, labeller, teacherName } from './guide.ts'
import type { Rollout } from '../rollout.ts'

/**
 * One episode of every world at a time, all begun anew; worlds that are done wait for the last.
 *
 * Groups share the instance, exogenous noise and all (common random numbers). A trajectory is one agent's episode, and
 * is grouped with those of the same agent in the group's other worlds. Where the spec says that every step stands
 * alone (`oneStep`), each step is a trajectory, grouped with its like at the same step, and `mostSteps` make a collection.
 * Where episodes have no bound, what has not ended after `mostSteps` counts as it stands.
 * Errors: GauntletError where the worlds cannot be dealt into groups.
 */
export function collectEpisodes(sampler: InstanceSampler, mostSteps: number, guidance?: Guidance): Collector {
  return {
    begin(environment, actor, seed) {
      const { batch, spec } = environment
      const { groupSize } = sampler
      if (batch % groupSize !== 0) {
        throw new GauntletError('groups', `${batch} worlds cannot be dealt into groups of ${groupSize}`)
      }
      const oneStep = spec.oneStep === true
      const steps = oneStep
        ? Math.min(mostSteps, spec.horizon)
        : Number.isFinite(spec.horizon)
          ? spec.horizon
          : mostSteps
      const guide = guidance?.(environment, groupSize)
      const recorder = new Recorder(environment, actor, steps, {}, guide)
      const { rollout, finished, memory } = recorder
      const over = new Uint8Array(batch)
      return {
        rollout,
        finished,
        memory,
        collect(iteration, budget) {
          const own = seed.fold(iteration)
          const streams = policyStreams(own, batch)
          environment.reset(own, sampler.schedule(own))
          guide?.begin(iteration, own)
          over.fill(0)
          recorder.clear(true)
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

export const EPISODES: PartDefinition<'collector'> = definePart({
  id: 'episodes',
  slot: 'collector',
  parameters: { mostSteps: mostStepsField(128) },
  columns: {
    reads: ['policy'],
    adds: ['observations', 'actions', 'log-probabilities', 'rewards', 'ends', 'successors', 'trajectories'],
    needs: { objectives: 1 },
  },
  build: ({ mostSteps }, { built }) => collectEpisodes(built['instance-sampler'][0] ?? groups(1), mostSteps),
})

const EXPERT_NEEDS = { objectives: 1, faces: ['expert'] } as const

/** The learner plays, but for the expert's share; actions are what the expert would have done. */
export const LABELLED_EPISODES: PartDefinition<'collector'> = definePart({
  id: 'labelled-episodes',
  slot: 'collector',
  parameters: {
    mostSteps: mostStepsField(128),
    expert: EXPERT_FIELD,
    decay: number({
      default: 0,
      minimum: 0,
      maximum: 1,
      description: 'By what the expert’s share of the steps is multiplied from collection to collection',
    }),
  },
  columns: { reads: ['policy'], adds: ['observations', 'labels'], needs: EXPERT_NEEDS },
  build: ({ mostSteps, expert, decay }, { spec }) =>
    collectEpisodes(groups(1), mostSteps, labeller(teacherName(spec, expert), decay)),
})

/** Of every group the first world is played by the expert. */
export const GUIDED_EPISODES: PartDefinition<'collector'> = definePart({
  id: 'guided-episodes',
  slot: 'collector',
  parameters: { mostSteps: mostStepsField(128), expert: EXPERT_FIELD },
  columns: {
    reads: ['policy', 'groups'],
    adds: ['observations', 'actions', 'sources', 'log-probabilities', 'rewards', 'ends', 'trajectories'],
    needs: EXPERT_NEEDS,
  },
  build: ({ mostSteps, expert }, { spec, built }) =>
    collectEpisodes(only(built, 'instance-sampler'), mostSteps, companion(teacherName(spec, expert))),
})

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
