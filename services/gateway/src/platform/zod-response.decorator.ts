import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ZodResponse as DescribedResponse, ZodSerializerInterceptor } from 'nestjs-zod';

/**
 * nestjs-zod's decorator together with the interceptor that it needs: what a handler returns is cut to its contract.
 * It is not a global interceptor, because every route that passes bytes on would pay for one as well.
 */
export const ZodResponse = ((options: Parameters<typeof DescribedResponse>[0]) =>
  applyDecorators(DescribedResponse(options) as MethodDecorator, UseInterceptors(ZodSerializerInterceptor))) as typeof DescribedResponse;
