/**
 * The leaderboards as plain data, which every form of output renders: `Leaderboards`, `SummaryTable`,
 * `SettingBoard`, their rows, and what stands beside them. Every number is finite; `null` means "none".
 */
import type { ActMode, MetricSpec } from '@gauntlet/core'
import type { FailedCell } from '../records.ts'
import type { Band, Interval } from '../statistics/index.ts'
import type { CrossPlay } from './cross-play-model.ts'

/** Below this many seeds a row is marked: neither its mean nor an interval says much. */
export const FEW_SEEDS = 5

/** What `gauntlet report` publishes; also, verbatim, the JSON output. */
export interface Leaderboards {
  readonly format: 'gauntlet-leaderboards'
  /** Rises whenever a reader of the JSON could break; new fields do not raise it. */
  readonly formatVersion: 1
  readonly title: string
  /** When the report was made, where the caller says so; nothing here reads a clock. */
  readonly generatedAt: string | null
  readonly overall: SummaryTable
  /** One table per domain, by name. */
  readonly domains: readonly SummaryTable[]
  /** One board per setting, by environment id and then in the order of its definition. */
  readonly settings: readonly SettingBoard[]
  /** Results that are in no table, and why. */
  readonly notComparable: readonly ApartRow[]
  /** Every failed cell of the rows in the tables. */
  readonly failures: readonly Failure[]
  readonly notApplicable: readonly NotApplicable[]
  /** The algorithms that have a row. */
  readonly algorithms: readonly AlgorithmNote[]
  /** The adapters through which a row was made. */
  readonly adapters: readonly AdapterNote[]
  readonly provenance: ProvenanceSummary
  /** Commands that compute this again, one a line. */
  readonly reproduce: readonly string[]
  readonly notices: readonly string[]
}

/** A mean and how sure it is. */
export interface Estimate {
  readonly mean: number
  /** Sample standard deviation (n - 1) over what was averaged; null below two values. */
  readonly standardDeviation: number | null
  /** Of the mean, by resampling seeds; null where a setting has a single seed. */
  readonly interval: Interval | null
}

/** Another number than the mean over seeds and settings, and how sure it is. */
export interface Aggregate {
  readonly value: number
  readonly interval: Interval | null
}

/** How far a row is from the best: the mean of its scores less the best's, seed by seed on the same instances. */
export interface Difference {
  /** The name of the best row. */
  readonly to: string
  /** Seeds that both finished. */
  readonly seeds: number
  readonly mean: number
  readonly interval: Interval | null
}

/** The score in training: the mean over seeds and its pointwise band, at steps that all seeds reach. */
export interface LearningCurve extends Band {
  readonly seeds: number
  readonly steps: readonly number[]
}

/** Who stands in a row: an algorithm in one configuration. */
export interface Contender {
  /** The algorithm's id, with the fields of the configuration that are not the default's: identifies rows. */
  readonly name: string
  readonly algorithm: string
  readonly version: number
  readonly family: string
  /** The fields of the configuration that are not the default's. */
  readonly variant: Readonly<Record<string, unknown>>
  /** Acts on what no policy in use could know: shown on the settings' boards, never ranked and in no summary or figure. */
  readonly oracle: boolean
}

/** World steps drawn per seed. */
export interface Steps {
  readonly training: number
  readonly evaluation: number
}

/** What a row cost, averaged over its finished cells; timings over those with provenance. */
export interface Costs {
  readonly steps: Steps | null
  readonly trainingSeconds: number | null
  readonly microsecondsPerDecision: number | null
}

export type FailureReason = FailedCell['reason']

export interface FailureCount {
  readonly reason: FailureReason
  readonly count: number
}

/** One seed of a row: the mean over the seed's episodes, or why there is none. */
export interface SeedScore {
  readonly seed: number
  /** Key of the cell in the store, where its episodes and its curve are. */
  readonly key: string
  readonly score: number | null
  /** 0 where the cell failed: it scores as the random policy. Null without references. */
  readonly normalised: number | null
  readonly failure: FailureReason | null
}

export interface SettingRow extends Contender, Costs {
  /** Among the comparable rows, by normalised score (raw, without references); ties share the better rank; null where not comparable, and for oracles. */
  readonly rank: number | null
  /** `id@version`; empty where the algorithm ran as it is. */
  readonly adapters: readonly string[]
  readonly backend: string
  readonly budget: number
  /** By the seed's number. */
  readonly seeds: readonly SeedScore[]
  readonly finished: number
  readonly failed: readonly FailureCount[]
  /** Of the finished seeds, in the metric's unit. */
  readonly score: Estimate | null
  /** Of all seeds, a failed one counting 0. Null without references. */
  readonly normalised: Estimate | null
  /**
   * How much worse than the best reference the score is, in percent of that; negative where it is better. Null where
   * either is unknown or not positive, so that a ratio says nothing.
   */
  readonly percentFromBest: Aggregate | null
  /** To the row of rank 1, in the metric's unit; null for that row itself and for those without a rank. */
  readonly difference: Difference | null
  /** Null where it does not train, nothing was logged, or figures were not asked for. */
  readonly curve: LearningCurve | null
  /** Of an `online` task: the score in the course of the evaluation's episodes. Null where it is not told, or not asked for. */
  readonly course: LearningCurve | null
  readonly notices: readonly string[]
}

export interface ReferenceNote {
  /** Null where it is not known, as for a setting of one's own. */
  readonly score: number | null
  readonly source: string
  readonly episodes: number | null
}

/** A result that others published, in the metric's unit: external, and in no rank, mean or figure. */
export interface LiteratureRow {
  readonly algorithm: string
  readonly score: number
  readonly low: number | null
  readonly high: number | null
  /** Null without references. */
  readonly normalised: number | null
  /** As of the rows. */
  readonly percentFromBest: number | null
  readonly seeds: number | null
  readonly source: string
}

export interface SettingBoard {
  /** `environment:setting`. */
  readonly name: string
  readonly domain: string
  readonly environment: string
  readonly environmentVersion: number
  readonly setting: string
  readonly description: string
  readonly metric: MetricSpec
  readonly references: { readonly random: ReferenceNote; readonly best: ReferenceNote }
  readonly evaluation: {
    readonly episodes: number
    /** How many numbered instances are played; null where instances come from keys. */
    readonly instances: number | null
    readonly batch: number
    readonly mode: ActMode
    /** Of a game: against whom, in turn, each instance from either side; null of what is no game. */
    readonly opponents: readonly string[] | null
  }
  /** World steps of training of the ranked rows that train; null where none does. */
  readonly budget: number | null
  /** On which these trained; null where none does. */
  readonly backend: string | null
  /** By rank, then name. */
  readonly rows: readonly SettingRow[]
  /** In the setting's order. */
  readonly literature: readonly LiteratureRow[]
  readonly notApplicable: readonly { readonly algorithm: string; readonly reason: string }[]
  /** The rows against each other; null where no match was played. */
  readonly crossPlay: CrossPlay | null
  readonly notices: readonly string[]
}

/** Finished seeds, of the setting that has fewest and of that which has most. */
export interface SeedRange {
  readonly fewest: number
  readonly most: number
}

export interface SummaryRow extends Omit<Contender, 'oracle'>, Costs {
  /** By mean rank on the common set; ties share the better rank; null where it does not cover enough. */
  readonly rank: number | null
  /** Mean over the common set of the rank among the ranked (ties averaged). */
  readonly meanRank: number | null
  /** Mean over the settings where it ran of the setting's normalised score, each setting once. */
  readonly normalised: Estimate
  /** Of the same normalised scores, seeds by settings. */
  readonly interquartileMean: Aggregate
  readonly median: Aggregate
  /** To a normalised score of 1. */
  readonly optimalityGap: Aggregate
  /** Settings where it ran. */
  readonly settings: number
  /** Settings of the table. */
  readonly total: number
  readonly notApplicable: number
  /** Settings where it applies, as far as is known, and was not run. */
  readonly notRun: number
  /** `id@version`, of any of its settings. */
  readonly adapters: readonly string[]
  /** Settings where it ran through adapters. */
  readonly adaptedSettings: number
  readonly seeds: SeedRange
  readonly failed: readonly FailureCount[]
  readonly notices: readonly string[]
}

/** The share of a contender's normalised scores above each of the profiles' thresholds, and its pointwise band. */
export interface Profile extends Band {
  readonly name: string
  readonly seeds: SeedRange
}

/** How often a seed of one contender scores above a seed of another, on the settings that both have. */
export interface Improvement {
  readonly name: string
  readonly over: string
  readonly settings: number
  readonly probability: number
  readonly interval: Interval | null
}

/** The contenders of a table against each other on their comparable rows: the first, as many as a figure can show. */
export interface Comparison {
  /** Normalised scores, ascending. */
  readonly thresholds: readonly number[]
  readonly profiles: readonly Profile[]
  /** Each pair once, the earlier row over the later. */
  readonly improvements: readonly Improvement[]
}

/** All settings, or those of one domain, summed up. */
export interface SummaryTable {
  readonly scope: 'overall' | 'domain'
  /** `overall`, or the domain. */
  readonly name: string
  /** Names of the boards that it sums up: those with references. */
  readonly settings: readonly string[]
  /** Those on which ranks are taken: every ranked algorithm has a comparable row there. */
  readonly common: readonly string[]
  /** By rank, then name. */
  readonly rows: readonly SummaryRow[]
  /** Null where figures were not asked for, or nothing normalised is comparable. */
  readonly comparison: Comparison | null
  readonly notices: readonly string[]
}

/** Results that must not be mixed with the tables': of another version, evaluation, budget or backend. */
export interface ApartRow {
  readonly environment: string
  readonly environmentVersion: number
  readonly setting: string
  readonly algorithm: string
  readonly algorithmVersion: number
  readonly adapters: readonly string[]
  readonly backend: string
  readonly budget: number
  readonly finished: number
  readonly failed: readonly FailureCount[]
  /** In the unit of its own time; never normalised, since today's references are not its own. */
  readonly score: Estimate | null
  /** Each begins with `not comparable: `. */
  readonly notices: readonly string[]
}

export interface Failure {
  readonly key: string
  readonly environment: string
  readonly setting: string
  readonly algorithm: string
  /** The contender, as its row is called. */
  readonly name: string
  readonly seed: number
  readonly reason: FailureReason
  readonly message: string
}

export interface NotApplicable {
  readonly environment: string
  readonly setting: string
  readonly algorithm: string
  readonly reason: string
}

export interface AlgorithmNote {
  readonly id: string
  readonly version: number
  readonly family: string
  readonly summary: string
  readonly source: string
  readonly trains: boolean
}

export interface AdapterNote {
  readonly id: string
  readonly version: number
  /** What the adaptation costs; empty where the adapter is not installed. */
  readonly note: string
}

/** On what the tables were computed: distinct values, in order. */
export interface ProvenanceSummary {
  /** Finished cells in the tables. */
  readonly cells: number
  /** Those without provenance. */
  readonly missing: number
  readonly packages: readonly { readonly name: string; readonly versions: readonly string[] }[]
  readonly processors: readonly string[]
  readonly platforms: readonly string[]
  readonly nodes: readonly string[]
  readonly commits: readonly string[]
  readonly backends: readonly string[]
  readonly earliest: string | null
  readonly latest: string | null
}
