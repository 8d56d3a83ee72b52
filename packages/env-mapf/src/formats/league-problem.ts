/** Problem files of the League of Robot Runners: `readLeagueProblem`, `writeLeagueProblem`, `LeagueProblem`. */
import type { FileContent } from '@gauntlet/core'
import { type JsonReader, parseJson, readJson } from './json-reader.ts'

const STRATEGIES = ['roundrobin', 'greedy', 'roundrobin_fixed'] as const

/** Chance, by the League's names. */
export interface LeagueDelays {
  /** The seed of the Start-Kit's own generator. */
  readonly seed: number
  readonly minDelay: number
  readonly maxDelay: number
  readonly eventModel: 'bernoulli' | 'poisson'
  readonly pDelay: number
  readonly durationModel: 'uniform' | 'gaussian'
  readonly gaussMeanRatio: number
  readonly gaussStdRatio: number
}

/** What a problem file says. Paths of files are relative to its own. */
export interface LeagueProblem {
  readonly mapFile: string
  readonly agentFile: string
  readonly taskFile: string
  readonly teamSize: number
  /** Tasks revealed: of 2023 per robot and ahead, later of all robots and per robot. */
  readonly numTasksReveal: number
  /** Who gets which task: in problems of 2023 alone. */
  readonly taskAssignmentStrategy?: (typeof STRATEGIES)[number]
  /** In problems of 2026 alone: steps of an action, side of a box, delays. */
  readonly agentCounter?: number
  readonly agentSize?: number
  readonly delayConfig?: LeagueDelays
  /** The name of the League's year. */
  readonly version?: string
}

/**
 * Reads a problem file; fields that the League does not know are passed over.
 *
 * Errors: ParameterError naming file and line.
 * Source: Start-Kit 1.1.5, 2.1.2 and 3.1.0, Input_Output_Format.md, `driver.cpp` and `parse_delay_config`.
 */
export function readLeagueProblem(file: FileContent): LeagueProblem {
  return problemOf(readJson(file))
}

function problemOf(reader: JsonReader): LeagueProblem {
  return {
    mapFile: reader.text('mapFile'),
    agentFile: reader.text('agentFile'),
    taskFile: reader.text('taskFile'),
    teamSize: reader.whole('teamSize', 1),
    numTasksReveal: reader.has('numTasksReveal') ? reader.number('numTasksReveal', 0) : 1,
    ...(reader.has('taskAssignmentStrategy') && {
      taskAssignmentStrategy: reader.choice('taskAssignmentStrategy', STRATEGIES),
    }),
    ...(reader.has('agentCounter') && { agentCounter: reader.whole('agentCounter', 1) }),
    ...(reader.has('agentSize') && { agentSize: reader.number('agentSize', Number.MIN_VALUE) }),
    ...(reader.has('delayConfig') && { delayConfig: readDelays(reader.object('delayConfig')) }),
    ...(reader.has('version') && { version: reader.text('version') }),
  }
}

function readDelays(reader: JsonReader): LeagueDelays {
  const minDelay = reader.whole('minDelay', 1)
  return {
    seed: reader.whole('seed', 0, 4294967295),
    minDelay,
    maxDelay: reader.whole('maxDelay', minDelay),
    eventModel: reader.choice('eventModel', ['bernoulli', 'poisson']),
    pDelay: reader.number('pDelay', 0, 1),
    durationModel: reader.choice('durationModel', ['uniform', 'gaussian']),
    gaussMeanRatio: reader.number('gaussMeanRatio', 0, 1),
    gaussStdRatio: reader.number('gaussStdRatio', 0),
  }
}

/** The text of a problem file. Errors: ParameterError naming file and line where it could not be read again. */
export function writeLeagueProblem(problem: LeagueProblem): string {
  const text = `${JSON.stringify(problem, undefined, 4)}\n`
  problemOf(parseJson('problem', text))
  return text
}
