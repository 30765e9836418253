// Command assets makes internal/platform/ui/dist, which is committed and embedded in the program.
//
// It needs nothing but Go: styles and scripts come from internal/platform/ui/src, all foreign material from vendor-in.
// The same inputs give the same bytes, so that a build can check that dist is fresh:
//
//	go run -C tools/assets . && git diff --exit-code internal/platform/ui/dist
//
// With -refresh it first copies the icons named in icons.txt and the script of htmx from node_modules to vendor-in.
package main

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "../../internal/platform/ui/src"
	output = "../../internal/platform/ui/dist"
	vendor = "vendor-in"
)

func main() {
	log.SetFlags(0)
	refresh := flag.Bool("refresh", false, "copy icons and scripts from node_modules first")
	flag.Parse()
	if *refresh {
		check(copyInputs())
	}
	check(os.RemoveAll(output))
	check(os.MkdirAll(output, 0o755))
	names := map[string]string{} // plain name -> hashed name
	check(bundle(names))
	icons, err := sprite()
	check(err)
	check(write(names, "sprite.svg", icons))
	check(static(names))
	list, err := json.MarshalIndent(names, "", "  ")
	check(err)
	check(os.WriteFile(filepath.Join(output, "manifest.json"), append(list, '\n'), 0o644))
}

// bundle makes the style, the script and the fonts that the style names.
func bundle(names map[string]string) error {
	folder, err := filepath.Abs(".")
	if err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: folder,
		EntryPoints:   []string{source + "/app.css", source + "/app.js"},
		Bundle:        true,
		Outdir:        output,
		EntryNames:    "[name]-[hash]",
		AssetNames:    "[name]-[hash]",
		Format:        api.FormatIIFE,
		Charset:       api.CharsetUTF8,
		LegalComments: api.LegalCommentsInline,
		Engines: []api.Engine{
			{Name: api.EngineChrome, Version: "111"},
			{Name: api.EngineFirefox, Version: "113"},
			{Name: api.EngineSafari, Version: "16.4"},
		},
		MinifyWhitespace:  true,
		MinifySyntax:      true,
		MinifyIdentifiers: true,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
		Plugins:           []api.Plugin{vendored(folder)},
		LogLevel:          api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%d errors", len(result.Errors))
	}
	for _, f := range result.OutputFiles {
		hashed := filepath.Base(f.Path)
		plain := hashMark.ReplaceAllString(hashed, "$1")
		names[plain] = hashed
		if err := os.WriteFile(filepath.Join(output, hashed), f.Contents, 0o644); err != nil {
			return err
		}
	}
	return nil
}

var hashMark = regexp.MustCompile(`-[0-9A-Z]{8}(\.[a-z0-9]+)$`)

// vendored finds "fonts/..." and "htmx" in vendor-in.
func vendored(folder string) api.Plugin {
	return api.Plugin{Name: "vendored", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: `^(fonts|htmx)/`}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: filepath.Join(folder, vendor, filepath.FromSlash(a.Path))}, nil
		})
	}}
}

var (
	drawing = regexp.MustCompile(`(?s)<svg.*?>(.*)</svg>`)
	ground  = regexp.MustCompile(`<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>`)
	gaps    = regexp.MustCompile(`\s+`)
)

// sprite puts the icons of vendor-in into one file of symbols, in the order of their names.
func sprite() ([]byte, error) {
	files, err := filepath.Glob(vendor + "/icons/*.svg")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("<!-- Tabler Icons, MIT licence, see tools/assets/NOTICE -->\n<svg xmlns=\"http://www.w3.org/2000/svg\">\n")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found := drawing.FindSubmatch(text)
		if found == nil {
			return nil, fmt.Errorf("%s is not a drawing", file)
		}
		paths := strings.TrimSpace(gaps.ReplaceAllString(ground.ReplaceAllString(string(found[1]), ""), " "))
		paths = strings.ReplaceAll(strings.ReplaceAll(paths, " />", "/>"), "> <", "><")
		name := strings.TrimSuffix(filepath.Base(file), ".svg")
		fmt.Fprintf(&b, `<symbol id="%s" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"`+
			` stroke-linecap="round" stroke-linejoin="round">%s</symbol>`+"\n", name, paths)
	}
	b.WriteString("</svg>\n")
	return []byte(b.String()), nil
}

// static copies src/static; a file may name another by {{name}} and gets its hashed name.
func static(names map[string]string) error {
	for _, name := range []string{"favicon.svg", "app.webmanifest"} {
		text, err := os.ReadFile(filepath.Join(source, "static", name))
		if err != nil {
			return err
		}
		full := string(text)
		for plain, hashed := range names {
			full = strings.ReplaceAll(full, "{{"+plain+"}}", hashed)
		}
		if err := write(names, name, []byte(full)); err != nil {
			return err
		}
	}
	return nil
}

func write(names map[string]string, name string, content []byte) error {
	sum := sha256.Sum256(content)
	mark := base32.StdEncoding.EncodeToString(sum[:])[:8]
	ext := filepath.Ext(name)
	names[name] = strings.TrimSuffix(name, ext) + "-" + mark + ext
	return os.WriteFile(filepath.Join(output, names[name]), content, 0o644)
}

// copyInputs refreshes vendor-in from node_modules; an icon no longer named in icons.txt goes.
func copyInputs() error {
	list, err := os.ReadFile("icons.txt")
	if err != nil {
		return err
	}
	old, err := filepath.Glob(vendor + "/icons/*.svg")
	if err != nil {
		return err
	}
	for _, file := range old {
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	for _, name := range strings.Fields(string(list)) {
		if err := copyFile("node_modules/@tabler/icons/icons/outline/"+name+".svg", vendor+"/icons/"+name+".svg"); err != nil {
			return err
		}
	}
	return copyFile("node_modules/htmx.org/dist/htmx.min.js", vendor+"/htmx/htmx.min.js")
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}

func check(err error) {
	if err != nil {
		log.Fatal("assets: ", err)
	}
}
