/**
 * What the pages read: `SiteIndex` at once, everything else when a page asks for it. A name such as `setting/…` is that of a
 * file in the site's folder `data`, without its ending.
 */
import type { CellResult, Description, Leaderboards, Provenance } from '@gauntlet/bench'
import type { ApartRow, SettingBoard, SummaryTable } from '@gauntlet/bench/tables'

/** What every page needs: what there is, and where it stands. */
export interface SiteIndex {
  readonly format: 'gauntlet-site'
  readonly formatVersion: 1
  readonly title: string
  readonly generatedAt: string | null
  /** `7 settings · 8 algorithms · 175 cells`. */
  readonly headline: string
  readonly notices: readonly string[]
  /** The overall table first, then one of each domain. */
  readonly tables: readonly { readonly name: string; readonly file: string }[]
  readonly settings: readonly SettingEntry[]
  readonly environments: readonly EnvironmentEntry[]
  readonly algorithms: readonly AlgorithmEntry[]
}

export interface SettingEntry {
  readonly name: string
  readonly domain: string
  readonly environment: string
  readonly description: string
  readonly metric: string
  readonly rows: number
  /** Who leads; null where nobody is ranked. */
  readonly best: string | null
  readonly file: string
}

export interface EnvironmentEntry {
  readonly id: string
  readonly domain: string
  readonly version: number
  readonly summary: string
  readonly file: string
}

export interface AlgorithmEntry {
  readonly id: string
  readonly version: number
  readonly family: string
  readonly summary: string
  readonly file: string
}

/** A table with what its rows average: the faint dots, and backends to filter by. */
export interface TableData {
  readonly table: SummaryTable
  /** By the row's name: its mean normalised score on each of the settings. */
  readonly behind: Readonly<Record<string, readonly { readonly setting: string; readonly mean: number }[]>>
  readonly backends: Readonly<Record<string, readonly string[]>>
}

export interface SettingData {
  readonly board: SettingBoard
  /** Results of the setting that must not stand in its table, and why. */
  readonly apart: readonly ApartRow[]
}

/** A finished cell, how to compute it again, and what a page needs to play it. */
export interface CellData {
  readonly result: CellResult
  readonly provenance: Provenance | null
  /** `mapf/lifelong:random-8 mapf/pibt seed 3`. */
  readonly name: string
  readonly repeat: Repeat
  readonly play: PlayData
}

/** Commands, one a line; `config` is the file that they name, null where they need none. */
export interface Repeat {
  readonly commands: readonly string[]
  readonly config: string | null
}

export interface PlayData {
  /** Packages of its environment, algorithm and adapters. */
  readonly packages: readonly string[]
  /** What its learner saved; null where it saves nothing, or where the site holds that of another seed alone. */
  readonly policy: string | null
  /** Whether the learner cannot play without what it saved. */
  readonly trained: boolean
  /** Files that parameters name, by digest. */
  readonly files: Readonly<Record<string, string>>
}

/** A result of an algorithm, or of an environment, on one of its settings. */
export interface ResultEntry {
  readonly setting: string
  readonly name: string
  readonly rank: number | null
  readonly of: number
  readonly score: string
  readonly normalised: number | null
  readonly low: number | null
  readonly high: number | null
  readonly seeds: number
  /** The cell of its first finished seed. */
  readonly cell: string | null
}

export interface AlgorithmData {
  readonly description: Description
  readonly family: string
  readonly trains: boolean
  readonly oracle: boolean
  /** What it needs of an environment, as words. */
  readonly requires: readonly { readonly what: string; readonly value: string }[]
  readonly results: readonly ResultEntry[]
}

export interface EnvironmentData {
  readonly description: Description
  /** Of the default parameters, as words. */
  readonly spec: readonly { readonly what: string; readonly value: string }[]
  readonly metrics: readonly {
    readonly name: string
    readonly unit: string
    readonly direction: string
    readonly description: string
  }[]
  /** Settings with results: their numeric parameters, and how the rows fared. */
  readonly phases: readonly PhaseEntry[]
}

/** A point of a phase diagram. */
export interface PhaseEntry {
  readonly setting: string
  readonly parameters: Readonly<Record<string, number>>
  readonly rows: readonly {
    readonly name: string
    readonly score: number
    readonly normalised: number | null
  }[]
}

export type NotesData = Pick<
  Leaderboards,
  'notComparable' | 'failures' | 'adapters' | 'provenance' | 'reproduce'
> & {
  readonly reading: readonly string[]
  readonly notApplicable: readonly {
    readonly algorithm: string
    readonly settings: number
    readonly reason: string
  }[]
}
