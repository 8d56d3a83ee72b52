/** Plans as RHCR writes them, `paths.txt`: `readRhcrPaths`, `writeRhcrPaths`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { LineReader } from './line-reader.ts'
import { requireWhole } from './requirements.ts'
import type { Origin, Plan } from './validate.ts'

const STATE = /^[ \t]*(\d{1,9}),(-1|[0-3]),(\d{1,9})[ \t]*$/
const FORM = 'location,orientation,time;…'

/**
 * The plan in RHCR's paths.txt: the number of agents; and for every agent a line of its states, each
 * `location,orientation,time;`, at the times 0, 1, 2 and so on, of all agents up to the same time.
 *
 * Locations are cells, numbered row by row. Orientations (-1 without rotation, else 0 to 3) are read and left out: a
 * turn is a wait. Whether the plan is right `validatePlan` tells, with this file's lines where it is given `origin`.
 * Errors: ParameterError naming file and line.
 * Source: Jiaoyang-Li/RHCR (d009a3b), `BasicSystem::save_results` and `load_records`.
 */
export function readRhcrPaths(file: FileContent): { readonly plan: Plan; readonly origin: Origin } {
  const reader = new LineReader(file)
  const agents = reader.whole(reader.next('number of agents').trim(), 'number of agents', 1)
  const paths: number[][] = []
  for (let a = 0; a < agents; a++) {
    const path = readPath(reader, `agent ${a + 1} of ${agents}`)
    const length = paths[0]?.length ?? path.length
    if (path.length !== length) reader.fail(`${path.length} states`, `${length}, as of the first agent`)
    paths.push(path)
  }
  reader.end(`${agents} agents`)
  const positions = new Int32Array(agents * paths[0].length)
  paths.forEach((path, a) => path.forEach((cell, t) => (positions[t * agents + a] = cell)))
  return { plan: { agents, positions }, origin: { file: reader.name, lineOf: (a) => a + 2 } }
}

function readPath(reader: LineReader, which: string): number[] {
  const states = reader.next(`${which}: ${FORM}`).trim().split(';')
  if (states.at(-1) === '') states.pop()
  if (states.length === 0) reader.fail('no states', `${which}: ${FORM}`)
  return states.map((state, t) => {
    const found = STATE.exec(state) ?? reader.fail(state, `${which}: ${FORM}, orientations from -1 to 3`)
    if (Number(found[3]) !== t) reader.fail(state, `${which}: time ${t}`)
    return Number(found[1])
  })
}

/** A plan as the text of RHCR's paths.txt, without orientations. Errors: ParameterError where there is no plan. */
export function writeRhcrPaths({ agents, positions }: Plan): string {
  const steps = positions.length / agents
  if (!(steps >= 1) || steps % 1 !== 0)
    throw new ParameterError(
      'positions',
      `${positions.length} positions`,
      `${agents} for every step, or more`,
    )
  const lines = [String(agents)]
  for (let a = 0; a < agents; a++) {
    let line = ''
    for (let t = 0; t < steps; t++) {
      const cell = positions[t * agents + a]
      requireWhole(cell, 'positions')
      line += `${cell},-1,${t};`
    }
    lines.push(line)
  }
  return `${lines.join('\n')}\n`
}
