package mandates

import (
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/id"
	"koprogo/internal/kernel/money"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// ServiceBody is one service of a contract.
type ServiceBody struct {
	Flat  bool        `json:"flat,omitempty"`
	Label string      `json:"label" minLength:"1" maxLength:"200"`
	Price money.Cents `json:"price_cents" minimum:"0"`
	Unit  string      `json:"unit,omitempty" maxLength:"60"`
}

// ContractBody is what a contract holds.
type ContractBody struct {
	Signed   civil.Date         `json:"signed_on" format:"date"`
	Until    civil.Date         `json:"until" format:"date"`
	Decision id.Of[id.Decision] `json:"decision_id,omitempty" format:"uuid"` // that lets it outlive the mandate
	Services []ServiceBody      `json:"services,omitempty" maxItems:"60"`
}

func (b ContractBody) contract() Contract {
	c := Contract{Signed: b.Signed, Until: b.Until, Decision: b.Decision}
	for _, s := range b.Services {
		c.Services = append(c.Services, Service(s))
	}
	return c
}

// ContractRequest says what a contract holds.
type ContractRequest struct {
	OfMandate
	Body ContractBody
}

// ContractAnswer is a contract as the API says it.
type ContractAnswer struct {
	Signed   civil.Date          `json:"signed_on"`
	Until    civil.Date          `json:"until"`
	Decision *id.Of[id.Decision] `json:"decision_id"`
	Flat     money.Cents         `json:"flat_fee_cents"`
	Services []ServiceBody       `json:"services"`
	Paper    *string             `json:"paper_sha256"`
}

func answerContract(c Contract) ContractAnswer {
	a := ContractAnswer{c.Signed, c.Until, given(c.Decision), c.Flat(), []ServiceBody{}, given(c.Paper.Ref.SHA256)}
	for _, s := range c.Services {
		a.Services = append(a.Services, ServiceBody(s))
	}
	return a
}

func (r *Room) contract(v *act.View, mandate id.Of[id.Mandate]) (ContractAnswer, error) {
	m, err := Get(v.Tx, mandate)
	if err != nil {
		return ContractAnswer{}, err
	}
	if err := v.Allow(ReadContract, m.building); err != nil {
		return ContractAnswer{}, err
	}
	c, found, err := loadContract(v.Tx, mandate)
	if err == nil && !found {
		err = fault.NotFound("contract_missing")
	}
	return answerContract(c), err
}

func (r *Room) getContract(v *act.View, in OfMandate) (ContractAnswer, error) {
	return r.contract(v, in.Mandate)
}

func (r *Room) putContract(a *act.Act, in ContractRequest) (ContractAnswer, error) {
	if _, err := r.SetContract(a, in.Mandate, in.Body.contract()); err != nil {
		return ContractAnswer{}, err
	}
	return r.contract(&a.View, in.Mandate)
}

// PaperRequest brings the signed contract.
type PaperRequest struct {
	OfMandate
	File rest.File `file:"file"`
}

func (r *Room) postPaper(a *act.Act, in PaperRequest) (ContractAnswer, error) {
	if _, err := r.SignContract(a, in.Mandate, in.File.Name, in.File.Data); err != nil {
		return ContractAnswer{}, err
	}
	return r.contract(&a.View, in.Mandate)
}

func (r *Room) getPaper(v *act.View, in OfMandate) (rest.Download, error) {
	return r.ContractPaper(v, in.Mandate)
}

// PosterRequest asks for the poster in the building's language or another.
type PosterRequest struct {
	OfMandate
	Language string `query:"language" enum:"fr,nl,de,en"`
}

func (r *Room) getPoster(v *act.View, in PosterRequest) (rest.Download, error) {
	return r.Poster(v, in.Mandate, in.Language)
}

// DutyBody says when a duty was done, and how that can be seen.
type DutyBody struct {
	On   civil.Date `json:"on,omitempty" format:"date"`
	Note string     `json:"note,omitempty" maxLength:"1000"`
}

// OfDuty names a duty of a mandate by the path.
type OfDuty struct {
	OfMandate
	Duty Duty `path:"duty"`
}

// DutyRequest proves a duty in words.
type DutyRequest struct {
	OfDuty
	Body DutyBody
}

func (r *Room) postDuty(a *act.Act, in DutyRequest) (Answer, error) {
	m, err := r.Prove(a, in.Mandate, Evidence{Duty: in.Duty, On: in.Body.On, Note: in.Body.Note}, "", nil)
	return r.written(a, m, err)
}

// ProofRequest proves a duty by a paper.
type ProofRequest struct {
	OfDuty
	File rest.File `file:"file"`
}

func (r *Room) postProof(a *act.Act, in ProofRequest) (Answer, error) {
	m, err := r.Prove(a, in.Mandate, Evidence{Duty: in.Duty}, in.File.Name, in.File.Data)
	return r.written(a, m, err)
}

// EvidenceRequest asks for the paper of a proof.
type EvidenceRequest struct {
	OfMandate
	Evidence id.Of[id.Any] `path:"evidence"`
}

func (r *Room) getProof(v *act.View, in EvidenceRequest) (rest.Download, error) {
	return r.EvidenceOf(v, in.Mandate, in.Evidence)
}
