package mandates

import (
	"strconv"
	"strings"

	"koprogo/internal/governance/decisions"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Service is one service of a contract: in the flat fee, or paid apart. What is not listed is not paid, unless the assembly decides (art. 3.89 §1).
type Service struct {
	Flat  bool
	Label string
	Price money.Cents // in cents; of the flat fee, what it adds to it
	Unit  string      // per year, per hour, per reminder
}

// Contract is the written contract between the association and its syndic.
type Contract struct {
	id       id.Of[id.Any]
	mandate  id.Of[id.Mandate]
	Signed   civil.Date
	Until    civil.Date         // the last day
	Decision id.Of[id.Decision] // that lets it outlive the mandate
	Services []Service
	Paper    decisions.Paper
}

const maxServices = 60

// Flat is the sum of the flat-fee services.
func (c Contract) Flat() (sum money.Cents) {
	for _, s := range c.Services {
		if s.Flat {
			sum = sum.Add(s.Price)
		}
	}
	return sum
}

func (c Contract) checked(m Mandate) (Contract, error) {
	var faults []error
	if m.Kind() != Syndic && m.Kind() != Provisional {
		return c, fault.Conflict("contract_syndic")
	}
	if c.Signed.None() {
		faults = append(faults, fault.Invalid("required", "signed_on"))
	}
	if c.Until.None() {
		faults = append(faults, fault.Invalid("required", "until"))
	}
	if len(c.Services) == 0 {
		faults = append(faults, fault.Unlawful("contract_no_service", "3.89 §1", "services[0].label"))
	}
	if len(c.Services) > maxServices {
		faults = append(faults, fault.Invalid("too_many", "services").With("max", maxServices))
	}
	for i := range c.Services {
		s, at := &c.Services[i], "services["+strconv.Itoa(i)+"]."
		s.Label, s.Unit = strings.Join(strings.Fields(s.Label), " "), strings.Join(strings.Fields(s.Unit), " ")
		if s.Label == "" {
			faults = append(faults, fault.Invalid("required", at+"label"))
		}
		if s.Price < 0 {
			faults = append(faults, fault.Invalid("contract_price", at+"price_cents"))
		}
		faults = append(faults, s.Price.Within(at+"price_cents"))
	}
	faults = append(faults, MayOutlive(m.entry.Until, c.Until, !c.Decision.None()))
	return c, fault.Join(faults...)
}

// SetContract says what a syndic's contract holds. The paper that is kept stays; what was said before stays known.
func (r *Room) SetContract(a *act.Act, mandate id.Of[id.Mandate], c Contract) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	if c, err = c.checked(m); err != nil {
		return Mandate{}, err
	}
	if !c.Decision.None() {
		if _, err := decisionOf(a.Tx, m.building, c.Decision); err != nil {
			return Mandate{}, err
		}
	}
	before, _, err := loadContract(a.Tx, mandate)
	if err != nil {
		return Mandate{}, err
	}
	c.id, c.mandate, c.Paper = id.New[id.Any](), m.id, before.Paper
	a.Record(ContractSet{Building: m.building, Mandate: m.id, Until: c.Until, Digest: c.Paper.Ref.SHA256})
	return m, saveContract(a.Tx, c, a.Now)
}

// SignContract keeps the signed paper of a contract. Fault: contract_missing.
func (r *Room) SignContract(a *act.Act, mandate id.Of[id.Mandate], name string, data []byte) (Mandate, error) {
	m, err := toChange(a, mandate)
	if err != nil {
		return Mandate{}, err
	}
	c, found, err := loadContract(a.Tx, mandate)
	if err != nil || !found {
		return Mandate{}, fault.Join(err, fault.Conflict("contract_missing"))
	}
	if c.Paper, err = decisions.Keep(a.Context(), r.Blobs, name, data); err != nil {
		return Mandate{}, err
	}
	c.id = id.New[id.Any]()
	a.Record(ContractSet{Building: m.building, Mandate: m.id, Until: c.Until, Digest: c.Paper.Ref.SHA256})
	return m, saveContract(a.Tx, c, a.Now)
}

// ContractPaper gives the signed paper as it was received.
func (r *Room) ContractPaper(v *act.View, mandate id.Of[id.Mandate]) (rest.Download, error) {
	m, err := Get(v.Tx, mandate)
	if err != nil {
		return rest.Download{}, err
	}
	if err := v.Allow(ReadContract, m.building); err != nil {
		return rest.Download{}, err
	}
	c, _, err := loadContract(v.Tx, mandate)
	if err != nil {
		return rest.Download{}, err
	}
	return c.Paper.Open(v.Context(), r.Blobs)
}
