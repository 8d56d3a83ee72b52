/** The scripted policies of grid worlds: `GRID_EXPERTS`, `expertsOf`, `expertPolicy`, `GridExpert`. */
import { type ExpertSpec, GauntletError, type Policy, type Schema, resolveParameters } from '@gauntlet/core'
import { aStarPolicy } from './policies/a-star.ts'
import { CBS_CONFIGURATION, cbsPolicy } from './policies/cbs.ts'
import { LACAM_CONFIGURATION, lacamPolicy } from './policies/lacam.ts'
import { EPIBT_CONFIGURATION, epibtPolicy } from './policies/epibt.ts'
import {
  WINDOWED_CONFIGURATION,
  checkWindowed,
  pibtLnsPolicy,
  pibtRestartsPolicy,
} from './policies/pibt-window.ts'
import { pibtPolicy, pibtSwapPolicy } from './policies/pibt.ts'
import { PRIORITISED_CONFIGURATION, prioritisedPlanningPolicy } from './policies/prioritised-planning.ts'
import {
  PBS_CONFIGURATION,
  WHCA_CONFIGURATION,
  checkRolling,
  rhcrPbsPolicy,
  rhcrWhcaPolicy,
} from './policies/rhcr.ts'
import { shortestPathPolicy, shortestPathWaitingPolicy } from './policies/shortest-path.ts'
import type { GridWorlds, OnTarget } from './worlds.ts'

/** A scripted policy, what it leaves open, and how it is made. */
export interface GridExpert {
  readonly spec: ExpertSpec
  readonly configuration: Schema<object>
  /** Whether goals may be given anew, given once, or either. */
  readonly goals: 'anew' | 'once' | 'either'
  /** Refuses choices that do not go together. Errors: ParameterError. */
  check(configuration: object): void
  /** Errors: ParameterError for a choice that the configuration does not know, or as `check`. */
  create(worlds: GridWorlds, onTarget: OnTarget, given: object): Policy
}

export const GRID_EXPERTS: readonly GridExpert[] = [
  simple(
    {
      name: 'a-star',
      description:
        'each agent plans a way through what it has seen so far, and moves at random where it is held up',
      seesHiddenState: false,
      source: 'POGEMA 1.4.0, BatchAStarAgent',
    },
    (worlds) => aStarPolicy(worlds, worlds.border),
  ),
  simple(
    {
      name: 'shortest-path',
      description: 'each agent follows a shortest path as if it were alone',
      seesHiddenState: true,
      source: 'breadth-first search from the goal',
    },
    (worlds) => shortestPathPolicy(worlds),
  ),
  simple(
    {
      name: 'shortest-path-waiting',
      description: 'each agent takes the next free cell of a shortest path, and waits where there is none',
      seesHiddenState: true,
      source: 'breadth-first search from the goal',
    },
    (worlds) => shortestPathWaitingPolicy(worlds),
  ),
  simple(
    {
      name: 'pibt',
      description: 'priority inheritance with backtracking: one step at a time, never a conflict',
      seesHiddenState: true,
      source: 'Okumura et al. 2022, Artificial Intelligence 310; Kei18/pibt2, pibt.cpp and pibt_mapd.cpp',
    },
    (worlds, onTarget) => pibtPolicy(worlds, onTarget),
  ),
  simple(
    {
      name: 'pibt-swap',
      description: 'PIBT by which two agents in a narrow passage change places',
      seesHiddenState: true,
      source: 'Okumura 2023, IJCAI; Kei18/lacam3, pibt.cpp',
    },
    (worlds, onTarget) => pibtSwapPolicy(worlds, onTarget),
  ),
  configured(
    {
      name: 'epibt',
      description: 'PIBT by which agents choose among operations of several actions',
      seesHiddenState: true,
      slow: true,
      source: 'Yukhnevich and Andreychuk 2025, arXiv 2511.09193',
    },
    'anew',
    EPIBT_CONFIGURATION,
    (worlds, _, choices) => epibtPolicy(worlds, choices),
  ),
  configured(
    {
      name: 'pibt-lns',
      description: 'plans for a window of time by PIBT, improved by large-neighbourhood search',
      seesHiddenState: true,
      slow: true,
      source: 'Jiang et al. 2024, SoCS (WPPL, winner of the League of Robot Runners 2023)',
    },
    'anew',
    WINDOWED_CONFIGURATION,
    (worlds, _, configuration) => pibtLnsPolicy(worlds, configuration),
    checkWindowed,
  ),
  configured(
    {
      name: 'pibt-restarts',
      description: 'plans for a window of time by PIBT, the best of several tries',
      seesHiddenState: true,
      slow: true,
      source: 'Okumura et al. 2022, Artificial Intelligence 310; random restarts',
    },
    'anew',
    WINDOWED_CONFIGURATION,
    (worlds, _, configuration) => pibtRestartsPolicy(worlds, configuration),
    checkWindowed,
  ),
  configured(
    {
      name: 'lacam',
      description:
        'LaCAM*, a depth-first search over whole configurations that PIBT guides, and then large-neighbourhood search over its plan',
      seesHiddenState: true,
      slow: true,
      source: 'Okumura 2023, AAAI and IJCAI, and 2024, AAMAS; Li et al. 2021, IJCAI',
    },
    'either',
    LACAM_CONFIGURATION,
    lacamPolicy,
  ),
  configured(
    {
      name: 'prioritised-planning',
      description: 'agents plan all their ways one after the other, in the best of several orders',
      seesHiddenState: true,
      slow: true,
      source: 'Silver 2005, AIIDE; Čáp et al. 2015, IEEE T-ASE; Phillips and Likhachev 2011, ICRA',
    },
    'once',
    PRIORITISED_CONFIGURATION,
    prioritisedPlanningPolicy,
  ),
  configured(
    {
      name: 'cbs',
      description: 'conflict-based search: plans of the least sum of costs where few agents are in conflict',
      seesHiddenState: true,
      slow: true,
      source:
        'Sharon et al. 2015, Artificial Intelligence 219; Boyarski et al. 2015, IJCAI; Felner et al. 2018, ICAPS',
    },
    'once',
    CBS_CONFIGURATION,
    cbsPolicy,
  ),
  configured(
    {
      name: 'rhcr-pbs',
      description: 'ways without conflicts in the next steps, found by a search of priorities time and again',
      seesHiddenState: true,
      slow: true,
      source: 'Li et al. 2021, AAAI; Ma et al. 2019, AAAI',
    },
    'either',
    PBS_CONFIGURATION,
    rhcrPbsPolicy,
    checkRolling,
  ),
  configured(
    {
      name: 'rhcr-whca',
      description:
        'ways without conflicts in the next steps, planned one after the other in the best of several orders time and again',
      seesHiddenState: true,
      slow: true,
      source: 'Li et al. 2021, AAAI; Silver 2005, AIIDE',
    },
    'either',
    WHCA_CONFIGURATION,
    rhcrWhcaPolicy,
    checkRolling,
  ),
]

/** One that leaves nothing open and does for either kind of goals. */
function simple(spec: ExpertSpec, create: (worlds: GridWorlds, onTarget: OnTarget) => Policy): GridExpert {
  return configured(spec, 'either', {}, create)
}

function configured<C extends object>(
  spec: ExpertSpec,
  goals: GridExpert['goals'],
  configuration: Schema<C>,
  create: (worlds: GridWorlds, onTarget: OnTarget, configuration: C) => Policy,
  check: (id: string, configuration: C) => void = () => {},
): GridExpert {
  const id = `mapf/${spec.name}`
  return {
    spec,
    goals,
    configuration: configuration as Schema<object>,
    check: (choices) => check(id, choices as C),
    create(worlds, onTarget, given) {
      const choices = resolveParameters(configuration, given, id)
      check(id, choices)
      return create(worlds, onTarget, choices)
    },
  }
}

/** Those who do where goals are given as they are there. */
export function expertsOf(onTarget: OnTarget): readonly GridExpert[] {
  const other = onTarget === 'restart' ? 'once' : 'anew'
  return GRID_EXPERTS.filter(({ goals }) => goals !== other)
}

/** A fresh policy for the worlds. Errors: GauntletError where there is none of that name. */
export function expertPolicy(
  id: string,
  name: string,
  worlds: GridWorlds,
  onTarget: OnTarget,
  configuration: object = {},
): Policy {
  const experts = expertsOf(onTarget)
  const expert = experts.find(({ spec }) => spec.name === name)
  if (expert !== undefined) return expert.create(worlds, onTarget, configuration)
  const names = experts.map(({ spec }) => spec.name).join(', ')
  throw new GauntletError('expert', `${id}: got expert ${name}, expected one of ${names}`)
}
