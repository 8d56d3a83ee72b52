/**
 * What every form of output makes of the leaderboards: their data, columns, numbers and sentences. Nothing here or beneath needs
 * Node, so that pages show what reports say: `@gauntlet/bench/tables`.
 */
export { type Column, adapterText, settingColumns, summaryColumns } from './columns.ts'
export type { CrossPlay } from './cross-play-model.ts'
export { MATRIX_CAPTION, RATING_CAPTION, pairKey, ratingTable } from './cross-play-tables.ts'
export { NONE, arrow, formatFailures, formatFixed, formatSeeds, formatSignificant, plural } from './format.ts'
export { LITERATURE_CAPTION, literatureTable } from './literature.ts'
export type { ApartRow, LearningCurve, SettingBoard, SettingRow, SummaryRow, SummaryTable } from './model.ts'
export {
  evaluationText,
  headline,
  metricText,
  provenanceLines,
  readingOf,
  referenceText,
  scopeText,
  untold,
} from './sentences.ts'
