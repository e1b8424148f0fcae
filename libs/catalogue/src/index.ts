export { type Catalogue, type CatalogueEvent, catalogueOf, parseCatalogue } from './catalogue.js';
export type { CatalogueFile, ScalarType } from './catalogue-file.js';
export { type Found, findEvent, findSource, shortName } from './find-source.js';
export { sampleValue } from './sample-value.js';
export type { Member, Shape } from './shape.js';
export { checkPath, listPaths, type PathCheck, type ShapePath } from './shape-paths.js';
