/** Fixed numbers of steps: `collectSteps`; the part `STEPS`. */
import { boolean, policyStreams } from '@gauntlet/core'
import { stepsField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Kept } from '../rollout.ts'
import { type Collector, Recorder } from './collector.ts'

/** `steps` steps of every world at a time; episodes run on from one rollout to the next. */
export function collectSteps(steps: number, kept: Kept = {}): Collector {
  return {
    begin(environment, actor, seed) {
      const recorder = new Recorder(environment, actor, steps, kept)
      return {
        rollout: recorder.rollout,
        finished: recorder.finished,
        memory: recorder.memory,
        collect(iteration, budget) {
          if (steps * environment.batch > budget) return { drawn: 0, whole: false }
          const streams = policyStreams(seed.fold(iteration), environment.batch)
          recorder.clear(false)
          for (let t = 0; t < steps; t++) recorder.step(streams)
          recorder.close()
          return { drawn: steps * environment.batch, whole: true }
        },
      }
    },
  }
}

const COLUMNS = ['observations', 'actions', 'log-probabilities', 'rewards', 'ends', 'successors']

export const STEPS: PartDefinition<'collector'> = definePart({
  id: 'steps',
  slot: 'collector',
  parameters: {
    steps: stepsField(128),
    postDecisions: boolean({ default: false, description: 'Whether post-decision states are kept' }),
    states: boolean({ default: false, description: 'Whether states of whole worlds are kept' }),
    costs: boolean({ default: false, description: 'Whether costs of constraints are kept' }),
    objectives: boolean({
      default: false,
      description: 'Whether rewards of several objectives are kept apart',
    }),
  },
  columns: ({ postDecisions, states, costs, objectives }) => ({
    reads: ['policy'],
    adds: [
      ...COLUMNS,
      ...(postDecisions ? ['post-decisions', 'decision-rewards'] : []),
      ...(states ? ['states'] : []),
      ...(costs ? ['costs'] : []),
      ...(objectives ? ['objective-rewards'] : []),
    ],
    // What an agent that waits is paid after the last step would be credited to no decision.
    needs: {
      activity: false,
      ...(postDecisions && { faces: ['postDecision'] }),
      ...(costs && { constraints: true }),
      ...(objectives ? { vector: true } : { objectives: 1 }),
    },
  }),
  build: ({ steps, ...kept }) => collectSteps(steps, kept),
})
