export { openAccountFileEnricher } from './account-file-enricher.js';
export { accountNameEnricher } from './account-name-enricher.js';
export { openAsnEnricher } from './asn-enricher.js';
export { openGeoEnricher } from './geo-enricher.js';
export { type LookupTable, openLookupEnricher } from './lookup-enricher.js';
export { networkEnricher, openNetworkEnricher } from './network-enricher.js';
export { type OrganizationOptions, organizationEnricher } from './organization-enricher.js';
export { type ReloadOptions, reloadedEnricher } from './reloaded-enricher.js';
