const TAKEN = ['image/png', 'image/jpeg'];
export const LARGEST_BYTES = 32 * 1024 * 1024;

/**
 * The file as the hub takes it: PNG and JPEG as they are, everything else that the browser can show as PNG.
 *
 * @throws Error with a sentence for a person when it is no image or too large
 */
export async function imageOf(file: Blob): Promise<Blob> {
  if (file.size > LARGEST_BYTES) throw new Error('The image is larger than 32 MiB.');
  if (TAKEN.includes(file.type)) return file;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error('This is no image that the browser can read.');
  }
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The first image among what was dropped or pasted; undefined when there is none. */
export function imageIn(transfer: DataTransfer | null): File | undefined {
  return [...(transfer?.files ?? [])].find((file) => file.type.startsWith('image/'));
}
