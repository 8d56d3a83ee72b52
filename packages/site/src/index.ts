export { type SiteSummary, buildSite } from './build-site.ts'
export { type ServedSite, serveSite } from './serve-site.ts'
export { type DataFile, type SiteInput, siteFiles } from './site-files.ts'
