/** Gauntlet's own lint rules, as a plugin for oxlint (`jsPlugins` in `.oxlintrc.json`). */
import { browser } from './browser.mjs'
import { deterministic } from './deterministic.mjs'

const plugin = {
  meta: { name: 'gauntlet' },
  rules: { browser, deterministic },
}

export default plugin
