import { Injectable } from '@nestjs/common';
import { DomainError } from '@mateship/contracts';
import { CreditsService } from '../credits/credits.service.js';
import { AppCatalogue } from './app-catalogue.js';
import type { Accept } from './relay.js';
import { priceOf, SkillCalls, type SkillCall } from './skill-calls.js';

const HOLD_MARGIN_SECONDS = 30;

/** Skill calls with their price: reserved before the app is even woken, settled when it answered, released when it did not. */
@Injectable()
export class PaidSkillCalls {
  constructor(
    private readonly catalogue: AppCatalogue,
    private readonly calls: SkillCalls,
    private readonly credits: CreditsService,
  ) {}

  /** Passes the app's answer on as bytes; see {@link SkillCalls.pass}. */
  pass(call: SkillCall, accept: Accept): Promise<void> {
    return this.pay(call, () => this.calls.pass(call, accept));
  }

  json(call: SkillCall): Promise<unknown> {
    return this.pay(call, () => this.calls.json(call));
  }

  private async pay<T>(call: SkillCall, run: () => Promise<T>): Promise<T> {
    const found = this.catalogue.skill(call.app, call.skill);
    if (!found) throw new DomainError('NOT_FOUND');
    const price = priceOf(found.skill);
    if (price === 0n) return run();
    const hold = await this.credits.reserve(call.userId, price, `skill ${call.app}/${call.skill}`, found.skill.timeout + HOLD_MARGIN_SECONDS);
    try {
      const result = await run();
      const usage = { userId: call.userId, app: call.app, skill: call.skill, model: null, inputTokens: 0, outputTokens: 0 };
      await this.credits.settle(hold, price, usage);
      return result;
    } catch (error) {
      await this.credits.release(hold);
      throw error;
    }
  }
}
