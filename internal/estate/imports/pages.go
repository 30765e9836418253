package imports

import (
	"context"
	"strconv"
	"strings"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"

	"github.com/a-h/templ"
)

// Pages declares the pages of lists on their way in: the file, its columns, its rows, what will be, and the imports of a building.
func (r *Room) Pages(p *ui.Pages) {
	ui.Page(p, "GET /buildings/{building}/imports", ReadList, r.showImports)
	ui.FormPage(p, "/buildings/{building}/imports/new", OfferList, maxUpload, r.showOffer, r.offerPage)
	ui.FormPage(p, "/imports/{import}/columns", MendList, 0, r.showColumns, r.columnsPage)
	ui.Page(p, "GET /imports/{import}", ReadList, func(v *act.View, in ListRows) (ui.Sheet, error) { return r.showRows(v, in, ui.Sent{}) })
	ui.Post(p, "/imports/{import}/rows/{row}", MendList, 0, r.showRowsAgain, r.rowPage)
	ui.Post(p, "/imports/{import}/fixes", MendList, 0, nil, r.fixPage)
	ui.FormPage(p, "/imports/{import}/confirmation", ConfirmList, 0, r.showConfirm, r.confirmPage)
	ui.Page(p, "GET /imports/{import}/progress", ReadList, r.showProgress)
	ui.Fragment(p, "GET /imports/{import}/progress/part", ReadList, r.progressPart)
	ui.Post(p, "/imports/{import}/forgotten-columns", MendList, 0, nil, r.forgetPage)
	ui.Post(p, "/imports/{import}/return", DiscardList, 0, nil, r.returnPage)
	ui.File(p, "GET /imports/{import}/rows-to-fix", ReadList, r.getRowsToFix)
	ui.File(p, "GET /import-models/{language}", ReadModel, r.getModel)
}

func say(ctx context.Context, key string, args ...any) string {
	return i18n.T(ctx, "imports."+key, args...)
}

func importsPath(building id.Of[id.Building], tail string) string {
	return "/buildings/" + building.String() + "/imports" + tail
}

func importPath(i id.Of[id.Import], tail string) string { return "/imports/" + i.String() + tail }

// OfBuildingPage names a building by the path.
type OfBuildingPage struct {
	Building id.Of[id.Building] `path:"building"`
}

func (r *Room) showImports(v *act.View, in OfBuildingPage) (ui.Sheet, error) {
	list, err := r.Imports(v, in.Building)
	return ui.Sheet{Title: say(v.Context(), "list_title"), Building: in.Building, Section: "imports", Body: importsView(in.Building, list)}, err
}

func (r *Room) showOffer(v *act.View, in OfferRequest, sent ui.Sent) (ui.Sheet, error) {
	b, err := property.FindBuilding(v.Tx, in.Building)
	if err != nil {
		return ui.Sheet{}, err
	}
	if err := v.Allow(OfferList, b.ID()); err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "offer_title"), Building: b.ID(), Section: "imports", Body: offerView(b, sent)}, nil
}

func (r *Room) offerPage(a *act.Act, in OfferRequest) (ui.Done, error) {
	s, err := r.Offer(a, in.Building, in.File.Name, in.File.Data)
	to := "/columns"
	if s.mapping.Remembered {
		to = "" // as last time: the rows say so, and lead back
	}
	return ui.Done{To: importPath(s.id, to)}, err
}

// ColumnsPage chooses columns; each choice is "C=shares", a letter and what it is.
type ColumnsPage struct {
	OfImport
	Body struct {
		Sheet     *int       `json:"sheet,omitempty" minimum:"0" maximum:"99"`
		HeaderRow *int       `json:"header_row,omitempty" minimum:"0" maximum:"1048576"`
		Columns   []string   `json:"column,omitempty" maxItems:"200"`
		From      civil.Date `json:"from,omitempty" format:"date"`
	}
}

func (r *Room) showColumns(v *act.View, in ColumnsPage, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return ui.Sheet{}, err
	}
	return ui.Sheet{Title: say(v.Context(), "columns_title"), Building: s.building, Section: "imports", Body: columnsView(s, sent)}, nil
}

func (r *Room) columnsPage(a *act.Act, in ColumnsPage) (ui.Done, error) {
	c := Choice{Sheet: in.Body.Sheet, HeaderRow: in.Body.HeaderRow, From: in.Body.From}
	imp, err := FindImport(a.Tx, in.Import)
	if err != nil {
		return ui.Done{}, err
	}
	moved := in.Body.Sheet != nil && *in.Body.Sheet != imp.mapping.Sheet || in.Body.HeaderRow != nil && *in.Body.HeaderRow != imp.mapping.HeaderRow
	to := ""
	if moved { // another sheet or row of titles: its columns are recognised anew, and shown
		to = "/columns"
	} else {
		c.Columns = map[Field]string{}
		for _, f := range Fields {
			c.Columns[f] = ""
		}
		for _, choice := range in.Body.Columns {
			letter, field, _ := strings.Cut(choice, "=")
			if field != "" {
				c.Columns[Field(field)] = letter
			}
		}
	}
	_, err = r.Remap(a, in.Import, c)
	return ui.Done{To: importPath(in.Import, to)}, err
}

func (r *Room) showRows(v *act.View, in ListRows, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return ui.Sheet{}, err
	}
	if s.state == Confirming {
		return ui.Sheet{To: importPath(s.id, "/progress")}, nil
	}
	tab := Tab(in.Filter)
	if tab == TabAll && s.Counts.WithErrors() > 0 {
		tab = TabErrors
	}
	if tab == TabAll {
		tab = TabGood
	}
	return ui.Sheet{Title: rowsTitle(v.Context(), s), Building: s.building, Section: "imports", Density: ui.Dense, Body: rowsView(s, tab, sent)}, nil
}

func (r *Room) showRowsAgain(v *act.View, in RowRequest, sent ui.Sent) (ui.Sheet, error) {
	return r.showRows(v, ListRows{OfImport: in.OfImport, Filter: string(TabErrors)}, sent)
}

func (r *Room) rowPage(a *act.Act, in RowRequest) (ui.Done, error) {
	row, err := strconv.Atoi(in.Row)
	if err != nil {
		return ui.Done{}, fault.NotFound("not_found")
	}
	_, err = r.MendRow(a, in.Import, row, in.Body.Fix(), in.Body.Reset)
	return ui.Done{To: importPath(in.Import, ""), Says: say(a.Context(), "row_done", "row", number(row))}, err
}

// FixPage carries one offered repair: the row, the field and the value, as the button says them.
type FixPage struct {
	OfImport
	Body struct {
		Fix string `json:"fix" minLength:"3" maxLength:"500"`
	}
}

func (r *Room) fixPage(a *act.Act, in FixPage) (ui.Done, error) {
	row, rest, _ := strings.Cut(in.Body.Fix, "|")
	field, value, _ := strings.Cut(rest, "|")
	n, err := strconv.Atoi(row)
	if err != nil {
		return ui.Done{}, fault.Invalid("value_refused", "fix")
	}
	_, err = r.MendRow(a, in.Import, n, Fix{Field(field): value}, false)
	return ui.Done{To: importPath(in.Import, ""), Says: say(a.Context(), "row_done", "row", row)}, err
}

// ConfirmPage confirms a list from the page that shows what will be.
type ConfirmPage struct {
	OfImport
	Body struct {
		Accept bool       `json:"accept_share_difference,omitempty"`
		From   civil.Date `json:"from,omitempty" format:"date"`
	}
}

func (r *Room) showConfirm(v *act.View, in ConfirmPage, sent ui.Sent) (ui.Sheet, error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return ui.Sheet{}, err
	}
	if s.state == Confirming {
		return ui.Sheet{To: importPath(s.id, "/progress")}, nil
	}
	if s.Preview == nil {
		return ui.Sheet{}, fault.Conflict("import_confirmed")
	}
	return ui.Sheet{Title: say(v.Context(), "confirm_title", "lots", s.Preview.Lots, "owners", s.Preview.Owners), Building: s.building, Section: "imports", Body: confirmView(s, sent)}, nil
}

func (r *Room) confirmPage(a *act.Act, in ConfirmPage) (ui.Done, error) {
	s, t, err := r.Confirm(a, in.Import, in.Body.Accept, in.Body.From)
	if s.state == Confirming {
		return ui.Done{To: importPath(in.Import, "/progress"), Says: say(a.Context(), "entering_done")}, err
	}
	return ui.Done{To: "/buildings/" + s.building.String() + "/lots", Says: say(a.Context(), "confirm_done", "lots", t.NewLots+t.ChangedLots+t.SameLots),
		Undo: importPath(in.Import, "/return")}, err
}

// seenProgress is an import on its way, and how far the job has come. A job of another process tells only when it is done.
func (r *Room) seenProgress(v *act.View, i id.Of[id.Import]) (imp Import, step int, err error) {
	if imp, err = FindImport(v.Tx, i); err != nil {
		return imp, 0, err
	}
	if n, ok := r.steps.Load(i); ok {
		step = n.(int) - 1
	}
	return imp, step, v.Allow(ReadList, imp.building)
}

func (r *Room) showProgress(v *act.View, in OfImport) (ui.Sheet, error) {
	i, step, err := r.seenProgress(v, in.Import)
	return ui.Sheet{Title: say(v.Context(), "progress_title", "n", i.rows), Building: i.building, Section: "imports", Body: progressView(i, step)}, err
}

func (r *Room) progressPart(v *act.View, in OfImport) (templ.Component, error) {
	i, step, err := r.seenProgress(v, in.Import)
	return progressOf(v.Context(), i, step), err
}

func (r *Room) forgetPage(a *act.Act, in OfImport) (ui.Done, error) {
	_, err := r.ForgetMapping(a, in.Import)
	return ui.Done{To: importPath(in.Import, "/columns"), Says: say(a.Context(), "forget_done")}, err
}

func (r *Room) returnPage(a *act.Act, in OfImport) (ui.Done, error) {
	imp, err := FindImport(a.Tx, in.Import)
	if err != nil {
		return ui.Done{}, err
	}
	err = r.Discard(a, in.Import)
	said := "return_done"
	if imp.state == Draft {
		said = "discard_done"
	}
	return ui.Done{To: importsPath(imp.building, ""), Says: say(a.Context(), said)}, err
}
