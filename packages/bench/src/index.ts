export { openSound } from './bundle/inspect.ts'
export type { Catalogue, SettingEntry } from './catalogue.ts'
export { type Cell, cellName, filesNamedIn } from './cells.ts'
export { type Description, describe } from './commands/describe.ts'
export {
  type CustomEvaluation,
  type CustomSetting,
  type GauntletConfig,
  type Limits,
  type LoadedConfig,
  defineConfig,
} from './config.ts'
export { type RecordedDataset, readDataset } from './dataset/recorded-dataset.ts'
export type { PluginSource } from './discover.ts'
export {
  type EstimateOptions,
  type PairEstimate,
  type RunEstimate,
  type Trial,
  estimateRun,
} from './estimate.ts'
export { gatherCells, gatherStore } from './gather.ts'
export { type MergeSummary, mergeStores } from './merge.ts'
export { type AlgorithmChoice, type MatrixBlock, type MatrixPlan, planMatrix, shardOf } from './plan.ts'
export type { LoadedPlugin } from './plugins.ts'
export { type MachineDescription, describeMachine } from './provenance.ts'
export type { CellDescriptor, CellResult, FailedCell, Provenance } from './records.ts'
export { findCell, replayEpisode } from './replay.ts'
export { isSite } from './publish/site-mark.ts'
export type {
  CellQueue,
  Job,
  QueueAdapter,
  QueueStatus,
  Serving,
  Settled,
  Trouble,
  Verdict,
} from './queue/adapter.ts'
export {
  type LeaderboardInput,
  type Leaderboards,
  type NotApplicable,
  type StoredCell,
  type TextOptions,
  buildLeaderboards,
  leaderboardsToCsv,
  leaderboardsToHtml,
  leaderboardsToJson,
  leaderboardsToLatex,
  leaderboardsToMarkdown,
  leaderboardsToText,
} from './report/index.ts'
export { type Flags, type MatrixRequest, resolveRequest } from './request.ts'
export { type RunEvent, type RunOptions, type RunSummary, runMatrix } from './run.ts'
export {
  type Band,
  type BestResponse,
  type BootstrapOptions,
  type Curve,
  type GameBootstrapOptions,
  type GameCell,
  type GameEstimate,
  type GameStatistic,
  Games,
  type GeneralisationCounts,
  type GeneralisationRow,
  type Interval,
  type IntervalMethod,
  type IntervalOptions,
  type Match,
  type NashAverage,
  Scores,
  type SimilarityRegression,
  type Statistic,
  type TeamEffects,
  WinMatrix,
  type WinRate,
  alphaRank,
  bestResponses,
  bootstrap,
  bradleyTerry,
  commonSteps,
  confidenceInterval,
  confidenceIntervals,
  curveBand,
  eloRatings,
  exploitability,
  fitTeamEffects,
  gameIntervals,
  gamesForHalfWidth,
  generalisation,
  improvementInterval,
  interpolate,
  interquartileMean,
  meanScore,
  meanScoreProfile,
  meanWinRates,
  medianScore,
  nashAveraging,
  nashConv,
  optimalityGap,
  pairedDifferences,
  performanceProfile,
  probabilityOfImprovement,
  profileBand,
  similarityRegression,
  teamAdjustedRatings,
  winRate,
  winRateDifference,
} from './statistics/index.ts'
export { type PairStatus, type StoreStatus, storeStatus } from './status.ts'
export { type Store, createStore, openStore } from './store.ts'
export { type CellVerdict, verifyStore } from './verify.ts'
