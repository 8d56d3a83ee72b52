/** Steps of teams from whole episodes, over worlds whose numbers say where they come from. */
import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import type { TransitionStore } from '../../src/stores/replay.ts'
import { type TeamBatch, teamBatchOf } from '../../src/stores/team-batch.ts'
import { EPISODE_REPLAY } from '../../src/stores/team-replay.ts'
import { TransitionBatch, transitionShape } from '../../src/stores/transitions.ts'
import { Replay } from '../../src/stores/replay.ts'
import { type Counting, counting, play } from './plays.ts'

/** What is left of `steps` steps. Of two agents the second is done a step before the first. */
function replayOf(
  steps: number,
  options: Counting = {},
  parameters: Readonly<Record<string, unknown>> = {},
): TransitionStore {
  const environment = counting({ agents: 2, ...options })
  const { spec, batch } = environment
  const replay = EPISODE_REPLAY.build(parameters, { spec } as Parameters<typeof EPISODE_REPLAY.build>[1])
  if (!(replay instanceof Replay)) throw new Error('expected a replay')
  const store = replay.begin({ rows: batch * 2, discount: 0.5, shape: transitionShape(spec) }, 1000)
  play(environment, steps, (step) => store.add(step))
  return store
}

const drawn = (store: TransitionStore, size: number): TeamBatch =>
  teamBatchOf(store.sample(size, Seed.from(1).stream()))

describe('a replay of teams', () => {
  it('gives all steps of episodes, time after time, and leaves out what is behind their ends', () => {
    const store = replayOf(7)
    expect([store.length, store.clock]).toEqual([4, 4])
    const batch = drawn(store, 50)
    const rows = Array.from({ length: batch.rows }, (_, i) => [
      ...batch.observations.subarray(3 * i, 3 * i + 3),
    ])
    const times = rows.map(([, , t]) => t)
    expect(times).toEqual(times.toSorted((p, q) => p - q))
    // Steps of both lengths, of which some have ended when the others go on.
    const lasting = times.filter((t) => t === 3).length
    expect(lasting).toBeGreaterThan(0)
    expect(lasting).toBeLessThan(times.filter((t) => t === 2).length)
    for (let s = 0; s < batch.steps; s++) {
      const [w, k, t] = rows[2 * s]
      expect(rows[2 * s + 1]).toEqual([w, k, t])
      expect([...batch.nextObservations.subarray(6 * s, 6 * s + 3)]).toEqual([w, k, t + 1])
      expect([batch.states[s], batch.nextStates[s]]).toEqual([100 * w + t, 100 * w + t + 1])
      expect(batch.actions[2 * s]).toBe(t % 3)
      // A team that is paid the same is paid what those are that go on.
      expect(batch.teamRewards[s]).toBe(t + 1)
    }
  })

  it('ends for each agent with its episode, and for the team with all, but not where it was cut off', () => {
    const batch = drawn(replayOf(3, { worlds: 1 }), 1)
    expect([...batch.running]).toEqual([1, 1, 1, 1, 1, 0])
    expect([...batch.discounts]).toEqual([0.5, 0.5, 0.5, 0, 0, 0])
    expect([...batch.rewards]).toEqual([1, 1, 2, 2, 3, 0])
    expect([...batch.teamDiscounts]).toEqual([0.5, 0.5, 0])
    expect([...batch.weights]).toEqual([1.2, 1.2, 1.2, 1.2, 1.2, 0])
    const cut = drawn(replayOf(4, { worlds: 1, lengths: [9] }), 1)
    expect([...cut.teamDiscounts]).toEqual([0.5, 0.5, 0.5, 0.5])
  })

  it('has room for so many steps, and for one episode at least', () => {
    expect(replayOf(12, { worlds: 1, lengths: [9] }, { steps: 11 }).length).toBe(2)
    expect(replayOf(12, { worlds: 1, lengths: [9] }, { steps: 1 }).length).toBe(1)
  })

  it('refuses to give what single agents did for a team', () => {
    const { spec } = counting()
    expect(() => teamBatchOf(new TransitionBatch(transitionShape(spec), 1))).toThrow('single agents')
  })
})
