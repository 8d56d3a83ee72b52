import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMap } from '../src/formats/map-file.ts'
import { readMovingAiScenario } from '../src/formats/movingai-scenario.ts'
import { readMovingAiMap } from '../src/formats/movingai.ts'
import { readPogemaMap } from '../src/formats/pogema-map.ts'
import { readRhcrGrid, undirectedMap } from '../src/formats/rhcr-grid.ts'
import { readKivaMap } from '../src/formats/rhcr-kiva.ts'
import { readRhcrPaths } from '../src/formats/rhcr-paths.ts'
import { readScenarioFile } from '../src/formats/scenario-file.ts'
import { readSolution } from '../src/formats/solution-file.ts'
import { GridMap } from '../src/grid-map.ts'
import { fileOf } from './support/golden.ts'

const MAP = GridMap.of(['..#', '...', '#..'])
const HEADER = 'weight_to_NORTH,weight_to_WEST,weight_to_SOUTH,weight_to_EAST,weight_for_WAIT'

/** Every reader, and a file that it reads. */
const READERS: readonly (readonly [
  name: string,
  read: (file: ReturnType<typeof fileOf>) => unknown,
  text: string,
])[] = [
  ['MovingAI map', readMovingAiMap, 'type octile\nheight 2\nwidth 3\nmap\n.@G\n.TS\n'],
  [
    'MovingAI scenario',
    (file) => readMovingAiScenario(file, MAP),
    'version 1\n0\ttest.map\t3\t3\t0\t0\t2\t2\t4.82842712\n3\ttest.map\t3\t3\t1\t2\t0\t0\t2.5\n',
  ],
  ['POGEMA map', readPogemaMap, '.a#\nB.b\n#A.\n'],
  ['POGEMA pools', readPogemaMap, '@.#\n$!.\n'],
  ['kiva map', readKivaMap, '2,3\n2\n1\n500\n.er\n@@e\n'],
  [
    'RHCR grid',
    (file) => undirectedMap(readRhcrGrid(file), file.name),
    `Grid size (x, y)\n1,2\nid,type,station,x,y,${HEADER}\n` +
      '0,Travel,None,0,0,1,inf,inf,inf,1\n1,Induct,i1,0,1,inf,inf,1,inf,1\n',
  ],
  ['RHCR paths', readRhcrPaths, '2\n0,-1,0;1,-1,1;\n3,2,0;3,1,1;\n'],
  [
    'benchmark instances',
    readScenarioFile,
    '1 256 1 1\none test 0 2 3 2\n..#\n...\n0 0 2 1 1 1 2\n0 1 1 1 0\n',
  ],
  [
    'solution',
    (file) => readSolution(file, MAP),
    'agents=2\nsolver=x\nstarts=(0,0),(1,0),\ngoals=(1,1),(2,2),\nsolution=\n0:(0,0),(1,0),\n1:(0,1),(1,1),\n',
  ],
]

const ABSURD = ['-1', '1.5', '1e400', '999999999', '999999999999', '1'.repeat(400)]
const FOREIGN = ['\ufeff', '\ud800', 'ü', '💡', '\r\n', '']
const PIECES = [...' \n\t\r\0#.@aZ,;(=03', 'inf', 'map', ...ABSURD, ...FOREIGN]

/** A text with a stretch of it cut out and something else put in its place, up to four times. */
function mangled(text: string): fc.Arbitrary<string> {
  const pieces = fc.constantFrom(...PIECES)
  const cut = fc.tuple(
    fc.nat(text.length),
    fc.nat(6),
    fc.oneof(pieces, fc.string({ maxLength: 4, unit: 'binary' })),
  )
  return fc
    .array(cut, { minLength: 1, maxLength: 4 })
    .map((cuts) =>
      cuts.reduce((now, [from, count, piece]) => now.slice(0, from) + piece + now.slice(from + count), text),
    )
}

/** Either it reads, or it refuses with the file's name and a line of it. */
function expectReadsOrRefuses(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(ParameterError)
    expect((error as ParameterError).path).toMatch(/^test:[1-9]\d*$/)
  }
}

describe.each(READERS)('%s', (_, read, text) => {
  test('reads its own', () => {
    read(fileOf('test', text))
  })

  test('a mangled file is read, or refused by line', () => {
    fc.assert(
      fc.property(mangled(text), (broken) => {
        expectReadsOrRefuses(() => read(fileOf('test', broken)))
        expectReadsOrRefuses(() => readMap(fileOf('test', broken)))
      }),
      { numRuns: 1000 },
    )
  })

  test('a file cut short is read, or refused by line', () => {
    const { bytes } = fileOf('test', text)
    for (let end = 0; end < bytes.length; end++)
      expectReadsOrRefuses(() => read({ name: 'test', bytes: bytes.subarray(0, end) }))
  })

  test('every number made absurd', () => {
    for (const number of ['999999999', '4294967297', '1e308', '-7', '9'.repeat(5000)]) {
      for (const { 0: found, index } of text.matchAll(/\d+/g)) {
        const broken = text.slice(0, index) + number + text.slice(index + found.length)
        expectReadsOrRefuses(() => read(fileOf('test', broken)))
      }
    }
  })
})

test('any bytes are read, or refused by line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      for (const [, read] of READERS) expectReadsOrRefuses(() => read({ name: 'test', bytes }))
      expectReadsOrRefuses(() => readMap({ name: 'test', bytes }))
    }),
  )
})
