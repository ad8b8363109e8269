import { KeyVersionRepository } from './key-version.repository.js';
import { RewrapRepository } from './rewrap.repository.js';
import { RewrapWorker } from './rewrap.worker.js';
import { RotationSchedule } from './rotation.schedule.js';
import { RotationService } from './rotation.service.js';

/** Everything that rotation is made of. */
export const ROTATION_PROVIDERS = [KeyVersionRepository, RewrapRepository, RewrapWorker, RotationService, RotationSchedule];
