import { ConfigError, createService, runService } from '../../src/index.js';
import { FixtureModule } from '../fixture-app.js';

const [address] = process.argv.slice(2);

void runService(async () => {
  if (!address) throw new ConfigError(['fixture.listen: is missing', 'fixture.colour: is not known']);
  return createService(FixtureModule, { name: 'fixture', version: '1.0.0', listeners: { public: address } });
});
