package identity

import (
	"context"
	"strings"

	"koprogo/internal/kernel/i18n"
)

// Device is a program in two words: its family, and the system on which it runs. Both may be unknown.
type Device struct {
	Browser string `json:"browser,omitempty"`
	System  string `json:"system,omitempty"`
	Address string `json:"address,omitempty"`
}

// families are looked for in this order: browsers name their forebears as well, so the youngest comes first.
var (
	browsers = []struct{ mark, name string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chromium/", "Chromium"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}, {"Go-http-client", "Go"}, {"python", "Python"},
	}
	systems = []struct{ mark, name string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
	}
)

func deviceOf(s Session) Device {
	d := Device{Address: s.address}
	for _, b := range browsers {
		if strings.Contains(s.agent, b.mark) {
			d.Browser = b.name
			break
		}
	}
	for _, o := range systems {
		if strings.Contains(s.agent, o.mark) {
			d.System = o.name
			break
		}
	}
	return d
}

// Says names the device in the reader's language.
func (d Device) Says(ctx context.Context) string {
	switch {
	case d.Browser != "" && d.System != "":
		return i18n.T(ctx, "identity.device", "browser", d.Browser, "system", d.System)
	case d.Browser != "":
		return d.Browser
	case d.System != "":
		return d.System
	}
	return i18n.T(ctx, "identity.device_unknown")
}
