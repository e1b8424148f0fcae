/** Where the command starts; `cli` is the URL of this package's folder, with a slash at its end. */
export function commandEntry(cli: URL): URL;
/** Whether the bundle in a folder is of the last build of every part that went into it. */
export function isOfLastBuild(bundled: URL, root: URL): boolean;
