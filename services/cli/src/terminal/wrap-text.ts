/**
 * Text cut into lines of at most `width` characters at spaces, at most `maxLines` of them; what is left over ends in `…`.
 * A word longer than a line is cut.
 */
export function wrapText(text: string, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > width && lines.length < maxLines - 1) {
    const space = rest.slice(0, width + 1).lastIndexOf(' ');
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(space > 0 ? end + 1 : end);
  }
  lines.push(rest.length > width ? `${rest.slice(0, width - 1).join('')}…` : rest.join(''));
  return lines;
}
