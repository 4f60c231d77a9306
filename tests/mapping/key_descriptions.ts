const association = "Without email, objectId and utk, whoever did it is the contact; with one of " +
  "them, only whom it leads to.";
const template = "A template: {{path | filter}} places are filled in from the activity.";
const patterns = "One pattern or a list of which one has to fit; * stands for any characters.";

const conditions: readonly [key: string, description: string][] = [
  ["type", `Type of the activity, as in github.pull_request.*. ${patterns}`],
  [
    "repository",
    `Full name of the repository, as in hubline/*, compared without case. ${patterns}`,
  ],
  [
    "branch",
    `The branch that was pushed to, or that a pull request goes into (its own is properties.branch). ${patterns}`,
  ],
  ["label", `One of the labels, compared without case. ${patterns}`],
  [
    "actor",
    "Login, e-mail address or name of whoever did it, compared without case; a pattern with an @ is compared " +
    `with the address alone. ${patterns}`,
  ],
  ["properties", `Values of the activity's properties, by name. ${patterns}`],
];

const frame = "The event goes without the frame where one of its texts has no value.";

/** What editors show for each key of a configuration file, by its path; lists add nothing to a path. */
export const descriptions: ReadonlyMap<string, string> = new Map([
  ["$schema", "Address of this schema, for editors; it changes nothing."],
  [
    "people",
    "E-mail addresses by login, compared without case. They go before what a payload or a look-up says.",
  ],
  [
    "rules",
    "What becomes of activities: the first rule that takes one decides, and one that no rule takes is not sent. " +
    "Without rules, every activity becomes the one event that the settings name.",
  ],
  ["rules.name", "What the rule is called where a dry run explains it."],
  ["rules.match", "Which activities the rule takes: every condition has to hold. Without it, all."],
  [
    "rules.except",
    "Which of these it does not take after all: those of which any one of the conditions holds.",
  ],
  ...["match", "except"].flatMap((part) =>
    conditions.map(([key, text]): [string, string] => [`rules.${part}.${key}`, text])
  ),
  [
    "rules.send",
    "The event to send, or false to leave these activities out. Its id and time are the activity's.",
  ],
  ["rules.send.eventName", "Full name of the custom event, pe{HubID}_{name}."],
  ["rules.send.eventTypeName", "Fully qualified name of the app event type, or its uid."],
  ["rules.send.eventTemplateId", "Id of the timeline event template."],
  ["rules.send.tokens", `Values of the template's tokens, by name. ${template}`],
  [
    "rules.send.properties",
    `Values of the event's properties, by name; one without a value is left out. ${template}`,
  ],
  ["rules.send.email", `E-mail address of the contact. ${template} ${association}`],
  ["rules.send.objectId", `Id of the CRM record. ${template} ${association}`],
  ["rules.send.utk", `Value of the contact's hubspotutk cookie. ${template} ${association}`],
  ["rules.send.extraData", `Values for the detail template alone, by name. ${template}`],
  ["rules.send.timelineIFrame", `A page that opens in a frame beside the event. ${frame}`],
  ["rules.send.timelineIFrame.linkLabel", `Text of the link that opens the frame. ${template}`],
  ["rules.send.timelineIFrame.headerLabel", `Heading above the frame. ${template}`],
  ["rules.send.timelineIFrame.url", `The page, an https address. ${template}`],
  ["rules.send.timelineIFrame.width", "Width of the frame in pixels."],
  ["rules.send.timelineIFrame.height", "Height of the frame in pixels."],
]);

/** What editors call the choices for `send`, by the key that makes the choice. */
export const titles: ReadonlyMap<string, string> = new Map([
  ["false", "Leave out"],
  ["eventName", "Custom event"],
  ["eventTypeName", "App event"],
  ["eventTemplateId", "Timeline event"],
]);
