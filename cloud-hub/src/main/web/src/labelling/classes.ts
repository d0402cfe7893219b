import type { Guide, GuideClass, Model } from '../api/types';

const DIGITS = '1234567890';

/** The classes to choose from with their keys: the guide's, or the brief's labels on 1 to 9 and 0. */
export function classesFor(guide: Guide | null, model: Model): GuideClass[] {
  if (guide && guide.classes.length > 0) return guide.classes;
  return model.brief.labels.map((name, at) => ({ name, key: DIGITS[at] ?? '', description: '' }));
}
