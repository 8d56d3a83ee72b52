/**
 * The scripts that play replays: `SCRIPTS`, in the order in which they are loaded, and the global variable of each module
 * that several of them use: `GLOBALS`.
 */

/** @type {Readonly<Record<string, string>>} */
export const GLOBALS = {
  '@gauntlet/core': 'gauntletCore',
  '@gauntlet/tables': 'gauntletTables',
  '@gauntlet/bench/episode': 'gauntletEpisode',
}

/**
 * @typedef {object} Script
 * @property {string} name the file's, without ending
 * @property {string} entry the module, by a path in this package
 * @property {string} global
 * @property {readonly string[]} external modules that scripts before it bring
 */

const PLUGINS = ['algos', 'env-bandits', 'env-inventory', 'env-mapf', 'env-pokemon', 'env-swarm']

/** @type {readonly Script[]} */
export const SCRIPTS = [
  { name: 'core', entry: 'player/core.ts', global: 'gauntletCore', external: [] },
  { name: 'tables', entry: 'player/tables.ts', global: 'gauntletTables', external: ['@gauntlet/core'] },
  {
    name: 'episode',
    entry: 'player/episode.ts',
    global: 'gauntletEpisode',
    external: ['@gauntlet/core', '@gauntlet/tables'],
  },
  ...PLUGINS.map((name) => ({
    name,
    entry: `player/${name}.ts`,
    global: globalOf(name),
    external: ['@gauntlet/core', '@gauntlet/tables'],
  })),
]

/** `env-mapf` → `gauntletEnvMapf`. @param {string} name */
function globalOf(name) {
  return `gauntlet${name.replaceAll(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}`
}
