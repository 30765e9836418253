package keys

import (
	"koprogo/internal/estate/property"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// Routes declares the API of the keys.
func (r *Room) Routes(s *rest.Server) {
	rest.Read(s, "GET /api/v1/buildings/{building}/keys", ReadKeys, "List the distribution keys", r.getKeys, rest.Versioned())
	rest.Write(s, "POST /api/v1/buildings/{building}/keys", ChangeKeys, "Enter a distribution key", r.postKey)
	rest.Read(s, "GET /api/v1/keys/{key}", ReadKeys, "Read a distribution key with its lots", r.getKey, rest.Versioned())
	rest.Write(s, "PUT /api/v1/keys/{key}", ChangeKeys, "Change a distribution key from a day on, or correct it", r.putKey)
	rest.Write(s, "POST /api/v1/keys/{key}/withdrawal", ChangeKeys, "Take the last version of a distribution key back", r.postWithdrawal)
}

// WeightBody is a lot that a key names.
type WeightBody struct {
	Lot    id.Of[id.Lot] `json:"lot_id" format:"uuid"`
	Weight int64         `json:"weight,omitempty" minimum:"0" maximum:"1000000000"` // with kind weights only
}

// KeyBody is what a request says about a key.
type KeyBody struct {
	Name     string       `json:"name" minLength:"1" maxLength:"80"`
	Kind     string       `json:"kind" enum:"shares,lots,weights"`
	Basis    string       `json:"basis,omitempty" maxLength:"300"`    // article of the deed or the statutes
	Decision string       `json:"decision,omitempty" maxLength:"300"` // decision of the assembly that changed it
	From     civil.Date   `json:"from,omitempty" format:"date"`
	Lots     []WeightBody `json:"lots,omitempty" maxItems:"5000"`
}

// ChangeBody is what a request says of a key that is known already.
type ChangeBody struct {
	KeyBody
	Seen civil.Instant `json:"seen,omitempty" format:"date-time"` // when what the writer saw was learned: refused when the key was changed since
}

func (b KeyBody) entry() Entry {
	e := Entry{Name: b.Name, Kind: Kind(b.Kind), Basis: b.Basis, Decision: b.Decision, From: b.From}
	for _, w := range b.Lots {
		e.Lots = append(e.Lots, Weighted(w))
	}
	return e
}

// KeyAnswer is a key as the API says it, with the lots that take part on the day that was asked.
type KeyAnswer struct {
	ID              id.Of[id.Key]      `json:"id"`
	Building        id.Of[id.Building] `json:"building_id"`
	Name            string             `json:"name"`
	Kind            Kind               `json:"kind"`
	Default         bool               `json:"default"` // the key that every building has: all lots by their shares
	Basis           string             `json:"basis"`
	Decision        string             `json:"decision"`
	DecisionMissing bool               `json:"decision_missing"` // it was changed, and no decision is named (art. 3.88 §1 2° a)
	From            *civil.Date        `json:"from"`             // null: since the deed
	To              *civil.Date        `json:"to"`
	Learned         *civil.Instant     `json:"learned_at"` // to be sent back with a change; null for the key that every building has, as long as nobody described it
	Total           int64              `json:"total_weight"`
	Lots            []LineAnswer       `json:"lots"`
}

// LineAnswer is a lot with its weight.
type LineAnswer struct {
	Lot    id.Of[id.Lot] `json:"lot_id"`
	Label  string        `json:"label"`
	Weight int64         `json:"weight"`
}

func answerKey(k Shown, l i18n.Lang) KeyAnswer {
	a := KeyAnswer{ID: k.id, Building: k.building, Name: k.Name(l), Kind: k.kind, Default: k.Key.Default(), Basis: k.basis, Decision: k.decision,
		DecisionMissing: k.Unproven, From: day(k.from), To: day(k.to), Learned: moment(k.learned), Total: Total(k.Lines), Lots: []LineAnswer{}}
	for _, line := range k.Lines {
		a.Lots = append(a.Lots, LineAnswer{line.Lot.ID(), line.Lot.Label(), line.Weight})
	}
	return a
}

func moment(i civil.Instant) *civil.Instant {
	if i.None() {
		return nil
	}
	return &i
}

func day(d civil.Date) *civil.Date {
	if d.None() {
		return nil
	}
	return &d
}

// KeysRequest asks for the keys of a building on a day, as known at a moment.
type KeysRequest struct {
	property.OfBuilding
	property.AsOf
	rest.Paging
}

func (r *Room) getKeys(v *act.View, in KeysRequest) (rest.List[KeyAnswer], error) {
	list, err := r.Keys(v, in.Building, in.On, in.Known)
	if err != nil {
		return rest.List[KeyAnswer]{}, err
	}
	page, err := property.Page(in.Paging, list, func(k Shown) []string {
		if k.Key.Default() {
			return []string{"0", k.id.String()}
		}
		return []string{"1", k.id.String()}
	})
	return rest.Map(page, func(k Shown) KeyAnswer { return answerKey(k, v.Who.Lang) }), err
}

// AddKeyRequest enters a key.
type AddKeyRequest struct {
	property.OfBuilding
	Body KeyBody
}

func (r *Room) postKey(a *act.Act, in AddKeyRequest) (KeyAnswer, error) {
	k, err := r.AddKey(a, in.Building, in.Body.entry())
	if err != nil {
		return KeyAnswer{}, err
	}
	return r.written(a, k)
}

// written reads a key back as it is from the day that was said.
func (r *Room) written(a *act.Act, k Key) (KeyAnswer, error) {
	on := a.Today
	if k.from.After(on) {
		on = k.from
	}
	shown, err := r.Key(&a.View, k.id, on, a.Now)
	return answerKey(shown, a.Who.Lang), err
}

// KeyRequest asks for a key on a day, as known at a moment.
type KeyRequest struct {
	Key id.Of[id.Key] `path:"key"`
	property.AsOf
}

func (r *Room) getKey(v *act.View, in KeyRequest) (KeyAnswer, error) {
	k, err := r.Key(v, in.Key, in.On, in.Known)
	return answerKey(k, v.Who.Lang), err
}

// ChangeKeyRequest changes or corrects a key.
type ChangeKeyRequest struct {
	Key  id.Of[id.Key] `path:"key"`
	Body ChangeBody
}

func (r *Room) postWithdrawal(a *act.Act, in OfKey) (rest.Nothing, error) {
	_, err := r.Withdraw(a, in.Key)
	return rest.Nothing{}, err
}

func (r *Room) putKey(a *act.Act, in ChangeKeyRequest) (KeyAnswer, error) {
	e := in.Body.entry()
	e.Seen = in.Body.Seen
	k, err := r.ChangeKey(a, in.Key, e)
	if err != nil {
		return KeyAnswer{}, err
	}
	return r.written(a, k)
}
