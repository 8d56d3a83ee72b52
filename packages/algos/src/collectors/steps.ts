/** Fixed numbers of steps: `collectSteps`. */
import { policyStreams } from '@gauntlet/core'
import { type Collector, Recorder } from './collector.ts'

/** `steps` steps of every world at a time; episodes run on from one rollout to the next. */
export function collectSteps(steps: number): Collector {
  return {
    part: {
      id: 'steps',
      slot: 'collector',
      reads: [],
      adds: ['observations', 'actions', 'log-probabilities', 'rewards', 'ends', 'successors'],
      // What an agent that waits is paid after the last step would be credited to no decision.
      needs: { activity: false },
    },
    begin(environment, actor, seed) {
      const recorder = new Recorder(environment, actor, steps)
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
