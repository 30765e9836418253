package identity

import (
	"context"
	"net/http"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/kernel/id"
	"koprogo/internal/platform/db"
	"koprogo/internal/platform/ui"
)

// The pages of the door that letters and other pages lead to.
const (
	secondStepPath = ui.SignInPath + "/second-factor"
	forgotPath     = "/forgot"
	resetPath      = "/reset"
	newAddressPath = "/new-address"
)

// Pages declares the pages of the door, and those of one's own sign-in.
func (r *Room) Pages(p *ui.Pages) {
	ui.Outside(p, ui.SignInPath, r.showSignIn, r.enter)
	ui.Outside(p, secondStepPath, r.showSecondStep, r.enterSecond)
	ui.Outside(p, "/invitation/{token}", r.showInvitation, r.choose)
	ui.Outside(p, forgotPath, r.showForgot, r.forget)
	ui.Outside(p, resetPath, r.showReset, r.reset)
	ui.Outside(p, newAddressPath, r.showNewAddress, r.takeAddress)
	p.Rest.Mux.HandleFunc("POST "+ui.SignOutPath, r.leave)
	r.accountPages(p)
}

// atDoor is someone who wants to come in, and where to.
type atDoor struct {
	Next   string `query:"next" maxLength:"2000"`
	Chosen bool   `query:"chosen"`
	Moved  bool   `query:"moved"`
	LoginRequest
}

func (r *Room) showSignIn(ctx context.Context, in atDoor, sent ui.Sent) (ui.Entrance, error) {
	fresh, err := r.NeedsSetup(ctx)
	return ui.Entrance{Title: i18n.T(ctx, "identity.sign_in"), Body: signInView(in, below(sent, "password"), fresh)}, err
}

// below says a fault of no field under the last one: which of the two is wrong is not told.
func below(sent ui.Sent, field string) ui.Sent {
	for i, f := range sent.Faults {
		if f.Field == "" {
			sent.Faults[i] = f.At(field)
		}
	}
	return sent
}

func (r *Room) enter(ctx context.Context, in atDoor) (ui.Passage, error) {
	e, err := r.SignInPage(ctx, in.Body.Email, in.Body.Password)
	if e.Pending != "" {
		return ui.Passage{To: ui.With(secondStepPath, "next", ui.Local(in.Next)), Pending: e.Pending}, err
	}
	return ui.Passage{To: ui.Local(in.Next), Session: e.Session}, err
}

// atSecondStep is someone whose password was right, and who shows a code now.
type atSecondStep struct {
	Next string `query:"next" maxLength:"2000"`
	CodeRequest
}

func (r *Room) showSecondStep(ctx context.Context, in atSecondStep, sent ui.Sent) (ui.Entrance, error) {
	if ui.Pending(ctx) == "" {
		return ui.Entrance{To: ui.With(ui.SignInPath, "next", in.Next)}, nil
	}
	return ui.Entrance{Title: i18n.T(ctx, "identity.second_step"), Body: secondStepView(in, below(sent, "totp"))}, nil
}

func (r *Room) enterSecond(ctx context.Context, in atSecondStep) (ui.Passage, error) {
	e, err := r.SecondStep(ctx, ui.Pending(ctx), in.Body.Totp)
	return ui.Passage{To: ui.Local(in.Next), Session: e.Session}, err
}

// invited is someone who follows the link of an invitation; the form carries its token along.
type invited struct {
	Link string `path:"token"`
	PasswordRequest
}

func (r *Room) showInvitation(ctx context.Context, in invited, sent ui.Sent) (ui.Entrance, error) {
	h, err := r.holderOf(ctx, in.Link)
	if refused(err) {
		return ui.Entrance{Title: i18n.T(ctx, "identity.link_gone_title"), Body: linkGoneView("identity.link_gone_invitation", ui.SignInPath, "identity.sign_in")}, nil
	}
	return ui.Entrance{Title: i18n.T(ctx, "identity.choose_title"), Body: choosePasswordView("/invitation/"+in.Link, in.Link, h.person.email, 0, sent)}, err
}

func (r *Room) choose(ctx context.Context, in invited) (ui.Passage, error) {
	if in.Body.Token != in.Link {
		return ui.Passage{}, fault.NotFound("not_found")
	}
	return ui.Passage{To: ui.With(ui.SignInPath, "chosen", "true")}, r.ChoosePassword(ctx, in.Body.Token, in.Body.Password, false)
}

// atForgot is someone who has forgotten the password.
type atForgot struct {
	Sent bool `query:"sent"`
	ResetRequest
}

func (r *Room) showForgot(ctx context.Context, in atForgot, sent ui.Sent) (ui.Entrance, error) {
	title := i18n.T(ctx, "identity.forgot_title")
	if in.Sent && !sent.Back() {
		title = i18n.T(ctx, "identity.forgot_sent")
		return ui.Entrance{Title: title, Body: forgotSentView()}, nil
	}
	return ui.Entrance{Title: title, Body: forgotView(below(sent, "email"))}, nil
}

func (r *Room) forget(ctx context.Context, in atForgot) (ui.Passage, error) {
	return ui.Passage{To: ui.With(forgotPath, "sent", "true")}, r.AskReset(ctx, in.Body.Email)
}

// atReset is someone who follows the link of a reset.
type atReset struct {
	Link string `query:"token" maxLength:"200"`
	PasswordRequest
}

// refused tells a link that leads nowhere any more from a fault of ours.
func refused(err error) bool { return fault.As(err) != nil }

func (r *Room) showReset(ctx context.Context, in atReset, sent ui.Sent) (ui.Entrance, error) {
	title := i18n.T(ctx, "identity.choose_title")
	var p Person
	pass, err := r.passOf(ctx, passReset, in.Link, &p)
	if refused(err) {
		return ui.Entrance{Title: i18n.T(ctx, "identity.link_gone_title"), Body: linkGoneView("identity.link_gone_reset", forgotPath, "identity.forgot_again")}, nil
	}
	keys := 0
	if err == nil {
		keys, err = r.openKeys(ctx, pass.person)
	}
	return ui.Entrance{Title: title, Body: choosePasswordView(resetPath, in.Link, p.email, keys, sent)}, err
}

func (r *Room) openKeys(ctx context.Context, person id.Of[id.Person]) (n int, err error) {
	err = r.House.DB.Read(ctx, id.Of[id.Office]{}, func(tx *db.Tx) error {
		list, err := db.All(tx.Query(keysOf, person), (*AccessKey).fields)
		for _, k := range list {
			if k.open(r.House.Now()) {
				n++
			}
		}
		return err
	})
	return n, err
}

func (r *Room) reset(ctx context.Context, in atReset) (ui.Passage, error) {
	return ui.Passage{To: ui.With(ui.SignInPath, "chosen", "true")}, r.ChoosePassword(ctx, in.Body.Token, in.Body.Password, in.Body.EndKeys)
}

// atNewAddress is someone who follows the link to a new address.
type atNewAddress struct {
	Link string `query:"token" maxLength:"200"`
	TokenRequest
}

func (r *Room) showNewAddress(ctx context.Context, in atNewAddress, _ ui.Sent) (ui.Entrance, error) {
	var p Person
	pass, err := r.passOf(ctx, passEmail, in.Link+in.Body.Token, &p) // the form carries the token, the link has it in its address
	if refused(err) {
		return ui.Entrance{Title: i18n.T(ctx, "identity.link_gone_title"), Body: linkGoneView("identity.link_gone_email", "/account", "identity.to_account")}, nil
	}
	return ui.Entrance{Title: i18n.T(ctx, "identity.new_address_title"), Body: newAddressView(in.Link, pass.email)}, err
}

func (r *Room) takeAddress(ctx context.Context, in atNewAddress) (ui.Passage, error) {
	return ui.Passage{To: ui.With(ui.SignInPath, "moved", "true")}, r.ConfirmEmail(ctx, in.Body.Token)
}

// leave ends the session of the cookie, if it is one, and takes the cookie back in any case.
func (r *Room) leave(w http.ResponseWriter, req *http.Request) {
	if c, err := req.Cookie(ui.SessionCookie); err == nil {
		if _, secret, err := ReadCookie(c.Value); err == nil {
			_ = r.SignOut(req.Context(), secret) // whoever asks to leave is let out, even when the house cannot note it
		}
	}
	ui.EndSession(w, req)
	http.Redirect(w, req, ui.SignInPath, http.StatusSeeOther)
}
