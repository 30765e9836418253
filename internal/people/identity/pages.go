package identity

import (
	"context"
	"net/http"

	"koprogo/internal/kernel/fault"
	"koprogo/internal/kernel/i18n"
	"koprogo/internal/platform/ui"
)

// Pages declares the pages of the door.
func (r *Room) Pages(p *ui.Pages) {
	ui.Outside(p, ui.SignInPath, r.showSignIn, r.enter)
	ui.Outside(p, "/invitation/{token}", r.showInvitation, r.choose)
	p.Rest.Mux.HandleFunc("POST "+ui.SignOutPath, r.leave)
}

// atDoor is someone who wants to come in, and where to.
type atDoor struct {
	Next   string `query:"next" maxLength:"2000"`
	Chosen bool   `query:"chosen"`
	LoginRequest
}

func (r *Room) showSignIn(ctx context.Context, in atDoor, sent ui.Sent) (ui.Entrance, error) {
	fresh, err := r.NeedsSetup(ctx)
	for i, f := range sent.Faults {
		if f.Field == "" { // which of the two is wrong is not told; it is said under the last
			sent.Faults[i] = f.At("password")
		}
	}
	return ui.Entrance{Title: i18n.T(ctx, "identity.sign_in"), Body: signInView(in, sent, fresh)}, err
}

func (r *Room) enter(ctx context.Context, in atDoor) (ui.Passage, error) {
	session, err := r.SignInPage(ctx, in.Body.Email, in.Body.Password)
	return ui.Passage{To: ui.Local(in.Next), Session: session}, err
}

// invited is someone who follows the link of an invitation; the form carries its token along.
type invited struct {
	Link string `path:"token"`
	PasswordRequest
}

func (r *Room) showInvitation(ctx context.Context, in invited, sent ui.Sent) (ui.Entrance, error) {
	return ui.Entrance{Title: i18n.T(ctx, "identity.choose_title"), Body: choosePasswordView(in, sent)}, nil
}

func (r *Room) choose(ctx context.Context, in invited) (ui.Passage, error) {
	if in.Body.Token != in.Link {
		return ui.Passage{}, fault.NotFound("not_found")
	}
	return ui.Passage{To: ui.With(ui.SignInPath, "chosen", "true")}, r.ChoosePassword(ctx, in.Body.Token, in.Body.Password)
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
