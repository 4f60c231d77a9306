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

const place =
  "A path through what was sent, as in data.user.email, or a list of which the first that leads to something " +
  "counts.";

const places: readonly [key: string, description: string][] = [
  ["actor", "Where it stands who did it, and so who the contact is."],
  ["actor.email", `E-mail address. ${place}`],
  ["actor.utk", `Value of the contact's hubspotutk cookie. ${place}`],
  ["actor.objectId", `Id of the contact's record in HubSpot, in digits. ${place}`],
  ["actor.login", `User name or id at the sender, which people can give an address. ${place}`],
  ["actor.name", `Name as the person writes it. ${place}`],
  ["subject", "Where it stands what it was about."],
  ["subject.title", `One line to read; without it, the activity's type. ${place}`],
  ["subject.url", `Absolute http(s) address of a page. ${place}`],
  [
    "time",
    `When it happened: RFC 3339, or seconds or milliseconds since 1970. Without it, when it arrived. ${place}`,
  ],
  [
    "properties",
    "Properties of the activity by name, each with the place of its value. Without it, all flat values. " +
    place,
  ],
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
  ["github", "What is made of GitHub's deliveries, by the forwarder and by the Action."],
  [
    "github.types",
    "Types of the activities to make, as in github.pull_request.*; * stands for any characters. Without it, all but the noisy ones.",
  ],
  [
    "github.excludePeople",
    "People to leave out, by login or e-mail address, compared without case; * stands for any characters.",
  ],
  [
    "github.bodies",
    "Whether the text of issues, pull requests, comments, reviews and releases becomes the property body. Without it, no.",
  ],
  [
    "github.signOffs",
    "Whether a commit is also told of those who signed it off. Without it, no.",
  ],
  [
    "github.confidential",
    "Whether private sponsorships, security alerts and advisories are told of. Without it, no.",
  ],
  ["cloudevents", "What is made of CloudEvents, which CLOUDEVENTS_TOKEN opens."],
  [
    "cloudevents.allowedOrigins",
    "Names of senders that may send after they have asked by OPTIONS, as in eventgrid.azure.net; * stands for any characters. Without it, none.",
  ],
  [
    "cloudevents.tokenInAddress",
    "Whether the token may also be the parameter access_token of the address, where it gets into logs. Without it, no.",
  ],
  ["webhooks", "Senders of webhooks that are signed as Standard Webhooks has it."],
  [
    "webhooks.name",
    "The sender, in lower-case letters, digits and _: begins the type of its activities, as in shop.order.paid.",
  ],
  ["webhooks.path", "Path of its route. Without it, /webhooks/ and the name."],
  [
    "webhooks.secretEnv",
    "Name of the environment variable that holds the sender's secret, or several with commas between them. The secret itself has no place here.",
  ],
  [
    "webhooks.toleranceSeconds",
    "Longest time between signing and receiving, either way, in seconds. Without it, 300.",
  ],
  ["webhooks.type", `Type of the event. Without it, type. ${place}`],
  ["hubspot", "What is made of HubSpot's own webhooks, which HUBSPOT_CLIENT_SECRET opens."],
  [
    "hubspot.olderSignatures",
    "Versions of the signature that are taken beside v3. They carry no time, so a request that was seen can be sent again; workflows sign with v2.",
  ],
  [
    "hubspot.workflow",
    "Where things stand in what a workflow sends. Without it, as in a contact's record.",
  ],
  [
    "hubspot.workflow.id",
    `What is the same in every attempt to send one body and in no other. Without it, the body itself. ${place}`,
  ],
  ["segment", "What is made of the calls of Segment's clients, which SEGMENT_WRITE_KEY opens."],
  ["segment.include", "Calls about people that go on the timeline as well. Without it, none."],
  ...["cloudevents", "webhooks", "hubspot.workflow"].flatMap((source) =>
    places.map(([key, text]): [string, string] => [`${source}.${key}`, text])
  ),
]);

/** What editors call the choices for `send`, by the key that makes the choice. */
export const titles: ReadonlyMap<string, string> = new Map([
  ["false", "Leave out"],
  ["eventName", "Custom event"],
  ["eventTypeName", "App event"],
  ["eventTemplateId", "Timeline event"],
]);
