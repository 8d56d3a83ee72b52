export { default as plugin } from '@gauntlet/env-pokemon/plugin'
