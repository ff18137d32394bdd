import { gzipSync } from 'node:zlib';

/** Size after gzip at its default level, as static hosts send it, in KB of 1,024 bytes. */
export function compressedKilobytes(contents: readonly (string | Uint8Array)[]): number {
  const bytes = contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
  return Math.round((bytes / 1024) * 10) / 10;
}
