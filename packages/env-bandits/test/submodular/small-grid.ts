import type { CoverageParameters } from '../../src/submodular/coverage.ts'

export const SMALL: Partial<CoverageParameters> = { width: 4, height: 3, start: 5, horizon: 12 }
export const ITEMS: Partial<CoverageParameters> = {
  ...SMALL,
  objective: 'items',
  itemCells: [3, 4],
  itemDemands: [2, 1],
}
