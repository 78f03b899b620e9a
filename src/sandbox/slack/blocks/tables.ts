import { z } from 'zod';
import { LIMITS, MESSAGE_LIMITS } from './limits.ts';
import { blockId, chars, items } from './objects.ts';
import { richText } from './rich-text.ts';

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: chars(1, LIMITS.data_table.content.max_length) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() }),
  richText,
]);

export const table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId.optional(),
  rows: items(items(cell, 1, MESSAGE_LIMITS.tableColumns), 1, MESSAGE_LIMITS.tableRows),
  column_settings: items(
    z
      .strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      })
      .nullable(),
    0,
    MESSAGE_LIMITS.tableColumns,
  ).optional(),
});

const dataLimits = LIMITS.data_table;
export const dataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id: blockId.optional(),
  caption: z.string().min(1),
  rows: items(
    items(cell, dataLimits.columns.min_items, dataLimits.columns.max_items),
    dataLimits.rows.min_items,
    dataLimits.rows.max_items,
  ),
  page_size: z.int().min(dataLimits.page_size.min).max(dataLimits.page_size.max).optional(),
  row_header_column_index: z.int().min(0).optional(),
});

const v = LIMITS.data_visualization;
const axisLabel = chars(1, v.axis_label.max_length).optional();
const series = items(
  z.strictObject({
    name: chars(1, v.series_name.max_length),
    data: items(
      z.strictObject({ label: chars(1, v.point_label.max_length), value: z.number() }),
      v.data.min_items,
      v.data.max_items,
    ),
  }),
  v.series.min_items,
  v.series.max_items,
);
export const chart = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId.optional(),
  title: chars(1, v.title.max_length),
  chart: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('pie'),
      segments: items(
        z.strictObject({
          label: chars(1, v.segment.label.max_length),
          value: z.number().gt(v.segment.value.exclusive_min),
        }),
        v.segments.min_items,
        v.segments.max_items,
      ),
    }),
    z.strictObject({
      type: z.enum(['area', 'bar', 'line']),
      series,
      axis_config: z.strictObject({
        categories: items(
          chars(1, v.category_label.max_length),
          v.categories.min_items,
          v.categories.max_items,
        ),
        x_label: axisLabel,
        y_label: axisLabel,
      }),
    }),
  ]),
});
