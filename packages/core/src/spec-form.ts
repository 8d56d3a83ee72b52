/** The form of a spec, part by part: `requireSpec`. */
import {
  BOOLEAN,
  COUNT,
  type Form,
  type Forms,
  LIST,
  NUMBER,
  OBJECT,
  TEXT,
  listOf,
  oneOf,
  optional,
  requireForm,
} from './form.ts'
import type { EnvironmentSpec } from './spec.ts'

const SPEC: Forms = {
  agents: NUMBER,
  observation: OBJECT,
  state: optional(OBJECT),
  postDecision: optional(OBJECT),
  action: OBJECT,
  masked: BOOLEAN,
  activity: BOOLEAN,
  objectives: NUMBER,
  constraints: listOf(TEXT),
  horizon: NUMBER,
  horizonEnd: optional(oneOf('truncated', 'terminated')),
  protocol: oneOf('episodic', 'online'),
  sides: NUMBER,
  sideOf: optional(listOf(NUMBER)),
  rewardStructure: oneOf('common', 'zero-sum', 'individual'),
  rewardRange: listOf(NUMBER, 2),
  metrics: LIST,
  score: TEXT,
  faces: listOf(
    oneOf(
      'snapshot',
      'instance',
      'expert',
      'differentiable',
      'postDecision',
      'meanField',
      'armModel',
      'dataset',
      'feasible',
      'maskAfter',
      'shield',
    ),
  ),
  missingFaces: optional(OBJECT),
  experts: optional(LIST),
  opponents: optional(listOf(TEXT)),
  dealt: optional(listOf(TEXT, 2)),
  graph: optional(OBJECT),
  population: optional(NUMBER),
  repeats: optional(NUMBER),
  carriesOver: optional(BOOLEAN),
  outcome: optional(BOOLEAN),
  returnRange: optional(listOf(NUMBER, 2)),
  history: optional(NUMBER),
  instances: optional(NUMBER),
  engine: oneOf('own', 'foreign'),
}
const ARRAY: Forms = { shape: LIST, low: NUMBER, high: NUMBER, layout: LIST }
const METRIC: Forms = { name: TEXT, direction: oneOf('maximise', 'minimise', 'neither') }
const EXPERT: Forms = { name: TEXT, slow: optional(BOOLEAN), savable: optional(BOOLEAN) }
const PAIR: Form = listOf(NUMBER, 2)

/** Refuses a spec of which a part is missing or of another form; `place` names it in messages. */
export function requireSpec(spec: EnvironmentSpec, place: string): void {
  requireForm(spec, place, SPEC, 'spec')
  const { observation, state, postDecision, metrics, experts = [], graph } = spec
  requireForm(observation, `${place}.observation`, ARRAY, 'spec')
  if (state !== undefined) requireForm(state, `${place}.state`, ARRAY, 'spec')
  if (postDecision !== undefined) requireForm(postDecision, `${place}.postDecision`, ARRAY, 'spec')
  for (const [k, metric] of metrics.entries()) requireForm(metric, `${place}.metrics[${k}]`, METRIC, 'spec')
  for (const [k, expert] of experts.entries()) requireForm(expert, `${place}.experts[${k}]`, EXPERT, 'spec')
  if (graph !== undefined) {
    const forms = { nodes: COUNT, edges: listOf(PAIR), actions: optional(listOf(OBJECT)) }
    requireForm(graph, `${place}.graph`, forms, 'spec')
  }
}
