/** Problems of the League as parameters: `leagueParameters`, `LeagueFiles`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import type { LeagueProblem } from '../formats/league-problem.ts'
import { YEARS } from '../formats/league-run.ts'
import type { RobotParameters } from './robot-parameters.ts'

/** The files that a problem names. */
export interface LeagueFiles {
  readonly mapFile: FileContent
  readonly agentFile: FileContent
  readonly taskFile: FileContent
}

/**
 * A problem as parameters of `mapf/robot-runners`: `v1` where it says how tasks are assigned, `v3` where it says anything of
 * actions or delays or that it is of 2026, else `v2`. Differs from the Start-Kit, which stops at a problem of 2026 without
 * delays: in one nobody is held up.
 *
 * Errors: ParameterError where the problem ends with its tasks (`roundrobin_fixed`), or boxes are larger than cells.
 */
export function leagueParameters(problem: LeagueProblem, files: LeagueFiles): Partial<RobotParameters> {
  const { teamSize, numTasksReveal, taskAssignmentStrategy, agentCounter, agentSize, delayConfig } = problem
  if (taskAssignmentStrategy === 'roundrobin_fixed')
    throw new ParameterError(
      'taskAssignmentStrategy',
      taskAssignmentStrategy,
      'roundrobin or greedy, without end',
    )
  if (agentSize !== undefined && agentSize > 1)
    throw new ParameterError('agentSize', agentSize, 'a number of at most 1')
  const shared = { instances: 'problem', agents: teamSize, ...files } as const
  if (taskAssignmentStrategy !== undefined) {
    const scheduler = taskAssignmentStrategy === 'greedy' ? 'in-turn' : 'default'
    return { ...shared, rules: 'v1', scheduler }
  }
  const named = agentCounter !== undefined || agentSize !== undefined || delayConfig !== undefined
  const v3 = named || problem.version === YEARS.v3
  if (!v3) return { ...shared, rules: 'v2', numTasksReveal }
  const { seed: _, ...delays } = delayConfig ?? { seed: 0 }
  return {
    ...shared,
    ...delays,
    rules: 'v3',
    numTasksReveal,
    agentCounter: agentCounter ?? 10,
    agentSize: agentSize ?? 1,
  }
}
