#!/usr/bin/env node
/** `node scripts/cite.mjs` after versions were raised: CITATION.cff cites the version of the harness. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, packages } from './lib/root.mjs'

const path = join(ROOT, 'CITATION.cff')
const bench = packages().find(({ folder }) => folder === 'bench')
writeFileSync(
  path,
  readFileSync(path, 'utf8').replace(/^version: .*$/m, `version: ${bench?.manifest.version}`),
)
