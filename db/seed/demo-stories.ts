type Story = {
  /** How many days ago it was sent. */
  days: number;
  by: string;
  answers: Record<string, string | string[]>;
  then: "waits" | "case" | "closed";
  /** What became of its case, and how many days ago. To watch it: until in how many days. */
  later?: {
    days: number;
    action: "monitor" | "close";
    review?: number;
    answers: Record<string, string>;
  };
  /** How many days ago the person affected left the school. */
  left?: number;
  /** What a screenshot shows, one message each. */
  pictures?: [by: string, words: string][][];
  handler?: string;
};

/**
 * Made-up, and varied enough that the queue, the cases, the governors' view and the records due for
 * review have something to show: some of it is late, some is due today, most is in hand.
 */
export const stories: Story[] = [
  {
    days: 66,
    by: "staff",
    then: "case",
    left: 20,
    answers: {
      type: "PUP",
      affectedName: "Elsie Marr",
      platform: "Video app",
      account: "She posted a dance filmed in the corridor, with two others in it who did not know.",
    },
    later: {
      days: 50,
      action: "close",
      answers: {
        outcome: "behaviour-sanction",
        told: "yes",
        support: "declined",
        reason: "She took it down the same day and wrote to both. Her parents came in.",
      },
    },
  },
  {
    days: 58,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Poppy Ives",
      platform: "Chat app",
      account: "A group was made to laugh at her drawing. She stayed at home on Friday.",
    },
    later: {
      days: 30,
      action: "monitor",
      review: 12,
      answers: {
        contact: "agreed",
        reason: "The group was closed. Ask her and her form teacher how it goes.",
      },
    },
  },
  {
    days: 55,
    by: "line-manager",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Review site",
      account: "A one-star review says that the phase leader is lazy. No name is given.",
    },
  },
  {
    days: 51,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      subtype: "threat",
      affectedName: "Noah Grant",
      platform: "Game",
      account: "A voice in the game said where he lives and that they would come.",
    },
    later: {
      days: 20,
      action: "monitor",
      review: 0,
      answers: {
        contact: "not-needed",
        reason: "The account is blocked and his parents know. See whether anybody writes again.",
      },
    },
  },
  {
    days: 47,
    by: "staff",
    then: "closed",
    answers: {
      type: "PUP",
      affectedName: "Kai Morgan",
      platform: "Phone in class",
      account: "He filmed part of a lesson and showed it to friends.",
    },
  },
  {
    days: 44,
    by: "deputy-dsl",
    then: "case",
    answers: {
      type: "HRM",
      affectedName: "Maya Stone",
      platform: "Video app",
      account: "She says that the app keeps showing videos about not eating.",
    },
    later: {
      days: 18,
      action: "monitor",
      review: 5,
      answers: {
        contact: "not-needed",
        reason: "She sees the nurse each week. Look again with her mother.",
      },
    },
  },
  {
    days: 40,
    by: "line-manager",
    then: "case",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Community group",
      account:
        "The same account writes about me under every post of the group, eleven times this week.",
    },
    later: {
      days: 4,
      action: "close",
      answers: {
        outcome: "apology-or-removal",
        told: "yes",
        support: "taken",
        reason: "The group's keeper took the posts down and the writer said sorry.",
      },
    },
  },
  {
    days: 36,
    by: "staff",
    then: "closed",
    answers: {
      type: "CYB",
      affectedName: "Leo Fenn",
      platform: "Chat app",
      account: "Two friends fell out and wrote rude words to each other. They have made up.",
    },
  },
  {
    days: 24,
    by: "staff",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Short messages",
      account: "A fake quotation with my name was passed round for an afternoon.",
    },
  },
  {
    days: 17,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Isla Boyd",
      platform: "Picture app",
      account: "A comment says that everybody hates her. She showed it to me and cried.",
    },
  },
  {
    days: 16,
    by: "deputy-dsl",
    then: "closed",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Forum",
      account: "A user answers each school notice with an angry face and a rhyme.",
    },
  },
  {
    days: 12,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Amira Yusuf",
      platform: "Chat app",
      account: "She was put out of the class group, and then a poll about her was made.",
    },
    pictures: [[["Class 6B", "Poll: should she come back? No 14, yes 2"]]],
  },
  {
    days: 11,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Ruby Dale",
      platform: "Chat app",
      account: "Messages at night from a number nobody knows, calling her names.",
    },
    pictures: [[["A number nobody knows", "we know you are awake, crybaby"]]],
  },
  {
    days: 9,
    by: "line-manager",
    then: "case",
    answers: {
      type: "CYB",
      affected: "me",
      platform: "Parents' group",
      account: "A parent posted my photograph with insults. Forty people answered.",
    },
    pictures: [
      [
        ["A parent", "Look who teaches our children"],
        ["Another parent", "She should be ashamed"],
      ],
      [["A third parent", "Get her out. Sign here."]],
    ],
  },
  {
    days: 2,
    by: "line-manager",
    then: "waits",
    answers: {
      type: "TRO",
      affected: "me",
      platform: "Community group",
      account: "A long post says that the school hides things. My name is in the comments.",
    },
  },
  {
    days: 1,
    by: "staff",
    then: "waits",
    answers: {
      type: "CYB",
      affected: "me",
      platform: "Parents' group",
      account: "A parent calls me a liar about the trip and asks others to complain.",
    },
    pictures: [
      [
        ["A parent", "She lied to us about the trip"],
        ["A parent", "Everybody write to the head tonight"],
      ],
    ],
  },
  {
    days: 0,
    by: "staff",
    then: "waits",
    answers: {
      type: "CYB",
      affectedName: "Theo Wright",
      platform: "Game",
      account: "Older players shout at him and tell him to go and hurt himself.",
      subtype: "threat",
    },
    pictures: [
      [
        ["a player called rex_77", "go and hurt yourself"],
        ["a player called rex_77", "nobody would notice"],
      ],
    ],
  },
];
