/** Fixed numbers of steps: `collectSteps`. */
import { policyStreams } from '@gauntlet/core'
import { type Collector, Recorder } from './collector.ts'

/**
 * `steps` steps of every world at a time; episodes run on from one rollout to the next.
 * With post-decision states where they are wanted, of an environment that shows them.
 */
export function collectSteps(steps: number, postDecisions: boolean = false): Collector {
  const columns = ['observations', 'actions', 'log-probabilities', 'rewards', 'ends', 'successors']
  return {
    part: {
      id: 'steps',
      slot: 'collector',
      reads: [],
      adds: postDecisions ? [...columns, 'post-decisions'] : columns,
      // What an agent that waits is paid after the last step would be credited to no decision.
      needs: { activity: false, ...(postDecisions && { faces: ['postDecision'] }) },
    },
    begin(environment, actor, seed) {
      const recorder = new Recorder(environment, actor, steps, postDecisions)
      return {
        rollout: recorder.rollout,
        finished: recorder.finished,
        collect(iteration, budget) {
          if (steps * environment.batch > budget) return { drawn: 0, whole: false }
          const streams = policyStreams(seed.fold(iteration), environment.batch)
          recorder.clear()
          for (let t = 0; t < steps; t++) recorder.step(streams)
          recorder.close()
          return { drawn: steps * environment.batch, whole: true }
        },
      }
    },
  }
}
