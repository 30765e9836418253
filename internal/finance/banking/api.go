package banking

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the bank statements and movements.
func (r *Room) Routes(s *rest.Server) {
	rest.Write(s, "POST /api/v1/buildings/{building}/bank-statements", ImportStatement, "Import a file of a bank: CODA or CAMT.053", r.postStatements, rest.MaxBody(MaxFile+64<<10))
	rest.Read(s, "GET /api/v1/buildings/{building}/bank-statements", ReadBank, "List the bank statements of a building, newest first", r.getStatements, rest.Versioned())
	rest.Read(s, "GET /api/v1/bank-statements/{statement}", ReadBank, "Read a bank statement", r.getStatement, rest.Versioned())
	rest.Read(s, "GET /api/v1/bank-statements/{statement}/file", ReadBank, "Fetch the file of a bank statement as the bank sent it", r.getFile)
	rest.Write(s, "POST /api/v1/bank-statements/{statement}/retry", ImportStatement, "Judge a statement that waits anew, and post it when all is well", r.postRetry, rest.Status(200))
	rest.Write(s, "DELETE /api/v1/bank-statements/{statement}", ImportStatement, "Put a statement that waits aside", r.deleteStatement)
	rest.Read(s, "GET /api/v1/buildings/{building}/bank-movements", ReadBank, "List the movements on the accounts of a building, newest first", r.getMovements, rest.Versioned())
	rest.Read(s, "GET /api/v1/bank-movements/{movement}", ReadBank, "Read a movement", r.getMovement, rest.Versioned())
	rest.Write(s, "POST /api/v1/bank-movements/{movement}/booking", BookMovement, "Book a movement to the accounts where it belongs", r.postBooking)
	rest.Write(s, "DELETE /api/v1/bank-movements/{movement}/booking", BookMovement, "Undo the booking of a movement by a reversal", r.deleteBooking)
}

// OfStatement names a statement by the path.
type OfStatement struct {
	Statement id.Of[Statement] `path:"statement"`
}

// OfMovement names a movement by the path.
type OfMovement struct {
	Movement id.Of[Movement] `path:"movement"`
}

// StatementAnswer is a bank statement as the API says it.
type StatementAnswer struct {
	Account   string       `json:"account"` // as the bank writes it
	Opening   *money.Cents `json:"opening_cents"`
	Closing   *money.Cents `json:"closing_cents"`
	Movements int64        `json:"movements"`
	Status    string       `json:"status" enum:"posted,quarantined,duplicate,unknown_account"`

	ID         id.Of[Statement]   `json:"id"` // of a duplicate: of the one that is there already
	Building   id.Of[id.Building] `json:"building_id"`
	AccountID  string             `json:"account_id"`
	Format     string             `json:"format"`
	Number     int64              `json:"number"`
	Year       int64              `json:"year"`
	Date       civil.Date         `json:"date"`
	Currency   string             `json:"currency"`
	Reason     string             `json:"reason"`
	Difference money.Cents        `json:"difference_cents"`
	Exact      string             `json:"difference"` // with all the decimals of the file
	Entry      string             `json:"ledger_entry_id"`
	Dropped    bool               `json:"dropped"`
}

func answerStatement(s Statement) StatementAnswer {
	difference, _ := s.Difference().Cents()
	return StatementAnswer{ID: s.id, Building: s.building, Account: s.number, AccountID: s.account.String(), Format: s.format, Number: s.sequence, Year: s.year, Date: s.endsOn, Currency: s.currency,
		Opening: s.Opening(), Closing: s.Closing(), Movements: s.movements, Status: string(s.status), Reason: s.reason, Difference: difference, Exact: s.Difference().String(),
		Entry: s.entry.String(), Dropped: !s.dropped.None()}
}

// ImportRequest brings a file of a bank.
type ImportRequest struct {
	property.OfBuilding
	File rest.File `file:"file"`
}

// ImportAnswer is what became of each statement of the file.
type ImportAnswer struct {
	Statements []StatementAnswer `json:"statements"`
}

func (r *Room) postStatements(a *act.Act, in ImportRequest) (ImportAnswer, error) {
	list, err := r.Import(a, in.Building, in.File.Name, in.File.Data)
	answer := ImportAnswer{Statements: make([]StatementAnswer, 0, len(list))}
	for _, s := range list {
		answer.Statements = append(answer.Statements, answerStatement(s))
	}
	return answer, err
}

// StatementsRequest asks for the statements of a building.
type StatementsRequest struct {
	property.OfBuilding
	rest.Paging
}

func (r *Room) getStatements(v *act.View, in StatementsRequest) (rest.List[StatementAnswer], error) {
	var day civil.Date
	var last id.Of[Statement]
	found, err := in.After(&day, &last)
	if err == nil {
		err = r.mayRead(v, in.Building)
	}
	if err != nil {
		return rest.List[StatementAnswer]{}, err
	}
	rows := v.Query(statementsFrom, in.Building, in.Limit+1)
	if found {
		rows = v.Query(statementsAfter, in.Building, day, last, in.Limit+1)
	}
	list, err := db.All(rows, (*Statement).fields)
	return rest.Map(rest.Cut(in.Paging, list, func(s Statement) []any { return []any{s.endsOn, s.id} }), answerStatement), err
}

func (r *Room) getStatement(v *act.View, in OfStatement) (StatementAnswer, error) {
	s, err := r.Statement(v, in.Statement)
	return answerStatement(s), err
}

func (r *Room) getFile(v *act.View, in OfStatement) (rest.Download, error) {
	return r.Original(v, in.Statement)
}

func (r *Room) postRetry(a *act.Act, in OfStatement) (StatementAnswer, error) {
	s, err := r.Retry(a, in.Statement)
	return answerStatement(s), err
}

func (r *Room) deleteStatement(a *act.Act, in OfStatement) (StatementAnswer, error) {
	s, err := r.Drop(a, in.Statement)
	return answerStatement(s), err
}

// MovementAnswer is a movement as the API says it.
type MovementAnswer struct {
	ID           id.Of[Movement]    `json:"id"`
	Building     id.Of[id.Building] `json:"building_id"`
	Statement    id.Of[Statement]   `json:"statement_id"`
	Account      id.Of[id.Account]  `json:"account_id"`
	Number       string             `json:"number"`
	BookedOn     civil.Date         `json:"booked_on"`
	ValuedOn     *civil.Date        `json:"valued_on"`
	Amount       money.Cents        `json:"amount_cents"`
	Counterparty string             `json:"counterparty"`
	Theirs       string             `json:"counterparty_account"`
	Text         string             `json:"communication"`
	Reference    string             `json:"reference"`
	Code         string             `json:"transaction_code"`
	Status       string             `json:"status" enum:"todo,booked,nothing"`
	Entry        string             `json:"ledger_entry_id"`
	Splits       []SplitBody        `json:"splits,omitempty"` // of a single movement that is booked
}

// status is whether a movement is still to be booked; one of no amount never is.
func (m Movement) status() string {
	switch {
	case m.todo():
		return "todo"
	case m.entry.None():
		return "nothing"
	}
	return "booked"
}

func answerMovement(m Movement) MovementAnswer {
	a := MovementAnswer{ID: m.id, Building: m.building, Statement: m.statement, Account: m.account, Number: m.number, BookedOn: m.bookedOn, Amount: m.amount, Counterparty: m.counterparty,
		Theirs: m.theirs, Text: m.text, Reference: m.reference, Code: m.code, Status: m.status(), Entry: m.entry.String()}
	if !m.valuedOn.None() {
		a.ValuedOn = &m.valuedOn
	}
	return a
}

// MovementsRequest asks for the movements of a building.
type MovementsRequest struct {
	property.OfBuilding
	rest.Paging
	Status string `query:"status" enum:"todo,booked"`
}

func (r *Room) getMovements(v *act.View, in MovementsRequest) (rest.List[MovementAnswer], error) {
	return r.Movements(v, in.Building, in.Status, in.Paging)
}

// Movements lists the movements of a building, the newest first: all, those to be booked ("todo") or those that are ("booked").
func (r *Room) Movements(v *act.View, building id.Of[id.Building], status string, p rest.Paging) (rest.List[MovementAnswer], error) {
	var day civil.Date
	var last id.Of[Movement]
	found, err := p.After(&day, &last)
	if err == nil {
		err = r.mayRead(v, building)
	}
	if err != nil {
		return rest.List[MovementAnswer]{}, err
	}
	rows := v.Query(movementsFrom, building, status, p.Limit+1)
	if found {
		rows = v.Query(movementsAfter, building, status, day, last, p.Limit+1)
	}
	list, err := db.All(rows, (*Movement).fields)
	return rest.Map(rest.Cut(p, list, func(m Movement) []any { return []any{m.bookedOn, m.id} }), answerMovement), err
}

func (r *Room) getMovement(v *act.View, in OfMovement) (MovementAnswer, error) {
	m, err := r.Movement(v, in.Movement)
	if err != nil {
		return MovementAnswer{}, err
	}
	a := answerMovement(m)
	splits, err := r.splits(v, m)
	for _, s := range splits {
		a.Splits = append(a.Splits, SplitBody{Account: s.Account, Party: s.Party, Supplier: s.Supplier, Amount: s.Amount, Text: s.Text})
	}
	return a, err
}

// splits are where a movement was booked, as the books have it.
func (r *Room) splits(v *act.View, m Movement) (list []Split, err error) {
	if m.entry.None() {
		return nil, nil
	}
	e, err := ledger.Get(v.Tx, m.entry)
	for _, l := range e.Lines() {
		if l.Account != ledger.Suspense {
			list = append(list, Split{Account: l.Account, Party: l.Party, Supplier: l.Supplier, Amount: l.Amount.Neg(), Text: l.Text})
		}
	}
	return list, err
}

// SplitBody is a part of a movement as the API says it. A single one may leave its amount out: it is the whole movement.
type SplitBody struct {
	Account  string             `json:"account" minLength:"1" maxLength:"10"`
	Party    id.Of[id.Party]    `json:"party_id,omitempty" format:"uuid"`
	Supplier id.Of[id.Supplier] `json:"supplier_id,omitempty" format:"uuid"`
	Amount   money.Cents        `json:"amount_cents,omitempty"`
	Text     string             `json:"text,omitempty" maxLength:"300"`
}

// BookingRequest books a movement.
type BookingRequest struct {
	OfMovement
	Body struct {
		Splits []SplitBody `json:"splits" minItems:"1" maxItems:"100"`
	}
}

func (r *Room) postBooking(a *act.Act, in BookingRequest) (MovementAnswer, error) {
	var splits []Split
	for _, s := range in.Body.Splits {
		splits = append(splits, Split{Account: s.Account, Party: s.Party, Supplier: s.Supplier, Amount: s.Amount, Text: s.Text})
	}
	m, err := r.Book(a, in.Movement, splits)
	return answerMovement(m), err
}

func (r *Room) deleteBooking(a *act.Act, in OfMovement) (MovementAnswer, error) {
	m, err := r.Unbook(a, in.Movement)
	return answerMovement(m), err
}
