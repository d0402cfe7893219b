import Boxes from '@lucide/svelte/icons/boxes';
import FlaskConical from '@lucide/svelte/icons/flask-conical';
import Gauge from '@lucide/svelte/icons/gauge';
import Images from '@lucide/svelte/icons/images';
import Rocket from '@lucide/svelte/icons/rocket';
import Archive from '@lucide/svelte/icons/archive';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Cpu from '@lucide/svelte/icons/cpu';
import Tags from '@lucide/svelte/icons/tags';

/** The places of the left rail, in the order of the loop: what the fleet does, what it sends, what is learnt from it. */
export const PLACES = [
  { href: '/', says: 'Overview', key: 'o', icon: Gauge },
  { href: '/devices', says: 'Devices', key: 'd', icon: Cpu },
  { href: '/samples', says: 'Samples', key: 's', icon: Images },
  { href: '/label', says: 'Label', key: 'l', icon: Tags },
  { href: '/models', says: 'Models', key: 'm', icon: Boxes },
  { href: '/try', says: 'Try a model', key: 't', icon: FlaskConical },
  { href: '/rollouts', says: 'Rollouts', key: 'r', icon: Rocket },
  { href: '/quarantine', says: 'Quarantine', key: 'q', icon: ShieldAlert },
  { href: '/retention', says: 'Retention', key: 'k', icon: Archive },
] as const;
