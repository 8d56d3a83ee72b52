/** Output files of the League of Robot Runners: `readLeagueRun`, `writeLeagueRun`, `LeagueRun`. */
import type { FileContent } from '@gauntlet/core'
import { type JsonReader, parseJson, readJson } from './json-reader.ts'
import { compressPath, expandPath } from './league-paths.ts'

const COMPASS = 'ESWN'
/** How files name the League's years. */
export const YEARS = { v1: '2023 LoRR', v2: '2024 LoRR', v3: '2026 LoRR' } as const

/** A task: its number, when it was revealed (not of 2023), and the rows and columns of its errands. */
export interface LeagueTask {
  readonly id: number
  readonly revealed?: number
  readonly errands: readonly (readonly [row: number, column: number])[]
}

/** After step `t` (from 1) a robot had done so many errands of a task; 0 where it was given it (of 2023 alone). */
export interface LeagueEvent {
  readonly t: number
  readonly agent: number
  readonly task: number
  readonly errands: number
}

/** What became of a problem. */
export interface LeagueRun {
  readonly rules: 'v1' | 'v2' | 'v3'
  readonly numTaskFinished: number
  /** [agents]: where each robot starts, and its facing: 0 east, 1 south, 2 west, 3 north */
  readonly start: readonly (readonly [row: number, column: number, facing: number])[]
  /** [agents]: what each robot did, and was asked for, a letter a step: F forward, R clockwise, C counter-clockwise, W wait */
  readonly actualPaths: readonly string[]
  /** Likewise, with T where there was no plan. */
  readonly plannerPaths: readonly string[]
  readonly tasks: readonly LeagueTask[]
  /** In the order in which they came about; of 2023, robot after robot. */
  readonly events: readonly LeagueEvent[]
  /** Requests that could not be carried out; of 2023, where it is not counted, 1 if there was any. */
  readonly numPlannerErrors: number
  /** Of 2026: steps of an action; [agents]: the steps from which and up to which each robot was held up. */
  readonly agentMaxCounter?: number
  readonly delayIntervals?: readonly (readonly (readonly [from: number, to: number])[])[]
}

/** Steps that are written as one piece of a path of 2026. */
const SEGMENT = 100

/**
 * The text of an output file, as PlanViz shows it; times that planners took and descriptions of errors are left out.
 *
 * Errors: ParameterError naming file and line where it could not be read again.
 * Source: Start-Kit 1.1.5, 2.1.2 and 3.1.0, `BaseSystem::saveResults` and Input_Output_Format.md. Differs: each piece of a path of
 * 2026 begins with the robot's state at its own beginning, as is said there, where `actual_path_to_json` repeats the first; `S`
 * is told from `W` in starts.
 */
export function writeLeagueRun(run: LeagueRun): string {
  const { rules, actualPaths, agentMaxCounter = 1, numPlannerErrors, start } = run
  const makespan = actualPaths[0]?.length ?? 0
  const paths = (list: readonly string[]): string[] =>
    list.map((path, a) =>
      rules === 'v3'
        ? compressPath(path, actualPaths[a], start[a], agentMaxCounter, SEGMENT)
        : path.split('').join(','),
    )
  const content = {
    actionModel: 'MAPF_T',
    ...(rules === 'v1' ? { AllValid: numPlannerErrors === 0 ? 'Yes' : 'No' } : { version: YEARS[rules] }),
    teamSize: start.length,
    numTaskFinished: run.numTaskFinished,
    ...(rules === 'v1' && { sumOfCost: makespan * start.length }),
    makespan,
    ...(rules !== 'v1' && { numPlannerErrors, numScheduleErrors: 0, numEntryTimeouts: 0 }),
    ...(rules === 'v3' && {
      agentMaxCounter,
      outputSegmentSize: SEGMENT,
      delayIntervals: run.delayIntervals,
    }),
    start: start.map(([row, column, facing]) => [row, column, COMPASS[facing]]),
    actualPaths: paths(actualPaths),
    plannerPaths: paths(run.plannerPaths),
    plannerTimes: [],
    errors: [],
    ...(rules === 'v1' ? listsOf2023(run) : listsOf(run)),
  }
  const text = `${JSON.stringify(content, undefined, 1)}\n`
  runOf(parseJson('run', text))
  return text
}

function listsOf({ events, tasks }: LeagueRun): object {
  return {
    events: events.map(({ t, agent, task, errands }) => [t, agent, task, errands]),
    tasks: tasks.map(({ id, revealed, errands }) => [id, revealed, errands.flat()]),
    scheduleErrors: [],
  }
}

function listsOf2023({ events, tasks, start }: LeagueRun): object {
  const named = events.map(({ t, agent, task, errands }) => ({
    agent,
    event: [task, t, errands === 0 ? 'assigned' : 'finished'],
  }))
  return {
    events: start.map((_, a) => named.filter(({ agent }) => agent === a).map(({ event }) => event)),
    tasks: tasks.map(({ id, errands }) => [id, ...errands[0]]),
  }
}

/**
 * Reads an output file of any year, with the paths (`outputScreen` 1).
 *
 * Errors: ParameterError naming file and line.
 */
export function readLeagueRun(file: FileContent): LeagueRun {
  return runOf(readJson(file))
}

function runOf(reader: JsonReader): LeagueRun {
  reader.choice('actionModel', ['MAPF_T'])
  const rules = reader.has('AllValid') ? 'v1' : reader.choice('version', ['2024 LoRR', '2026 LoRR'])
  const agents = reader.whole('teamSize', 1)
  const year = rules === 'v1' ? 'v1' : rules === YEARS.v2 ? 'v2' : 'v3'
  const makespan = reader.whole('makespan', 0)
  const start = ofLength(reader, 'start', agents, (value) => {
    const [row, column, facing] = reader.requireList(value, 'start')
    const compass = COMPASS.indexOf(typeof facing === 'string' && facing.length === 1 ? facing : '-')
    if (compass < 0) reader.fail('start', facing, 'E, S, W or N')
    return [reader.requireWhole(row, 'start'), reader.requireWhole(column, 'start'), compass] as const
  })
  const paths = (field: string): string[] =>
    ofLength(reader, field, agents, (value) => {
      const path = typeof value === 'string' ? expandPath(value, year === 'v3', makespan) : undefined
      if (path?.length === makespan) return path
      const form =
        year === 'v3' ? 'pieces [(t,row,column,facing,count):(F 3,W 1)]' : 'F, R, C, W or T between commas'
      return reader.fail(field, value, `paths of ${makespan} steps in ${form}`)
    })
  return {
    rules: year,
    numTaskFinished: reader.whole('numTaskFinished', 0),
    start,
    actualPaths: paths('actualPaths'),
    plannerPaths: paths('plannerPaths'),
    ...(year === 'v1' ? read2023(reader, agents) : readLists(reader)),
    ...(year === 'v3' && {
      agentMaxCounter: reader.whole('agentMaxCounter', 1),
      delayIntervals: ofLength(reader, 'delayIntervals', agents, (value) =>
        reader.requireList(value, 'delayIntervals').map((entry) => {
          const [from, to] = numbers(reader, 'delayIntervals', entry, 2)
          return [from, to] as const
        }),
      ),
    }),
  }
}

type Lists = Pick<LeagueRun, 'events' | 'tasks' | 'numPlannerErrors'>

function readLists(reader: JsonReader): Lists {
  return {
    events: reader.list('events', (value) => {
      const [t, agent, task, errands] = numbers(reader, 'events', value, 4)
      return { t, agent, task, errands }
    }),
    tasks: reader.list('tasks', (value) => {
      const [id, revealed, errands] = reader.requireList(value, 'tasks')
      const cells = numbers(reader, 'tasks', errands)
      if (cells.length === 0 || cells.length % 2 === 1)
        reader.fail('tasks', errands, 'pairs of row and column')
      return {
        id: reader.requireWhole(id, 'tasks'),
        revealed: reader.requireWhole(revealed, 'tasks'),
        errands: Array.from(
          { length: cells.length / 2 },
          (_, e) => [cells[2 * e], cells[2 * e + 1]] as const,
        ),
      }
    }),
    numPlannerErrors: reader.whole('numPlannerErrors', 0),
  }
}

function read2023(reader: JsonReader, agents: number): Lists {
  const events = ofLength(reader, 'events', agents, (value, agent) =>
    reader.requireList(value, 'events').map((entry) => {
      const [task, t, what] = reader.requireList(entry, 'events')
      if (what !== 'assigned' && what !== 'finished') reader.fail('events', what, 'assigned or finished')
      const errands = what === 'assigned' ? 0 : 1
      return {
        t: reader.requireWhole(t, 'events'),
        agent,
        task: reader.requireWhole(task, 'events'),
        errands,
      }
    }),
  )
  return {
    events: events.flat(),
    tasks: reader.list('tasks', (value) => {
      const [id, row, column] = numbers(reader, 'tasks', value, 3)
      return { id, errands: [[row, column]] as const }
    }),
    numPlannerErrors: reader.choice('AllValid', ['Yes', 'No']) === 'Yes' ? 0 : 1,
  }
}

function ofLength<T>(
  reader: JsonReader,
  field: string,
  length: number,
  read: (value: unknown, k: number) => T,
): T[] {
  const list = reader.list(field, read)
  return list.length === length
    ? list
    : reader.fail(field, list.length, `${length} entries, one for each robot`)
}

/** Whole numbers in a list, so many where it is said. */
function numbers(reader: JsonReader, field: string, value: unknown, length?: number): number[] {
  const list = reader.requireList(value, field).map((entry) => reader.requireWhole(entry, field))
  if (length === undefined || list.length === length) return list
  return reader.fail(field, value, `${length} numbers`)
}
