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
export { alphaRank } from './games/alpha-rank.ts'
export { type BestResponse, bestResponses, exploitability, nashConv } from './games/best-response.ts'
export { bradleyTerry } from './games/bradley-terry.ts'
export {
  type GameBootstrapOptions,
  type GameEstimate,
  type GameStatistic,
  eloRatings,
  gameIntervals,
} from './games/game-bootstrap.ts'
export { type GameCell, Games } from './games/games.ts'
export {
  type GeneralisationCounts,
  type GeneralisationRow,
  type SimilarityRegression,
  generalisation,
  similarityRegression,
} from './games/generalisation.ts'
export { type Match } from './games/match.ts'
export { type NashAverage, nashAveraging } from './games/nash-averaging.ts'
export { type TeamEffects, fitTeamEffects, teamAdjustedRatings } from './games/team-effects.ts'
export { WinMatrix, meanWinRates } from './games/win-matrix.ts'
export { type WinRate, gamesForHalfWidth, winRate, winRateDifference } from './games/win-rate.ts'
export { probabilityOfImprovement } from './improvement.ts'
export { type Interval, type IntervalMethod } from './interval.ts'
export { type Band, meanScoreProfile, performanceProfile, profileBand } from './profile.ts'
export { Scores } from './scores.ts'
