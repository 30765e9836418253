package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"koprogo/internal/platform/db/dbtest"
)

// binary builds the program once, for the tests that kill it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "koprogo-kill")
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "koprogo")
	out, err := exec.Command("go", "build", "-o", file, "../../cmd/koprogo").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// process is a house that runs as a process of its own, and may be killed.
type process struct {
	t       *testing.T
	args    []string
	cmd     *exec.Cmd
	url     string
	setup   string
	token   string
	program string
}

func (p *process) start() {
	p.t.Helper()
	p.cmd = exec.Command(p.program, append([]string{"serve", "--listen", "127.0.0.1:0"}, p.args...)...)
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(p.kill)
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		p.t.Fatal("the house did not start")
	}
	p.url = strings.TrimPrefix(lines.Text(), "KoproGo answers at ")
	if p.setup == "" && lines.Scan() && lines.Scan() {
		_, p.setup, _ = strings.Cut(lines.Text(), "token=")
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
}

// kill is kill -9.
func (p *process) kill() {
	if p.cmd != nil && p.cmd.Process != nil {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	}
	p.cmd = nil
}

func (p *process) post(path string, body any) (int, map[string]any) {
	raw, _ := json.Marshal(body)
	r, _ := http.NewRequest(http.MethodPost, p.url+path, bytes.NewReader(raw))
	r.Header.Set("Content-Type", "application/json")
	return p.ask(r)
}

func (p *process) get(path string) (int, map[string]any) {
	r, _ := http.NewRequest(http.MethodGet, p.url+path, nil)
	return p.ask(r)
}

func (p *process) ask(r *http.Request) (int, map[string]any) {
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	var answer map[string]any
	if json.NewDecoder(res.Body).Decode(&answer) != nil {
		return 0, nil
	}
	return res.StatusCode, answer
}

func (p *process) signIn() {
	p.t.Helper()
	p.token = ""
	status, answer := p.post("/api/v1/auth/login", map[string]string{"email": "claire@maes.example", "password": password})
	if status != http.StatusOK {
		p.t.Fatalf("sign-in: %d %v", status, answer)
	}
	p.token = answer["access_token"].(string)
}

// settle sets the house up and begins a building.
func (p *process) settle() (building string) {
	p.t.Helper()
	status, answer := p.post("/api/v1/setup/office", map[string]any{"token": p.setup, "office": map[string]string{"name": "Bureau Maes", "kind": "professional"},
		"email": "claire@maes.example", "name": "Claire Maes", "language": "fr", "password": password})
	if status != http.StatusCreated {
		p.t.Fatalf("set-up: %d %v", status, answer)
	}
	p.signIn()
	status, answer = p.post("/api/v1/buildings", map[string]any{"name": "Les Tilleuls", "share_denominator": 100000,
		"address": map[string]string{"street": "Rue de la Victoire", "number": "27", "postcode": "1060", "city": "Saint-Gilles"}})
	if status != http.StatusCreated {
		p.t.Fatalf("building: %d %v", status, answer)
	}
	return answer["id"].(string)
}

// labels reads all lots of a building, page by page.
func (p *process) labels(building string) map[string]bool {
	p.t.Helper()
	seen := map[string]bool{}
	cursor := ""
	for {
		status, page := p.get("/api/v1/buildings/" + building + "/lots?limit=200&cursor=" + cursor)
		if status != http.StatusOK {
			p.t.Fatalf("lots: %d %v", status, page)
		}
		for _, item := range page["items"].([]any) {
			seen[item.(map[string]any)["label"].(string)] = true
		}
		next, more := page["next_cursor"].(string)
		if !more {
			return seen
		}
		cursor = next
	}
}

func (p *process) check() {
	p.t.Helper()
	out, err := exec.Command(p.program, append([]string{"check"}, p.args...)...).CombinedOutput()
	if err != nil {
		p.t.Errorf("koprogo check: %v\n%s", err, out)
	}
}

// eachProcess runs a test on a killable house, on both engines.
func eachProcess(t *testing.T, test func(t *testing.T, p *process)) {
	t.Helper()
	if testing.Short() {
		t.Skip("not run with -short: it builds the program and kills it")
	}
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("sqlite", func(t *testing.T) {
		test(t, &process{t: t, program: program, args: []string{"--data", t.TempDir()}})
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, &process{t: t, program: program, args: []string{"--data", t.TempDir(), "--database-url", dbtest.PostgresURL(t)}})
	})
}

func TestKilledInAStormOfWritesNoAcknowledgedWriteIsLost(t *testing.T) {
	eachProcess(t, func(t *testing.T, p *process) {
		p.start()
		building := p.settle()
		var mu sync.Mutex
		var acknowledged []string
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for i := range 500 {
					label := fmt.Sprintf("%d-%03d", w, i)
					status, _ := p.post("/api/v1/buildings/"+building+"/lots", map[string]any{"label": label, "kind": "apartment", "shares": 1,
						"members": []any{map[string]string{"last_name": "Owner " + label}}})
					if status != http.StatusCreated {
						return
					}
					mu.Lock()
					acknowledged = append(acknowledged, label)
					mu.Unlock()
				}
			})
		}
		time.Sleep(700 * time.Millisecond)
		p.kill()
		wg.Wait()
		p.start()
		p.signIn()
		stored := p.labels(building)
		lost := 0
		for _, label := range acknowledged {
			if !stored[label] {
				lost++
			}
		}
		if len(acknowledged) == 0 || lost > 0 {
			t.Errorf("%d writes were acknowledged, %d of them lost", len(acknowledged), lost)
		}
		t.Logf("%d acknowledged, %d stored", len(acknowledged), len(stored))
		p.kill()
		p.check()
	})
}

// manyLots is a list of n lots that sum to the deed.
func manyLots(n int) []byte {
	var b strings.Builder
	b.WriteString("Lot;Quotités;Copropriétaire\n")
	for i := range n {
		fmt.Fprintf(&b, "L%05d;%d;Owner Number%d\n", i, 100000/n, i)
	}
	return []byte(b.String())
}

func TestKilledInTheMiddleOfAnImportItIsWholeOrNotThere(t *testing.T) {
	const lots = 5000 // more than are entered while one waits: a job enters them, and goes on after the restart
	eachProcess(t, func(t *testing.T, p *process) {
		p.start()
		building := p.settle()
		for _, patience := range []time.Duration{0, 30 * time.Millisecond, 150 * time.Millisecond, 400 * time.Millisecond, 8 * time.Second} {
			kind, data := upload("list.csv", manyLots(lots))
			r, _ := http.NewRequest(http.MethodPost, p.url+"/api/v1/buildings/"+building+"/imports", bytes.NewReader(data))
			r.Header.Set("Content-Type", kind)
			status, offered := p.ask(r)
			if status != http.StatusCreated {
				t.Fatalf("offer: %d %v", status, offered)
			}
			answered := make(chan int, 1)
			go func() {
				status, _ := p.post("/api/v1/imports/"+offered["id"].(string)+"/confirmation", map[string]any{})
				answered <- status
			}()
			time.Sleep(patience)
			p.kill()
			status = <-answered
			p.start()
			p.signIn()
			p.entered(offered["id"].(string))
			found := len(p.labels(building))
			if found != 0 && found != lots || status == http.StatusCreated && found != lots {
				t.Fatalf("killed after %s: answered %d, and %d of %d lots are there", patience, status, found, lots)
			}
			t.Logf("killed after %s: answered %d, %d lots", patience, status, found)
			if found == lots {
				break
			}
		}
		p.kill()
		p.check()
	})
}

// entered waits for the job that enters a confirmed list, if there is one.
func (p *process) entered(list string) {
	p.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if status, now := p.get("/api/v1/imports/" + list); status != http.StatusOK || now["state"] != "confirming" {
			return
		}
	}
	p.t.Fatal("the list is still being entered after two minutes")
}
