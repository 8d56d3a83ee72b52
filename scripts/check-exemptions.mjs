#!/usr/bin/env node
/** No lint rule is switched off in silence: every exemption names its rules and says why, and is listed. */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesUnder } from './lib/files.mjs'
import { ROOT } from './lib/root.mjs'

const DIRECTIVE = /(?:oxlint|eslint)-disable(?:-next-line|-line)?(?<rest>[^\n]*)/g
const faults = []
const exemptions = []

const root = process.argv[2] ?? ROOT
const folders = ['packages', 'scripts', 'templates', 'test'].map((folder) => join(root, folder))
for (const file of filesUnder(...folders)) {
  // This check and its test name what they look for.
  if (!/\.(ts|mjs|js)$/.test(file) || /exemptions\.(mjs|test\.ts)$/.test(file)) continue
  const text = readFileSync(file, 'utf8')
  for (const match of text.matchAll(DIRECTIVE)) {
    const line = text.slice(0, match.index).split('\n').length
    const place = `${relative(root, file)}:${line}`
    const [rules, reason] = (match.groups?.rest ?? '')
      .replace('*/', '')
      .split(' -- ')
      .map((part) => part.trim())
    if (rules === '' || reason === undefined || reason === '') {
      faults.push(`${place}: write \`oxlint-disable-next-line RULE -- REASON\``)
    } else {
      exemptions.push(`${place}: ${rules} -- ${reason}`)
    }
  }
}

for (const exemption of exemptions) console.log(`exempt  ${exemption}`)
for (const fault of faults) console.error(`error   ${fault}`)
process.exitCode = faults.length > 0 ? 1 : 0
