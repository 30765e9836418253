package purchases

import (
	"bytes"
	"slices"

	"koprogo/internal/estate/keys"
	"koprogo/internal/estate/property"
	"koprogo/internal/estate/suppliers"
	"koprogo/internal/finance/ledger"
	"koprogo/internal/governance/decisions"
	"koprogo/internal/governance/mandates"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/law"
	"koprogo/internal/people/identity"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/rest"
)

// What can be done with contracts; app/policy.go says by whom.
var (
	ReadContract     = act.NewAction("purchases.read_contract")
	ChangeContract   = act.NewAction("purchases.change_contract")
	EvaluateContract = act.NewAction("purchases.evaluate_contract")
)

// Conclude enters a recurring contract. The supplier is one that the office knows (in the terms), or is told beside it. Faults: those of Terms and of Commitment.Judge.
func (r *Room) Conclude(a *act.Act, building id.Of[id.Building], t Terms, beside *suppliers.Entry) (Contract, error) {
	if err := a.Hold(building); err != nil {
		return Contract{}, err
	}
	if _, err := property.FindBuilding(a.Tx, building); err != nil {
		return Contract{}, err
	}
	if err := a.Allow(ChangeContract, building); err != nil {
		return Contract{}, err
	}
	t, err := r.agreed(a, building, t, beside)
	if err != nil {
		return Contract{}, err
	}
	c := Contract{id: id.New[Contract](), building: building, terms: t}
	if _, err := a.Exec(addContract, c.id, building, a.Now, a.Who.Person); err != nil {
		return Contract{}, err
	}
	a.Record(ContractConcluded{Building: building, Contract: c.id, Supplier: t.Supplier, Until: t.Until, Decision: t.Decision})
	return c, saveTerms(a.Tx, c, a.Now)
}

// Amend says what a contract says now: an annex, an extension, an error put right. It is judged like a new one.
func (r *Room) Amend(a *act.Act, contract id.Of[Contract], t Terms) (Contract, error) {
	c, err := r.toAmend(a, contract, ChangeContract)
	if err != nil {
		return c, err
	}
	if !c.ended.None() {
		return c, fault.Conflict("contract_ended").With("date", c.ended)
	}
	if t.Supplier.None() {
		t.Supplier = c.terms.Supplier
	}
	if c.terms, err = r.agreed(a, c.building, t, nil); err != nil {
		return c, err
	}
	a.Record(ContractAmended{Building: c.building, Contract: c.id, Until: c.terms.Until, Decision: c.terms.Decision})
	return c, saveTerms(a.Tx, c, a.Now)
}

// agreed judges what is said of a contract.
func (r *Room) agreed(a *act.Act, building id.Of[id.Building], t Terms, beside *suppliers.Entry) (Terms, error) {
	t, err := t.checked()
	if err != nil {
		return t, err
	}
	if t.Account != "" {
		if err := judgeAccount(a, building, t.Account); err != nil {
			return t, err
		}
	}
	if !t.Key.None() {
		book, err := keys.Load(a.Tx, building)
		if err != nil {
			return t, err
		}
		if _, found := book.Key(t.Key, a.Today, a.Now); !found {
			return t, fault.Invalid("invoice_key", "key_id").With("date", a.Today)
		}
	}
	list, err := mandates.Of(a.Tx, building)
	if err != nil {
		return t, err
	}
	var cited decisions.Decision
	if !t.Decision.None() {
		cited, err = decisions.Get(a.Tx, t.Decision)
		if f := fault.As(err); f != nil || err == nil && (cited.Building() != building || cited.Withdrawn()) {
			return t, fault.Invalid("contract_decision", "decision_id")
		}
		if err != nil {
			return t, err
		}
	}
	if _, err := committed(t, list, cited).Judge(); err != nil {
		return t, err
	}
	supplier, err := r.supplier(a, t.Supplier, beside)
	t.Supplier = supplier.ID()
	return t, err
}

// committed is what is judged of a contract: against the syndic's mandate that was held when it was concluded, the one that ends last when there are several.
func committed(t Terms, list []mandates.Mandate, cited decisions.Decision) Commitment {
	c := Commitment{Until: t.Until, Own: t.Own, Decided: !t.Decision.None(), Before: !cited.ID().None() && !cited.Assembly().After(t.Signed)}
	for _, m := range list {
		if m.Kind() != mandates.Syndic && m.Kind() != mandates.Provisional || !m.Holds(t.Signed) {
			continue
		}
		if !c.Syndic || !c.Last.None() && (m.Last().None() || m.Last().After(c.Last)) {
			c.Last = m.Last()
		}
		c.Syndic = true
	}
	return c
}

// EndContract ends a contract before its last day, or one that ran until notice.
func (r *Room) EndContract(a *act.Act, contract id.Of[Contract], on civil.Date, reason string) (Contract, error) {
	c, err := r.toAmend(a, contract, ChangeContract)
	if err != nil {
		return c, err
	}
	if err := c.end(on, reason); err != nil {
		return c, err
	}
	a.Record(ContractEnded{Building: c.building, Contract: c.id, On: on})
	return c, saveTerms(a.Tx, c, a.Now)
}

// Evaluate keeps what is reported of a contract to the ordinary assembly of a year (art. 3.89 §5 12°). Said again for the same year, the later one counts.
func (r *Room) Evaluate(a *act.Act, contract id.Of[Contract], e Evaluation) (Evaluation, error) {
	c, err := r.toAmend(a, contract, EvaluateContract)
	if err != nil {
		return e, err
	}
	if e.Year == 0 {
		next, err := nextAssembly(&a.View, c.building)
		if err != nil {
			return e, err
		}
		e.Year = int64(next.Year())
	}
	if e, err = e.checked(c, a.Today); err != nil {
		return e, err
	}
	e.id, e.contract, e.At, e.By = id.New[id.Any](), c.id, a.Now, a.Who.Person
	if _, err := a.Exec(forgetYear, c.id, e.Year, a.Now); err != nil {
		return e, err
	}
	a.Record(ContractEvaluated{Building: c.building, Contract: c.id, Year: e.Year})
	_, err = a.Exec(addEvaluation, e.id, c.id, e.Year, e.Text, e.Rating, e.At, e.By)
	return e, err
}

// KeepContract keeps the paper of a contract. The one before stays in the history.
func (r *Room) KeepContract(a *act.Act, contract id.Of[Contract], name string, data []byte) (Contract, error) {
	c, err := r.toAmend(a, contract, ChangeContract)
	if err != nil {
		return c, err
	}
	media, err := Recognise(data)
	if err != nil {
		return c, err
	}
	ref, err := r.Blobs.Put(a.Context(), bytes.NewReader(data))
	if err != nil {
		return c, err
	}
	c.paper = Voucher{id: id.New[id.Any](), ref: ref, name: fileName(name, media), media: media, learned: a.Now}
	if _, err := a.Exec(forgetContractPaper, c.id, a.Now); err != nil {
		return c, err
	}
	a.Record(ContractKept{Building: c.building, Contract: c.id, Digest: ref.SHA256})
	_, err = a.Exec(addContractPaper, c.paper.id, c.id, ref.SHA256, ref.Size, c.paper.name, media, a.Now)
	return c, err
}

func (r *Room) toAmend(a *act.Act, contract id.Of[Contract], action act.Action) (Contract, error) {
	c, err := FindContract(a.Tx, contract)
	if err != nil {
		return c, err
	}
	if err := a.Allow(action, c.building); err != nil {
		return c, err
	}
	if err := a.Hold(c.building); err != nil {
		return c, err
	}
	return FindContract(a.Tx, contract)
}

// ShownContract is a contract with what a reader wants to see of it.
type ShownContract struct {
	Contract
	SupplierName string
	Decision     decisions.Decision // that permits it, when one does
	Warning      string             // what could not be judged
	Evaluations  []Evaluation       // the latest first
	Assembly     civil.Date         // the first day of the period of the next ordinary assembly; today's when it is not known
	Today        civil.Date
}

// ToReport tells whether the next ordinary assembly is owed a report on the contract that is not there yet.
func (s ShownContract) ToReport() bool {
	return s.ToEvaluate(s.Assembly) && !slices.ContainsFunc(s.Evaluations, func(e Evaluation) bool { return e.Year == int64(s.Assembly.Year()) })
}

// Contracts lists the contracts of a building, the latest first.
func (r *Room) Contracts(v *act.View, building id.Of[id.Building]) ([]ShownContract, error) {
	if _, err := property.FindBuilding(v.Tx, building); err != nil {
		return nil, err
	}
	if err := v.Allow(ReadContract, building); err != nil {
		return nil, err
	}
	list, err := db.All(v.Query(contractsOf, building), (*Contract).fields)
	if err != nil {
		return nil, err
	}
	return r.shownContracts(v, building, list)
}

// Agreement reads one contract.
func (r *Room) Agreement(v *act.View, contract id.Of[Contract]) (ShownContract, error) {
	c, err := FindContract(v.Tx, contract)
	if err != nil {
		return ShownContract{}, err
	}
	if err := v.Allow(ReadContract, c.building); err != nil {
		return ShownContract{}, err
	}
	list, err := r.shownContracts(v, c.building, []Contract{c})
	if err != nil {
		return ShownContract{}, err
	}
	return list[0], nil
}

func (r *Room) shownContracts(v *act.View, building id.Of[id.Building], list []Contract) ([]ShownContract, error) {
	sellers, err := suppliers.All(v.Tx)
	if err != nil {
		return nil, err
	}
	held, err := mandates.Of(v.Tx, building)
	if err != nil {
		return nil, err
	}
	reports, err := db.All(v.Query(evaluationsOf, building), (*Evaluation).fields)
	if err != nil {
		return nil, err
	}
	next, err := nextAssembly(v, building)
	if err != nil {
		return nil, err
	}
	var cited []id.Of[id.Decision]
	for _, c := range list {
		if !c.terms.Decision.None() && !slices.Contains(cited, c.terms.Decision) {
			cited = append(cited, c.terms.Decision)
		}
	}
	made, err := decisions.ByIDs(v.Tx, cited)
	if err != nil {
		return nil, err
	}
	shown := make([]ShownContract, 0, len(list))
	for _, c := range list {
		s := ShownContract{Contract: c, SupplierName: sellers[c.terms.Supplier].Name(), Decision: made[c.terms.Decision], Assembly: next, Today: v.Today}
		s.Warning, _ = committed(c.terms, held, s.Decision).Judge() // what is refused was refused when it was entered
		for _, e := range reports {
			if e.contract == c.id {
				s.Evaluations = append(s.Evaluations, e)
			}
		}
		shown = append(shown, s)
	}
	return shown, nil
}

// nextAssembly is the first day of the period in which the next ordinary assembly is held; today where that period is not known.
func nextAssembly(v *act.View, building id.Of[id.Building]) (civil.Date, error) {
	said, err := property.LoadParticulars(v.Tx, building, v.Today, v.Now)
	if err != nil {
		return v.Today, err
	}
	for _, year := range []int{v.Today.Year(), v.Today.Year() + 1} {
		period, known, err := said.Ordinary(year)
		if err != nil || !known {
			return v.Today, err
		}
		if v.Today.Before(period.To) {
			return period.From, nil
		}
	}
	return v.Today, nil
}

// ContractPaper gives the document of a contract as it was received, byte for byte. Fault: voucher_missing.
func (r *Room) ContractPaper(v *act.View, contract id.Of[Contract]) (rest.Download, error) {
	c, err := FindContract(v.Tx, contract)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadContract, c.building); err != nil {
		return rest.Download{}, err
	}
	if _, has := c.Paper(); !has {
		return rest.Download{}, fault.NotFound("contract_paper_missing")
	}
	return r.open(v, c.paper)
}

// ContractDeadlines are the days that the contracts of a building set, for whoever collects them: the last day of notice, as long as it is to come (no law sets it), and
// the report to the next ordinary assembly, where its period is known.
func (r *Room) ContractDeadlines(v *act.View, building id.Of[id.Building]) (days []law.Deadline, err error) {
	list, err := r.Contracts(v, building)
	if err != nil {
		return nil, err
	}
	for _, s := range list {
		args := map[string]any{"what": s.terms.What, "supplier": s.SupplierName}
		key := "purchases/contract/" + s.id.String()
		if by := s.NoticeBy(); !by.None() && !by.Before(v.Today) {
			days = append(days, law.Deadline{Key: key + "/notice", Path: contractPage(s.id, ""), What: "purchases.deadline_notice", Args: args, Whom: "law.whom_syndic", Date: by})
		}
		if s.Assembly == v.Today || !s.ToEvaluate(s.Assembly) {
			continue
		}
		d := law.Deadline{Key: key + "/report", Path: contractPage(s.id, ""), What: "purchases.deadline_report", Args: args, Whom: "law.whom_syndic", Legal: true, Article: "3.89 §5, 12°", Date: s.Assembly}
		for _, e := range s.Evaluations {
			if e.Year == int64(s.Assembly.Year()) {
				d.Done = e.At.BrusselsDate()
			}
		}
		days = append(days, d)
	}
	return days, nil
}

// evaluators names who evaluated.
func evaluators(tx *db.Tx, list []Evaluation) (map[id.Of[id.Person]]string, error) {
	var people []id.Of[id.Person]
	for _, e := range list {
		if !e.By.None() && !slices.Contains(people, e.By) {
			people = append(people, e.By)
		}
	}
	return identity.Names(tx, people)
}

// bookedAs names the key and the account of a contract; empty where nobody said.
func (r *Room) bookedAs(v *act.View, c Contract) (key, account string, err error) {
	if !c.terms.Key.None() {
		book, err := keys.Load(v.Tx, c.building)
		if err != nil {
			return "", "", err
		}
		if k, found := book.Key(c.terms.Key, v.Today, v.Now); found {
			key = k.Name(v.Who.Lang)
		}
	}
	if c.terms.Account == "" {
		return key, "", nil
	}
	chart, err := ledger.LoadChart(v.Tx, c.building)
	return key, c.terms.Account + " " + chart.Label(c.terms.Account, v.Who.Lang), err
}

// Rejudge judges the contracts that rest on a decision again, after it was said to be of another day: an authorisation precedes its contract. It answers
// decisions.Citer. Fault, at assembly_on: decision_day_contract.
func (r *Room) Rejudge(a *act.Act, d decisions.Decision) error {
	list, err := db.All(a.Query(contractsOf, d.Building()), (*Contract).fields)
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.terms.Own && c.terms.Decision == d.ID() && d.Assembly().After(c.terms.Signed) {
			return fault.Conflict("decision_day_contract").At("assembly_on").With("what", c.terms.What).With("date", c.terms.Signed)
		}
	}
	return nil
}
