/** How fast a queue is, as `gauntlet status` tells it. */
import { expect, it } from 'vitest'
import { paceOf } from '../../bench/src/commands/queue-status.ts'

const status = {
  waiting: 80,
  running: 15,
  refused: 5,
  finished: 0,
  failed: 0,
  settled: 0,
  workers: [],
  failures: [],
  refusals: [],
}
const once = [{ at: 0, settled: 70 }]

it.each([
  ['is not known in the first minute', [], undefined],
  ['is not known of the minute in which work began', [7], undefined],
  ['leaves that minute out', [50, 7], 50],
  ['leaves it out after a pause', [50, 7, 0, 0, 0, 40], 50],
  ['is the mean of the last minutes', [60, 40, 60, 40, 1000, 1], 50],
])('the pace %s', (_, perMinute, expected) => {
  const secondsLeft = expected && (60 * 100) / expected
  expect(paceOf({ ...status, perMinute }, once)).toEqual({ perMinute: expected, secondsLeft })
})

it('the pace is that of the samples where a queue is watched', () => {
  const watched = [...once, { at: 30_000, settled: 95 }]
  expect(paceOf({ ...status, perMinute: [7] }, watched)).toEqual({ perMinute: 50, secondsLeft: 120 })
})
