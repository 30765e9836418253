// Package config reads how the house is to run: flags first, then KOPROGO_* variables, then defaults. Every mistake is told at start,
// all at once, each with what to do.
package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"koprogo/internal/platform/mail"
)

// Config is how the house runs.
type Config struct {
	Listen   string
	Data     string // folder of the embedded database and of the files
	Database string // address of the database, as db.Open takes it
	BaseURL  string // public address, for links in letters
	Mail     *mail.Config
	LogLevel slog.Level
	Proxies  []netip.Prefix // whose X-Forwarded-For and X-Forwarded-Proto are believed
	Reset    bool           // demo only: begin anew
	Kit      bool           // shows /kit, where makers look at every part of the pages; always in the demo
}

// option is one setting: its flag, its variable and what it is for.
type option struct{ flag, env, value, help string }

var options = []option{
	{"listen", "KOPROGO_LISTEN", "127.0.0.1:8080", "address and port to listen on"},
	{"data", "KOPROGO_DATA", "", "folder for the embedded database and the files (default: a folder in the user's cache)"},
	{"database-url", "KOPROGO_DATABASE_URL", "", "postgres://user:password@host/database; SQLite in the data folder when empty"},
	{"base-url", "KOPROGO_BASE_URL", "", "public address, such as https://copro.example.be; http:// and the listening address when empty"},
	{"smtp-url", "KOPROGO_SMTP_URL", "", "mail server: smtp://user:password@host:587 (STARTTLS), smtps://...:465, smtp+plain://localhost:25"},
	{"mail-from", "KOPROGO_MAIL_FROM", "", "sender of letters, such as KoproGo <koprogo@example.be>; needed with a mail server"},
	{"log-level", "KOPROGO_LOG_LEVEL", "info", "debug, info, warn or error"},
	{"kit", "KOPROGO_KIT", "no", "yes shows /kit, every part of the pages in every state, to those who make them; always shown by the demo"},
	{"trusted-proxies", "KOPROGO_TRUSTED_PROXIES", "", "networks of proxies that may say the caller's address, such as 10.0.0.0/8"},
}

// Table lists the settings for the documentation: flag, variable, default, help.
func Table() [][4]string {
	rows := make([][4]string, len(options))
	for i, o := range options {
		rows[i] = [4]string{"--" + o.flag, o.env, o.value, o.help}
	}
	return rows
}

// Read reads the settings of a verb from its arguments and from the environment.
func Read(verb string, args []string, getenv func(string) string, out io.Writer) (Config, error) {
	set := flag.NewFlagSet("koprogo "+verb, flag.ContinueOnError)
	set.SetOutput(out)
	values := map[string]*string{}
	for _, o := range options {
		first := o.value
		if e := getenv(o.env); e != "" {
			first = e
		}
		values[o.flag] = set.String(o.flag, first, o.help+" ["+o.env+"]")
	}
	reset := false
	if verb == "demo" {
		set.BoolVar(&reset, "reset", false, "throw the sample away and begin anew")
	}
	if err := set.Parse(args); err != nil {
		return Config{}, err
	}
	if set.NArg() > 0 {
		return Config{}, fmt.Errorf("%q is no flag of koprogo %s; see koprogo %s --help", set.Arg(0), verb, verb)
	}
	get := func(name string) string { return strings.TrimSpace(*values[name]) }
	c := Config{Listen: get("listen"), Data: get("data"), Database: get("database-url"), BaseURL: strings.TrimSuffix(get("base-url"), "/"), Reset: reset,
		Kit: verb == "demo"}
	err := errors.Join(
		c.checkListen(),
		c.fillData(verb),
		c.checkDatabase(),
		c.checkBaseURL(),
		c.readMail(get("smtp-url"), get("mail-from")),
		c.readLevel(get("log-level")),
		c.readKit(get("kit")),
		c.readProxies(get("trusted-proxies")),
	)
	return c, err
}

func (c *Config) checkListen() error {
	host, port, err := net.SplitHostPort(c.Listen)
	n, convErr := strconv.Atoi(port)
	if err != nil || convErr != nil || n < 0 || n > 65535 {
		return fmt.Errorf("KOPROGO_LISTEN is %q; write an address and a port, such as 127.0.0.1:8080", c.Listen)
	}
	_ = host
	return nil
}

func (c *Config) fillData(verb string) error {
	if c.Data != "" {
		return nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return fmt.Errorf("KOPROGO_DATA is empty and this user has no cache folder; name a folder with --data")
	}
	name := "koprogo"
	if verb == "demo" {
		name = "koprogo-demo"
	}
	c.Data = filepath.Join(cache, name)
	return nil
}

func (c *Config) checkDatabase() error {
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "koprogo.db")
		return nil
	}
	u, err := url.Parse(c.Database)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || u.Host == "" {
		return errors.New("KOPROGO_DATABASE_URL is not readable; write postgres://user:password@host:5432/database, or leave it empty for SQLite")
	}
	return nil
}

func (c *Config) checkBaseURL() error {
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Listen
		return nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return fmt.Errorf("KOPROGO_BASE_URL is %q; write the public address, such as https://copro.example.be", c.BaseURL)
	}
	return nil
}

func (c *Config) readMail(server, from string) error {
	if server == "" {
		return nil
	}
	u, err := url.Parse(server)
	roads := map[string]mail.Security{"smtp": mail.StartTLS, "smtps": mail.TLS, "smtp+plain": mail.Plain}
	road, known := roads[schemeOf(u)]
	if err != nil || !known || u.Hostname() == "" {
		return errors.New("KOPROGO_SMTP_URL is not readable; write smtp://user:password@host:587, smtps://... or smtp+plain://...")
	}
	port := 0
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil {
			return errors.New("the port of KOPROGO_SMTP_URL is no number")
		}
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return fmt.Errorf("KOPROGO_MAIL_FROM is %q; with a mail server it must be an address, such as KoproGo <koprogo@example.be>", from)
	}
	password, _ := u.User.Password()
	c.Mail = &mail.Config{Host: u.Hostname(), Port: port, Security: road, User: u.User.Username(), Password: password, From: sender}
	return nil
}

func schemeOf(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Scheme
}

func (c *Config) readLevel(text string) error {
	if err := c.LogLevel.UnmarshalText([]byte(text)); err != nil {
		return fmt.Errorf("KOPROGO_LOG_LEVEL is %q; write debug, info, warn or error", text)
	}
	return nil
}

func (c *Config) readKit(text string) error {
	switch text {
	case "yes":
		c.Kit = true
	case "", "no":
	default:
		return fmt.Errorf("KOPROGO_KIT is %q; write yes or no", text)
	}
	return nil
}

func (c *Config) readProxies(text string) error {
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if err != nil {
			return fmt.Errorf("KOPROGO_TRUSTED_PROXIES holds %q; write networks such as 10.0.0.0/8, separated by commas", part)
		}
		c.Proxies = append(c.Proxies, p)
	}
	return nil
}
