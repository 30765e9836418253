package imports

import (
	"slices"
	"strconv"

	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/share"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// maxUpload is what a request with a file may hold: the largest sheet, and what a form adds to it.
const maxUpload = 26 << 20

// Routes declares the API of imports.
func (r *Room) Routes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings/{building}/imports", OfferList, "Bring the list of a building", r.postImport, rest.MaxBody(maxUpload))
	rest.Read(s, "GET /api/v1/buildings/{building}/imports", ReadList, "List the imports of a building", r.getImports)
	rest.Read(s, "GET /api/v1/imports/{import}", ReadList, "Read an import and what the register would become", r.getImport)
	rest.Read(s, "GET /api/v1/imports/{import}/rows", ReadList, "List the rows of an import", r.getRows)
	rest.Read(s, "GET /api/v1/imports/{import}/rows-to-fix", ReadList, "Download the rows that are to be mended", r.getRowsToFix, rest.Produces(xlsxType))
	rest.Write(s, "PUT /api/v1/imports/{import}/rows/{row}", MendList, "Write over the cells of a row", r.putRow)
	rest.Write(s, "PUT /api/v1/imports/{import}/mapping", MendList, "Say which column is what", r.putMapping)
	rest.Write(s, "DELETE /api/v1/imports/{import}/mapping", MendList, "Forget the columns remembered for these titles", r.deleteMapping)
	rest.Write(s, "POST /api/v1/imports/{import}/repairs", MendList, "Mend all rows with the same problem alike", r.postRepair)
	rest.Write(s, "POST /api/v1/imports/{import}/confirmation", ConfirmList, "Enter the list into the register", r.postConfirmation)
	rest.Write(s, "DELETE /api/v1/imports/{import}", DiscardList, "Discard a draft, or take the list back out of the register", r.deleteImport)
	rest.Read(s, "GET /api/v1/import-models/{language}", ReadModel, "Download a list to fill in", r.getModel, rest.Produces(xlsxType))
}

// OfImport names an import by the path.
type OfImport struct {
	Import id.Of[id.Import] `path:"import"`
}

// OfferRequest brings a file.
type OfferRequest struct {
	Building id.Of[id.Building] `path:"building"`
	File     rest.File          `file:"file"`
}

// ImportAnswer is an import as the API says it.
type ImportAnswer struct {
	ID          id.Of[id.Import]   `json:"id"`
	Building    id.Of[id.Building] `json:"building_id"`
	Name        string             `json:"name"`
	Digest      string             `json:"digest"`
	State       State              `json:"state"`
	Rows        int64              `json:"rows"`
	Errors      []ErrorAnswer      `json:"errors"`       // the first thousand
	ErrorsTotal int                `json:"errors_total"` // all of them
	Shares      SharesAnswer       `json:"shares"`
	Counts      Counts             `json:"counts"`
	Mapping     MappingAnswer      `json:"mapping"`
	Sheets      []SheetInfo        `json:"sheets"`
	From        civil.Date         `json:"from"`
	Offered     civil.Instant      `json:"offered_at"`
	Confirming  *civil.Instant     `json:"confirming_at"` // a job enters it since then
	Refused     string             `json:"refused"`       // the code of what kept the job from entering it
	Confirmed   *civil.Instant     `json:"confirmed_at"`
	Returned    *civil.Instant     `json:"returned_at"`
	Left        []LeftAnswer       `json:"rows_left_aside,omitempty"` // the first thousand
	Sample      []SampleAnswer     `json:"sample,omitempty"`
	Preview     *PreviewAnswer     `json:"preview,omitempty"`
}

// SharesAnswer holds the shares of the deed against those of the list.
type SharesAnswer struct {
	Declared int64 `json:"declared"`
	Found    int64 `json:"found"`
}

func answerShares(b share.Balance) SharesAnswer { return SharesAnswer{b.Declared, b.Found} }

// ErrorAnswer is what is wrong in a cell; row is its number in the file.
type ErrorAnswer struct {
	Row     int            `json:"row"`
	Column  Field          `json:"column"`
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Repairs []RepairAnswer `json:"repairs"`
}

// RepairAnswer is a value that mends an error when it is put into a field of the named row.
type RepairAnswer struct {
	Row   int    `json:"row"`
	Field Field  `json:"field"`
	Value string `json:"value"`
	Name  string `json:"name"`
	Label string `json:"label"`
}

// Says is the problem as a sentence.
func (p Problem) Says(l i18n.Lang) string { return i18n.SayWith(l, "imports.problem_"+p.Code, p.Args) }

// Says is the repair as the words of a button.
func (x Repair) Says(l i18n.Lang) string {
	return i18n.Say(l, "imports.repair_"+x.Name, "value", x.Value, "row", number(x.Row))
}

func answerError(l i18n.Lang) func(Problem) ErrorAnswer {
	return func(p Problem) ErrorAnswer {
		e := ErrorAnswer{Row: p.Row, Column: p.Column, Code: p.Code, Message: p.Says(l), Repairs: []RepairAnswer{}}
		for _, x := range p.Repairs {
			e.Repairs = append(e.Repairs, RepairAnswer{x.Row, x.Field, x.Value, x.Name, x.Says(l)})
		}
		return e
	}
}

// MappingAnswer says where the list is and which column is what, by the letters of the columns.
type MappingAnswer struct {
	Sheet     int              `json:"sheet"`      // counted from 0
	HeaderRow int              `json:"header_row"` // 0: there is none
	Columns   map[Field]string `json:"columns"`
	Of        int64            `json:"of"` // the whole in which the list counts; 0: the deed's

	Remembered bool `json:"remembered"` // as the office confirmed it last time under the same titles
}

// SampleAnswer is a row as it stands in the file.
type SampleAnswer struct {
	Row   int      `json:"row"`
	Cells []string `json:"cells"`
}

// LeftAnswer is a row that is no lot.
type LeftAnswer struct {
	Row   int    `json:"row"`
	Total bool   `json:"total"`
	Text  string `json:"text"`
}

// DifferenceAnswer is what the register says and the list says otherwise.
type DifferenceAnswer struct {
	Lot    string `json:"lot"`
	What   Field  `json:"what"`
	Person string `json:"person"`
	Was    string `json:"was"`
	Is     string `json:"is"`
}

// PreviewAnswer says what the register would become.
type PreviewAnswer struct {
	Lots         int      `json:"lots"`
	Owners       int      `json:"owners"`
	WithoutEmail int      `json:"owners_without_email"`
	NewLots      int      `json:"new_lots"`
	ChangedLots  int      `json:"changed_lots"`
	SameLots     int      `json:"same_lots"`
	NewOwners    int      `json:"new_owners"`
	Transfers    int      `json:"transfers"`
	LeftOut      []string `json:"lots_left_out"` // lots of the register that the list does not name; they stay
	Shares       int64    `json:"shares"`        // of the register afterwards

	Contacts    int                `json:"changed_contacts"` // owners who are reached otherwise
	Differences []DifferenceAnswer `json:"differences"`      // the first thousand
}

func answerImport(i Import) ImportAnswer {
	a := ImportAnswer{ID: i.id, Building: i.building, Name: i.name, Digest: i.digest, State: i.state, Rows: i.rows, Errors: []ErrorAnswer{},
		Shares: SharesAnswer{i.declared, i.found}, Sheets: i.sheets, From: i.from, Offered: i.offered,
		Mapping: MappingAnswer{Sheet: i.mapping.Sheet, HeaderRow: i.mapping.HeaderRow, Columns: map[Field]string{}, Of: i.mapping.Of, Remembered: i.mapping.Remembered}, Refused: i.refused}
	if i.state == Confirming {
		a.Confirming = &i.confirming
	}
	for f, c := range i.mapping.Columns {
		a.Mapping.Columns[f] = ColumnName(c)
	}
	if !i.confirmed.None() {
		a.Confirmed = &i.confirmed
	}
	if !i.returned.None() {
		a.Returned = &i.returned
	}
	return a
}

func answerSight(s Sight, l i18n.Lang) ImportAnswer {
	a := answerImport(s.Import)
	a.Counts = s.Counts
	if s.state == Draft {
		a.Shares = answerShares(s.Shares)
	}
	for _, r := range s.Checked.Rows {
		if s.state != Draft {
			break
		}
		a.ErrorsTotal += len(r.Problems)
		for _, p := range r.Problems {
			if len(a.Errors) < maxErrorsInList {
				a.Errors = append(a.Errors, answerError(l)(p))
			}
		}
	}
	return a
}

// postImport answers without the cells of the file: the answer is kept for a repeated key, and names are kept in one place only.
func (r *Room) postImport(a *act.Act, in OfferRequest) (ImportAnswer, error) {
	s, err := r.Offer(a, in.Building, in.File.Name, in.File.Data)
	return answerSight(s, i18n.From(a.Context())), err
}

// ListImports asks for the imports of a building.
type ListImports struct {
	Building id.Of[id.Building] `path:"building"`
	rest.Paging
}

func (r *Room) getImports(v *act.View, in ListImports) (rest.List[ImportAnswer], error) {
	list, err := r.Imports(v, in.Building)
	if err != nil {
		return rest.List[ImportAnswer]{}, err
	}
	var at, last string
	found, err := in.After(&at, &last)
	if err != nil {
		return rest.List[ImportAnswer]{}, err
	}
	if found {
		i := slices.IndexFunc(list, func(x Import) bool {
			return x.offered.String() < at || x.offered.String() == at && x.id.String() < last
		})
		list = list[max(i, 0):]
		if i < 0 {
			list = nil
		}
	}
	page := rest.Cut(in.Paging, list[:min(len(list), in.Limit+1)], func(x Import) []any { return []any{x.offered.String(), x.id.String()} })
	return rest.Map(page, answerImport), nil
}

func (r *Room) getImport(v *act.View, in OfImport) (ImportAnswer, error) {
	s, err := r.See(v, in.Import)
	if err != nil {
		return ImportAnswer{}, err
	}
	a := answerSight(s, i18n.From(v.Context()))
	for _, row := range s.Sample {
		a.Sample = append(a.Sample, SampleAnswer{row.Number, row.Cells})
	}
	for _, x := range s.Left[:min(len(s.Left), maxErrorsInList)] {
		a.Left = append(a.Left, LeftAnswer(x))
	}
	if p := s.Preview; p != nil {
		a.Preview = &PreviewAnswer{p.Lots, p.Owners, p.WithoutEmail, p.NewLots, p.ChangedLots, p.SameLots, p.NewParties, p.Transfers, []string{}, p.Shares,
			len(p.Contacts), []DifferenceAnswer{}}
		for _, d := range p.Differences[:min(len(p.Differences), maxErrorsInList)] {
			a.Preview.Differences = append(a.Preview.Differences, DifferenceAnswer(d))
		}
		for _, l := range p.LeftOut {
			a.Preview.LeftOut = append(a.Preview.LeftOut, l.Label())
		}
	}
	return a, nil
}

// RowBody is what a person writes over a row. What is not sent stays; clear names fields that are to be empty; reset forgets what was written before.
type RowBody struct {
	Label      *string `json:"label,omitempty" maxLength:"400"`
	Kind       *string `json:"kind,omitempty" maxLength:"400"`
	Shares     *string `json:"shares,omitempty" maxLength:"400"`
	Floor      *string `json:"floor,omitempty" maxLength:"400"`
	Surface    *string `json:"surface,omitempty" maxLength:"400"`
	Owner      *string `json:"owner,omitempty" maxLength:"400"`
	FirstName  *string `json:"first_name,omitempty" maxLength:"400"`
	LastName   *string `json:"last_name,omitempty" maxLength:"400"`
	Right      *string `json:"right,omitempty" maxLength:"400"`
	Part       *string `json:"part,omitempty" maxLength:"400"`
	Enterprise *string `json:"enterprise,omitempty" maxLength:"400"`
	Email      *string `json:"email,omitempty" maxLength:"400"`
	Phone      *string `json:"phone,omitempty" maxLength:"400"`
	Street     *string `json:"street,omitempty" maxLength:"400"`
	Number     *string `json:"number,omitempty" maxLength:"400"`
	Postcode   *string `json:"postcode,omitempty" maxLength:"400"`
	City       *string `json:"city,omitempty" maxLength:"400"`
	Country    *string `json:"country,omitempty" maxLength:"400"`
	Language   *string `json:"language,omitempty" maxLength:"400"`
	Held       *string `json:"held,omitempty" enum:"none,single,undivided,usufruct"`
	SameAs     *string `json:"same_as,omitempty" maxLength:"12"`
	Joins      *string `json:"joins,omitempty" maxLength:"12"`
	Ignored    *bool   `json:"ignored,omitempty"`
	Clear      []Field `json:"clear,omitempty" maxItems:"30"`
	Reset      bool    `json:"reset,omitempty"`
}

// Fix is what the body writes.
func (b RowBody) Fix() Fix {
	fix := Fix{}
	for f, v := range map[Field]*string{Label: b.Label, Kind: b.Kind, Shares: b.Shares, Floor: b.Floor, Surface: b.Surface, Owner: b.Owner, FirstName: b.FirstName,
		LastName: b.LastName, Right: b.Right, Part: b.Part, Enterprise: b.Enterprise, Email: b.Email, Phone: b.Phone, Street: b.Street,
		Number: b.Number, Postcode: b.Postcode, City: b.City, Country: b.Country, Language: b.Language, Held: b.Held, SameAs: b.SameAs, Joins: b.Joins} {
		if v != nil {
			fix[f] = *v
		}
	}
	for _, f := range b.Clear {
		fix[f] = ""
	}
	if b.Ignored != nil {
		fix[Ignored] = strconv.FormatBool(*b.Ignored)
	}
	return fix
}

// RowRequest writes over a row, named by its number in the file.
type RowRequest struct {
	OfImport
	Row  string `path:"row"`
	Body RowBody
}

// MendAnswer says how the list stands after something was mended. It carries no cells: see postImport.
type MendAnswer struct {
	ID     id.Of[id.Import] `json:"id"`
	Mended int              `json:"mended"`
	Rows   int64            `json:"rows"`
	Counts Counts           `json:"counts"`
	Shares SharesAnswer     `json:"shares"`
	Errors []ErrorAnswer    `json:"errors"` // of the rows that were asked for
}

func answerMend(s Sight, mended int, l i18n.Lang, row int) MendAnswer {
	a := MendAnswer{ID: s.id, Mended: mended, Rows: s.rows, Counts: s.Counts, Shares: answerShares(s.Shares), Errors: []ErrorAnswer{}}
	for _, r := range s.Checked.Rows {
		if r.Number == row {
			for _, p := range r.Problems {
				a.Errors = append(a.Errors, answerError(l)(p))
			}
		}
	}
	return a
}

func (r *Room) putRow(a *act.Act, in RowRequest) (MendAnswer, error) {
	row, err := strconv.Atoi(in.Row)
	if err != nil || strconv.Itoa(row) != in.Row {
		return MendAnswer{}, fault.NotFound("not_found")
	}
	s, err := r.MendRow(a, in.Import, row, in.Body.Fix(), in.Body.Reset)
	return answerMend(s, 1, i18n.From(a.Context()), row), err
}

// MappingRequest chooses columns by their letters; what is not said is recognised anew when the sheet or the row of titles changes.
type MappingRequest struct {
	OfImport
	Body struct {
		Sheet     *int             `json:"sheet,omitempty" minimum:"0" maximum:"99"`
		HeaderRow *int             `json:"header_row,omitempty" minimum:"0" maximum:"1048576"`
		Columns   map[Field]string `json:"columns,omitempty"`
		Of        *int64           `json:"of,omitempty" minimum:"0" maximum:"1000000000"`
		From      civil.Date       `json:"from,omitempty" format:"date"`
	}
}

func (r *Room) putMapping(a *act.Act, in MappingRequest) (ImportAnswer, error) {
	b := in.Body
	s, err := r.Remap(a, in.Import, Choice{b.Sheet, b.HeaderRow, b.Columns, b.Of, b.From})
	return answerSight(s, i18n.From(a.Context())), err
}

// RepairRequest names a problem by its code and a repair by its name.
type RepairRequest struct {
	OfImport
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"60"`
		Name string `json:"name" minLength:"1" maxLength:"60"`
	}
}

func (r *Room) postRepair(a *act.Act, in RepairRequest) (MendAnswer, error) {
	s, n, err := r.Repair(a, in.Import, in.Body.Code, in.Body.Name)
	return answerMend(s, n, i18n.From(a.Context()), 0), err
}

// ConfirmationRequest confirms a list; its body may stay away.
type ConfirmationRequest struct {
	OfImport
	Body *struct {
		Accept bool       `json:"accept_share_difference,omitempty"`
		From   civil.Date `json:"from,omitempty" format:"date"`
	}
}

// ConfirmationAnswer says what the register has become, or what it becomes while the import is "confirming": a long list is entered by a job.
type ConfirmationAnswer struct {
	ID          id.Of[id.Import] `json:"id"`
	State       State            `json:"state"`
	Confirmed   *civil.Instant   `json:"confirmed_at"`
	From        civil.Date       `json:"from"`
	NewLots     int              `json:"new_lots"`
	ChangedLots int              `json:"changed_lots"`
	SameLots    int              `json:"same_lots"`
	NewOwners   int              `json:"new_owners"`
	Transfers   int              `json:"transfers"`
	Accepted    bool             `json:"share_difference_accepted"`
}

func (r *Room) postConfirmation(a *act.Act, in ConfirmationRequest) (ConfirmationAnswer, error) {
	accept, from := false, civil.Date{}
	if in.Body != nil {
		accept, from = in.Body.Accept, in.Body.From
	}
	s, t, err := r.Confirm(a, in.Import, accept, from)
	return answerConfirmation(s, t), err
}

func answerConfirmation(s Sight, t property.Taken) ConfirmationAnswer {
	a := ConfirmationAnswer{s.id, s.state, nil, s.from, t.NewLots, t.ChangedLots, t.SameLots, t.NewParties, t.Transfers, s.accepted}
	if !s.confirmed.None() {
		a.Confirmed = &s.confirmed
	}
	return a
}

func (r *Room) deleteMapping(a *act.Act, in OfImport) (rest.Nothing, error) {
	_, err := r.ForgetMapping(a, in.Import)
	return rest.Nothing{}, err
}

func (r *Room) deleteImport(a *act.Act, in OfImport) (rest.Nothing, error) {
	return rest.Nothing{}, r.Discard(a, in.Import)
}
