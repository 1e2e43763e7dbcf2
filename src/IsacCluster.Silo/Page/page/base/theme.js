// Light, dark, or as the system says; the choice is kept in this browser. Loaded before the first paint.
(() => {
    const key = 'isac-theme';
    const choices = ['auto', 'light', 'dark'];
    const saved = () => {
        try {
            return choices.includes(localStorage.getItem(key)) ? localStorage.getItem(key) : 'auto';
        } catch {
            return 'auto';
        }
    };
    const apply = (choice) => {
        document.documentElement.dataset.theme = choice;
        dispatchEvent(new Event('isac-theme'));
    };
    globalThis.isacTheme = {
        choices,
        get: () => document.documentElement.dataset.theme,
        set(choice) {
            try {
                localStorage.setItem(key, choice);
            } catch {
                // Storage may be forbidden: the choice then lasts as long as the page.
            }
            apply(choice);
        },
    };
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => dispatchEvent(new Event('isac-theme')));
    apply(saved());
})();
