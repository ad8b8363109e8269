// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the package brings no types, and every program that imports this file needs ours
/// <reference path="./pdfkit-types.d.ts" />
import { createRequire } from 'node:module';
import path from 'node:path';
import PdfDocument, { type DocumentOptions } from 'pdfkit';
import { gradientPng } from './gradient-png.js';

/** What the document knows and where; each is said once. */
export const FACTS = {
  sentence: { page: 17, text: 'The heat pump in Lindenstraße 14 delivered 48,217 kWh in March 2025.' },
  tableRow: { page: 17, cells: ['Dürrbach', '1,904', '312', '23.6 %'] },
  leftColumn: { page: 8, text: 'The Königsallee depot repaired 61 buses before the winter timetable began.' },
  rightColumn: { page: 8, text: 'The Mühlbach reservoir holds 83,000 cubic metres of drinking water.' },
  ligatures: { page: 5, text: 'The official office shuffled its efficient filing workflow.' },
} as const;

/** Pages of the generated document. */
export const PAGE_COUNT = 30;

const TITLE = 'Stadtwerke Birkenau: Annual Report 2025';
const CHAPTERS = ['Overview', 'Electricity', 'District heating', 'Public transport', 'Drinking water', 'Finances'];
const DISTRICTS = ['Altstadt', 'Weißenfels', 'Oberhöhe', 'Südtor', 'Rosengärten', 'Mühlenviertel'];
const SUBJECTS = ['The grid control centre', 'The supervisory board', 'A survey of 2,400 households', 'The maintenance crew', 'The tariff commission', 'The planning office'];
const VERBS = ['reported', 'reviewed', 'confirmed', 'published', 'postponed', 'extended'];
const OBJECTS = ['the renewal of pipes', 'the lighting of public squares', 'a programme for apprentices', 'the agreement with neighbouring towns', 'the inspection of transformers', 'the cost of emergency repairs'];
const ENDINGS = ['without interrupting supply', 'for the second year in a row', 'after consulting the residents', 'within the approved budget', 'before the heating season', 'in cooperation with the university'];

/** Chooses by a number that looks random but is the same every time. */
function pick(list: readonly string[], seed: number, salt = 0): string {
  return list[(Math.imul(seed * 31 + salt * 17 + 7, 2654435761) >>> 20) % list.length] ?? '';
}

function sentence(seed: number): string {
  return `${pick(SUBJECTS, seed, 1)} ${pick(VERBS, seed, 2)} ${pick(OBJECTS, seed, 3)} in ${pick(DISTRICTS, seed, 4)} ${pick(ENDINGS, seed, 5)}.`;
}

function paragraph(seed: number, sentences: number): string {
  return Array.from({ length: sentences }, (_, index) => sentence(seed * 17 + index)).join(' ');
}

function table(document: PdfDocument, rows: readonly (readonly string[])[]): void {
  const columns = [72, 220, 320, 420];
  document.moveDown(1);
  for (const row of rows) {
    const y = document.y;
    row.forEach((cell, index) => document.text(cell, columns[index], y, { lineBreak: false }));
    document.text('', 72, y + 18);
  }
  document.moveDown(1);
}

function districtRows(page: number): string[][] {
  return DISTRICTS.map((name, index) => [name, `${(index + 2) * 1000 + page * 7}`, `${page * 11 + index * 3}`, `${(page + index * 1.5).toFixed(1)} %`]);
}

function twoColumns(document: PdfDocument, left: string, right: string): void {
  const top = document.y;
  const setting = { width: 216, align: 'justify' as const };
  document.text(left, 72, top, setting);
  document.text(right, 72 + 216 + 24, top, setting);
  document.x = 72;
}

function body(document: PdfDocument, page: number): void {
  if (page === FACTS.leftColumn.page) {
    twoColumns(document, `${paragraph(page, 6)} ${FACTS.leftColumn.text} ${paragraph(page + 1, 5)}`, `${paragraph(page + 2, 5)} ${FACTS.rightColumn.text} ${paragraph(page + 3, 6)}`);
    return;
  }
  if (page % 4 === 0) return twoColumns(document, paragraph(page, 12), paragraph(page + 40, 11));
  document.text(paragraph(page, 5), { align: 'justify' }).moveDown(1);
  if (page === FACTS.ligatures.page) document.text(FACTS.ligatures.text.replaceAll('fi', '\uFB01').replaceAll('fl', '\uFB02')).moveDown(1);
  if (page === FACTS.sentence.page) document.text(`${sentence(901)} ${FACTS.sentence.text} ${sentence(902)}`, { align: 'justify' }).moveDown(1);
  if (page % 5 === 2) table(document, [['District', 'Customers', 'Outages', 'Growth'], ...districtRows(page), ...(page === FACTS.tableRow.page ? [[...FACTS.tableRow.cells]] : [])]);
  if (page === 11) document.image(gradientPng(160, 100), { width: 320 }).moveDown(1).fontSize(9).text('Figure 1: Load over the year').fontSize(11);
  document.text(paragraph(page + 60, 6), 72, undefined, { align: 'justify' });
}

function titlePage(document: PdfDocument): void {
  document.fontSize(26).text(TITLE, 72, 250).fontSize(14).moveDown(1).text('Übersicht für Bürgerinnen und Bürger').fontSize(11);
}

function contents(document: PdfDocument): void {
  document.fontSize(18).text('Contents').fontSize(11).moveDown(1);
  CHAPTERS.forEach((chapter, index) => document.text(`${index + 1}. ${chapter} ${'.'.repeat(70)} ${3 + index * 5}`));
}

/**
 * A 30-page report as an office would make it: title, contents, headings, prose, tables, two-column pages, a picture,
 * ligatures and umlauts, page header and number, bookmarks. The same bytes of text every time.
 */
export async function realWorldPdf(options: DocumentOptions = {}): Promise<Buffer> {
  const document = new PdfDocument({ size: 'A4', margin: 72, autoFirstPage: false, info: { Title: TITLE, Author: 'Jörg Müßig', CreationDate: new Date(0), ModDate: new Date(0) }, ...options });
  const fonts = path.join(path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')), 'standard_fonts');
  document.registerFont('regular', path.join(fonts, 'LiberationSans-Regular.ttf'));
  document.registerFont('bold', path.join(fonts, 'LiberationSans-Bold.ttf'));
  for (let page = 1; page <= PAGE_COUNT; page += 1) {
    document.addPage().font('regular').fontSize(11);
    if (page === 1) titlePage(document);
    else if (page === 2) contents(document);
    else {
      const chapter = Math.min(Math.floor((page - 3) / 5), CHAPTERS.length - 1);
      const first = (page - 3) % 5 === 0 && page < 3 + CHAPTERS.length * 5;
      document.fontSize(8).text(TITLE, 72, 40, { lineBreak: false }).fontSize(11);
      document.font('bold').fontSize(first ? 18 : 13);
      document.text(first ? `${chapter + 1}. ${CHAPTERS[chapter]}` : `${chapter + 1}.${(page - 3) % 5} ${pick(DISTRICTS, page)}`, 72, 80);
      if (first) document.outline.addItem(`${chapter + 1}. ${CHAPTERS[chapter]}`);
      document.font('regular').fontSize(11).moveDown(1);
      body(document, page);
    }
    document.page.margins.bottom = 0;
    document.fontSize(8).text(`Page ${page} of ${PAGE_COUNT}`, 72, 800, { lineBreak: false, align: 'center' });
  }
  document.end();
  return Buffer.concat((await document.toArray()) as Buffer[]);
}
