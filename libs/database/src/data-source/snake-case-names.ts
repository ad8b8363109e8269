import { DefaultNamingStrategy } from 'typeorm';

const snake = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();

/** Maps `createdAt` to `created_at`, for tables, columns and join columns alike. Explicit names stay as given. */
export class SnakeCaseNames extends DefaultNamingStrategy {
  override tableName(target: string, given: string | undefined): string {
    return given ?? snake(target);
  }

  override columnName(property: string, given: string | undefined, prefixes: string[]): string {
    return [...prefixes.map(snake), given ?? snake(property)].join('_');
  }

  override relationName(property: string): string {
    return snake(property);
  }

  override joinColumnName(relation: string, referencedColumn: string): string {
    return `${snake(relation)}_${snake(referencedColumn)}`;
  }

  override joinTableName(first: string, second: string, property: string): string {
    return [first, property.replaceAll('.', '_'), second].map(snake).join('_');
  }

  override joinTableColumnName(table: string, property: string, column?: string): string {
    return `${snake(table)}_${column ?? snake(property)}`;
  }
}
