package council

import (
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/pdf"
)

func tell(l i18n.Lang, key string, args ...any) string { return i18n.Say(l, "council."+key, args...) }

// title says what a report is, and of which period.
func (x Report) title(l i18n.Lang) string { return tell(l, "report_title_"+string(x.span)) }

func (x Report) period(l i18n.Lang) string {
	return tell(l, "report_period", "from", x.from, "until", x.until)
}

func (w Account) fileName(l i18n.Lang) string {
	return tell(l, "report_file", "name", w.Building.Name(), "date", w.until)
}

// document sets a report: what the house knows in the reader's language, what the council wrote as it wrote it.
func (w Account) document(l i18n.Lang, now civil.Instant) *pdf.Document {
	d := &pdf.Document{Lang: l, Title: w.title(l), AsOf: w.period(l), Association: property.Letterhead(l, w.Building, w.Seat), Made: now.InBrussels()}
	if !w.Issued() {
		d.Mark = pdf.Mark{Kind: pdf.Provisional, Words: tell(l, "report_draft_mark")}
	}
	d.Blocks = append(d.Blocks, pdf.Paragraph{Text: w.summary(l)})
	d.Blocks = append(d.Blocks, paragraphs(w.said.Opening)...)
	for _, key := range parts {
		d.Blocks = append(d.Blocks, w.blocks(l, key)...)
	}
	if w.said.Closing != "" {
		d.Blocks = append(append(d.Blocks, pdf.Heading{Text: tell(l, "report_closing")}), paragraphs(w.said.Closing)...)
	}
	d.Blocks = append(d.Blocks, pdf.Note{Title: tell(l, "art", "article", "3.90 §4"), Text: tell(l, "report_law")})
	if who := w.hands(); len(who) > 0 {
		d.Blocks = append(d.Blocks, pdf.Signature{Who: who})
	}
	return d
}

// summary is the answer in two sentences: what was carried out, and what was late.
func (w Account) summary(l i18n.Lang) string {
	return tell(l, "report_summary", "done", w.Facts.Ended(), "decisions", len(w.Facts.Decisions), "met", w.Facts.Count(Met), "late", w.Facts.Count(Tardy, Missing))
}

// blocks are a heading, what the house knows, and what the council says to it; nothing when the council leaves the part out.
func (w Account) blocks(l i18n.Lang, key string) []pdf.Block {
	t, r := w.part(l, key)
	if r.Out {
		return nil
	}
	list := []pdf.Block{pdf.Heading{Text: tell(l, "report_"+key)}}
	if len(t.rows) == 0 {
		list = append(list, pdf.Paragraph{Text: tell(l, "report_"+key+"_none")})
	} else {
		list = append(list, t.paper(l))
	}
	if r.Text != "" {
		list = append(append(list, pdf.Paragraph{Text: "**" + tell(l, "report_remark") + "**"}), paragraphs(r.Text)...)
	}
	return list
}

func paragraphs(text string) (list []pdf.Block) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, pdf.Paragraph{Text: pdf.Literal(line)})
		}
	}
	return list
}

// table is what the house knows, for the paper and for its page.
type table struct {
	heads []pdf.Column // their words by key; widths are those on paper
	rows  [][]string
}

func (t table) paper(l i18n.Lang) pdf.Table {
	set := pdf.Table{Small: true}
	for _, h := range t.heads {
		set.Columns = append(set.Columns, pdf.Column{Head: tell(l, h.Head), Width: h.Width})
	}
	for _, row := range t.rows {
		var cells []string
		for _, text := range row {
			cells = append(cells, pdf.Literal(flat(text)))
		}
		set.Rows = append(set.Rows, pdf.Row{Cells: cells})
	}
	return set
}

func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// parts are what the house tells by itself, in their order.
var parts = []string{"members", "decisions", "deadlines", "comments", "missions"}

// part is what the house knows of one of them, and what the council says to it.
func (w Account) part(l i18n.Lang, key string) (t table, r Remark) {
	switch key {
	case "members":
		return w.members(), Remark{}
	case "decisions":
		return w.decisions(l), w.said.Decisions
	case "deadlines":
		return w.deadlines(l), w.said.Deadlines
	case "comments":
		return w.comments(l), w.said.Comments
	}
	return w.missions(l), w.said.Missions
}

func (w Account) members() table {
	t := table{heads: []pdf.Column{{Head: "col_name"}, {Head: "col_position"}, {Head: "col_from", Width: 28}}}
	for _, m := range w.Facts.Members {
		t.rows = append(t.rows, []string{m.Name, m.Position, m.From.Short()})
	}
	return t
}

func (w Account) decisions(l i18n.Lang) table {
	t := table{heads: []pdf.Column{{Head: "col_decision"}, {Head: "report_col_who", Width: 38}, {Head: "col_due", Width: 36}, {Head: "col_state", Width: 42}}}
	for _, d := range w.Facts.Decisions {
		t.rows = append(t.rows, []string{d.name(l), d.Who, d.due(l), d.outcome(l)})
	}
	return t
}

func (d DecisionFact) name(l i18n.Lang) string {
	if d.Point == "" {
		return i18n.Say(l, "decisions.name_bare", "date", d.Assembly.Short(), "title", d.Title)
	}
	return i18n.Say(l, "decisions.name", "date", d.Assembly.Short(), "point", d.Point, "title", d.Title)
}

// due is the day that counted, and who set it.
func (d DecisionFact) due(l i18n.Lang) string {
	switch {
	case d.Due.None():
		return tell(l, "report_no_day")
	case d.Article != "":
		return tell(l, "report_due_law", "date", d.Due.Short(), "article", d.Article)
	case d.Target:
		return tell(l, "report_due_target", "date", d.Due.Short())
	}
	return d.Due.Short()
}

func (d DecisionFact) outcome(l i18n.Lang) string {
	switch {
	case d.DaysBehind > 0:
		return tell(l, "report_behind", "state", d.State, "n", d.DaysBehind)
	case d.State == decisions.Done && !d.Due.None() && d.Since.After(d.Due):
		return tell(l, "report_done_late", "date", d.Since.Short(), "n", d.Due.DaysUntil(d.Since))
	case d.State.Ended():
		return tell(l, "report_since", "state", d.State, "date", d.Since.Short())
	}
	return d.State.In(l)
}

func (w Account) deadlines(l i18n.Lang) table {
	t := table{heads: []pdf.Column{{Head: "report_col_what"}, {Head: "col_fixed", Width: 34}, {Head: "col_due", Width: 26}, {Head: "report_col_outcome", Width: 50}}}
	for _, d := range w.Facts.Deadlines {
		t.rows = append(t.rows, []string{d.What[l], d.fixed(l), d.Date.Short(), d.says(l, w.Facts.On)})
	}
	return t
}

func (d DeadlineFact) fixed(l i18n.Lang) string {
	if !d.Legal {
		return tell(l, "report_own")
	}
	return tell(l, "art", "article", d.Article)
}

func (d DeadlineFact) says(l i18n.Lang, on civil.Date) string {
	return tell(l, "report_outcome_"+string(d.Outcome(on)), "date", d.Done.Short(), "n", d.Behind(on))
}

func (w Account) comments(l i18n.Lang) table {
	t := table{heads: []pdf.Column{{Head: "report_col_on", Width: 24}, {Head: "report_col_by", Width: 38}, {Head: "report_col_said"}}}
	for _, c := range w.Facts.Comments {
		t.rows = append(t.rows, []string{c.On.Short(), c.Name, tell(l, "report_comment", "title", c.Title, "text", c.Text)})
	}
	return t
}

func (w Account) missions(l i18n.Lang) table {
	t := table{heads: []pdf.Column{{Head: "col_mission"}, {Head: "col_by", Width: 52}, {Head: "col_until", Width: 28}, {Head: "col_state", Width: 26}}}
	for _, m := range w.Facts.Missions {
		t.rows = append(t.rows, []string{m.Text, m.by(l), m.Last.Short(), tell(l, "mission_"+string(m.State))})
	}
	return t
}

func (m MissionFact) by(l i18n.Lang) string {
	return DecisionFact{Assembly: m.Assembly, Point: m.Point, Title: m.Title}.name(l)
}

// hands are the places to sign, of those who sit.
func (w Account) hands() (list []pdf.Signatory) {
	for _, m := range w.Facts.Members {
		list = append(list, pdf.Signatory{Name: pdf.Literal(m.Name), Role: pdf.Literal(m.Position)})
	}
	return list
}
