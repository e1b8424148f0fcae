import { Body, Controller, Delete, Param, Post, Put, Query } from '@nestjs/common';
import { addSuppression, endSuppression, removeSuppression, replaceSuppression } from '@trailhound/rules';
import { Secured } from '../openapi/responses.js';
import { type Edit, RulesEditor, suppressionOf } from './rules-editor.js';
import { WritesRules } from './write-operation.js';
import { CreateQuery, EditQuery, NewSuppression, RulesWritten, SuppressionBody } from './write-views.js';

@Controller('api/suppressions')
@Secured()
export class SuppressionWritesController {
  constructor(private readonly editor: RulesEditor) {}

  @Post()
  @WritesRules({
    operationId: 'createSuppression',
    summary: 'Mute alerts, visibly and until some day',
    takesText: true,
  })
  create(
    @Query({ schema: CreateQuery }) order: CreateQuery,
    @Body({ schema: NewSuppression }) keys: NewSuppression,
  ): Promise<RulesWritten> {
    return this.write('created', keys.id, ({ content }) => addSuppression(content, keys), order);
  }

  @Put(':id')
  @WritesRules({
    operationId: 'editSuppression',
    summary: 'Say a suppression anew',
    of: 'suppression',
    takesText: true,
  })
  edit(
    @Param('id') id: string,
    @Query({ schema: EditQuery }) order: EditQuery,
    @Body({ schema: SuppressionBody }) keys: SuppressionBody,
  ): Promise<RulesWritten> {
    const make: Edit['make'] = (base) => replaceSuppression(base.content, suppressionOf(base, id), { ...keys, id });
    return this.write('edited', id, make, order);
  }

  @Post(':id/end')
  @WritesRules({
    operationId: 'endSuppression',
    summary: 'End a suppression now: what happened before stays muted',
    of: 'suppression',
  })
  end(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    const make: Edit['make'] = (base) => endSuppression(base.content, suppressionOf(base, id), base.nowMs);
    return this.write('ended', id, make, order);
  }

  @Delete(':id')
  @WritesRules({ operationId: 'deleteSuppression', summary: 'Take a suppression out', of: 'suppression' })
  delete(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    return this.write('deleted', id, (base) => removeSuppression(base.content, suppressionOf(base, id)), order);
  }

  private write(done: string, id: string, make: Edit['make'], order: CreateQuery): Promise<RulesWritten> {
    return this.editor.write({ what: `suppression ${id} ${done}`, only: { suppressions: id }, make }, order);
  }
}
