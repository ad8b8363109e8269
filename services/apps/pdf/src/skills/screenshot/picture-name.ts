const MAX_STEM = 150;

/** `report.pdf`, page 3 → `report-page-3.png`. */
export function pictureName(documentName: string, page: number): string {
  const stem = documentName.replace(/\.pdf$/i, '').slice(0, MAX_STEM) || 'document';
  return `${stem}-page-${page}.png`;
}
