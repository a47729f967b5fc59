type Story = {
  days: number;
  by: string;
  answers: Record<string, string | string[]>;
  then: "waits" | "case" | "closed";
  /** What a screenshot shows, one message each. */
  pictures?: [by: string, words: string][][];
  handler?: string;
};

/** Made-up, and varied enough that the queue, the cases and the governors' view have something to show. */
export const stories: Story[] = [
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
    days: 33,
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
    days: 29,
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
    days: 20,
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
    days: 11,
    by: "staff",
    then: "case",
    answers: {
      type: "CYB",
      affectedName: "Ruby Dale",
      platform: "Chat app",
      account: "Messages at night from a number nobody knows, calling her names.",
    },
  },
  {
    days: 8,
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
    days: 3,
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
];
