package ledger

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/people/office"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/pdf"
)

func language(asked string) (i18n.Lang, error) {
	l, known := i18n.Known(asked)
	if !known {
		return "", fault.Invalid("one_of_expected", "language").With("values", "fr, nl, de, en")
	}
	return l, nil
}

// paper prints a report, with the association at its head and, as long as the books of its day are open, the mark that it is not final.
func (r Report) paper(v *act.View, l i18n.Lang) ([]byte, error) {
	say := func(key string, args ...any) string { return i18n.Say(l, "ledger."+key, args...) }
	syndic, err := office.Find(v.Tx, v.Who.Office)
	if err != nil && fault.As(err) == nil {
		return nil, err
	}
	particulars, err := property.LoadParticulars(v.Tx, r.Building.ID(), v.Today, v.Now)
	if err != nil {
		return nil, err
	}
	lock, err := LoadLock(v.Tx, r.Building.ID())
	if err != nil {
		return nil, err
	}
	d := &pdf.Document{Lang: l, Title: pdf.Literal(r.Title), Association: property.Letterhead(l, r.Building, particulars.Seat), AsOf: r.AsOf, Made: v.Now.InBrussels()}
	if name := syndic.Name(); name != "" {
		d.Syndic = []string{say("syndic", "name", pdf.Literal(name))}
	}
	if !lock.Shut(r.Asked.To) {
		d.Mark = pdf.Mark{Kind: pdf.Provisional, Words: say("provisional")}
	}
	if r.Beside && len(r.Parts) == 2 {
		d.Blocks = append(d.Blocks, pdf.Pair{Left: r.Parts[0].table(l, true), Right: r.Parts[1].table(l, true)})
	} else {
		for _, p := range r.Parts {
			if p.Title != "" {
				d.Blocks = append(d.Blocks, pdf.Heading{Text: pdf.Literal(p.Title)})
			}
			if len(p.Rows) == 0 {
				d.Blocks = append(d.Blocks, pdf.Paragraph{Text: p.Empty})
				continue
			}
			d.Blocks = append(d.Blocks, p.table(l, false))
		}
	}
	if r.Note != "" {
		d.Blocks = append(d.Blocks, pdf.Note{Title: r.Article, Text: r.Note})
	}
	return pdf.Render(v.Context(), d)
}

var looks = map[RowStyle]pdf.RowKind{Plain: pdf.Line, Group: pdf.Group, Detail: pdf.Detail, Sum: pdf.Total}

// table prints a part; beside another one its title stands in the first head.
func (p Part) table(l i18n.Lang, beside bool) pdf.Table {
	t := pdf.Table{Small: true}
	for i, c := range p.Columns {
		head := c.Head
		if i == 0 && beside && p.Title != "" {
			head = p.Title
		}
		t.Columns = append(t.Columns, pdf.Column{Head: pdf.Literal(head), Right: c.Figure, Faint: c.Faint})
	}
	if len(p.Rows) == 0 {
		t.Rows = []pdf.Row{{Cells: append([]string{p.Empty}, make([]string, max(0, len(p.Columns)-1))...)}}
	}
	for _, r := range p.Rows {
		row := pdf.Row{Kind: looks[r.Style]}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, pdf.Literal(c.Shown(l)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
