/** Of the product; the packages of the workspace carry the same. */
export const version = '0.1.0';
