/**
 * What the store holds: `CellDescriptor` (all that decides a result), `CellResult` (all that was decided),
 * `Provenance` (all that was not), `FailedCell`; of matches `MatchDescriptor`, `MatchResult`, `FailedMatch`.
 */
import type { ActMode, Recipe } from '@gauntlet/core'

/**
 * One algorithm on one setting with one seed. Its key is the digest of this record's canonical JSON, so
 * whatever can change a result must stand here, and nothing else may.
 */
export interface CellDescriptor {
  readonly environment: {
    readonly id: string
    readonly version: number
    readonly setting: string
    /** Complete; a file stands as `{ sha256 }`. */
    readonly parameters: Readonly<Record<string, unknown>>
  }
  readonly algorithm: {
    readonly id: string
    readonly version: number
    /** Complete; a file stands as `{ sha256 }`. */
    readonly configuration: Readonly<Record<string, unknown>>
    /** The composition, `{}` where the algorithm is none. */
    readonly recipe: Recipe
  }
  readonly adapters: readonly { readonly id: string; readonly version: number }[]
  readonly evaluation: {
    readonly parameters: Readonly<Record<string, unknown>>
    readonly episodes: number
    readonly instances: readonly number[] | null
    readonly batch: number
    readonly mode: ActMode
  }
  /** Number of the seed, from 0: algorithms of one number meet the same instances. */
  readonly seed: number
  /** World steps of training; 0 where the algorithm does not train. */
  readonly budget: number
  /** Numeric backend of training; `wasm` where the algorithm does not train, whatever was asked for. */
  readonly backend: string
  /** Version of the harness's own rules for training and evaluation. */
  readonly protocol: number
  /** Of a best response: whose policy it is trained and evaluated against, in place of the game's opponents. */
  readonly against?: CellDescriptor
}

/** A finished cell. `digest` is that of everything else in the record. */
export interface CellResult {
  readonly format: 'gauntlet-cell'
  readonly formatVersion: 1
  readonly key: string
  readonly descriptor: CellDescriptor
  /** Mean score over the evaluation's episodes. */
  readonly score: number
  /** Every metric of every evaluation episode, in the order of play, by the metric's name. */
  readonly episodes: Readonly<Record<string, readonly number[]>>
  /** Steps of every evaluation episode. */
  readonly lengths: readonly number[]
  /** What training logged, in order; empty where nothing was trained. */
  readonly curve: readonly { readonly steps: number; readonly metrics: Readonly<Record<string, number>> }[]
  /** How the mean score stood in the course of the evaluation's episodes, where the environment tells it. */
  readonly course?: readonly { readonly steps: number; readonly score: number }[]
  /** World steps drawn in training and in evaluation. */
  readonly steps: { readonly training: number; readonly evaluation: number }
  /** Digest of the policy file beside the result, where the learner saves one. */
  readonly policy: string | null
  readonly digest: string
}

/** What describes a run of a cell without deciding it. Never part of a digest. */
export interface Provenance {
  readonly key: string
  readonly startedAt: string
  readonly trainingSeconds: number
  /** World steps drawn in those seconds, by the second: after a checkpoint only what came after it. Absent where none were. */
  readonly trainingStepsPerSecond?: number
  /** World steps drawn at the checkpoint from which training went on; the seconds are those since. Absent where it began anew. */
  readonly resumedFromStep?: number
  readonly evaluationSeconds: number
  /** Time per agent decision of the policy during evaluation, in microseconds. */
  readonly microsecondsPerDecision: number
  readonly node: string
  readonly platform: string
  readonly processor: string
  /** Versions of the packages that took part, by name. */
  readonly packages: Readonly<Record<string, string>>
  readonly commit: string | null
}

/** A cell that gave no result, and why. It is not a result: `--retry-failed` computes it again. */
export interface FailedCell {
  readonly format: 'gauntlet-failed-cell'
  readonly formatVersion: 1
  readonly key: string
  readonly descriptor: CellDescriptor
  readonly reason: 'threw' | 'timed-out' | 'out-of-memory' | 'not-finite' | 'crashed'
  readonly message: string
  readonly failedAt: string
}

/** The policies of two cells against each other. Its key is the digest of this record's canonical JSON. */
export interface MatchDescriptor {
  /** What decided the policies, in the order of the cells' keys; both of one setting, evaluation and seed. */
  readonly players: readonly [CellDescriptor, CellDescriptor]
  /** Games to play, an even number: each instance twice, with sides exchanged. */
  readonly games: number
  /** Version of the harness's own rules for matches. */
  readonly matchProtocol: number
}

/** A finished match. `digest` is that of everything else in the record. */
export interface MatchResult {
  readonly format: 'gauntlet-match'
  readonly formatVersion: 1
  readonly key: string
  readonly descriptor: MatchDescriptor
  /** Digests of the policy files that played, where the learners had saved any. */
  readonly policies: readonly [string | null, string | null]
  /** What the first player scored in every game: 1, 0.5 or 0. Game `j` is of instance ⌊j/2⌋, the first on side j mod 2. */
  readonly outcomes: readonly number[]
  /** Whether a game was cut off: 1, or 0 where it came to its own end. */
  readonly truncated: readonly number[]
  /** Steps of every game. */
  readonly lengths: readonly number[]
  /** What the first and the second player were dealt in every game, by number from 0, where the game's spec says it. */
  readonly dealt?: readonly (readonly [number, number])[]
  readonly digest: string
}

/** A match that gave no result, and why. */
export interface FailedMatch extends Pick<
  FailedCell,
  'formatVersion' | 'key' | 'reason' | 'message' | 'failedAt'
> {
  readonly format: 'gauntlet-failed-match'
  readonly descriptor: MatchDescriptor
}
