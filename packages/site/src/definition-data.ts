/** The pages of algorithms and environments: `algorithmData`, `environmentData`. */
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type Requirement,
  actionWidth,
} from '@gauntlet/core'
import { type Catalogue, describe } from '@gauntlet/bench'
import type { Description } from '@gauntlet/bench'
import { type SettingBoard, type SettingRow, settingColumns } from '@gauntlet/bench/tables'
import type { AlgorithmData, EnvironmentData, PhaseEntry, ResultEntry } from './site-data.ts'

export function algorithmData(
  catalogue: Catalogue,
  definition: AlgorithmDefinition,
  boards: readonly SettingBoard[],
): AlgorithmData {
  const results = boards.flatMap((board) =>
    board.rows.filter(({ algorithm }) => algorithm === definition.id).map((row) => resultEntry(board, row)),
  )
  return {
    description: plain(describe(catalogue, definition.id) as Description),
    family: definition.family,
    trains: definition.trains,
    oracle: definition.oracle === true,
    requires: requirementLines(definition.requires),
    results,
  }
}

export function environmentData(
  catalogue: Catalogue,
  definition: EnvironmentDefinition,
  boards: readonly SettingBoard[],
): EnvironmentData {
  const own = boards.filter(({ environment }) => environment === definition.id)
  const spec = definition.describe()
  return {
    description: plain(describe(catalogue, definition.id) as Description),
    spec: specLines(spec),
    metrics: spec.metrics.map(({ name, unit, direction, description }) => ({
      name,
      unit,
      direction,
      description,
    })),
    phases: own.map((board) => phaseEntry(definition, board)),
  }
}

function resultEntry(board: SettingBoard, row: SettingRow): ResultEntry {
  const score = settingColumns(board).find(({ key }) => key === 'score')
  return {
    setting: board.name,
    name: row.name,
    rank: row.rank,
    of: board.rows.filter(({ rank }) => rank !== null).length,
    score: score?.text(row) ?? '',
    normalised: row.normalised?.mean ?? null,
    low: row.normalised?.interval?.low ?? null,
    high: row.normalised?.interval?.high ?? null,
    seeds: row.finished,
    cell: row.seeds.find(({ score: finished }) => finished !== null)?.key ?? null,
  }
}

/** A setting's numeric parameters, complete, and how everybody fared under them. */
function phaseEntry(definition: EnvironmentDefinition, board: SettingBoard): PhaseEntry {
  const { parameters } = definition.settings[board.setting]
  const numeric = Object.entries(definition.resolve(parameters)).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
  )
  return {
    setting: board.name,
    parameters: Object.fromEntries(numeric),
    rows: board.rows.flatMap(({ name, score, normalised, oracle }) =>
      score === null || oracle ? [] : [{ name, score: score.mean, normalised: normalised?.mean ?? null }],
    ),
  }
}

/** Without numbers that JSON lacks, and without lists that nobody reads. */
function plain(description: Description): Description {
  const text = JSON.stringify(description, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
    return Array.isArray(value) && value.length > 100 ? `${value.length} values` : value
  })
  return JSON.parse(text) as Description
}

type Line = { readonly what: string; readonly value: string }

function requirementLines(requires: Requirement): Line[] {
  return Object.entries(requires).map(([what, value]) => ({
    what,
    value: Array.isArray(value) ? value.join(', ') || 'none' : String(value),
  }))
}

function specLines(spec: EnvironmentSpec): Line[] {
  const { observation, state, rewardRange } = spec
  const blocks = observation.layout.map(({ name, shape }) => `${name} [${shape.join(', ')}]`)
  const lines: Record<string, string | undefined> = {
    agents: String(spec.agents),
    observation: `[${observation.shape.join(', ')}] of ${observation.low} to ${observation.high}: ${blocks.join(', ')}`,
    state: state && `[${state.shape.join(', ')}]`,
    action: actionText(spec),
    horizon:
      spec.horizonEnd === undefined ? String(spec.horizon) : `${spec.horizon}, ${spec.horizonEnd} there`,
    protocol: spec.protocol,
    sides: spec.sides > 1 ? String(spec.sides) : undefined,
    rewards: `${spec.rewardStructure}, ${rewardRange[0]} to ${rewardRange[1]} a step`,
    constraints: spec.constraints.join(', ') || undefined,
    score: spec.score,
    faces: spec.faces.join(', '),
    'without face':
      Object.entries(spec.missingFaces ?? {})
        .map(([face, why]) => `${face}: ${why}`)
        .join('; ') || undefined,
    experts: spec.experts?.map(({ name }) => name).join(', ') || undefined,
    opponents: spec.opponents?.join(', '),
    instances: spec.instances === undefined ? undefined : String(spec.instances),
    engine: spec.engine === 'own' ? 'own' : 'foreign',
  }
  return Object.entries(lines).flatMap(([what, value]) => (value === undefined ? [] : [{ what, value }]))
}

function actionText({ action, masked }: EnvironmentSpec): string {
  return `${action.kind}${sizeText(action)}${masked ? ', masked' : ''}`
}

function sizeText(action: EnvironmentSpec['action']): string {
  switch (action.kind) {
    case 'discrete':
      return ` of ${action.n}`
    case 'multi-discrete':
      return ` of ${action.counts.join(' × ')}`
    case 'box':
      return ` of ${actionWidth(action)} numbers`
    case 'combinatorial':
      return ` of ${action.elements} elements: ${action.family}`
  }
}
