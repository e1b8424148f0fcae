export { accountNameEnricher } from './account-name-enricher.js';
export { openGeoEnricher } from './geo-enricher.js';
