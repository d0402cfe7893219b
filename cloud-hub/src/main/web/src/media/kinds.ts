import type { Sample } from '../api/types';

export function isImage(sample: Pick<Sample, 'mediaType'>): boolean {
  return sample.mediaType.startsWith('image/');
}

/** What files of a media type are usually named by: "wav" for audio/wav, "npy" for application/x-npy, also if it is compressed. */
export function extensionOf(mediaType: string): string {
  const name = mediaType.split('/')[1]?.replace(/^x-|\+zstd$/g, '') ?? '';
  return /^[a-z0-9]+$/.test(name) ? name : 'bin';
}
