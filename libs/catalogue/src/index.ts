export { type Catalogue, type CatalogueEvent, catalogueOf, parseCatalogue } from './catalogue.js';
export type { CatalogueFile, ScalarType } from './catalogue-file.js';
export type { Member, Shape } from './shape.js';
export { checkPath, listPaths, type PathCheck, type ShapePath } from './shape-paths.js';
