// Package browser walks through the house as people do: in a real browser, in four languages, with and without scripts, by keyboard and
// mouse, with the accessibility rules judging every page.
package browser

import (
	"context"
	"io"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"koprogo/internal/app"
	"koprogo/internal/platform/config"
)

// fresh opens a house in which nobody is known, and its set-up token.
func fresh(t *testing.T) (url, token string) {
	t.Helper()
	a, err := app.Build(context.Background(), config.Config{Data: t.TempDir(), Database: "sqlite:" + filepath.Join(t.TempDir(), "k.db"),
		BaseURL: "http://koprogo.example"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a.Handler())
	t.Cleanup(func() { server.Close(); _ = a.Close() })
	token, err = a.Identity.SetupToken(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return server.URL, token
}

func TestTheSetUpAsksAndAnswers(t *testing.T) {
	url, token := fresh(t)
	b := open(t, url, "fr", true, 1440, 1000)
	b.visit("/setup?token=" + token)
	b.picture("setup")
}
