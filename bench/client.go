package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
)

// caller knows where the program answers and how to be let in.
type caller struct {
	url, host      string
	token, session string
}

// signIn signs in at both doors.
func signIn(address string, s set) (*caller, error) {
	c := &caller{url: address, host: strings.TrimPrefix(address, "http://")}
	body, _ := json.Marshal(map[string]string{"email": s.email, "password": s.password})
	answer, err := http.Post(address+"/api/v1/auth/login", "application/json", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	var tokens struct {
		Access string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&tokens); err != nil || tokens.Access == "" {
		return nil, fmt.Errorf("sign-in at the API: %s, %w", answer.Status, err)
	}
	c.token = tokens.Access
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page, err := browser.PostForm(address+"/sign-in", url.Values{"email": {s.email}, "password": {s.password}})
	if err != nil {
		return nil, err
	}
	defer page.Body.Close()
	for _, k := range page.Cookies() {
		if k.Name == "koprogo_session" {
			c.session = k.Value
		}
	}
	if c.session == "" {
		return nil, fmt.Errorf("sign-in at the pages: %s", page.Status)
	}
	return c, nil
}

// get is a request of the API as it goes over the wire.
func (c *caller) get(path string, more ...string) []byte {
	return c.request("GET", path, "Authorization: Bearer "+c.token, nil, more...)
}

// page is a request of a browser.
func (c *caller) page(path string) []byte {
	return c.request("GET", path, "Cookie: koprogo_session="+c.session, nil)
}

func (c *caller) post(path string, body any) []byte {
	text, _ := json.Marshal(body)
	return c.request("POST", path, "Authorization: Bearer "+c.token, text, "Content-Type: application/json")
}

func (c *caller) request(method, path, who string, body []byte, more ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", method, path, c.host, who)
	for _, h := range more {
		b.WriteString(h + "\r\n")
	}
	if body != nil {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	return b.Bytes()
}

// line is an open connection. net/http's client would cost the machine nearly as much as the program that is measured.
type connection struct {
	conn net.Conn
	in   *textproto.Reader
	buf  *bufio.Reader
}

func (c *caller) dial() (*connection, error) {
	conn, err := net.Dial("tcp", c.host)
	if err != nil {
		return nil, err
	}
	buf := bufio.NewReaderSize(conn, 32<<10)
	return &connection{conn: conn, buf: buf, in: textproto.NewReader(buf)}, nil
}

// answer is what came back; the body only when it is asked for.
type answer struct {
	status int
	etag   string
	size   int64
}

// do sends a request and reads its whole answer.
func (l *connection) do(request []byte) (a answer, err error) {
	if _, err := l.conn.Write(request); err != nil {
		return a, err
	}
	head, err := l.in.ReadLineBytes()
	if err != nil {
		return a, err
	}
	if len(head) < 12 {
		return a, errors.New("the answer has no status")
	}
	if a.status, err = strconv.Atoi(string(head[9:12])); err != nil {
		return a, err
	}
	length, chunked := int64(0), false
	for {
		h, err := l.in.ReadLineBytes()
		if err != nil {
			return a, err
		}
		if len(h) == 0 {
			break
		}
		switch {
		case has(h, "Content-Length: "):
			length, _ = strconv.ParseInt(string(h[16:]), 10, 64)
		case has(h, "Transfer-Encoding: chunked"):
			chunked = true
		case has(h, "Etag: "):
			a.etag = string(h[6:])
		}
	}
	if a.status == http.StatusNotModified || a.status == http.StatusNoContent {
		return a, nil
	}
	if !chunked {
		_, err = io.CopyN(io.Discard, l.buf, length)
		a.size = length
		return a, err
	}
	for {
		size, err := l.in.ReadLineBytes()
		if err != nil {
			return a, err
		}
		n, err := strconv.ParseInt(string(size), 16, 64)
		if err != nil {
			return a, err
		}
		if _, err := io.CopyN(io.Discard, l.buf, n+2); err != nil {
			return a, err
		}
		a.size += n
		if n == 0 {
			return a, nil
		}
	}
}

func has(line []byte, prefix string) bool {
	return len(line) >= len(prefix) && string(line[:len(prefix)]) == prefix
}
