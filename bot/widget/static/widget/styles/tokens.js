/**
 * Colours by role, light and dark, with the contrast each must keep; tests/widget/test_tokens.py measures them.
 * Components use these and no colour of their own. WCAG asks 4.5:1 of text, 3:1 of controls and focus.
 */

export const tokens = `
:host {
  --chat-surface: #ffffff;
  --chat-text: #1b2733; /* 15.2:1 on surface */
  --chat-text-quiet: #4c5a68; /* 7.1:1 on surface */
  --chat-line: #d9dfe5;
  --chat-control-line: #6d7a87; /* 4.4:1 on surface */
  --chat-focus: #0a58ca; /* 6.4:1 on surface */
  --chat-link: #0b4f8a; /* 8.4:1 on surface, 7.5:1 on bot-surface */
  --chat-danger: #a1251f; /* 7.5:1 on surface */

  --chat-header-surface: #17324a;
  --chat-header-text: #ffffff; /* 13.2:1 on header-surface */
  --chat-header-quiet: #c9d6e2; /* 8.9:1 on header-surface */
  --chat-header-focus: #ffd27a; /* 9.3:1 on header-surface */

  --chat-action-surface: #1d5480;
  --chat-action-text: #ffffff; /* 8.0:1 on action-surface */
  --chat-choice-surface: #ffffff;
  --chat-choice-text: #174a73; /* 9.3:1 on choice-surface */
  --chat-choice-done: #3f4d5a; /* 7.8:1 on bot-surface */

  --chat-bot-surface: #f0f3f6;
  --chat-bot-text: #1b2733; /* 13.6:1 on bot-surface */
  --chat-bot-quiet: #4c5a68; /* 6.3:1 on bot-surface */
  --chat-staff-surface: #e4f1ea;
  --chat-staff-text: #14342a; /* 11.6:1 on staff-surface */
  --chat-staff-line: #2f7a5c; /* 4.5:1 on staff-surface */
  --chat-own-surface: #dceaf6;
  --chat-own-text: #12304a; /* 11.1:1 on own-surface */
  --chat-notice-surface: #fdf7e7;
  --chat-notice-text: #453808; /* 10.8:1 on notice-surface */
  --chat-notice-line: #a67c17; /* 3.6:1 on notice-surface */
  --chat-shadow: #17324a40;
  --chat-veil: #0b1723a0;
}

@media (prefers-color-scheme: dark) {
  :host {
    --chat-surface: #161d25;
    --chat-text: #e9eef3; /* 14.5:1 on surface */
    --chat-text-quiet: #afbbc7; /* 8.7:1 on surface */
    --chat-line: #333f4b;
    --chat-control-line: #8593a1; /* 5.4:1 on surface */
    --chat-focus: #8ec5ff; /* 9.4:1 on surface */
    --chat-link: #9accff; /* 10.1:1 on surface, 8.1:1 on bot-surface */
    --chat-danger: #ff9f98; /* 8.6:1 on surface */

    --chat-header-surface: #0d2233;
    --chat-header-text: #ffffff; /* 16.2:1 on header-surface */
    --chat-header-quiet: #bccbd9; /* 9.8:1 on header-surface */
    --chat-header-focus: #ffd27a; /* 11.4:1 on header-surface */

    --chat-action-surface: #8cc0ec;
    --chat-action-text: #0b2133; /* 8.5:1 on action-surface */
    --chat-choice-surface: #161d25;
    --chat-choice-text: #a9d3fa; /* 10.8:1 on choice-surface */
    --chat-choice-done: #c3cdd7; /* 8.4:1 on bot-surface */

    --chat-bot-surface: #242f3a;
    --chat-bot-text: #e9eef3; /* 11.7:1 on bot-surface */
    --chat-bot-quiet: #b4c0cb; /* 7.4:1 on bot-surface */
    --chat-staff-surface: #1c3a30;
    --chat-staff-text: #e4f5ec; /* 10.9:1 on staff-surface */
    --chat-staff-line: #6fbf9c; /* 5.7:1 on staff-surface */
    --chat-own-surface: #1f4361;
    --chat-own-text: #eef6fd; /* 9.5:1 on own-surface */
    --chat-notice-surface: #2b2617;
    --chat-notice-text: #f0e3bb; /* 11.8:1 on notice-surface */
    --chat-notice-line: #c79d3a; /* 6.0:1 on notice-surface */
    --chat-shadow: #000000a0;
    --chat-veil: #000000b0;
  }
}
`;
