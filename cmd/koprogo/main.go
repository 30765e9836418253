// Command koprogo runs the house: demo opens sample offices, serve opens the real one, migrate brings a database up to date, check looks
// whether everything still holds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"koprogo/internal/app"
	"koprogo/internal/platform/config"
)

const usage = `koprogo runs a co-ownership: its register, its money, its decisions.

  koprogo demo      open complete sample offices, to look around
  koprogo serve     open the real house
  koprogo migrate   bring the database up to date and stop
  koprogo check     look whether the database, the chain of facts and the shares hold

koprogo VERB --help lists the settings of a verb.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(errs, usage)
		return 2
	}
	verb := args[0]
	verbs := map[string]func(context.Context, config.Config) (bool, error){
		"demo":    func(ctx context.Context, c config.Config) (bool, error) { return true, app.Demo(ctx, c, out) },
		"serve":   func(ctx context.Context, c config.Config) (bool, error) { return true, app.Serve(ctx, c, out) },
		"migrate": func(ctx context.Context, c config.Config) (bool, error) { return true, app.Migrate(ctx, c, out) },
		"check":   func(ctx context.Context, c config.Config) (bool, error) { return app.Check(ctx, c, out) },
	}
	do, known := verbs[verb]
	if !known {
		fmt.Fprint(errs, usage)
		if verb == "help" || verb == "--help" || verb == "-h" {
			return 0
		}
		return 2
	}
	c, err := config.Read(verb, args[1:], os.Getenv, errs)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(errs, err)
		return 2
	}
	sound, err := do(ctx, c)
	if err != nil {
		fmt.Fprintln(errs, "koprogo:", err)
		return 1
	}
	if !sound {
		return 1
	}
	return 0
}
