import { remembered } from './remembered';

export type ThemeChoice = 'system' | 'light' | 'dark';

const store = remembered('theme');

/** Light, dark, or as the system has it. */
class Theme {
  choice = $state<ThemeChoice>(choiceOf(store.read()));

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    store.write(choice === 'system' ? null : choice);
    this.apply();
  }

  apply(): void {
    document.documentElement.style.colorScheme = this.choice === 'system' ? '' : this.choice;
  }
}

function choiceOf(text: string | null): ThemeChoice {
  return text === 'light' || text === 'dark' ? text : 'system';
}

export const theme = new Theme();
