package ui

import (
	"context"
	"io"
)

// Each part that stands alone is a component: its view is beside its fields, this file lets templ place it.

func (p Plate) Render(ctx context.Context, w io.Writer) error        { return p.view().Render(ctx, w) }
func (c Chip) Render(ctx context.Context, w io.Writer) error         { return c.view().Render(ctx, w) }
func (l LawMark) Render(ctx context.Context, w io.Writer) error      { return l.view().Render(ctx, w) }
func (n MarginNote) Render(ctx context.Context, w io.Writer) error   { return n.view().Render(ctx, w) }
func (d Deadline) Render(ctx context.Context, w io.Writer) error     { return d.view().Render(ctx, w) }
func (a Amount) Render(ctx context.Context, w io.Writer) error       { return a.view().Render(ctx, w) }
func (f Figure) Render(ctx context.Context, w io.Writer) error       { return f.view().Render(ctx, w) }
func (d Definitions) Render(ctx context.Context, w io.Writer) error  { return d.view().Render(ctx, w) }
func (h Heading) Render(ctx context.Context, w io.Writer) error      { return h.view().Render(ctx, w) }
func (b Button) Render(ctx context.Context, w io.Writer) error       { return b.view().Render(ctx, w) }
func (b FormButton) Render(ctx context.Context, w io.Writer) error   { return b.view().Render(ctx, w) }
func (b PrintButton) Render(ctx context.Context, w io.Writer) error  { return b.view().Render(ctx, w) }
func (b CopyButton) Render(ctx context.Context, w io.Writer) error   { return b.view().Render(ctx, w) }
func (l Link) Render(ctx context.Context, w io.Writer) error         { return l.view().Render(ctx, w) }
func (f Field) Render(ctx context.Context, w io.Writer) error        { return f.view().Render(ctx, w) }
func (s ErrorSummary) Render(ctx context.Context, w io.Writer) error { return s.view().Render(ctx, w) }
func (t Table) Render(ctx context.Context, w io.Writer) error        { return t.view().Render(ctx, w) }
func (f CellField) Render(ctx context.Context, w io.Writer) error    { return f.view().Render(ctx, w) }
func (v SavedViews) Render(ctx context.Context, w io.Writer) error   { return v.view().Render(ctx, w) }
func (b BulkBar) Render(ctx context.Context, w io.Writer) error      { return b.view().Render(ctx, w) }
func (p Pagination) Render(ctx context.Context, w io.Writer) error   { return p.view().Render(ctx, w) }
func (s Steps) Render(ctx context.Context, w io.Writer) error        { return s.view().Render(ctx, w) }
func (f Facade) Render(ctx context.Context, w io.Writer) error       { return f.view().Render(ctx, w) }
func (c Chain) Render(ctx context.Context, w io.Writer) error        { return c.view().Render(ctx, w) }
func (p PayBlock) Render(ctx context.Context, w io.Writer) error     { return p.view().Render(ctx, w) }
func (q QR) Render(ctx context.Context, w io.Writer) error           { return q.view().Render(ctx, w) }
func (e EmptyState) Render(ctx context.Context, w io.Writer) error   { return e.view().Render(ctx, w) }
func (t Toast) Render(ctx context.Context, w io.Writer) error        { return t.view().Render(ctx, w) }
func (p Progress) Render(ctx context.Context, w io.Writer) error     { return p.view().Render(ctx, w) }
func (s Seeing) Render(ctx context.Context, w io.Writer) error       { return s.view().Render(ctx, w) }
func (s Suggestions) Render(ctx context.Context, w io.Writer) error  { return s.view().Render(ctx, w) }
func (n Notice) Render(ctx context.Context, w io.Writer) error       { return n.view().Render(ctx, w) }
func (m Meter) Render(ctx context.Context, w io.Writer) error        { return m.view().Render(ctx, w) }
func (b Bars) Render(ctx context.Context, w io.Writer) error         { return b.view().Render(ctx, w) }
func (c Columns) Render(ctx context.Context, w io.Writer) error      { return c.view().Render(ctx, w) }
