package config

import (
	"io"
	"strings"
	"testing"
)

func read(env map[string]string, args ...string) (Config, error) {
	return Read("serve", args, func(k string) string { return env[k] }, io.Discard)
}

func TestFlagsWinOverVariablesAndVariablesOverDefaults(t *testing.T) {
	env := map[string]string{"KOPROGO_LISTEN": "127.0.0.1:9000", "KOPROGO_DATA": "/srv/koprogo", "KOPROGO_SMTP_URL": "smtp://u:p@mail.example:587", "KOPROGO_MAIL_FROM": "KoproGo <k@x.example>"}
	c, err := read(env, "--listen", "127.0.0.1:9001")
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:9001" || c.Database != "sqlite:/srv/koprogo/koprogo.db" || c.BaseURL != "http://127.0.0.1:9001" || c.Mail == nil || c.Mail.Password != "p" || c.Mail.Port != 587 {
		t.Errorf("%+v", c)
	}
}

// Every mistake is told at once, names its variable and says what to write.
func TestEveryMistakeSaysWhatToDo(t *testing.T) {
	_, err := read(map[string]string{
		"KOPROGO_LISTEN": "nowhere", "KOPROGO_DATA": "/srv/koprogo", "KOPROGO_DATABASE_URL": "mysql://x", "KOPROGO_BASE_URL": "ftp://x", "KOPROGO_SMTP_URL": "smtp://",
		"KOPROGO_LOG_LEVEL": "loud", "KOPROGO_TRUSTED_PROXIES": "everyone", "KOPROGO_KIT": "perhaps",
	})
	if err == nil {
		t.Fatal("all of it was accepted")
	}
	for _, name := range []string{"KOPROGO_LISTEN", "KOPROGO_DATABASE_URL", "KOPROGO_BASE_URL", "KOPROGO_SMTP_URL", "KOPROGO_LOG_LEVEL", "KOPROGO_TRUSTED_PROXIES", "KOPROGO_KIT"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("nothing is said of %s: %v", name, err)
		}
	}
	if _, err := read(map[string]string{"KOPROGO_DATA": "/srv/koprogo"}, "surplus"); err == nil {
		t.Error("a surplus word was accepted")
	}
}

// The kit is for makers: a real house does not show it by itself.
func TestTheKitIsShownToMakersOnly(t *testing.T) {
	data := map[string]string{"KOPROGO_DATA": "/srv/koprogo"}
	for _, c := range []struct {
		verb, kit string
		shown     bool
	}{{"serve", "", false}, {"serve", "no", false}, {"serve", "yes", true}, {"demo", "", true}} {
		data["KOPROGO_KIT"] = c.kit
		got, err := Read(c.verb, nil, func(k string) string { return data[k] }, io.Discard)
		if err != nil || got.Kit != c.shown {
			t.Errorf("%s with KOPROGO_KIT=%q shows it: %v, %v", c.verb, c.kit, got.Kit, err)
		}
	}
}
