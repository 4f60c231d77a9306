import process from "node:process";

/** Gives an argument of the program; empty where there is none at that position. */
export function argument(position: number): string {
  return process.argv[2 + position] ?? "";
}
