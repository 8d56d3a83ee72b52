/** Intervals as the leaderboards make them; `peers/rliable_intervals.py` times the same with rliable. */
import { Seed } from '@gauntlet/core'
import {
  Scores,
  confidenceInterval,
  confidenceIntervals,
  improvementInterval,
  interquartileMean,
  meanScore,
  medianScore,
  optimalityGap,
  profileBand,
} from '@gauntlet/bench'
import { Suite } from '../../../scripts/lib/measure.mjs'

const REPLICATES = 2000

/**
 * @param {number} runs
 * @param {number} tasks
 */
function drawn(runs, tasks) {
  const stream = Seed.from(1).stream()
  const names = Array.from({ length: tasks }, (_, m) => `task ${m}`)
  return Scores.ofRuns(
    names,
    Array.from({ length: runs }, () => names.map(() => stream.uniform())),
  )
}

let sink = 0

const suite = new Suite(`Intervals of ${REPLICATES} replicates`, 'replicates')
for (const [runs, tasks] of [
  [10, 1],
  [10, 10],
  [5, 57],
]) {
  const scores = drawn(runs, tasks)
  await suite.add(`IQM, ${runs} runs x ${tasks} tasks`, REPLICATES, () => {
    sink += confidenceInterval(scores, interquartileMean, { replicates: REPLICATES }).low
  })
}
const scores = drawn(10, 10)
await suite.add('IQM, mean, median, gap, 10 x 10', REPLICATES, () => {
  const all = [interquartileMean, meanScore, medianScore, (/** @type {Scores} */ one) => optimalityGap(one)]
  sink += confidenceIntervals(scores, all, { replicates: REPLICATES })[0].low
})
await suite.add('IQM by bca, 10 x 10', REPLICATES, () => {
  sink += confidenceInterval(scores, interquartileMean, { replicates: REPLICATES, method: 'bca' }).low
})
await suite.add('improvement, 10 x 10 over 10 x 10', REPLICATES, () => {
  sink += improvementInterval(scores, scores, { replicates: REPLICATES }).low
})
const thresholds = Array.from({ length: 81 }, (_, i) => i / 80)
await suite.add('profile of 81 thresholds, 10 x 10', REPLICATES, () => {
  sink += profileBand(scores, thresholds, { replicates: REPLICATES }).low[0]
})

if (Number.isNaN(sink)) throw new Error('an interval is no number')
