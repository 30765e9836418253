package identity

import (
	"context"
	"net/http"

	"koprogo/internal/platform/rest"
)

// Routes declares the API of sign-in; it needs none.
func (r *Room) Routes(s *rest.Server) {
	ok := rest.Status(http.StatusOK)
	rest.Public(s, "POST /api/v1/auth/login", "Sign in with address and password", r.postLogin, ok)
	rest.Public(s, "POST /api/v1/auth/refresh", "Turn a refresh token into new tokens", r.postRefresh, ok)
	rest.Public(s, "POST /api/v1/auth/logout", "End the session of a refresh token", r.postLogout)
	rest.Public(s, "POST /api/v1/auth/passwords", "Choose a password with the token of an invitation or of a reset", r.postPassword)
	rest.Public(s, "POST /api/v1/auth/password-resets", "Ask for a letter to choose a new password; the answer is always the same", r.postReset)
	rest.Public(s, "POST /api/v1/auth/emails", "Confirm a new address with the token of its letter", r.postEmail)
	r.accountRoutes(s)
}

// LoginRequest signs in. Totp is the code of the second factor, or a recovery code, when one is set.
type LoginRequest struct {
	Body struct {
		Email    string `json:"email" minLength:"1" maxLength:"254"`
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
		Totp     string `json:"totp,omitempty" maxLength:"12"`
	}
}

func (r *Room) postLogin(ctx context.Context, in LoginRequest) (Tokens, error) {
	return r.SignIn(ctx, in.Body.Email, in.Body.Password, in.Body.Totp)
}

// RefreshRequest carries a refresh token.
type RefreshRequest struct {
	Body struct {
		Refresh string `json:"refresh_token" minLength:"1" maxLength:"200"`
	}
}

func (r *Room) postRefresh(ctx context.Context, in RefreshRequest) (Tokens, error) {
	return r.Refresh(ctx, in.Body.Refresh)
}

func (r *Room) postLogout(ctx context.Context, in RefreshRequest) (rest.Nothing, error) {
	return rest.Nothing{}, r.SignOut(ctx, in.Body.Refresh)
}

// PasswordRequest chooses a password. With a reset, EndKeys ends the access keys as well.
type PasswordRequest struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"200"`
		Password string `json:"password" minLength:"1" maxLength:"1000" format:"password"`
		EndKeys  bool   `json:"end_keys,omitempty"`
	}
}

func (r *Room) postPassword(ctx context.Context, in PasswordRequest) (rest.Nothing, error) {
	return rest.Nothing{}, r.ChoosePassword(ctx, in.Body.Token, in.Body.Password, in.Body.EndKeys)
}

// ResetRequest names the address of a forgotten password.
type ResetRequest struct {
	Body struct {
		Email string `json:"email" minLength:"1" maxLength:"254"`
	}
}

func (r *Room) postReset(ctx context.Context, in ResetRequest) (rest.Nothing, error) {
	return rest.Nothing{}, r.AskReset(ctx, in.Body.Email)
}

// TokenRequest carries the token of a letter.
type TokenRequest struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"200"`
	}
}

func (r *Room) postEmail(ctx context.Context, in TokenRequest) (rest.Nothing, error) {
	return rest.Nothing{}, r.ConfirmEmail(ctx, in.Body.Token)
}
