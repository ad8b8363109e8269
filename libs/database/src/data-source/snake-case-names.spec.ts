import { SnakeCaseNames } from './snake-case-names.js';

describe('SnakeCaseNames', () => {
  const names = new SnakeCaseNames();

  it.each([
    ['createdAt', 'created_at'],
    ['id', 'id'],
    ['wrappedDEK', 'wrapped_dek'],
    ['HTTPStatus', 'http_status'],
    ['sha256Sum', 'sha256_sum'],
  ])('turns the property %s into the column %s', (property, column) => {
    expect(names.columnName(property, undefined, [])).toBe(column);
  });

  it('keeps names that are given', () => {
    expect(names.columnName('createdAt', 'made', [])).toBe('made');
    expect(names.tableName('ChatMessage', 'messages')).toBe('messages');
  });

  it('derives tables and joins from their parts', () => {
    expect(names.tableName('ChatMessage', undefined)).toBe('chat_message');
    expect(names.columnName('line', undefined, ['homeAddress'])).toBe('home_address_line');
    expect(names.joinColumnName('parentMessage', 'id')).toBe('parent_message_id');
    expect(names.joinTableName('chat', 'userTag', 'tags')).toBe('chat_tags_user_tag');
    expect(names.joinTableColumnName('chat', 'chatId')).toBe('chat_chat_id');
  });
});
