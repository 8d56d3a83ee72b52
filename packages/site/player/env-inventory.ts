export { default as plugin } from '@gauntlet/env-inventory/plugin'
