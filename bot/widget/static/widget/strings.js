/**
 * Every word the widget says by itself. Answers come from the server; these are labels, states and the fixed notices.
 * Legal wording (notice, noticeShort, advertising) is approved by the firm's lawyer before it changes.
 */

export const strings = {
  launcher: "Ask a question",
  launcherBack: "Back to your chat",
  launcherNew: "New message in your chat",

  leave: "Leave quickly",
  leaveHelp: "Opens another page at once. Pressing Shift three times does the same.",
  leaveLimits:
    "“Leave quickly”, or pressing Shift three times, opens another page at once. " +
    "It can’t clear your browser history or stop spyware on this device.",
  leaveCount: (left) => `Shift: press ${left} more ${left === 1 ? "time" : "times"} to leave quickly.`,
  leaveExpired: "Leave quickly was not used.",
  leaving: "Loading",

  automated: "Automated",
  automatedLong: "Automated assistant, not a lawyer",
  staff: "Firm staff",
  staffLabel: (name) => `${name} · firm staff`,
  visitor: "You",
  talkingWith: (name) => `You are talking with ${name} of the firm`,

  notice:
    "I'm an automated assistant, not a lawyer or a person. I give general information, not legal advice. " +
    "Chatting does not make us your lawyer. This chat is stored and staff can read it. Please don't type what happened.",
  noticeShort: "Automated, not a lawyer. Stored; staff can read it. Please don’t type what happened.",
  noticeStaff: "You are writing to firm staff. This chat is stored. Please don’t type what happened.",
  advertising:
    "The choice of a lawyer is an important decision and should not be based solely upon advertisements.",

  panel: "Chat",
  conversation: "Conversation",
  close: "Close the chat",
  menu: "Menu",
  save: "Save this chat as a file",
  saved: "The chat was saved as a file. The file stays on this device.",
  startOver: "Start a new chat",
  erase: "Delete this chat",
  callOffice: (phone) => `Call ${phone}`,

  eraseTitle: "Delete this chat?",
  eraseText:
    "What was said here is erased for you and for the firm. A request for a lawyer that was already sent stays with " +
    "the firm. Some records must be kept.",
  eraseYes: "Delete it",
  eraseNo: "Keep it",
  erased: "This chat was deleted.",
  startOverTitle: "Start a new chat?",
  startOverText: "You will not see this chat again. To remove it, choose “Delete this chat” instead.",
  startOverYes: "Start new",
  startOverNo: "Stay here",

  composer: "Your message",
  placeholder: "Type your question",
  send: "Send",
  charactersLeft: (count) => `${count} ${count === 1 ? "character" : "characters"} left`,
  charactersOver: (count) => `${count} ${count === 1 ? "character" : "characters"} too many. Please shorten it.`,

  typing: (name) => (name ? `${name} is typing` : "Automated assistant is typing"),
  moreBelow: "More below",
  chosen: "chosen",
  sources: "From our article",
  newTab: "(opens in a new tab)",
  choices: (titles) => `Choices: ${titles.join("; ")}.`,

  sending: "Sending…",
  notSent: "Not sent.",
  tryAgain: "Try again",
  edit: "Edit",
  tooLong: "Not sent: it is longer than 2,000 characters. Please shorten it.",
  refused: "Not sent: this message could not be read. Please type it again.",
  clash: "Not sent: it got mixed up with another message. Please send it again.",
  tooMany: (seconds, phone) =>
    `Not sent: too many messages at once. Please try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}. ` +
    `In danger? Call 911. Our office: ${phone}.`,
  offline: (phone) => `We can’t reach the chat right now. Please call our office: ${phone}. In danger? Call 911.`,
  back: "The chat works again.",
  gone: "This chat is no longer stored. You can start a new one.",
  failed: "That did not work. Please try again.",
};
