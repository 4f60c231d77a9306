// Runs what a bundler made of web.ts, whose path is the first argument, against Local HubSpot.
import { createLocalHubSpot } from "@hubline/timeline/local";
import process from "node:process";
import { pathToFileURL } from "node:url";

const { sendBoth } = await import(pathToFileURL(process.argv[2]).href);
const hubspot = createLocalHubSpot();
const both = await sendBoth((url, init) => hubspot.fetch(new Request(url, init)));
console.log(JSON.stringify({ ...both, events: hubspot.events().length }));
