package identity

import (
	"context"
	"net/http"

	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/rest"
)

// accountRoutes declares the API of one's own sign-in.
func (r *Room) accountRoutes(s *rest.Server) {
	ok := rest.Status(http.StatusOK)
	rest.Proven(s, "PUT /api/v1/me/password", ChangeAccount, "Change the password; all other sessions end", r.proveChange, r.putPassword)
	rest.Proven(s, "POST /api/v1/me/email-changes", ChangeAccount, "Ask for a letter to a new address", r.proveEmail, r.postEmailChange, rest.Status(http.StatusNoContent))

	rest.Read(s, "GET /api/v1/me/second-factor", ReadAccount, "Whether a second factor is set", r.getFactor)
	rest.Proven(s, "POST /api/v1/me/second-factor", ChangeAccount, "Begin to set a second factor; answers the secret of the app", r.provePassword, r.postFactor)
	rest.Proven(s, "POST /api/v1/me/second-factor/confirmation", ChangeAccount, "Set the second factor with a first code; answers the recovery codes, once", r.proveFirst, r.postConfirmation, ok)
	rest.Proven(s, "POST /api/v1/me/second-factor/recovery-codes", ChangeAccount, "Make new recovery codes; the old ones are void", r.proveCode, r.postRecovery, ok)
	rest.Proven(s, "POST /api/v1/me/second-factor/removal", ChangeAccount, "Turn the second factor off", r.proveBoth, r.postRemoval)

	rest.Read(s, "GET /api/v1/me/sessions", ReadAccount, "List your open sessions", r.getSessions)
	rest.Write(s, "DELETE /api/v1/me/sessions/{session}", ChangeAccount, "End one of your sessions", r.deleteSession)
	rest.Write(s, "POST /api/v1/me/sign-outs", ChangeAccount, "End your other sessions, or all of them", r.postSignOut, ok)

	rest.Read(s, "GET /api/v1/me/keys", ReadAccount, "List your access keys", r.getKeys)
	rest.Write(s, "POST /api/v1/me/keys", ChangeAccount, "Make an access key for the office you act for; its secret is answered once", r.postKey, rest.Unkept())
	rest.Write(s, "DELETE /api/v1/me/keys/{access_key}", ChangeAccount, "End one of your access keys", r.deleteKey)

	rest.Read(s, "GET /api/v1/me/history", ReadAccount, "What happened to your sign-in, the latest first", r.getHistory)
}

// Nobody is a request that says nothing.
type Nobody struct{}

// ChangePasswordRequest changes the password.
type ChangePasswordRequest struct {
	Body struct {
		Current  string `json:"current_password" minLength:"1" maxLength:"1000" format:"password"`
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
	}
}

func (r *Room) proveChange(ctx context.Context, who act.Who, in ChangePasswordRequest) (string, error) {
	return r.changeProved(ctx, who, in.Body.Current, in.Body.Password)
}

func (r *Room) putPassword(a *act.Act, _ ChangePasswordRequest, encoded string) (rest.Nothing, error) {
	_, err := r.ChangePassword(a, encoded)
	return rest.Nothing{}, err
}

// EmailRequest asks for another address to sign in with.
type EmailRequest struct {
	Body struct {
		Email    string `json:"email" minLength:"3" maxLength:"254"`
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
	}
}

func (r *Room) proveEmail(ctx context.Context, who act.Who, in EmailRequest) (Person, error) {
	if _, err := address(in.Body.Email); err != nil {
		return Person{}, err
	}
	return r.prove(ctx, who, in.Body.Password, "password")
}

func (r *Room) postEmailChange(a *act.Act, in EmailRequest, _ Person) (rest.Nothing, error) {
	return rest.Nothing{}, r.AskEmail(a, in.Body.Email)
}

func (r *Room) getFactor(v *act.View, _ Nobody) (FactorState, error) {
	if err := withoutKey(v); err != nil {
		return FactorState{}, err
	}
	return r.FactorOf(v)
}

// ProofRequest proves the password.
type ProofRequest struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
	}
}

func (r *Room) provePassword(ctx context.Context, who act.Who, in ProofRequest) (Person, error) {
	return r.prove(ctx, who, in.Body.Password, "password")
}

// NewFactor is what an app needs to know: the secret to type, or the address that a QR code says.
type NewFactor struct {
	Secret  string `json:"secret"`
	Address string `json:"address"`
}

func (r *Room) postFactor(a *act.Act, _ ProofRequest, p Person) (NewFactor, error) {
	secret, err := r.BeginFactor(a)
	return NewFactor{secret, factorAddress(p.email, secret)}, err
}

// CodeRequest carries a code of the app.
type CodeRequest struct {
	Body struct {
		Totp string `json:"totp" minLength:"1" maxLength:"12"`
	}
}

// RecoveryCodes are shown once.
type RecoveryCodes struct {
	Codes []string `json:"recovery_codes"`
}

func (r *Room) proveFirst(ctx context.Context, who act.Who, in CodeRequest) (int64, error) {
	return r.firstCode(ctx, who, in.Body.Totp)
}

func (r *Room) postConfirmation(a *act.Act, _ CodeRequest, step int64) (RecoveryCodes, error) {
	codes, _, err := r.ConfirmFactor(a, step)
	return RecoveryCodes{codes}, err
}

func (r *Room) proveCode(ctx context.Context, who act.Who, in CodeRequest) (bool, error) {
	return true, r.codeProved(ctx, who, in.Body.Totp)
}

func (r *Room) postRecovery(a *act.Act, _ CodeRequest, _ bool) (RecoveryCodes, error) {
	codes, err := r.RenewRecovery(a)
	return RecoveryCodes{codes}, err
}

// RemovalRequest proves password and code.
type RemovalRequest struct {
	Body struct {
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
		Totp     string `json:"totp" minLength:"1" maxLength:"12"`
	}
}

func (r *Room) proveBoth(ctx context.Context, who act.Who, in RemovalRequest) (Person, error) {
	p, err := r.prove(ctx, who, in.Body.Password, "password")
	if err != nil {
		return p, err
	}
	return p, r.codeProved(ctx, who, in.Body.Totp)
}

func (r *Room) postRemoval(a *act.Act, _ RemovalRequest, _ Person) (rest.Nothing, error) {
	_, err := r.RemoveFactor(a)
	return rest.Nothing{}, err
}

func (r *Room) getSessions(v *act.View, _ Nobody) (rest.List[SessionLine], error) {
	list, err := r.Sessions(v)
	return rest.List[SessionLine]{Items: list}, err
}

// SessionPath names a session.
type SessionPath struct {
	Session id.Of[id.Session] `path:"session"`
}

func (r *Room) deleteSession(a *act.Act, in SessionPath) (rest.Nothing, error) {
	return rest.Nothing{}, r.EndSession(a, in.Session)
}

// SignOutRequest says which sessions end: the others, or all.
type SignOutRequest struct {
	Body struct {
		Scope string `json:"scope" enum:"others,all"`
	}
}

// SignedOutAnswer tells how many sessions ended.
type SignedOutAnswer struct {
	Ended int `json:"ended"`
}

func (r *Room) postSignOut(a *act.Act, in SignOutRequest) (SignedOutAnswer, error) {
	n, err := r.SignOutEverywhere(a, in.Body.Scope == "others")
	return SignedOutAnswer{n}, err
}

func (r *Room) getKeys(v *act.View, _ Nobody) (rest.List[KeyLine], error) {
	list, err := r.AccessKeys(v)
	return rest.List[KeyLine]{Items: list}, err
}

// KeyRequest makes a key. The last day on which it serves is at most a year ahead.
type KeyRequest struct {
	Body struct {
		Name    string     `json:"name" minLength:"1" maxLength:"80"`
		Scope   string     `json:"scope" enum:"read,read_write"`
		Expires civil.Date `json:"expires_on" format:"date"`
	}
}

// MadeKey is a key with its secret, which is said only now.
type MadeKey struct {
	KeyLine
	Secret string `json:"secret"`
}

func (r *Room) postKey(a *act.Act, in KeyRequest) (MadeKey, error) {
	k, secret, err := r.MakeKey(a, in.Body.Name, in.Body.Scope, in.Body.Expires)
	return MadeKey{KeyLine{k.id, k.office, k.name, k.scope, k.created, k.expires, k.used, false}, secret}, err
}

// KeyPath names an access key.
type KeyPath struct {
	Key id.Of[id.AccessKey] `path:"access_key"`
}

func (r *Room) deleteKey(a *act.Act, in KeyPath) (rest.Nothing, error) {
	return rest.Nothing{}, r.EndKey(a, in.Key)
}

func (r *Room) getHistory(v *act.View, _ Nobody) (rest.List[Event], error) {
	list, err := r.History(v, historyShown)
	return rest.List[Event]{Items: append([]Event{}, list...)}, err
}
