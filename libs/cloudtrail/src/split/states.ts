/** What the next byte may be, for the scanner of items. Constants, since the loop runs once a byte. */
export const VALUE = 0;
export const VALUE_OR_END = 1;
export const KEY = 2;
export const KEY_OR_END = 3;
export const COLON = 4;
export const AFTER = 5;
export const TEXT = 6;
export const ESCAPE = 7;
export const SCALAR = 8;
/** Inside an item that is too deep: brackets are counted, no longer matched. */
export const DEEP = 9;
/** After a break: everything is passed over up to a line that starts with `{`. */
export const RESYNC = 10;
