export { default as plugin } from '@gauntlet/env-bandits/plugin'
