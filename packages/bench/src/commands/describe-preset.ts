/** A preset as `gauntlet list` tells it, block by block: `PresetDescription`, `showPreset`. */
import type { PresetBlock } from '@gauntlet/core'
import { variantName } from '../report/contender.ts'
import { oneLine, plural } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'

export interface PresetDescription {
  readonly kind: 'preset'
  readonly id: string
  readonly blocks: readonly PresetBlock[]
}

export function showPreset(terminal: Terminal, { id, blocks }: PresetDescription): void {
  terminal.out(terminal.style('bold', `${oneLine(id)}, a preset of ${plural(blocks.length, 'block')}`))
  for (const { settings, algorithms, seeds, budget } of blocks) {
    const names = algorithms.map((entry) =>
      typeof entry === 'string' ? entry : variantName(entry.id, entry.configuration ?? {}),
    )
    terminal.out('')
    terminal.out(terminal.style('bold', `${plural(seeds, 'seed')}, a budget of ${budget} world steps`))
    for (const line of listed('settings', settings, terminal.columns)) terminal.out(line)
    for (const line of listed('algorithms', names, terminal.columns)) terminal.out(line)
  }
}

const MARGIN = 12

/** Names after a title, in lines as wide as there is room. */
function listed(title: string, names: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const [i, name] of names.entries()) {
    const word = oneLine(name) + (i < names.length - 1 ? ',' : '')
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] += ` ${word}`
    else lines.push((last === undefined ? title : '').padEnd(MARGIN) + word)
  }
  return lines
}
