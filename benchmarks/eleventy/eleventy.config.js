// The same sheets as data, a page for each briefing and each actor, and a plain template.
const fs = require("fs");
const path = require("path");
const yaml = require("js-yaml");
const markdown = require("markdown-it")();

function sheets(kind) {
  const folder = path.join(process.env.SHEETS, kind);
  return fs.readdirSync(folder).sort().map((name) => ({
    id: path.basename(name, ".yml"),
    ...yaml.load(fs.readFileSync(path.join(folder, name), "utf8"), { schema: yaml.CORE_SCHEMA }),
  }));
}

module.exports = function (config) {
  const actors = sheets("actors");
  const names = Object.fromEntries(actors.map((actor) => [actor.id, actor.name]));
  config.addGlobalData("briefings", sheets("briefings"));
  config.addGlobalData("actors", actors);
  config.addFilter("nameOf", (id) => names[id]);
  config.addFilter("md", (text) => markdown.render(text || ""));
  return { dir: { input: "pages", output: process.env.SITE } };
};
