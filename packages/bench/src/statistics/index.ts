export { type Statistic, interquartileMean, meanScore, medianScore, optimalityGap } from './aggregates.ts'
export { type BootstrapOptions } from './bootstrap-options.ts'
export {
  type IntervalOptions,
  bootstrap,
  confidenceInterval,
  confidenceIntervals,
  improvementInterval,
} from './bootstrap.ts'
export { type Curve, commonSteps, curveBand, interpolate } from './curves.ts'
export { pairedDifferences } from './differences.ts'
export { probabilityOfImprovement } from './improvement.ts'
export { type Interval, type IntervalMethod } from './interval.ts'
export { type Band, meanScoreProfile, performanceProfile, profileBand } from './profile.ts'
export { Scores } from './scores.ts'
