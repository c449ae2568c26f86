import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";

const sheets = (kind) =>
  defineCollection({ loader: glob({ pattern: "*.yml", base: `${process.env.SHEETS}/${kind}` }) });

export const collections = { briefings: sheets("briefings"), actors: sheets("actors") };
