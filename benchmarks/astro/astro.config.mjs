// The same sheets as data, a page for each briefing and each actor, and a plain template.
import { defineConfig } from "astro/config";

export default defineConfig({ outDir: process.env.SITE, compressHTML: false });
