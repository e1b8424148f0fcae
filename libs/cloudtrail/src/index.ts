export { every, type FieldPath, formatPath, type Root, recordPath, type Segment } from './field-path.js';
export { missing, type RecordView } from './record-view.js';
