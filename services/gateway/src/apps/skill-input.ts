import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { AppCatalogue } from './app-catalogue.js';

/** Checks the input of public skill calls against the manifest's JSON Schema; each schema is compiled once. */
@Injectable()
export class SkillInput {
  private readonly ajv = new Ajv2020({ allErrors: true, strict: false });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly catalogue: AppCatalogue) {
    addFormats.default(this.ajv);
  }

  /** Throws VALIDATION_FAILED with the fields to correct. */
  check(appId: string, skillId: string, input: unknown): void {
    const validate = this.validatorOf(appId, skillId);
    if (validate(input)) return;
    const issues = (validate.errors ?? []).map(({ instancePath, message }) => ({ path: instancePath, message: message ?? 'is not valid' }));
    throw new DomainError('VALIDATION_FAILED', { details: { issues } });
  }

  private validatorOf(appId: string, skillId: string): ValidateFunction {
    const name = `${appId}/${skillId}`;
    const known = this.validators.get(name);
    if (known) return known;
    const found = this.catalogue.skill(appId, skillId);
    if (!found) throw new DomainError('NOT_FOUND');
    const validate = this.ajv.compile(found.skill.input);
    this.validators.set(name, validate);
    return validate;
  }
}
