export function compiledWalk(): Promise<string>;
