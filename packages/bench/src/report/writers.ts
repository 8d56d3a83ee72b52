/** The forms in which leaderboards are written to files: `WRITERS`, `ENDINGS`, `FORMATS`. */
import { leaderboardsToCsv } from './csv.ts'
import { leaderboardsToHtml } from './html.ts'
import { leaderboardsToJson } from './json.ts'
import { leaderboardsToLatex } from './latex.ts'
import { leaderboardsToMarkdown } from './markdown.ts'
import type { Leaderboards } from './model.ts'

export type Format = 'md' | 'csv' | 'json' | 'html' | 'latex'

/** How each format is written. */
export const WRITERS: Readonly<Record<Format, (leaderboards: Leaderboards) => string>> = {
  md: leaderboardsToMarkdown,
  csv: leaderboardsToCsv,
  json: leaderboardsToJson,
  html: leaderboardsToHtml,
  latex: leaderboardsToLatex,
}

/** How a file of each format ends, after a dot. */
export const ENDINGS: Readonly<Record<Format, string>> = {
  md: 'md',
  csv: 'csv',
  json: 'json',
  html: 'html',
  latex: 'tex',
}

export const FORMATS: readonly Format[] = Object.keys(WRITERS) as Format[]
