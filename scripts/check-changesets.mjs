#!/usr/bin/env node
/**
 * Every changeset says what it does to scores, in a line of its own:
 * `scores: unchanged`, or `scores: changed (mapf/lifelong, ucb1)` with the ids of what scores otherwise now.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, packages } from './lib/root.mjs'

const ID = '[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)?'
const SCORES = new RegExp(`^scores: (unchanged|changed \\(${ID}(?:, ${ID})*\\))$`)

const folder = process.argv[2] ?? join(ROOT, '.changeset')
const names = new Set(packages().map(({ manifest }) => manifest.name))
const faults = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .flatMap((file) =>
    check(readFileSync(join(folder, file), 'utf8')).map((fault) => `.changeset/${file}: ${fault}`),
  )

for (const fault of faults) console.error(fault)
process.exitCode = faults.length > 0 ? 1 : 0

/** @param {string} text */
function check(text) {
  const [, front, body] = /^---\n([\s\S]*?)\n?---\n([\s\S]*)$/.exec(text) ?? []
  if (front === undefined || body === undefined) return ['has no front matter between two lines of ---']
  const unknown = [...front.matchAll(/^["']?([^"':]+)["']?:/gm)]
    .map((match) => match[1])
    .filter((name) => !names.has(name))
  const lines = body.split('\n').filter((line) => /^scores:/i.test(line.trim()))
  return [
    ...unknown.map((name) => `names ${name}, which is no package here; there are ${[...names].join(', ')}`),
    ...(lines.length === 1 && SCORES.test(lines[0])
      ? []
      : [
          `needs one line \`scores: unchanged\` or \`scores: changed (ids)\`; has ${lines.length === 0 ? 'none' : lines.map((line) => `\`${line}\``).join(' and ')}`,
        ]),
  ]
}
