package pdf

// Table is figures under heads, which are repeated on each page; a row never breaks, unless it is taller than a page.
type Table struct {
	Columns []Column
	Rows    []Row
	Small   bool // 8.5 points instead of 10, for accounts
}

// Column is a head. Its cells stand right when they are figures; a width of 0 lets the content decide.
type Column struct {
	Head  string
	Right bool
	Width float64 // in millimetres
	Faint bool    // second voice, such as last year
}

// Row is a line of cells; in a Total or a Due, a cell reaches over the empty ones after it.
type Row struct {
	Kind  RowKind
	Cells []string
}

// RowKind is what a row is among its like.
type RowKind string

// The kinds.
const (
	Line   RowKind = ""
	Group  RowKind = "group"  // a heading among the rows, with its sum
	Detail RowKind = "detail" // below a line, set in
	Total  RowKind = "total"  // bold, under a line of ink
	Due    RowKind = "due"    // a total whose last figure is set large: what one pays
)

// Pair sets two tables side by side, such as the two sides of a balance; one below the other when they do not fit on a page.
type Pair struct{ Left, Right Table }

func (t Table) draw(s *sheet) {
	s.gap(1)
	s.newGrid(t, left, breadth).draw()
	s.y += 4
}

func (p Pair) draw(s *sheet) {
	const between = 6.0
	width := (breadth - between) / 2
	a, b := s.newGrid(p.Left, left, width), s.newGrid(p.Right, left+width+between, width)
	height := max(a.height(), b.height())
	s.gap(1)
	if height > bottom-s.top {
		p.Left.draw(s)
		p.Right.draw(s)
		return
	}
	s.need(height)
	y := s.y
	a.draw()
	low := s.y
	s.y = y
	b.draw()
	s.y = max(low, s.y) + 4
}

// grid is a table with the place and the widths that it takes.
type grid struct {
	*sheet
	table  Table
	x      float64
	widths []float64
	size   float64
	pad    float64 // above and below the lines of a row
	gutter float64 // between columns
	rows   []laid
}

// laid is a row cut into lines.
type laid struct {
	kind   RowKind
	cells  []laidCell
	height float64
	drop   float64 // of the first base line
}

type laidCell struct {
	lines []line
	x     float64
	width float64
	right bool
	st    style
}

func (s *sheet) newGrid(t Table, x, width float64) *grid {
	g := &grid{sheet: s, table: t, x: x, size: 10 * s.scale, pad: 0.9, gutter: 4}
	if t.Small {
		g.size, g.pad, g.gutter = 8.5*s.scale, 0.55, 2.4
	}
	g.fitWidths(width)
	for _, r := range t.Rows {
		g.rows = append(g.rows, g.lay(r))
	}
	return g
}

// fitWidths gives each column what it needs: fixed ones theirs, figures their widest, and words share what is left in
// proportion to what they would like, but never less than their longest word as long as that is possible.
func (g *grid) fitWidths(width float64) {
	n := len(g.table.Columns)
	want, least := make([]float64, n), make([]float64, n)
	for i, c := range g.table.Columns {
		want[i], least[i] = g.measure(i, c)
	}
	gaps := g.gutter * float64(n-1)
	room := width - gaps
	wanted, needed := sum(want), sum(least)
	g.widths = make([]float64, n)
	for i := range g.widths {
		switch {
		case wanted <= room: // everything fits: the rest goes to the columns evenly, more to words
			g.widths[i] = want[i]
		case needed <= room: // words wrap
			g.widths[i] = least[i] + (want[i]-least[i])*(room-needed)/(wanted-needed)
		default: // too narrow even for single words: all give way alike
			g.widths[i] = least[i] * room / needed
		}
	}
	if wanted < room {
		g.spread(room - wanted)
	}
}

// spread gives what is left over to the columns without a width of their own: words take two parts, figures one.
func (g *grid) spread(rest float64) {
	parts := 0.0
	weight := func(c Column) float64 {
		switch {
		case c.Width > 0:
			return 0
		case c.Right:
			return 1
		}
		return 2
	}
	for _, c := range g.table.Columns {
		parts += weight(c)
	}
	for i, c := range g.table.Columns {
		if parts > 0 {
			g.widths[i] += rest * weight(c) / parts
		}
	}
}

// measure tells what a column would like and what it cannot do without.
func (g *grid) measure(i int, c Column) (want, least float64) {
	if c.Width > 0 {
		return c.Width, c.Width
	}
	headStyle := g.headStyle()
	want = g.natural(c.Head, headStyle)
	least = max(g.longest(c.Head, headStyle), want*0.6) // two lines of head, rather than three
	for _, r := range g.table.Rows {
		if i >= len(r.Cells) || r.Cells[i] == "" || reaches(r, i) {
			continue
		}
		st := g.style(r.Kind, c)
		if r.Kind == Due && i == len(r.Cells)-1 {
			continue // a large figure may lean over its neighbours, which are empty
		}
		indent := g.indent(r.Kind, i)
		want = max(want, g.natural(r.Cells[i], st)+indent)
		if c.Right {
			least = max(least, g.natural(r.Cells[i], st))
		} else {
			least = max(least, min(g.longest(r.Cells[i], st)+indent, 45))
		}
	}
	return want, least
}

func (g *grid) headStyle() style { return style{bold, g.size - 1.2, ink2} }

func (g *grid) style(kind RowKind, c Column) style {
	st := style{regular, g.size, ink}
	switch {
	case kind == Total || kind == Due || kind == Group:
		st.face = bold
	case kind == Detail:
		st.size -= 0.5
		st.colour = ink2
	}
	if c.Faint {
		st.face, st.colour = regular, ink3
	}
	return st
}

func (g *grid) indent(kind RowKind, column int) float64 {
	if kind == Detail && column == g.firstWords() {
		return 3
	}
	return 0
}

// firstWords is the column that is set in for details: the widest idea of a label, after a possible number.
func (g *grid) firstWords() int {
	for i, c := range g.table.Columns {
		if !c.Right && c.Width == 0 {
			return i
		}
	}
	return 0
}

// reaches tells whether a cell of words may lie over the empty cells after it.
func reaches(r Row, i int) bool {
	return (r.Kind == Total || r.Kind == Due) && i+1 < len(r.Cells) && r.Cells[i+1] == ""
}

func (g *grid) lay(r Row) laid {
	row := laid{kind: r.Kind}
	x, lines := g.x, 1.0
	tallest := style{size: g.size}
	for i, c := range g.table.Columns {
		text := ""
		if i < len(r.Cells) {
			text = r.Cells[i]
		}
		cell := laidCell{x: x, width: g.widths[i], right: c.Right, st: g.style(r.Kind, c)}
		x += g.widths[i] + g.gutter
		if text == "" {
			continue
		}
		if reaches(r, i) {
			for j := i + 1; j < len(r.Cells) && r.Cells[j] == ""; j++ {
				cell.width += g.widths[j] + g.gutter
			}
		}
		if c.Right && (text == "0,00" || text == "0.00") {
			cell.st.colour = ink3 // nothing is faint
		}
		if r.Kind == Due && i == len(g.table.Columns)-1 {
			cell.st = style{head, 13 * g.scale, ink}
			tallest = cell.st
			cell.lines = []line{g.one(text, cell.st)}
		} else {
			in := g.indent(r.Kind, i)
			cell.x, cell.width = cell.x+in, cell.width-in
			cell.lines = g.wrap(text, cell.width, cell.st)
		}
		lines = max(lines, float64(len(cell.lines)))
		row.cells = append(row.cells, cell)
	}
	row.drop = g.pad + drop(tallest)
	row.height = max(lines*g.lineHeight(), leading(tallest)) + 2*g.pad
	return row
}

func (g *grid) lineHeight() float64 { return g.size * mmPerPoint * 1.34 }

func (g *grid) headHeight() float64 {
	lines := 0
	for i, c := range g.table.Columns {
		if c.Head != "" {
			lines = max(lines, len(g.wrap(c.Head, g.widths[i], g.headStyle())))
		}
	}
	if lines == 0 {
		return 0
	}
	return float64(lines)*leading(g.headStyle()) + 2*g.pad
}

func (g *grid) height() float64 {
	h := g.headHeight()
	for _, r := range g.rows {
		h += r.height
	}
	return h
}

// draw sets the rows page after page. A head never stands without two rows, a total never without the row above it.
func (g *grid) draw() {
	first := g.headHeight()
	for i := range min(2, len(g.rows)) {
		first += g.rows[i].height
	}
	g.need(first)
	g.heads()
	for i, r := range g.rows {
		height := r.height
		if next := i + 1; next < len(g.rows) && (g.rows[next].kind == Total || g.rows[next].kind == Due || r.kind == Group) {
			height += g.rows[next].height
		}
		if !g.room(height) && height < bottom-g.top-g.headHeight() {
			g.addPage()
			g.heads()
		}
		g.row(r)
	}
}

func (g *grid) end() float64 { return g.x + sum(g.widths) + g.gutter*float64(len(g.widths)-1) }

// heads stand on the line of ink, at its foot when one of them needs two lines.
func (g *grid) heads() {
	height := g.headHeight()
	if height == 0 {
		g.rule(g.x, g.y, g.end(), 0.25, ink)
		return
	}
	st := g.headStyle()
	x := g.x
	for i, c := range g.table.Columns {
		lines := g.wrap(c.Head, g.widths[i], st)
		y := g.y + height - g.pad - float64(len(lines))*leading(st)
		for _, l := range lines {
			g.place(l, x, g.widths[i], y+drop(st), c.Right, st)
			y += leading(st)
		}
		x += g.widths[i] + g.gutter
	}
	g.y += height
	g.rule(g.x, g.y, g.end(), 0.25, ink)
}

func (g *grid) place(l line, x, width, y float64, right bool, st style) {
	if right {
		g.putRight(l, x+width, y, st)
		return
	}
	g.put(l, x, y, st)
}

// row draws one row; when it is taller than a page it goes on, line by line, on the next one.
func (g *grid) row(r laid) {
	total := r.kind == Total || r.kind == Due
	if total {
		g.rule(g.x, g.y, g.end(), inkline, ink)
	}
	most := 0
	for _, c := range r.cells {
		most = max(most, len(c.lines))
	}
	start, from := g.y, 0
	for n := range most {
		base := start + r.drop + float64(n-from)*g.lineHeight()
		if base > bottom-g.pad {
			g.addPage()
			g.heads()
			start, from = g.y, n
			base = start + r.drop
		}
		for _, c := range r.cells {
			if n < len(c.lines) {
				g.place(c.lines[n], c.x, c.width, base, c.right, c.st)
			}
		}
	}
	if from == 0 {
		g.y = start + r.height
	} else {
		g.y = start + float64(most-from)*g.lineHeight() + 2*g.pad
	}
	edge := stone3
	if r.kind == Group {
		edge = stone5
	}
	g.rule(g.x, g.y, g.end(), hairline, edge)
}

func sum(list []float64) float64 {
	total := 0.0
	for _, v := range list {
		total += v
	}
	return total
}
