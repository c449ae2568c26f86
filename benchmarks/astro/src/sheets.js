import { getCollection } from "astro:content";
import markdownIt from "markdown-it";

const markdown = markdownIt();
const names = Object.fromEntries((await getCollection("actors")).map((actor) => [actor.id, actor.data.name]));

export const nameOf = (id) => names[id];
export const md = (text) => markdown.render(text || "");
