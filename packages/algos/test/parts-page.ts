/** The page of all parts as they describe themselves: `partsPage`. */
import {
  type AlgorithmDefinition,
  type Part,
  ParameterError,
  type Requirement,
  SLOTS,
  type Slot,
} from '@gauntlet/core'
import type { PartDefinition } from '../src/recipe/part.ts'
import type { Registered } from './parts.ts'

const HEAD = `# Parts

What recipes can name ([Composition](../README.md#composition)), slot by slot in the order in which data passes through them. A part
reads columns that parts before it must have added, those of its own slot among them, and adds others; [Columns](#columns) says which
parts do. What the parts of a recipe need of an environment (core's \`Requirement\`) is merged. Where any of that depends on a parameter, it is said
of the defaults first, and then with what the parameter changes.

Made from the parts themselves by \`test/parts-page.test.ts\`; \`vitest run --update\` writes it anew.
`

/** What a slot is for. */
const PURPOSES: Readonly<Record<Slot, string>> = {
  scheduler: 'Who plays against whom, in games.',
  'instance-sampler': 'Which worlds play the same instance.',
  policy: 'What acts, and is taught; or is held for comparison.',
  collector: 'What is taken down of what a policy does in an environment.',
  store: 'Where that is kept, if not for one update alone.',
  'reward-transform': 'What rewards become before they are learnt from.',
  critic: 'What is foretold of rewards to come.',
  estimator: 'From rewards, and what was foretold, to advantages, or to what critics are to foretell.',
  objective:
    'What is minimised by decision. A policy that learns from rollouts has three parts here: a mask (`none`, `clip`, …), a denominator (`pi`, `old`, …) and a weight (`advantage`, …).',
  aggregation: 'How the losses of decisions become one.',
  regulariser: 'What is added to the loss.',
  optimiser: 'How parameters move.',
  trainer: 'The loop that puts the other parts to work.',
}

/** Of all parts, with the methods that use each. */
export function partsPage(parts: readonly Registered[], methods: readonly AlgorithmDefinition[]): string {
  const sections = SLOTS.map((slot) => {
    const own = parts.filter(({ part }) => part.slot === slot)
    const all = own.map((each) => sectionOf(each, methods)).join('\n')
    return `## ${slot}\n\n${PURPOSES[slot]}\n\n${all}`
  })
  return `${HEAD}\n${sections.join('\n')}\n${columnsOf(parts.map(({ part }) => part))}`
}

function sectionOf({ part, file }: Registered, methods: readonly AlgorithmDefinition[]): string {
  const users = methods.filter(({ recipe }) => recipe?.[part.slot]?.some((each) => each.part === part.id))
  const names = users.map(({ id }) => id).toSorted()
  const used = names.length === 0 ? 'no method' : codes(names)
  const paragraphs = [
    `### \`${part.id}\``,
    `In [${file}](../src/${file}); used by ${used}.`,
    saidOf(part)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...(Object.keys(part.parameters).length === 0 ? [] : [parameterTable(part)]),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

/** What a part says of itself, and then what another parameter changes of that. */
function saidOf(part: PartDefinition): string[] {
  const usual = part.describe({})
  const others = alternatives(part).flatMap(([name, value]) => {
    const said = changes(usual, part.describe({ [name]: value }))
    return said.length === 0 ? [] : [`with \`${name}\` ${String(value)}: ${said.join('; ')}`]
  })
  const columns = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : codes(names))
  return [
    `reads ${columns(usual.reads)}`,
    `adds ${columns(usual.adds)}`,
    `needs ${needOf(usual.needs)}`,
    ...others,
  ]
}

function changes(usual: Part, other: Part): string[] {
  const found: string[] = []
  for (const which of ['reads', 'adds'] as const) {
    const [more, less] = [lacking(other[which], usual[which]), lacking(usual[which], other[which])]
    if (more.length > 0) found.push(`${which} ${codes(more)} too`)
    if (less.length > 0) found.push(`${which} no ${codes(less)}`)
  }
  if (needOf(usual.needs) !== needOf(other.needs)) found.push(`needs ${needOf(other.needs)}`)
  return found
}

function lacking(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name))
}

/** Requirements of which an environment must meet all that are listed, not one of them. */
const ALL_OF: readonly string[] = ['faces', 'rewards']

function needOf(needs: Requirement): string {
  const all = Object.entries(needs).map(
    ([name, value]) => `\`${name}\` ${[value].flat().join(ALL_OF.includes(name) ? ' and ' : ' or ')}`,
  )
  return all.length === 0 ? 'nothing' : all.join(', ')
}

/** Each parameter that is one of a few things, with each of these. */
function alternatives(part: PartDefinition): [name: string, value: unknown][] {
  return Object.entries(part.parameters).flatMap(([name, field]) => {
    const values = field.kind === 'choice' ? field.options : field.kind === 'boolean' ? [true, false] : []
    return values.map((value): [string, unknown] => [name, value])
  })
}

/** What a part accepts, in the words in which it refuses anything else. */
function allowed(part: PartDefinition, name: string): string {
  try {
    part.describe({ [name]: {} })
  } catch (error) {
    if (error instanceof ParameterError) return error.message.slice(error.message.indexOf('expected ') + 9)
  }
  throw new Error(`${part.slot} ${part.id}.${name} accepts everything`)
}

function parameterTable(part: PartDefinition): string {
  const rows = Object.entries(part.parameters).map(([name, field]) => [
    `\`${name}\``,
    allowed(part, name),
    `\`${JSON.stringify(field.default)}\``,
    field.description,
  ])
  return table(['parameter', 'may be', 'default', 'what it is'], rows)
}

/** By column: who adds it, and who reads it. */
function columnsOf(parts: readonly PartDefinition[]): string {
  const told = parts.flatMap((part) => [
    part.describe({}),
    ...alternatives(part).map(([name, value]) => part.describe({ [name]: value })),
  ])
  const columns = [...new Set(told.flatMap(({ reads, adds }) => [...reads, ...adds]))].toSorted()
  const who = (which: 'reads' | 'adds', column: string): string => {
    const slots = SLOTS.flatMap((slot) => {
      const own = told.filter((part) => part.slot === slot && part[which].includes(column))
      return own.length === 0 ? [] : [`${slot} ${codes([...new Set(own.map(({ id }) => id))])}`]
    })
    return slots.length === 0 ? 'none' : slots.join('; ')
  }
  const sections = columns.map(
    (column) => `### \`${column}\`\n\n- added by ${who('adds', column)}\n- read by ${who('reads', column)}\n`,
  )
  return `## Columns\n\nParts that add or read a column, some of them only as their parameters say.\n\n${sections.join('\n')}`
}

function codes(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

/** As the formatter has it: columns of even width. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = heads.map((_, k) => Math.max(3, ...all.map((row) => row[k].length)))
  const line = (row: readonly string[], fill: string): string =>
    `| ${row.map((cell, k) => cell.padEnd(widths[k], fill)).join(' | ')} |\n`
  const dashes = line(
    heads.map(() => ''),
    '-',
  )
  const [head, ...body] = all.map((row) => line(row, ' '))
  return `${head}${dashes}${body.join('')}`.trimEnd()
}
