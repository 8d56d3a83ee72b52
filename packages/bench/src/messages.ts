/**
 * What the harness, the processes that host cells and the threads in them say to each other: `CellOrder`, `MatchOrder`,
 * `Answer`, `HostSetup`, `ThreadData`. All of it survives a structured clone.
 */
import type { MessagePort } from 'node:worker_threads'
import type { CellRun } from './cell.ts'
import type { Cell } from './cells.ts'
import type { Limits } from './config.ts'
import type { PluginSource } from './discover.ts'
import type { MatchRun, SavedPolicies } from './match.ts'
import type { Match } from './matches.ts'
import type { CellFailure } from './reasons.ts'
import type { Trained } from './train.ts'

/** What a process is started with. */
export interface HostSetup {
  readonly plugins: readonly PluginSource[]
  readonly limits: Limits
}

/** What a thread is started with. */
export interface ThreadData {
  readonly plugins: readonly PluginSource[]
  readonly checkpointSeconds: number
  readonly port: MessagePort
}

export interface CellOrder {
  readonly task: 'run' | 'probe'
  readonly cell: Cell
  /** A checkpoint of the cell's training, to go on from. */
  readonly checkpoint?: Uint8Array | undefined
  /** The cell's training, where only its evaluation is to be done again. */
  readonly trained?: Trained | undefined
  /** What the learner of the cell that it responds to saved. */
  readonly rival?: Uint8Array | null | undefined
}

export interface MatchOrder {
  readonly task: 'match'
  readonly match: Match
  readonly saved: SavedPolicies
}

export type Order = CellOrder | MatchOrder

/** What came of a cell or a match: its run, or why there is none. */
export type Outcome<Run> =
  | { readonly kind: 'done'; readonly run: Run }
  | { readonly kind: 'failed'; readonly failure: CellFailure }

export type Answer =
  | Outcome<CellRun | MatchRun>
  | { readonly kind: 'ready' }
  | { readonly kind: 'probed'; readonly seconds: number | null }

/** Said by the way, before the answer. */
export interface CheckpointNotice {
  readonly kind: 'checkpoint'
  readonly bytes: Uint8Array
}

/** To a host: its set-up first, then orders, one at a time. */
export type HostMessage =
  | { readonly kind: 'setup'; readonly setup: HostSetup }
  | { readonly kind: 'order'; readonly order: Order }
