import { ListenOn, RawBody } from './route-config.js';

@ListenOn('public')
class Fixture {
  inherits(): void {}

  @ListenOn('internal')
  @RawBody()
  decides(): void {}
}

const configOf = (name: keyof Fixture) => Reflect.getMetadata('__fastify_route_config__', Fixture.prototype[name] as object) as unknown;

it('binds all handlers of a controller', () => {
  expect(configOf('inherits')).toEqual({ listener: 'public' });
});

it("keeps a handler's own word, with its other settings", () => {
  expect(configOf('decides')).toEqual({ listener: 'internal', rawBody: true });
});
