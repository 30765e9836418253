package identity

import (
	"context"
	"strings"

	"koprogo/internal/formats/epcqr"
	"koprogo/internal/kernel/civil"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/act"
	"koprogo/internal/platform/ui"
)

const (
	accountPath  = "/account"
	passwordPath = "/account/password"
	emailPath    = "/account/email"
	factorPath   = "/account/second-factor"
	sessionsPath = "/account/sessions"
	keysPath     = "/account/keys"
	historyPath  = "/account/history"
)

// accountPages declares the pages of one's own sign-in; the room office draws the first of them, where they meet.
func (r *Room) accountPages(p *ui.Pages) {
	ui.Proven(p, passwordPath, ChangeAccount, r.showPassword, r.proveChange, r.changeThere)
	ui.Proven(p, emailPath, ChangeAccount, r.showEmail, r.proveEmail, r.askThere)

	ui.Proven(p, factorPath, ChangeAccount, r.showFactor, r.provePassword, r.beginThere)
	ui.Proven(p, factorPath+"/confirm", ChangeAccount, r.showFirstCode, r.proveFirst, r.confirmThere)
	ui.Proven(p, factorPath+"/codes", ChangeAccount, r.showRenewal, r.proveCode, r.renewThere)
	ui.Proven(p, factorPath+"/off", ChangeAccount, r.showRemoval, r.proveBoth, r.removeThere)

	ui.Page(p, "GET "+sessionsPath, ReadAccount, func(v *act.View, _ Nobody) (ui.Sheet, error) { return r.showSessions(v) })
	ui.Post(p, sessionsPath+"/{session}", ChangeAccount, 0, nil, r.endThere)
	ui.Post(p, "/account/sign-outs", ChangeAccount, 0,
		func(v *act.View, _ SignOutRequest, _ ui.Sent) (ui.Sheet, error) { return r.showSessions(v) }, r.signOutThere)

	ui.Page(p, "GET "+keysPath, ReadAccount, r.showKeys)
	ui.FormPage(p, keysPath+"/new", ChangeAccount, 0, r.showNewKey, r.makeThere)
	ui.FormPage(p, keysPath+"/{access_key}/end", ChangeAccount, 0, r.showEndKey, r.endKeyThere)

	ui.Page(p, "GET "+historyPath, ReadAccount, r.showHistory)
}

// Summary is one's own sign-in at a glance, for the page where everything of an account meets.
type Summary struct {
	Email    string
	Chosen   civil.Instant // the password
	Factor   FactorState
	Sessions int
	Keys     int
	Lately   []Event
}

// lately is how much of the history stands on the first page.
const lately = 5

// Summary tells how the reader's own sign-in stands.
func (r *Room) Summary(v *act.View) (s Summary, err error) {
	p, err := ByID(v.Tx, v.Who.Person)
	if err != nil {
		return s, err
	}
	s.Email, s.Chosen = p.email, p.chosen
	if s.Factor, err = r.FactorOf(v); err != nil {
		return s, err
	}
	sessions, err := openSessions(v)
	if err != nil {
		return s, err
	}
	s.Sessions = len(sessions)
	keys, err := r.AccessKeys(v)
	if err != nil {
		return s, err
	}
	s.Keys = len(keys)
	s.Lately, err = r.History(v, lately)
	return s, err
}

func sheet(ctx context.Context, title string, body func(title string) ui.Sheet) ui.Sheet {
	title = i18n.T(ctx, "identity."+title)
	s := body(title)
	s.Title, s.Section = title, "account"
	return s
}

func (r *Room) showPassword(v *act.View, _ ChangePasswordRequest, sent ui.Sent) (ui.Sheet, error) {
	return sheet(v.Context(), "password_title", func(title string) ui.Sheet { return ui.Sheet{Body: passwordView(title, v.Who.Email, sent)} }), nil
}

func (r *Room) changeThere(a *act.Act, _ ChangePasswordRequest, encoded string) (ui.Done, error) {
	cookie, err := r.ChangePassword(a, encoded)
	return ui.Done{To: accountPath, Says: i18n.T(a.Context(), "identity.password_done"), Session: cookie}, err
}

func (r *Room) showEmail(v *act.View, _ EmailRequest, sent ui.Sent) (ui.Sheet, error) {
	return sheet(v.Context(), "email_title", func(title string) ui.Sheet { return ui.Sheet{Body: emailView(title, v.Who.Email, sent)} }), nil
}

func (r *Room) askThere(a *act.Act, in EmailRequest, _ Person) (ui.Done, error) {
	return ui.Done{To: accountPath, Says: i18n.T(a.Context(), "identity.email_asked", "email", strings.TrimSpace(in.Body.Email))}, r.AskEmail(a, in.Body.Email)
}

func (r *Room) showFactor(v *act.View, _ ProofRequest, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.FactorOf(v)
	return sheet(v.Context(), "factor_title", func(title string) ui.Sheet { return ui.Sheet{Body: factorView(title, v.Who.Email, f, sent)} }), err
}

func (r *Room) beginThere(a *act.Act, _ ProofRequest, _ Person) (ui.Done, error) {
	_, err := r.BeginFactor(a)
	return ui.Done{To: factorPath + "/confirm"}, err
}

func (r *Room) showFirstCode(v *act.View, _ CodeRequest, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.FactorOf(v)
	if err != nil || !f.Pending {
		return ui.Sheet{To: factorPath}, err
	}
	matrix, err := epcqr.Matrix(factorAddress(v.Who.Email, f.secret))
	return sheet(v.Context(), "factor_confirm_title", func(title string) ui.Sheet {
		return ui.Sheet{Body: firstCodeView(title, matrix, f.secret, sent)}
	}), err
}

func (r *Room) confirmThere(a *act.Act, _ CodeRequest, step int64) (ui.Done, error) {
	codes, cookie, err := r.ConfirmFactor(a, step)
	return ui.Done{To: factorPath, Session: cookie, Show: codesSheet(a.Context(), codes)}, err
}

// codesSheet shows the recovery codes, once.
func codesSheet(ctx context.Context, codes []string) *ui.Sheet {
	s := sheet(ctx, "codes_title", func(title string) ui.Sheet { return ui.Sheet{Body: codesView(title, codes)} })
	return &s
}

func (r *Room) showRenewal(v *act.View, _ CodeRequest, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.FactorOf(v)
	if err != nil || !f.Set {
		return ui.Sheet{To: factorPath}, err
	}
	return sheet(v.Context(), "renew_title", func(title string) ui.Sheet { return ui.Sheet{Body: renewView(title, f, sent)} }), nil
}

func (r *Room) renewThere(a *act.Act, _ CodeRequest, _ bool) (ui.Done, error) {
	codes, err := r.RenewRecovery(a)
	return ui.Done{To: factorPath, Show: codesSheet(a.Context(), codes)}, err
}

func (r *Room) showRemoval(v *act.View, _ RemovalRequest, sent ui.Sent) (ui.Sheet, error) {
	f, err := r.FactorOf(v)
	if err != nil || !f.Set {
		return ui.Sheet{To: factorPath}, err
	}
	return sheet(v.Context(), "factor_off_title", func(title string) ui.Sheet { return ui.Sheet{Body: factorOffView(title, v.Who.Email, sent)} }), nil
}

func (r *Room) removeThere(a *act.Act, _ RemovalRequest, _ Person) (ui.Done, error) {
	cookie, err := r.RemoveFactor(a)
	return ui.Done{To: factorPath, Says: i18n.T(a.Context(), "identity.factor_off_done"), Session: cookie}, err
}

func (r *Room) showSessions(v *act.View) (ui.Sheet, error) {
	list, err := r.Sessions(v)
	title := i18n.T(v.Context(), "identity.sessions_title", "n", len(list))
	return ui.Sheet{Title: title, Section: "account", Body: sessionsView(title, list)}, err
}

func (r *Room) endThere(a *act.Act, in SessionPath) (ui.Done, error) {
	return ui.Done{To: sessionsPath, Says: i18n.T(a.Context(), "identity.session_ended")}, r.EndSession(a, in.Session)
}

func (r *Room) signOutThere(a *act.Act, in SignOutRequest) (ui.Done, error) {
	n, err := r.SignOutEverywhere(a, in.Body.Scope == "others")
	if in.Body.Scope == "all" {
		return ui.Done{To: ui.SignInPath}, err
	}
	return ui.Done{To: sessionsPath, Says: i18n.T(a.Context(), "identity.sessions_ended", "n", n)}, err
}

func (r *Room) showKeys(v *act.View, _ Nobody) (ui.Sheet, error) {
	list, err := r.AccessKeys(v)
	if err != nil {
		return ui.Sheet{}, err
	}
	names, err := r.Offices.Names(v.Tx, v.Who.Person, v.Today)
	return sheet(v.Context(), "keys_title", func(title string) ui.Sheet {
		return ui.Sheet{Body: keysView(title, list, names, !v.Who.Office.None())}
	}), err
}

func (r *Room) showNewKey(v *act.View, _ KeyRequest, sent ui.Sent) (ui.Sheet, error) {
	names, err := r.Offices.Names(v.Tx, v.Who.Person, v.Today)
	return sheet(v.Context(), "key_new_title", func(title string) ui.Sheet {
		return ui.Sheet{Body: newKeyView(title, names[v.Who.Office], v.Today, sent)}
	}), err
}

func (r *Room) makeThere(a *act.Act, in KeyRequest) (ui.Done, error) {
	k, secret, err := r.MakeKey(a, in.Body.Name, in.Body.Scope, in.Body.Expires)
	show := sheet(a.Context(), "key_made_title", func(title string) ui.Sheet { return ui.Sheet{Body: madeKeyView(title, k.name, secret)} })
	return ui.Done{To: keysPath, Show: &show}, err
}

func (r *Room) showEndKey(v *act.View, in KeyPath, sent ui.Sent) (ui.Sheet, error) {
	if err := withoutKey(v); err != nil {
		return ui.Sheet{}, err
	}
	k, err := ownKey(v, in.Key)
	title := i18n.T(v.Context(), "identity.key_end_title", "name", k.name)
	return ui.Sheet{Title: title, Section: "account", Body: endKeyView(title, k, sent)}, err
}

func (r *Room) endKeyThere(a *act.Act, in KeyPath) (ui.Done, error) {
	return ui.Done{To: keysPath, Says: i18n.T(a.Context(), "identity.key_ended")}, r.EndKey(a, in.Key)
}

func (r *Room) showHistory(v *act.View, _ Nobody) (ui.Sheet, error) {
	list, err := r.History(v, historyShown)
	return sheet(v.Context(), "history_title", func(title string) ui.Sheet { return ui.Sheet{Body: historyView(title, list)} }), err
}

// says is a line of the history as a sentence.
func (e Event) says(ctx context.Context) string {
	for _, key := range []string{"identity.event_" + e.Kind + "_" + e.Why, "identity.event_" + e.Kind} {
		if i18n.Has(key) {
			return i18n.T(ctx, key, "name", e.By)
		}
	}
	return e.Kind
}

// linkToken is the token of a link whose address carries it behind a question mark; an invitation has it in its path.
func linkToken(action, token string) string {
	if action == resetPath {
		return token
	}
	return ""
}
