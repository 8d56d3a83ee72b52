import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { vgc } from '../src/vgc.ts'

/** What depends on views, formats and ends. Players, of whom one searches, are checked by `gauntlet check pokemon/vgc`. */
const GROUPS = [
  'buffers',
  'values',
  'determinism',
  'episodes',
  'actions',
  'snapshot',
  'instance',
  'mask-after',
]

/** What does not. */
const ONCE = ['spec', 'parameters', 'settings', 'schedules', 'isolation', 'rendering', 'dataset']

test.each([
  ['tokens', {}, 6],
  [
    'the compact view, closed sheets, no mirrors',
    { observation: 'compact', format: 'reg-i-closed', mirror: false },
    4,
  ],
  ['cut off early', { observation: 'compact', format: 'reg-h', turns: 4 }, 4],
] as const)(
  'the environment keeps the contracts: %s',
  { timeout: 300_000 },
  async (name, parameters, steps) => {
    const report = await checkEnvironment(vgc, {
      parameters,
      steps,
      only: name === 'tokens' ? [...GROUPS, ...ONCE] : GROUPS,
      heapUsed: () => process.memoryUsage().heapUsed,
    })
    expect(report.passed, reportText(report)).toBe(true)
  },
)
