/** What leaderboards are built from: `LeaderboardInput`, and the definitions by id: `definitionsOf`. */
import type { AdapterDefinition, AlgorithmDefinition, EnvironmentDefinition } from '@gauntlet/core'
import type { CellResult, FailedCell, FailedMatch, MatchResult, Provenance } from '../records.ts'
import type { NotApplicable } from './model.ts'

/** A finished cell with what the store knows of its run. */
export interface StoredCell {
  readonly result: CellResult
  readonly provenance: Provenance | undefined
}

export interface LeaderboardInput {
  readonly cells: readonly StoredCell[]
  readonly failed: readonly FailedCell[]
  /** Games between the policies of cells; none unless given. */
  readonly matches?: readonly MatchResult[]
  readonly failedMatches?: readonly FailedMatch[]
  readonly notApplicable: readonly NotApplicable[]
  /**
   * What is installed now, custom settings among those of their environments. Results of anything else are
   * shown apart.
   */
  readonly definitions: {
    readonly environments: readonly EnvironmentDefinition[]
    readonly algorithms: readonly AlgorithmDefinition[]
    /** Where given, results through an adapter of another version are shown apart. */
    readonly adapters?: readonly AdapterDefinition[]
  }
  /** Whether curves, profiles and improvements are computed too; they are unless said. */
  readonly figures?: boolean
  /** Resamples behind every interval: 2000 unless said. */
  readonly replicates?: number
  readonly title?: string
  readonly generatedAt?: string
  /** Commands that compute the cells again; derived from the tables where absent. */
  readonly reproduce?: readonly string[]
  /** Plugins that flags added, as they gave them: without these the commands find less. */
  readonly plugins?: readonly string[]
}

/** The definitions, by id. */
export interface Definitions {
  readonly environments: ReadonlyMap<string, EnvironmentDefinition>
  readonly algorithms: ReadonlyMap<string, AlgorithmDefinition>
  readonly adapters: ReadonlyMap<string, AdapterDefinition> | undefined
}

export function definitionsOf({ definitions }: LeaderboardInput): Definitions {
  const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((item) => [item.id, item]))
  const { environments, algorithms, adapters } = definitions
  return {
    environments: byId(environments),
    algorithms: byId(algorithms),
    adapters: adapters && byId(adapters),
  }
}
