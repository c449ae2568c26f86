{#- The words of cards and evidence in the language of the site. -#}
var siteWords = {{ config.extra.briefings.words.scripts | default({}) | tojson }};
