import type { LanguageCode } from '../../src/reference/vocabulary.ts';

/** A title in each language, with an inflected form of one of its words where the language has a stemmer. */
export const titles: Readonly<Record<LanguageCode, { title: string; inflected?: string }>> = {
  bg: {
    title: 'Насоки относно забранените практики в областта на изкуствения интелект',
    inflected: 'практиките',
  },
  es: {
    title: 'Directrices sobre las prácticas de inteligencia artificial prohibidas',
    inflected: 'práctica',
  },
  cs: { title: 'Pokyny k zakázaným postupům v oblasti umělé inteligence', inflected: 'inteligencí' },
  da: {
    title: 'Retningslinjer om forbudte former for praksis med kunstig intelligens',
    inflected: 'retningslinjerne',
  },
  de: { title: 'Leitlinien zu verbotenen Praktiken der künstlichen Intelligenz', inflected: 'verbotener' },
  et: { title: 'Suunised keelatud tehisintellekti kasutusviiside kohta' },
  el: { title: 'Κατευθυντήριες γραμμές για τα συστήματα τεχνητής νοημοσύνης', inflected: 'συστημάτων' },
  en: { title: 'Guidelines on prohibited artificial intelligence practices', inflected: 'guideline' },
  fr: {
    title: 'Lignes directrices relatives aux pratiques interdites en matière d’intelligence artificielle',
    inflected: 'pratique',
  },
  ga: { title: 'Treoirlínte maidir le cleachtais toirmiscthe intleachta saorga', inflected: 'treoirlínte' },
  hr: { title: 'Smjernice o zabranjenim praksama u području umjetne inteligencije' },
  it: { title: 'Orientamenti sulle pratiche vietate di intelligenza artificiale', inflected: 'pratica' },
  lv: { title: 'Vadlīnijas par aizliegtu mākslīgā intelekta praksi' },
  lt: { title: 'Draudžiamos dirbtinio intelekto praktikos gairės', inflected: 'gairių' },
  hu: {
    title: 'Iránymutatás a tiltott mesterségesintelligencia-gyakorlatokról',
    inflected: 'iránymutatások',
  },
  mt: { title: 'Linji Gwida dwar il-prattiki pprojbiti tal-intelliġenza artifiċjali' },
  nl: {
    title: 'Richtsnoeren inzake verboden praktijken op het gebied van artificiële intelligentie',
    inflected: 'praktijk',
  },
  pl: { title: 'Wytyczne dotyczące zakazanych praktyk w zakresie sztucznej inteligencji' },
  pt: { title: 'Orientações sobre as práticas proibidas de inteligência artificial', inflected: 'prática' },
  ro: {
    title: 'Orientări privind practicile interzise în domeniul inteligenței artificiale',
    inflected: 'practici',
  },
  sk: { title: 'Usmernenia k zakázaným praktikám v oblasti umelej inteligencie' },
  sl: { title: 'Smernice o prepovedanih praksah umetne inteligence', inflected: 'inteligenca' },
  fi: { title: 'Suuntaviivat kielletyistä tekoälyjärjestelmistä', inflected: 'suuntaviivasta' },
  sv: {
    title: 'Riktlinjer om förbjudna användningsområden för artificiell intelligens',
    inflected: 'riktlinjerna',
  },
};

/** Article 50 as each language names it in running text. */
export const article50: Readonly<Record<LanguageCode, readonly string[]>> = {
  bg: ['Член 50', 'чл. 50', 'члена 50'],
  es: ['artículo 50', 'Artículo 50, apartado', 'art. 50'],
  cs: ['článek 50', 'článku 50', 'čl. 50'],
  da: ['artikel 50', 'art. 50'],
  de: ['Artikel 50', 'Artikels 50', 'Art. 50', 'Art.50'],
  et: ['artikkel 50', 'artikli 50', '50. artikkel'],
  el: ['άρθρο 50', 'ΑΡΘΡΟ 50', 'άρθρου 50', 'αρθ. 50'],
  en: ['Article 50', 'article 50', 'art. 50', 'Art 50', 'Article 50(2)', 'ARTICLE 50 (1) (a)'],
  fr: ['article 50', 'l’article 50', "l'article 50", 'art. 50'],
  ga: ['Airteagal 50', 'Airteagail 50', 'tAirteagal 50', 'hAirteagal 50'],
  hr: ['članak 50.', 'članka 50.', 'čl. 50.'],
  it: ['articolo 50', 'dell’articolo 50', "all'articolo 50", 'art. 50'],
  lv: ['50. pants', '50. panta', '50. pantā'],
  lt: ['50 straipsnis', '50 straipsnio', '50 str.'],
  hu: ['50. cikk', '50. cikke', '50. cikkének', '50. cikk (1)'],
  mt: ['Artikolu 50', 'l-Artikolu 50', 'tal-Artikolu 50'],
  nl: ['artikel 50', 'art. 50'],
  pl: ['artykuł 50', 'artykułu 50', 'art. 50'],
  pt: ['artigo 50.º', 'artigo 50.o', 'artigo 50', 'art. 50.º'],
  ro: ['articolul 50', 'articolului 50', 'art. 50'],
  sk: ['článok 50', 'článku 50', 'čl. 50'],
  sl: ['člen 50', 'člena 50', '50. člen', '50. člena'],
  fi: ['50 artikla', '50 artiklan', 'artikla 50', '50 artiklassa'],
  sv: ['artikel 50', 'artikel 50.1', 'art. 50'],
};
